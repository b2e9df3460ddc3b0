"""Which prepared sentences a clerk is offered for what a customer is told: by the state of the case and by whose fault it was (K8.11, K8.15)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.values import write_day
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.reply_template import ReplyKind, ReplyTemplate
from models.fence import authority_of, bits_of
from operations.complaints.promising import MAY_PROMISE, OURS, OUTGOING
from operations.labels import labels


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
    plan = authority_of(session).plan
    if not all(plan.everywhere(ReplyTemplate.register.key, key, Channel.DETAILS) for key in ("title", "text")):
        return ()
    query = select(ReplyTemplate.title, ReplyTemplate.text).where(ReplyTemplate.active, ReplyTemplate.kind.in_(kinds_for(case)))
    rows = session.execute(query.order_by(ReplyTemplate.kind, ReplyTemplate.id)).all()
    gaps = _gaps(session, case) if rows else {}
    return tuple(Reply(told, title, _filled(text, gaps)) for title, text in rows)


def _gaps(session: Session, case: Complaint) -> Mapping[str, str]:
    """What the reader may read of the case; the rest is said in general."""
    levels = authority_of(session).plan.levels(case.register.key, Channel.DETAILS, bits=bits_of(session, case, Action.VIEW))

    def read(key: str) -> bool:
        return levels.get(case.register.fields[key].stable_key, Level.HIDDEN) >= Level.READ

    place = labels(session, "department", [case.department_id]) if case.department_id and read("department") else {}
    return {
        "{编号}": case.number if read("number") else "本件", "{事项}": case.title if read("title") else "所投诉事项",
        "{期限}": write_day(case.due_on) if case.due_on and read("due_on") else "规定期限",
        "{部门}": next(iter(place.values()), "") or "责任部门",
    }  # fmt: skip


def _filled(text: str, gaps: Mapping[str, str]) -> str:
    for gap, value in gaps.items():
        text = text.replace(gap, value)
    return text
