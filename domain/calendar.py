"""Working days and working time: weekends, holidays, make-up days (调休); a year without a notice is provisional (暂估)."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from domain.errors import Invalid
from domain.office_days import HOLIDAY, OFFICE_PERIODS, WORKING, CalendarDay, DayKind, Period
from domain.terms import Term
from domain.values import OFFICE_ZONE

# The State Council publishes next year's list in November; until it is entered, only weekends are known.
TOO_FAR = Term("期限太远，日历算不出来。", "This is too far away for the calendar.")
MICROSECOND, MINUTE = timedelta(microseconds=1), 60_000_000
_MIDNIGHT = time()


class _Year(NamedTuple):
    """A year counted once, so that a due date is two look-ups: the working days, and the minutes worked until each ends."""

    ordinals: list[int]
    ends: list[int]


class DayChange(NamedTuple):
    """A day that two calendars see differently."""

    day: date
    before: CalendarDay
    after: CalendarDay


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """``days`` holds what was announced; every other day is worked from Monday to Friday in ``periods``.

    A value: nothing of it changes. Moments are aware; the days are those of the office (``OFFICE_ZONE``).
    """

    days: Mapping[date, CalendarDay] = field(default_factory=dict)
    published_years: frozenset[int] = frozenset()
    periods: tuple[Period, ...] = OFFICE_PERIODS
    version: int = 0
    """The number of the stored calendar this was read from."""
    _years: dict[int, _Year] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))

    # ---- one day -----------------------------------------------------------------------------------------------------

    def day(self, day: date) -> CalendarDay:
        """What ``day`` is, announced or by its weekday."""
        return self.days.get(day) or (WORKING if day.weekday() < 5 else HOLIDAY)

    def is_working_day(self, day: date) -> bool:
        """Whether the office is open on ``day``, be it for some hours only."""
        return self.day(day).kind is not DayKind.HOLIDAY

    def is_provisional(self, day: date) -> bool:
        """Whether ``day`` is in a year whose notice has not been entered (暂估)."""
        return day.year not in self.published_years

    def periods_of(self, day: date) -> tuple[Period, ...]:
        """The hours worked on ``day``; none on a day off."""
        found = self.day(day)
        if found.kind is DayKind.HOLIDAY:
            return ()
        return found.periods or (self.periods[:1] if found.kind is DayKind.HALF_DAY else self.periods)

    def next_working_day(self, day: date) -> date:
        """``day`` itself, or the first working day after it (民法典 §203)."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def closing(self, day: date) -> datetime:
        """Close of business on ``day``, or on the next working day when the office is closed then (民法典 §203)."""
        open_on = self.next_working_day(day)
        return _at(open_on, self.periods_of(open_on)[-1].closes * MINUTE)

    # ---- whole days --------------------------------------------------------------------------------------------------

    def add_working_days(self, start: date, count: int) -> date:
        """The day ``count`` (≥ 0) working days after ``start``, which itself is not counted (民法典 §201).

        Raises Invalid beyond the year 9999.
        """
        if count < 0:
            raise ValueError("working days are counted forwards")
        if count == 0:
            return start
        year, counted = start.year, self._year(start.year)
        place = bisect_right(counted.ordinals, start.toordinal()) + count - 1
        while place >= len(counted.ordinals):
            place -= len(counted.ordinals)
            year += 1
            counted = self._year(year)
        return date.fromordinal(counted.ordinals[place])

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` lies before ``start``."""
        if end < start:
            return -self.working_days_between(end, start)
        between = sum(len(self._year(year).ordinals) for year in range(start.year, end.year))
        return between + self._days_until(end) - self._days_until(start)

    def _days_until(self, day: date) -> int:
        return bisect_right(self._year(day.year).ordinals, day.toordinal())

    # ---- hours -------------------------------------------------------------------------------------------------------

    def add_working_time(self, start: datetime, work: timedelta) -> datetime:
        """The first moment at which ``work`` (≥ 0) has been worked since ``start``; raises Invalid beyond the year 9999."""
        if work < timedelta():
            raise ValueError("working time is counted forwards")
        if not work:
            return start
        wall = start.astimezone(OFFICE_ZONE)
        year, counted = wall.year, self._year(wall.year)
        wanted = self._worked(wall) + work // MICROSECOND
        while wanted > (counted.ends[-1] * MINUTE if counted.ends else 0):
            wanted -= counted.ends[-1] * MINUTE if counted.ends else 0
            year += 1
            counted = self._year(year)
        place = bisect_left(counted.ends, -(-wanted // MINUTE))
        left = wanted - (counted.ends[place - 1] * MINUTE if place else 0)
        day = date.fromordinal(counted.ordinals[place])
        for period in self.periods_of(day):
            length = (period.closes - period.opens) * MINUTE
            if left <= length:
                return _at(day, period.opens * MINUTE + left)
            left -= length
        raise AssertionError("the minutes of a day are the sum of its periods")

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The time worked from ``start`` to ``end``; negative when ``end`` lies before ``start``."""
        if end < start:
            return -self.working_time_between(end, start)
        one, other = start.astimezone(OFFICE_ZONE), end.astimezone(OFFICE_ZONE)
        whole = sum(ends[-1] for year in range(one.year, other.year) if (ends := self._year(year).ends))
        return (whole * MINUTE + self._worked(other) - self._worked(one)) * MICROSECOND

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes worked from ``start`` to ``end``; negative when ``end`` lies before ``start``."""
        if end < start:
            return -self.working_minutes_between(end, start)
        return self.working_time_between(start, end) // timedelta(minutes=1)

    def _worked(self, wall: datetime) -> int:
        """Microseconds worked in the year of ``wall`` (office time) before it."""
        counted, ordinal = self._year(wall.year), wall.toordinal()
        place = bisect_left(counted.ordinals, ordinal)
        worked = counted.ends[place - 1] * MINUTE if place else 0
        if place < len(counted.ordinals) and counted.ordinals[place] == ordinal:
            now = (wall.hour * 60 + wall.minute) * MINUTE + wall.second * 1_000_000 + wall.microsecond
            for period in self.periods_of(wall.date()):
                worked += min(max(now - period.opens * MINUTE, 0), (period.closes - period.opens) * MINUTE)
        return worked

    def _year(self, year: int) -> _Year:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self._counted(year)
        return found

    def _counted(self, year: int) -> _Year:
        if year > date.max.year:
            raise Invalid(TOO_FAR)
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        ordinals = [one for one in range(first, last + 1) if self.is_working_day(date.fromordinal(one))]
        worked = (sum(p.closes - p.opens for p in self.periods_of(date.fromordinal(one))) for one in ordinals)
        return _Year(ordinals, list(accumulate(worked)))


def _at(day: date, microseconds: int) -> datetime:
    # Office time has had no summer time since 1991, so hours on the clock are hours.
    return datetime.combine(day, _MIDNIGHT, OFFICE_ZONE) + microseconds * MICROSECOND


def differences(old: WorkingCalendar, new: WorkingCalendar) -> tuple[DayChange, ...]:
    """The days on which the office opens otherwise under ``new``, in order; another name or source is no difference."""
    return tuple(
        DayChange(day, old.day(day), new.day(day))
        for day in sorted({*old.days, *new.days})
        if old.periods_of(day) != new.periods_of(day)
    )
