"""What follows from a move, per register: the kernel sets it in the same breath, and nobody types it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.workflow import Move
from models.base import Record
from operations.archives import (
    closing,
    lists,
    monthly_signing,
    opening,
    releasing,
    stocktake_results,
    stocktakes,
    transfers,
)
from operations.archives import destruction as archive_destruction
from operations.complaints import (
    correcting,
    criticising,
    destruction,
    measure_clocks,
    measures,
    meetings,
    merging,
    rounds,
    spot_checks,
    volumes,
)
from operations.complaints import notices as complaint_notices
from operations.complaints import upkeep as complaints
from operations.customers import expenses, items, visiting, withdrawing
from operations.customers import merging as customer_merging
from operations.filings import processes
from operations.governance import versions
from operations.incentives import complaint_rates, entering, months, penalties, performance
from operations.it_operations import joining as it_operations
from operations.lending import copies, loans, queue, slips, terms
from operations.service import checking, escalating, heeding, reporting, requests
from operations.workplace import findings


@dataclass(frozen=True, slots=True)
class Following:
    """Sets what follows from a move, among the fields ``keys``."""

    keys: tuple[str, ...]
    up: Callable[[Session, Any, Move], None]


FOLLOWING: dict[str, tuple[Following, ...]] = {
    "customer_merge": (Following((), customer_merging.undone),),
    "borrowing_slip": (Following(slips.KEYS, slips.slip_moved), Following((), loans.slip_lent), Following((), copies.slip_viewed)),
    "view_grant": (Following(copies.KEYS, copies.grant_moved),),
    "archive_transfer": (Following(transfers.KEYS, transfers.transfer_moved),),
    "monthly_filing": (Following((*monthly_signing.KEYS, "nothing_because", "handed_by", "handed_at"), monthly_signing.month_moved),),
    "volume_list": (Following(lists.KEYS, lists.list_moved),),
    "loan_line": (Following((), loans.line_moved), Following((), terms.term_moved)),
    "loan_reservation": (Following((), queue.reservation_moved),),
    "certificate_release": (Following((), releasing.release_moved),),
    "destruction_list": (Following(archive_destruction.KEYS, archive_destruction.list_moved),),
    "day_signing": (Following((), closing.signing_moved),),
    "stocktake": (Following(stocktakes.KEYS, stocktakes.stocktake_moved),),
    "stocktake_result": (Following(stocktake_results.KEYS, stocktake_results.result_moved),),
    "opening_ledger": (Following(opening.KEYS, opening.opening_moved),),
    "complaint": (
        Following(complaints.KEYS, complaints.complaint_moved),
        Following(measures.KEYS, measures.case_moved),
        Following(measure_clocks.KEYS, measure_clocks.plan_told),
        Following(meetings.KEYS, meetings.complaint_resolved),
        Following(volumes.KEYS, volumes.bind),
        Following(rounds.KEYS, rounds.returned),
        Following(merging.KEYS, merging.split_off),
        Following((), complaint_rates.case_closed),
        Following((), complaint_notices.complaint_told),  # last: it tells what the others have set
    ),
    "complaint_measure": (Following((), measure_clocks.measure_moved),),
    "complaint_meeting": (Following(("recused",), meetings.meeting_moved),),
    "complaint_volume": (Following(destruction.KEYS, destruction.volume_moved),),
    "spot_check": (Following(spot_checks.KEYS, spot_checks.check_moved),),
    "correction_order": (Following(correcting.KEYS, correcting.order_moved),),
    "datum_origin": (Following((), withdrawing.origin_moved),),
    "customer_visit": (Following((), visiting.visit_moved),),
    "visit_item": (Following(items.KEYS, items.item_moved),),
    "registration": (Following(("urged_times",), expenses.registration_moved),),
    "service_request": (Following(requests.KEYS, requests.request_moved),),
    "feedback": (Following((), heeding.feedback_moved),),
    "service_incident": (Following((), heeding.incident_moved),),
    "service_plan": (Following(("progress",), checking.plan_moved),),
    "complaint_escalation": (Following((), escalating.escalation_moved),),
    "work_report": (Following(reporting.KEYS, reporting.report_moved),),
    **{key: tuple(Following(keys, up) for keys, up in several) for key, several in (it_operations.MOVED | processes.MOVED).items()},
    "criticism": (Following(criticising.KEYS, criticising.sheet_moved), Following((), penalties.sheet_moved)),
    "performance_entry": (Following((), performance.answered),),
    "quarter_review": (Following(("confirmed_by",), entering.review_moved),),
    "service_trip": (Following((), entering.trip_moved),),
    "pay_month": (Following(months.KEYS, months.month_moved),),
    "regulation_version": (Following(versions.KEYS, versions.version_moved),),
    "governance_meeting": (Following(("about_content",), versions.meeting_moved),),
    "pay_line": (Following(("net",), months.line_moved),),
    "site_finding": (Following((), findings.finding_moved),),
    "equipment_fault": (Following((), findings.fault_moved),),
}
"""In this order, all in the transaction of the move."""

NEXT: dict[tuple[str, str], Callable[[Session, Any], tuple[Record, str] | None]] = {
    ("complaint", "propose"): meetings.refers_itself, ("complaint", "declare_major"): meetings.refers_itself,
    **{("loan_line", move): slips.settles_itself for move in slips.CLOSING},
}
"""The record and the move that the kernel takes by itself after another one; None where it takes none."""
