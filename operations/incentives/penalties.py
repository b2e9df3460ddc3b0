"""A criticism or penalty that follows from a complaint counts in the performance ledger, and so does what its appeal decides (K2.19, K2.20, K8.17)."""

from typing import Any

from sqlalchemy.orm import Session

from domain.terms import Term
from domain.workflow import Move
from models.complaints.criticism import Criticism, Sanction, SanctionState
from models.incentives.performance_entry import EntryState
from operations.incentives.performance import enter, settle
from operations.office_clock import today

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
