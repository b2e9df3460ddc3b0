"""The week or the month a report is about: ``2026-W47`` or ``2026-11``, in the office's own zone."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.errors import Invalid
from domain.terms import Term
from domain.values import OFFICE_ZONE

WRONG = Term("请选一周（如 2026-W47）或一个月（如 2026-11）。", "Choose a week (2026-W47) or a month (2026-11).")
_WEEK, _MONTH = re.compile(r"(\d{4})-W(\d{2})"), re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def weekly(self) -> bool:
        """Whether it is a week and not a month."""
        return (self.last - self.first).days == 6

    @property
    def code(self) -> str:
        """As :func:`read_period` reads it."""
        if self.weekly:
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02d}"
        return f"{self.first:%Y-%m}"

    @property
    def title(self) -> Term:
        """As a heading says it."""
        if self.weekly:
            year, week, _ = self.first.isocalendar()
            days = f"{self.first.month}月{self.first.day}日至{self.last.month}月{self.last.day}日"
            return Term(f"{year} 年第 {week} 周（{days}）", f"Week {week} of {year} ({self.first} to {self.last})")
        return Term(f"{self.first.year} 年 {self.first.month} 月", f"{self.first:%Y-%m}")

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), OFFICE_ZONE)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), OFFICE_ZONE)

    @property
    def before(self) -> "Period":
        """The week or month before."""
        day = self.first - timedelta(days=1)
        return week_of(day) if self.weekly else month_of(day)

    @property
    def after(self) -> "Period":
        """The next week or month."""
        day = self.last + timedelta(days=1)
        return week_of(day) if self.weekly else month_of(day)


def week_of(day: date) -> Period:
    """The week from Monday to Sunday that ``day`` lies in."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    """The calendar month that ``day`` lies in."""
    first = day.replace(day=1)
    return Period(first, day.replace(day=monthrange(day.year, day.month)[1]))  # also of the last month there is


def read_period(text: str) -> Period:
    """The period of a code; raises Invalid."""
    try:
        if found := _WEEK.fullmatch(text):
            period = week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        elif found := _MONTH.fullmatch(text):
            period = month_of(date(int(found[1]), int(found[2]), 1))
        else:
            raise Invalid(WRONG)
    except ValueError as error:
        raise Invalid(WRONG) from error
    if not FIRST_YEAR <= period.first.year <= LAST_YEAR:
        raise Invalid(WRONG)
    return period
