"""The office calendar of China: holidays and make-up days (调休) from a package, for due dates in working days."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from holidays.countries.china import China

from domain.calendar import WorkingCalendar
from domain.errors import Invalid
from domain.terms import Term

FILING_DAYS = 5
BEYOND_THE_CALENDAR = Term("「{day}」太远，算不出期限。", "{day} is too far away to compute a due date.")


def working_calendar(years: Iterable[int]) -> WorkingCalendar:
    """The calendar of ``years``; a year without a published notice is provisional: statutory days, no make-up days."""
    wanted = frozenset(years)
    china = China(years=wanted)
    days = {day: False for day in china if day.year in wanted}
    made_up = [day for day in china.weekend_workdays if day.year in wanted]
    days.update(dict.fromkeys(made_up, True))
    # Every notice since 2001 moves some day to a weekend, so a year without one has not been published.
    return WorkingCalendar(days, frozenset(day.year for day in made_up))


@lru_cache(maxsize=64)
def _from(year: int) -> WorkingCalendar:
    # Five working days never reach further than the next year.
    return working_calendar((year, year + 1))


def five_working_days_after(day: date) -> date:
    """The last day to file what happened on ``day``, which is not counted (K7.6, K7.7); raises Invalid after 9998."""
    if day.year >= date.max.year:
        raise Invalid(BEYOND_THE_CALENDAR, day=day)
    return _from(day.year).after(day, FILING_DAYS)
