"""The clocks of a case as somebody reads them: only rows and dates he may see, each with what is left and why it is due then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Scope
from domain.calendar import WorkingCalendar
from domain.clock_words import explain_clock, last_worked
from domain.clocks import Clock, Unit
from domain.errors import DomainError
from domain.office_days import CalendarDay as Day
from domain.terms import Term
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.fence import authority_of
from operations.complaints.clock_store import load
from operations.complaints.terms import office_day
from operations.working_days import readable_calendar, working_calendar

DAYS_LEFT = Term("还有 {count} 个工作日", "{count} working days left")
TIME_LEFT = Term("还有 {hours} 小时 {minutes} 分（工作时间）", "{hours} h {minutes} min of working time left")
CLOCK_LEFT = Term("还有 {hours} 小时 {minutes} 分", "{hours} h {minutes} min left")
OVER = Term("已超过", "over")
DATES = ("started_at", "due_at", "stopped_at")


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    LATE = "late"
    WAITING = "waiting"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class ClockRead:
    """One clock of a case, for a reader."""

    clock: Clock
    state: State
    left: Term | None
    by: datetime | None
    """Where it ends at night: the last moment in the office before."""
    why: tuple[Term, ...]


def read_clocks(session: Session, case: Complaint) -> tuple[ClockRead, ...]:
    """What the actor may see of the clocks of ``case``: those that run first, the next due first, then the newest.

    Empty for whoever may not view clocks, or not when they begin, are due and stop.
    """
    who = authority_of(session)
    key, readable = ComplaintClock.register.key, True
    if not who.is_system:
        names = [ComplaintClock.register.fields[name].stable_key for name in DATES]
        readable = who.may(key, Action.VIEW) and all(who.plan.everywhere(key, name, Channel.DETAILS) for name in names)
    if not readable:
        return ()
    stored, calendar, now = load(session, case.id), _calendar(session), session.info["clock"]()
    # Who sees the clocks of all cases sees those of a case he has in hand: to ask the fence again costs a statement a page.
    all_of_them = who.is_system or any(one.scope is Scope.ALL and not one.whose for one in who.strata(key, Action.VIEW))
    asked = select(ComplaintClock.id).where(ComplaintClock.complaint_id == case.id)
    in_view = set(stored.ids) if all_of_them else set(session.scalars(asked))
    late = {(one.code, one.round) for one in stored.clocks.breaches}
    found = [_read(one, calendar, now, late) for key_, one in zip(stored.ids, stored.clocks.clocks, strict=True) if key_ in in_view]
    running = sorted((one for one in found if one.clock.stopped_at is None), key=lambda one: (one.clock.due_at is None, one.clock.due_at or now))
    return (*running, *(one for one in reversed(found) if one.clock.stopped_at is not None))


def _read(clock: Clock, calendar: WorkingCalendar, now: datetime, late: set[tuple[str, int]]) -> ClockRead:
    state = _state(clock, now, (clock.code, clock.round) in late)
    left = by = None
    if clock.stopped_at is None and clock.due_at is not None:
        left = OVER if now > clock.due_at else _left(clock, calendar, now)
        last = last_worked(calendar, clock.due_at)
        by = last if last != clock.due_at else None
    return ClockRead(clock, state, left, by, explain_clock(calendar, clock))


def _state(clock: Clock, now: datetime, was_late: bool) -> State:
    if clock.stopped_at is not None:
        return State.MISSED if clock.due_at is not None and clock.stopped_at > clock.due_at else State.MET
    if clock.due_at is None:
        return State.WAITING
    return State.LATE if now > clock.due_at or was_late else State.RUNNING


def _left(clock: Clock, calendar: WorkingCalendar, now: datetime) -> Term:
    assert clock.due_at is not None
    if clock.target.unit in (Unit.WORKING_DAYS, Unit.DAY_OF_NEXT_MONTH):
        today, last = office_day(now), office_day(clock.due_at)
        if (days := calendar.working_days_between(today, last)) > 0:
            return DAYS_LEFT.format(count=days)
    by_night = clock.target.unit in (Unit.HOURS, Unit.MOMENT)
    rest = clock.due_at - now if by_night else calendar.working_time_between(now, clock.due_at)
    hours, minutes = divmod(rest // timedelta(minutes=1), 60)
    return (CLOCK_LEFT if by_night else TIME_LEFT).format(hours=hours, minutes=minutes)


def _calendar(session: Session) -> WorkingCalendar:
    """The calendar, without the names of its days for whoever may not leaf through it: the days themselves explain his term."""
    try:
        return readable_calendar(session)
    except DomainError:
        whole = working_calendar(session)
        bare = {day: Day(found.kind, found.periods) for day, found in whole.days.items()}
        return WorkingCalendar(bare, whole.published_years, whole.periods, whole.version)
