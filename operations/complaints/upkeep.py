"""What follows from each step of a complaint: its round and its clocks; and what entering one must meet."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.terms import Term
from domain.values import write_moment
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fence import acting, authority_of
from models.filings.process_filing import ProcessKind
from models.organisation.employee import Employee
from operations.complaints import clocks, duty, late, rounds
from operations.complaints.recusal import why_kept_out
from operations.complaints.terms import company_profile, office_day
from operations.filings.processes import in_force
from operations.working_days import working_calendar
from permissions.actor import System

IN_THE_FUTURE = Term("接到时间不能晚于现在。", "It cannot have been received later than now.")
LONG_AGO = timedelta(days=20 * 365)
"""Nobody complains of what was received longer ago: the year is mistyped."""
TOO_LONG_AGO = Term("接到时间早于二十年前，请核对年份。", "It was received more than twenty years ago; check the year.")
NOT_BY_YOU = Term("{why}请由他人登记或修改这件投诉。", "{why} Let somebody else enter or change this complaint.")
NOT_LATER = Term(
    "接到时间 {moment} 已登记，24 小时从这时算起，只能改早；确属误填的，请登记后提出「数据更正单」。",
    "It was received at {moment}, from which the 24 hours run; it is only put earlier. Register it and have a mistake corrected by an order.",
)
STAYS_NAMED = Term(
    "登记以后被投诉人只增不减；误列的，请在调查结论中写明，其间仍须回避。",
    "Once registered, who is complained of is only added to; say in the findings who was named by mistake, until then he keeps away.",
)
KEYS = (*clocks.KEYS, "major", "accepted_at", "paused_at", "round", "earlier_handlers", "extension_reason", "extension_asked_by",
        "extension_granted_by", "extended_at", "satisfaction", "customer_says", "department", "handler",
        "before_recusal", "checker")  # fmt: skip
"""What a step may set beside what it asks for."""


def complaint_entered(session: Session, case: Complaint) -> set[str]:
    """At every save of the form: when it came, and what runs from then (T2.5, T2.8, T2.9)."""
    now: datetime = session.info["clock"]()
    case.received_at = case.received_at or now
    if case.received_at > now:
        raise Invalid(IN_THE_FUTURE, fields={"received_at": IN_THE_FUTURE}, clause="Y6.2")
    if case.received_at < now - LONG_AGO:
        raise Invalid(TOO_LONG_AGO, fields={"received_at": TOO_LONG_AGO}, clause="Y6.2")
    person = authority_of(session).person
    why = why_kept_out(session, case, person.person_id) if person is not None else None
    if why is not None:
        sentence = NOT_BY_YOU.format(why=why.sentence)
        raise Invalid(sentence, fields={"respondents": sentence}, clause=why.clause)
    if person is not None and case.stage not in (None, Stage.RECEIVED) and get_history(case, "respondents").deleted:
        raise Invalid(STAYS_NAMED, fields={"respondents": STAYS_NAMED}, clause="K4.7")
    if case.id is None:
        return {"received_at"} | _begin(session, case, now)
    before = get_history(case, "received_at").deleted
    if person is not None and before and before[0] is not None and case.received_at > before[0]:
        sentence = NOT_LATER.format(moment=write_moment(before[0]))
        raise Invalid(sentence, fields={"received_at": sentence}, clause="T2.5")
    if any(get_history(case, key).has_changes() for key in ("received_at", "referred_due_on")):
        clocks.entered_again(session, case)
        return {"received_at", *clocks.KEYS}
    return {"received_at"}


def _begin(session: Session, case: Complaint, now: datetime) -> set[str]:
    """A new case: the regulations, the day of the rules and the filed process it stays on (R4.5), and what is due first; its clocks are written after it."""
    case.profile, case.rules_on = company_profile(session), office_day(case.received_at or now)
    case.filed_process_id = in_force(session, ProcessKind.COMPLAINTS, case.recorder_id)
    calendar = working_calendar(session)
    running = clocks.first_clocks(session, case, calendar)
    case.next_due_at = min((one.due_at for one in running if one.due_at is not None), default=None)
    return {"profile", "rules_on", "next_due_at", "filed_process"} | duty.receives(session, case, calendar)


def complaint_moved(session: Session, case: Complaint, move: Move) -> None:
    """After a step: what begins anew, and which clocks start, stand still and stop."""
    now: datetime = session.info["clock"]()
    if move.name in rounds.BEGINS:
        _begin_round(session, case, now, keeps_handler=move.name == "appeal")
    if move.name == "declare_major":
        case.major = True
    if move.name == "recuse":
        late.take_back(case)
    if move.name == "assign" and not case.checking:
        case.checker_id = None  # who has checked it has read it; the round after that is none of his
    if not move.stays or move.name == "resume":
        case.paused_at = None  # nobody waits any more
    clocks.moved(session, case, move)


def _begin_round(session: Session, case: Complaint, now: datetime, *, keeps_handler: bool = False) -> None:
    """K4.22: another one handles it, with a term and a chance to extend of its own; the history keeps what was."""
    case.round += 1
    if case.handler_id is not None and not keeps_handler:  # what the meeting reconsiders he still carries out
        with acting(session, System("K4.22: who has handled it before")):
            earlier = session.get_one(Employee, case.handler_id)
            case.earlier_handlers = [*case.earlier_handlers, earlier]
    case.accepted_at = now
    case.handler_id = case.handler_id if keeps_handler else None
    case.extension_reason = case.extended_at = None
    case.extension_asked_by_id = case.extension_granted_by_id = None
    case.satisfaction = case.customer_says = None
