"""The stored calendar of the office, kept in the process until it changes, and the due dates that follow from it."""

from datetime import date
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary
from zlib import crc32

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, SessionTransaction, object_session

from domain import office_days
from domain.access import Action, Channel
from domain.calendar import WorkingCalendar
from domain.errors import NOT_ALLOWED, NOT_ALLOWED_TODO, Invalid, Refused, missing
from domain.office_days import read_periods
from domain.terms import Term
from models.criteria import condition_for
from models.fence import authority_of
from models.governance.calendar_day import CalendarDay
from operations.wording import title_of_action

MOST_INTEGER = 2**31 - 1
"""What a whole number of the database holds: the version is kept with what was computed by it."""
BEYOND_THE_CALENDAR = Term("「{day}」太远，算不出期限。", "{day} is too far away to compute a due date.")

Mark = tuple[Any, ...]
_WRITTEN = "calendar written"
_kept: WeakKeyDictionary[Any, tuple[Mark, WorkingCalendar]] = WeakKeyDictionary()
"""Per database (its pool): the calendar last read, and the mark of the rows it was read from."""
_lock = Lock()
_DAYS: Any = CalendarDay.__table__.c
_MARKS = select(func.count(), func.max(_DAYS.id), func.sum(_DAYS.version), func.max(_DAYS.updated_at))


def working_calendar(session: Session) -> WorkingCalendar:
    """The calendar as it stands now; a change is seen by the next question of every process.

    Read below the fence: whoever has a due date computed need not be allowed to leaf through the calendar.
    """
    mark = calendar_mark(session)
    if session.info.get(_WRITTEN):
        return _own(session, mark)
    place = session.connection().engine.pool
    with _lock:
        kept = _kept.get(place)
    if kept is None or kept[0] != mark:
        kept = (mark, _read(session, mark))
        with _lock:
            _kept[place] = kept
    return kept[1]


def _own(session: Session, mark: Mark) -> WorkingCalendar:
    """What this session has written itself is not committed, and may never be: nobody else shall see it."""
    own = session.info.get(_WRITTEN)
    if not isinstance(own, tuple) or own[0] != mark:
        own = session.info[_WRITTEN] = (mark, _read(session, mark))
    calendar: WorkingCalendar = own[1]
    return calendar


def calendar_mark(session: Session) -> Mark:
    """Differs for any two states of the register that were ever committed.

    Ids are never given again and versions only grow: with the same last id and the same count the rows are the same, and
    with the same sum of versions nobody has changed one.
    """
    return tuple(session.connection().execute(_MARKS).one())


def _read(session: Session, mark: Mark) -> WorkingCalendar:
    days = CalendarDay.__table__.c
    found, published = {}, set()
    wanted = (days.day, days.kind, days.periods, days.name, days.source, days.notice_year)
    for day, kind, periods, name, source, notice_year in session.connection().execute(select(*wanted)):
        found[day] = office_days.CalendarDay(kind, _periods(periods), name or "", source or "")
        published.add(notice_year)
    return WorkingCalendar(found, frozenset(published - {None}), version=crc32(repr(mark).encode()) & MOST_INTEGER)


def _periods(text: str | None) -> tuple[office_days.Period, ...]:
    """Form and import let no other text in; what came past them must not stop every due date of the company."""
    try:
        return read_periods(text or "")
    except Invalid:
        return ()


def working_days_after(session: Session, day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, which is not counted, by the calendar as it stands; raises Invalid after 9998."""
    if day.year >= date.max.year:
        raise Invalid(BEYOND_THE_CALENDAR, day=day)
    return working_calendar(session).add_working_days(day, count)


@event.listens_for(CalendarDay, "after_insert")
@event.listens_for(CalendarDay, "after_update")
@event.listens_for(CalendarDay, "after_delete")
def _written(_mapper: Any, _connection: Any, target: CalendarDay) -> None:
    session = object_session(target)
    if session is not None:
        session.info[_WRITTEN] = True


@event.listens_for(Session, "after_transaction_end")
def _settled(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_WRITTEN, None)


def readable_calendar(session: Session) -> WorkingCalendar:
    """The calendar for somebody to look at, without names and sources he may not read.

    Raises Refused without the right to view the register, Missing where he may not see all its days and what they are.
    """
    register, who = CalendarDay.register, authority_of(session)
    if not who.may(register.key, Action.VIEW):  # operations.records asks this too, and stands above
        raise Refused(NOT_ALLOWED, action=title_of_action(register, Action.VIEW), register=register.title, todo=NOT_ALLOWED_TODO)
    calendar = working_calendar(session)
    if who.is_system:
        return calendar
    readable = {key for key, spec in register.fields.items() if who.plan.everywhere(register.key, spec.stable_key, Channel.LIST)}
    if not readable >= {"day", "kind", "periods"} or condition_for(who, CalendarDay, Action.VIEW) is not None:
        raise missing()
    if readable >= {"name", "source"}:
        return calendar
    bare = {day: office_days.CalendarDay(found.kind, found.periods) for day, found in calendar.days.items()}
    return WorkingCalendar(bare, calendar.published_years, calendar.periods, calendar.version)
