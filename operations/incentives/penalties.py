"""A criticism or penalty that follows from a complaint counts in the performance ledger, and so does what its appeal decides (K2.19, K2.20, K8.17)."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.rules.complaints import ComplaintRule
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.complaints.criticism import Criticism, Sanction, SanctionState
from models.incentives.performance_entry import EntryState
from operations.incentives.performance import enter, settle
from operations.office_clock import today
from operations.rule_numbers import rule

PROBATION = Term(
    "当事人在试用期内，被投诉的每次至少扣罚 {least} 元。请先为本投诉拟制扣罚单，再发出通报批评。",
    "This person is on probation, where each complaint costs {least} yuan at least. Draft the penalty for this complaint first.",
)
FINED = Term("投诉扣罚：{number} {title}", "Penalty after a complaint: {number} {title}")
CRITICISED = Term("服务质量投诉，责任在本人：{number} {title}", "Complaint of service quality, his fault: {number} {title}")
_DECIDED = {SanctionState.APPEALED: EntryState.OBJECTED, SanctionState.UPHELD: EntryState.UPHELD, SanctionState.REVOKED: EntryState.REVOKED}


def sheet_moved(session: Session, sheet: Criticism, move: Move) -> None:
    """Issued: noted, with the appeal it has of its own; appealed and answered: the line follows."""
    if move.name == "issue":
        fine = sheet.sanction == Sanction.PENALTY
        about: dict[str, Any] = {"person_id": sheet.person_id, "on": today(session), "record": sheet, "object_until": sheet.appeal_until_on}
        item = (FINED if fine else CRITICISED).format(number=sheet.number, title=sheet.title).zh
        enter(session, **about, clause="K2.19" if fine else "K2.20", item=item, amount=-(sheet.amount or 0) if fine else 0)
    elif decided := _DECIDED.get(SanctionState(sheet.state)):
        settle(session, sheet, decided)


def fined_on_probation(session: Session, sheet: Criticism) -> None:
    """K8.16, K8.17: during a probation no complaint stays without a fine; one that was drafted or issued for the same case is enough."""
    if sheet.sanction == Sanction.PENALTY or not _on_probation(session, sheet.person_id, today(session)):
        return
    c = columns_of("criticism")
    fined = select(c.id).where(
        c.complaint_id == sheet.complaint_id, c.person_id == sheet.person_id, c.sanction == Sanction.PENALTY, c.state != SanctionState.REVOKED
    )
    if session.connection().execute(fined).first() is None:
        raise Refused(PROBATION, least=rule(session, ComplaintRule.PENALTY_LEAST), clause="K8.16")


def _on_probation(session: Session, person: int, day: date) -> bool:
    """Below the fence: only whether he is, by the wage in force."""
    c = columns_of("wage")
    of_him = select(c.probation_on, c.passed_on).where(c.person_id == person, c.from_on <= day).order_by(c.from_on.desc(), c.id.desc())
    wage = session.connection().execute(of_him).first()
    return wage is not None and wage.probation_on is not None and wage.probation_on <= day and (wage.passed_on is None or day < wage.passed_on)
