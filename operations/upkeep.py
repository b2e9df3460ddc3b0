"""Fields that follow from others, per register: due dates are computed, never typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.office_days import DayKind
from domain.terms import Term
from models.customers.archive_view import ArchiveViewRequest
from models.governance.calendar_day import CalendarDay
from models.organisation.employee import Employee
from operations.appointing import appointment_entered
from operations.archives import destruction as archive_destruction
from operations.archives import monthly
from operations.archives.holds import hold_entered
from operations.archives.lists import list_begun, list_entered, piece_entered
from operations.archives.opening import line_entered
from operations.archives.registering import (
    account_entered,
    certificate_entered,
    certificates_filed,
    unit_entered,
    units_numbered,
    void_entered,
)
from operations.archives.releasing import release_entered
from operations.archives.safes import safe_role_entered, safe_session_entered
from operations.archives.stocktake_lists import list_frozen, stocktake_entered
from operations.archives.supplements import supplement_entered
from operations.archives.transfers import item_entered, item_removed, transfer_entered
from operations.authorising import authorisation_entered
from operations.complaints import duty
from operations.complaints.clocks import begin
from operations.complaints.correcting import order_entered
from operations.complaints.criticising import criticism_entered
from operations.complaints.declaring import declared, evidence_entered, evidence_removed
from operations.complaints.hearing import hearing_entered
from operations.complaints.measures import measure_entered
from operations.complaints.meeting_entries import meeting_entered, notice_entered, vote_entered
from operations.complaints.profile_choice import setting_entered
from operations.complaints.spot_draws import carry_out, plan_entered
from operations.complaints.upkeep import complaint_entered
from operations.customers import upkeep as customers
from operations.customers.origins import account_entered as customer_saved
from operations.filings import processes
from operations.governance import inspecting, training, versions
from operations.granting import check_grant, check_own_place
from operations.important_customers import check_new
from operations.incentives import entering
from operations.incentives.complaint_rates import scheme_entered
from operations.it_operations import codes
from operations.it_operations import joining as it_operations
from operations.lending import departments, leaving
from operations.lending.copies import copy_entered
from operations.lending.queue import reserved
from operations.lending.slips import slip_entered
from operations.relations import joined as relations
from operations.service import escalating
from operations.service import joined as service
from operations.workplace import findings

HOURS_MISSING = Term("特殊工时请填写「时段」，如 8:30–12:00。", "Special hours need “Hours”, such as 8:30–12:00.")

Upkeep = Callable[[Session, Any], set[str]]
"""Sets what follows and returns the keys it set, which the fence then lets through."""


def _applicants_department(session: Session, record: ArchiveViewRequest) -> set[str]:
    """K7.8, K7.9: who decides follows from where the applicant works, so he does not choose it himself."""
    works_in = select(Employee.department_id).where(Employee.id == record.applicant_id)
    # Below the fence: the answer goes into the record and to nobody.
    record.department_id = session.connection().execute(works_in).scalar() or record.department_id
    return {"department"}


def _hours_given(_session: Session, record: CalendarDay) -> set[str]:
    """K8.19: a day with hours of its own says which."""
    if record.kind is DayKind.SPECIAL and not record.periods:
        raise Invalid(HOURS_MISSING, fields={"periods": HOURS_MISSING}, clause="K8.19")
    return set()


UPKEEP: dict[str, Upkeep] = {
    "account": leaving.account_entered,
    "admin_authorisation": authorisation_entered,
    "appointment": appointment_entered,
    "archive_account": account_entered,
    "digital_copy": copy_entered,
    "archive_unit": unit_entered,
    "archive_view_request": _applicants_department,
    "authority_notice": notice_entered,
    "borrowing_slip": slip_entered,
    "calendar_day": _hours_given,
    "certificate": certificate_entered,
    "certificate_release": release_entered,
    "complaint": complaint_entered,
    "complaint_measure": measure_entered,
    "complaint_evidence": evidence_entered,
    "complaint_hearing": hearing_entered,
    "complaint_meeting": meeting_entered,
    "correction_order": order_entered,
    "criticism": criticism_entered,
    "customer": customer_saved,
    **customers.UPKEEP,
    "delegation": check_own_place,
    "destruction_list": archive_destruction.list_entered,
    "duty_shift": duty.shift_entered,
    "employee": codes.person_entered,
    "loan_reservation": reserved,
    "legal_hold": hold_entered,
    "filing_line": monthly.line_entered,
    "meeting_vote": vote_entered,
    "number_void": void_entered,
    "opening_line": line_entered,
    "recusal_declaration": declared,
    "role_grant": check_grant,
    "safe_role": safe_role_entered,
    "safe_session": safe_session_entered,
    "setting": setting_entered,
    "temporary_loan": departments.temporary_entered,
    "travel_paper": departments.travel_entered,
    "spot_check_draw": plan_entered,
    "stocktake": stocktake_entered,
    "archive_transfer": transfer_entered,
    "transfer_item": item_entered,
    "transfer_supplement": supplement_entered,
    "volume_list": list_entered,
    "volume_piece": piece_entered,
    **service.UPKEEP,
    **relations.UPKEEP,
    **it_operations.UPKEEP,
    **processes.UPKEEP,
    **entering.UPKEEP, "incentive_scheme": scheme_entered,
    **findings.UPKEEP,
    "regulation_version": versions.version_entered,
    "training": training.training_entered,
}


def _complaint_begins(session: Session, case_ids: Sequence[int]) -> None:
    begin(session, case_ids)
    duty.call(session, case_ids)
    escalating.written_told(session, case_ids)


ENTERED: dict[str, Callable[[Session, Sequence[int]], None]] = {
    "complaint": _complaint_begins, "spot_check_draw": carry_out, "stocktake": list_frozen, "volume_list": list_begun,
    **service.ENTERED,
    **customers.ENTERED,
    **findings.ENTERED, **processes.ENTERED, "governance_inspection": inspecting.inspections_noted,
}  # fmt: skip
"""What begins with new records, by their ids, once they are stored: in a form, a file or the demo."""
REMOVED: dict[str, Callable[[Session, Any], None]] = {
    "filing_line": monthly.line_removed, "transfer_item": item_removed, "complaint_evidence": evidence_removed, **processes.REMOVED, **customers.REMOVED,
    **relations.REMOVED,
}  # fmt: skip
"""What must hold before a record is deleted; raises Refused with the clause."""
NUMBERED: dict[str, Callable[[Session, Sequence[dict[str, Any]]], set[str]]] = {
    "archive_unit": units_numbered, "certificate": certificates_filed,
}
"""What is given to rows of a file as they are stored, and not before; the columns it fills."""
NEW_ROWS: dict[str, Callable[[Session, Mapping[str, Any]], None]] = {"customer": check_new}
"""What a line of a file must meet beside that, all its values together; raises Invalid."""

ONLY_READ: dict[str, tuple[str, ...]] = {"customer": ("customer_class",), "contact": ()}
"""Where little decides what follows, and files are long: the fields that do, so that they are asked about once per value."""
