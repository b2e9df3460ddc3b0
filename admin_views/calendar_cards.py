"""The year of the office as cards: twelve months of marked days, and the lines of a notice or a change of due dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from domain.calendar import WorkingCalendar
from domain.calendar_words import day_words
from domain.complaint_clocks import clock_title
from domain.office_days import CalendarDay as Day
from domain.office_days import DayKind
from domain.terms import Term
from domain.values import write_day, write_moment
from models.governance.calendar_day import CalendarDay
from models.register import registers
from operations.calendar_notices import NoticePlan
from operations.moved import Moved
from operations.redating import Shown
from web.i18n import locale, say

ROWS_SHOWN = 200
WEEKDAYS = tuple(Term(*pair) for pair in zip("一二三四五六日", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True))
WORKED = Term("{count} 个工作日", "{count} working days")
MARKS = {
    "holiday": (Term("休", "off"), Term("放假", "day off")),
    "makeup": (Term("班", "in"), Term("调休上班", "make-up working day")),
    "half": (Term("半", "½"), Term("半天", "half day")),
    "special": (Term("特", "sp"), Term("特殊工时", "special hours")),
}


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a month."""

    number: int
    tone: str
    mark: str
    title: str
    today: bool


@dataclass(frozen=True, slots=True)
class MonthCard:
    """One month: weeks from Monday, None where a day belongs to another month."""

    title: str
    worked: str
    weeks: tuple[tuple[DayCell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class LineCard:
    """One day of a notice: before, after, and what to look at."""

    day: str
    before: str
    after: str
    remark: str
    changes: bool


@dataclass(frozen=True, slots=True)
class MovedCard:
    """One open filing or clock that gets another due date."""

    register: str
    label: str
    url: str
    started_on: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MovedList:
    """The filings and clocks a reader may see, how many more of them there are, and how many he may not see."""

    rows: tuple[MovedCard, ...]
    further: int
    hidden: int


def months(calendar: WorkingCalendar, year: int, today: date) -> tuple[MonthCard, ...]:
    """The twelve months of ``year``."""
    return tuple(_month(calendar, year, month, today) for month in range(1, 13))


def _month(calendar: WorkingCalendar, year: int, month: int, today: date) -> MonthCard:
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(31)]
    days = [day for day in days if day.month == month]
    cells: list[DayCell | None] = [None] * first.weekday() + [_cell(calendar, day, today) for day in days]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    worked = sum(calendar.is_working_day(day) for day in days)
    return MonthCard(say(Term(f"{month} 月", f"{first:%B}")), say(WORKED.format(count=worked)), weeks)


def _cell(calendar: WorkingCalendar, day: date, today: date) -> DayCell:
    tone = _tone(calendar.day(day), day, announced=day in calendar.days)
    mark = say(MARKS[tone][0]) if tone in MARKS else ""
    title = f"{write_day(day, locale())} {say(day_words(calendar, day))}" if mark else ""
    return DayCell(day.day, tone, mark, title, day == today)


def _tone(found: Day, day: date, *, announced: bool) -> str:
    match found.kind:
        case DayKind.HALF_DAY:
            return "half"
        case DayKind.SPECIAL:
            return "special"
        case DayKind.HOLIDAY:
            return "holiday" if announced else "weekend"
        case DayKind.WORKING:
            return "makeup" if day.weekday() >= 5 else "worked"


def lines_of(plan: NoticePlan) -> tuple[LineCard, ...]:
    """The days of a notice."""
    titles = CalendarDay.register.fields["kind"].titles

    def said(day: Day) -> str:
        title = say(titles[day.kind.value])
        return f"{title} · {day.name}" if day.name else title

    return tuple(
        LineCard(write_day(line.day, locale()), said(line.before), said(line.after), say(line.remark), line.opens_otherwise)
        for line in plan.lines
    )


def moved_list(shown: Shown) -> MovedList:
    """The filings and clocks of a preview, the first of them in full."""
    return MovedList(tuple(_moved(shown.rows[:ROWS_SHOWN])), max(len(shown.rows) - ROWS_SHOWN, 0), shown.hidden)


def _moved(rows: Sequence[Moved]) -> list[MovedCard]:
    return [_moved_clock(one) if one.clock else _moved_filing(one) for one in rows]


def _moved_filing(one: Moved) -> MovedCard:
    title, url = say(registers[one.register].title), url_for(f"{one.register}.details_view", id=one.id)
    return MovedCard(title, f"#{one.id}", url, write_day(one.started_on, locale()), _written(one.before), _written(one.after))


def _moved_clock(one: Moved) -> MovedCard:
    """A clock leads to its case."""
    title, url = say(registers["complaint"].title), url_for("complaint.details_view", id=one.case_id)
    label = f"#{one.case_id} {say(clock_title(one.clock))}"
    return MovedCard(title, label, url, write_day(one.started_on, locale()), _written(one.before), _written(one.after))


def _written(when: date | datetime | None) -> str:
    if when is None:
        return "—"
    return write_moment(when) if isinstance(when, datetime) else write_day(when, locale())
