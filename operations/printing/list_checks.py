"""Whether a list or a report on paper was printed here, found by its code in the log, and whether the records still say the same (T6.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import DomainError
from domain.report_periods import read_period
from domain.terms import Term
from models.complaints.report import ComplaintReport
from models.fence import acting, authority_of
from models.governance.audit_entry import AuditEntry
from operations.complaints.statistics.papers import CODE, TITLE, report_doc, whole_of
from operations.printing import paper
from operations.printing.lists import LISTS, whole_list
from permissions.actor import System

REGISTERS = ("complaint", "complaint_volume", "complaint_report")
LOOKED_AT = 5_000
"""So many prints of lists are looked through, the newest first: years of them."""


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """What is known of one print of a list or a report."""

    form: str
    title: Term
    what: str
    printed_by: str
    printed_at: datetime
    current: bool


def printed_lists(session: Session, wanted: str) -> list[ListVerdict]:
    """The prints whose digest begins with ``wanted`` (lower case), of the registers the reader may print himself."""
    who = authority_of(session)
    mine = [key for key in REGISTERS if who.may(key, Action.PRINT)]
    with acting(session, System("was this list printed here?")):
        return [verdict for entry in _entries(session, mine, wanted) if (verdict := _verdict(session, entry)) is not None]


def _entries(session: Session, registers: list[str], wanted: str) -> Iterator[AuditEntry]:
    for key in registers:
        prints = (
            select(AuditEntry)
            .where(AuditEntry.register_key == key, AuditEntry.action == Action.PRINT)
            .order_by(AuditEntry.id.desc())
            .limit(LOOKED_AT)
        )
        if key != ComplaintReport.register.key:
            prints = prints.where(AuditEntry.record_id.is_(None))  # a print of one case is in a register of its own
        yield from (entry for entry in session.scalars(prints) if str(_noted(entry, "digest")).startswith(wanted))


def _noted(entry: AuditEntry, key: str) -> str:
    found = (entry.changes or {}).get(key) or [None, None]
    return str(found[1] or "")


def _verdict(session: Session, entry: AuditEntry) -> ListVerdict | None:
    form = _noted(entry, "form")
    title = TITLE if form == CODE else LISTS.get(form)
    if title is None:
        return None
    try:
        what, current = _of_report(session, entry) if form == CODE else _of_list(session, entry, form)
    except (DomainError, ValueError):  # of an older version, or its report is gone
        what, current = "—", False
    return ListVerdict(form, title, what, entry.actor, entry.happened_at, current)


def _of_list(session: Session, entry: AuditEntry, form: str) -> tuple[str, bool]:
    since, until = (date.fromisoformat(_noted(entry, key)) for key in ("since", "until"))
    return f"{since} – {until}", _noted(entry, "whole") == whole_list(session, form, since, until)


def _of_report(session: Session, entry: AuditEntry) -> tuple[str, bool]:
    if entry.record_id is None:
        period = read_period(_noted(entry, "period"))
        return period.title.zh, _noted(entry, "whole") == whole_of(session, period)
    report: Any = session.get(ComplaintReport, entry.record_id)
    if report is None:
        return "—", False
    now = paper.digest_of(report_doc(session, report, _noted(entry, "locale") or "zh"))
    return report.number, now == _noted(entry, "digest")
