"""A pasted notice of holidays: what it would change in the calendar and in open filings and clocks, and doing just that, at once."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.calendar import WorkingCalendar
from domain.errors import Conflict, Invalid
from domain.notices import Notice, read_notice
from domain.office_days import CalendarDay as Day
from domain.office_days import DayKind
from domain.terms import Term
from domain.values import clean_text
from models.governance.calendar_day import CalendarDay
from operations.moved import Moved
from operations.records import create, require, update
from operations.redating import all_moved, redate
from operations.working_days import working_calendar

LONGEST_SOURCE = 200
NO_SOURCE = Term("请写明通知的名称或文号，如 国办发明电〔2025〕7号。", "Name the notice or its number.")
LONG_SOURCE = Term("来源最多 {most} 个字。", "The source takes {most} characters at most.")
CHANGED_MEANWHILE = Term(
    "预览之后，工作日历、待备案记录或投诉时限有了变动，什么都没有写入。请重新核对下面的差异再确认。",
    "The calendar or something open changed after the preview, and nothing was written. Check the differences again.",
)
WORKED_ANYWAY = Term("本来就是工作日，请核对。", "A working day anyway; please check.")
HAS_HOURS = Term("原有「{kind}」将被覆盖。", "Replaces what was entered: {kind}.")


@dataclass(frozen=True, slots=True)
class Line:
    """One day of a notice: what it is now, what it will be, and what somebody should look at."""

    day: date
    before: Day
    after: Day
    opens_otherwise: bool
    remark: Term | None = None


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """Everything a notice would do; ``digest`` says whether it would still do the same when it is confirmed."""

    notice: Notice
    source: str
    publishes: bool
    """Whether its year is published with it; an incomplete notice leaves a provisional year provisional."""
    lines: tuple[Line, ...]
    moved: tuple[Moved, ...]
    digest: str


def plan_notice(session: Session, text: str, year: int | None, source: str) -> NoticePlan:
    """What the notice would change, without changing it.

    Raises Refused without the right to keep the calendar, Invalid naming what cannot be read, with the field it stands in.
    """
    for action in (Action.CREATE, Action.EDIT):
        require(session, CalendarDay.register, action)
    source = _source(source)
    try:
        notice = read_notice(clean_text(text, lines=True), year, source)
    except Invalid as error:
        raise Invalid(error.sentence, fields={"text": error.sentence}) from error
    old = working_calendar(session)
    publishes = not notice.missing or notice.year in old.published_years
    new = _with(old, notice, publishes)
    lines = tuple(_line(old, new, day, said) for day, said in notice.days)
    moved = all_moved(session, new)
    seen = repr((notice, source, publishes, [(line.day, line.before, line.after) for line in lines], moved))
    return NoticePlan(notice, source, publishes, lines, moved, sha256(seen.encode()).hexdigest())


def _source(text: str) -> str:
    source = clean_text(text)
    if not source:
        raise Invalid(NO_SOURCE, fields={"source": NO_SOURCE})
    if len(source) > LONGEST_SOURCE:
        sentence = LONG_SOURCE.format(most=LONGEST_SOURCE)
        raise Invalid(sentence, fields={"source": sentence})
    return source


def _with(old: WorkingCalendar, notice: Notice, publishes: bool) -> WorkingCalendar:
    years = old.published_years | ({notice.year} if publishes else set())
    return WorkingCalendar({**old.days, **dict(notice.days)}, years, old.periods)


def _line(old: WorkingCalendar, new: WorkingCalendar, day: date, said: Day) -> Line:
    before, remark = old.day(day), None
    if before.kind in (DayKind.HALF_DAY, DayKind.SPECIAL):
        remark = HAS_HOURS.format(kind=CalendarDay.register.fields["kind"].titles[before.kind.value])
    elif said.kind is DayKind.WORKING and day.weekday() < 5:
        remark = WORKED_ANYWAY
    return Line(day, before, said, old.periods_of(day) != new.periods_of(day), remark)


def enter_notice(session: Session, text: str, year: int | None, source: str, digest: str) -> tuple[int, int]:
    """Write the days and move the open filings and clocks, if that is still what the preview with ``digest`` showed.

    Returns (days written, filings moved). Raises Conflict when it is not the same any more, else as plan_notice.
    """
    plan = plan_notice(session, text, year, source)
    if plan.digest != digest:
        raise Conflict(CHANGED_MEANWHILE)
    notice_year = plan.notice.year if plan.publishes else None
    there = {row.day: row for row in session.scalars(select(CalendarDay).where(CalendarDay.day.in_([line.day for line in plan.lines])))}
    for line in plan.lines:
        values = {
            "kind": line.after.kind, "periods": None, "name": line.after.name[:60], "source": plan.source, "notice_year": notice_year,
        }  # fmt: skip
        if line.day in there:
            update(session, there[line.day], values)
        else:
            create(session, CalendarDay.register, {"day": line.day, **values})
    return len(plan.lines), redate(session, plan.moved)


def outdated(session: Session) -> tuple[Moved, ...]:
    """The open filings and clocks whose due date no longer fits the calendar, after days were changed one by one."""
    require(session, CalendarDay.register, Action.EDIT)
    return all_moved(session, working_calendar(session))


def mark_of(moved: tuple[Moved, ...]) -> str:
    """A digest of a list of moved filings, by which a confirmation knows its preview."""
    return sha256(repr(moved).encode()).hexdigest()


def bring_up_to_date(session: Session, digest: str) -> int:
    """Move the filings that ``outdated`` listed; raises Conflict when the list has changed since."""
    moved = outdated(session)
    if mark_of(moved) != digest:
        raise Conflict(CHANGED_MEANWHILE)
    return redate(session, moved)
