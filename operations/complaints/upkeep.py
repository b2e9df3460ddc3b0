"""What follows from each step of a complaint: its terms, its round, how often it was late; and what entering one must meet."""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.terms import Term
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.stages import IN_HAND, Stage
from models.fence import acting
from models.organisation.employee import Employee
from operations.complaints import limits
from permissions.actor import System

IN_THE_FUTURE = Term("接到时间不能晚于现在。", "It cannot have been received later than now.")
STILL_HANDLES = Term(
    "「{who}」正在经办本件，不能同时是被投诉人。请先退回并另行分派。",
    "“{who}” is handling the case and cannot be complained of in it. Return it and assign it anew first.",
)
KEYS = ("next_due_at", "due_on", "accepted_at", "late_times", "round", "earlier_handlers", "extension_reason", "extension_asked_by",
        "extension_granted_by", "extended_at", "satisfaction", "customer_says", "department", "handler")  # fmt: skip
"""What a step may set beside what it asks for."""


def complaint_entered(session: Session, case: Complaint) -> set[str]:
    """At every save of the form: when it came, and what runs from then (T2.5, T2.8, T2.9)."""
    now: datetime = session.info["clock"]()
    case.received_at = case.received_at or now
    if case.received_at > now:
        raise Invalid(IN_THE_FUTURE, fields={"received_at": IN_THE_FUTURE}, clause="Y6.2")
    taking_part = {case.handler_id: "handler"} if case.stage in IN_HAND else {}
    for person in case.respondents:
        if person.id in taking_part:
            sentence = STILL_HANDLES.format(who=person.name)
            raise Invalid(sentence, fields={"respondents": sentence}, clause="K4.7")
    case.next_due_at = due_next(session, case)
    return {"received_at", "next_due_at"}


def complaint_moved(session: Session, case: Complaint, move: Move) -> None:
    """After a step: whether the one before was late, what begins anew, and what runs now."""
    now: datetime = session.info["clock"]()
    if case.next_due_at is not None and now > case.next_due_at and move.source is not move.target:
        case.late_times += 1
    if move.name in ("accept", "reopen"):
        case.due_on = limits.handling_term(session, now, extended=False)
    if move.name == "grant_extension" and case.accepted_at is not None:
        case.due_on = limits.handling_term(session, case.accepted_at, extended=True)
    if move.name == "reopen":
        _begin_round(session, case, now)
    case.next_due_at = due_next(session, case)


def due_next(session: Session, case: Complaint) -> datetime | None:
    """The end of the term that runs at the case's stage; None when none does."""
    match case.stage or Stage.RECEIVED:  # a new one gets its default when it is stored
        case Stage.RECEIVED | Stage.REGISTERED if case.received_at:
            return limits.ends_at(session, limits.FIRST_ANSWER, case.received_at)
        case stage if stage in (*IN_HAND, Stage.MEETING) and case.due_on:
            return limits.close_of(session, case.due_on)
        case Stage.FINISHED if case.finished_at:
            return limits.ends_at(session, limits.FEEDBACK, case.finished_at)
        case Stage.ANSWERED | Stage.CALLED if case.answered_at:
            return limits.ends_at(session, limits.CALL, case.answered_at)
        case Stage.CLOSED if case.closed_at:
            return limits.ends_at(session, limits.FILING, case.closed_at)
    return None


def _begin_round(session: Session, case: Complaint, now: datetime) -> None:
    """K4.22: another one handles it, with a term and a chance to extend of its own; the history keeps what was."""
    case.round += 1
    if case.handler_id is not None:
        with acting(session, System("K4.22: who has handled it before")):
            earlier = session.get_one(Employee, case.handler_id)
            case.earlier_handlers = [*case.earlier_handlers, earlier]
    case.accepted_at = now
    case.handler_id = None
    case.extension_reason = case.extended_at = None
    case.extension_asked_by_id = case.extension_granted_by_id = None
    case.satisfaction = case.customer_says = None
