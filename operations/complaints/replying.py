"""Which prepared sentences a clerk is offered for what a customer is told: by the state of the case and by whose fault it was (K8.11, K8.15)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import write_day
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.reply_template import ReplyKind, ReplyTemplate
from models.fence import acting
from models.organisation.department import Department
from operations.complaints.promising import MAY_PROMISE, OURS, OUTGOING
from permissions.actor import System


@dataclass(frozen=True, slots=True)
class Reply:
    """A prepared text, filled in from the case, and the field it is for."""

    field: str
    title: str
    text: str


def kinds_for(case: Complaint) -> frozenset[ReplyKind]:
    """The kinds of sentences that may be said now: results after the decision, apologies for our own fault."""
    kinds = {ReplyKind.CONFIRMATION, ReplyKind.EXPLANATION} if case.stage not in MAY_PROMISE else {ReplyKind.EXPLANATION, ReplyKind.RESULT}
    return frozenset(kinds | {ReplyKind.APOLOGY} if case.responsibility in OURS else kinds)


def replies(session: Session, case: Complaint, move: Move) -> tuple[Reply, ...]:
    """What ``move`` of ``case`` offers for its text to the customer; nothing where it tells him nothing."""
    told = next((key for key in move.needs if key in OUTGOING), None)
    if told is None:
        return ()
    with acting(session, System("回复模板 reply templates")):
        query = select(ReplyTemplate.title, ReplyTemplate.text).where(ReplyTemplate.active, ReplyTemplate.kind.in_(kinds_for(case)))
        rows = session.execute(query.order_by(ReplyTemplate.kind, ReplyTemplate.id)).all()
        gaps = _gaps(session, case) if rows else {}
    return tuple(Reply(told, title, _filled(text, gaps)) for title, text in rows)


def _gaps(session: Session, case: Complaint) -> Mapping[str, str]:
    place = session.scalar(select(Department.name).where(Department.id == case.department_id)) if case.department_id else None
    return {
        "{编号}": case.number, "{事项}": case.title, "{期限}": write_day(case.due_on) if case.due_on else "规定期限",
        "{部门}": place or "责任部门",
    }  # fmt: skip


def _filled(text: str, gaps: Mapping[str, str]) -> str:
    for gap, value in gaps.items():
        text = text.replace(gap, value)
    return text
