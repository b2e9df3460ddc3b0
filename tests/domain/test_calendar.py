"""Working days: counted day by day, with holidays, make-up days and years nobody has announced yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar

START = date(2026, 1, 1)
DAYS = st.dates(START, date(2027, 12, 31))
CALENDARS = st.dictionaries(DAYS, st.booleans(), max_size=60).map(
    # Holidays without end would leave no working day to find.
    lambda days: WorkingCalendar(days, frozenset({2026}))
)
COUNTS = st.integers(0, 60)


def day_by_day(calendar: WorkingCalendar, start: date, working_days: int) -> date:
    """The definition: look at every day after the start and count the working ones."""
    found = [start]
    day = start
    while len(found) <= working_days:
        day += timedelta(days=1)
        if calendar.is_working(day):
            found.append(day)
    return found[working_days]


@given(CALENDARS, DAYS, COUNTS)
def test_after_equals_a_count_day_by_day(calendar: WorkingCalendar, start: date, count: int) -> None:
    assert calendar.after(start, count) == day_by_day(calendar, start, count)


@given(CALENDARS, DAYS, COUNTS)
def test_after_lands_on_a_working_day_and_between_counts_back(calendar: WorkingCalendar, start: date, count: int) -> None:
    end = calendar.after(start, count)
    assert calendar.between(start, end) == count
    assert count == 0 or calendar.is_working(end)


@given(CALENDARS, DAYS, DAYS, COUNTS)
def test_a_later_start_never_ends_earlier(calendar: WorkingCalendar, one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert calendar.after(early, count) <= calendar.after(late, count)


@given(CALENDARS, DAYS, COUNTS)
def test_more_days_end_later(calendar: WorkingCalendar, start: date, count: int) -> None:
    assert calendar.after(start, count) < calendar.after(start, count + 1)


@given(CALENDARS, DAYS, COUNTS, COUNTS)
def test_days_add_up(calendar: WorkingCalendar, start: date, first: int, second: int) -> None:
    assert calendar.after(calendar.after(start, first), second) == calendar.after(start, first + second)


@given(CALENDARS, DAYS, DAYS)
def test_between_is_the_same_in_both_directions(calendar: WorkingCalendar, one: date, other: date) -> None:
    assert calendar.between(one, other) == -calendar.between(other, one)


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_between_adds_up_over_a_day_in_the_middle(calendar: WorkingCalendar, one: date, other: date, third: date) -> None:
    first, middle, last = sorted((one, other, third))
    assert calendar.between(first, middle) + calendar.between(middle, last) == calendar.between(first, last)


def test_a_holiday_and_a_make_up_day_count_as_announced() -> None:
    calendar = WorkingCalendar({date(2026, 10, 1): False, date(2026, 10, 10): True}, frozenset({2026}))
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.is_working(date(2026, 10, 10)), "a Saturday that is worked"
    assert not calendar.is_working(date(2026, 10, 17))


@pytest.mark.parametrize(("year", "provisional"), [(2026, False), (2027, True)])
def test_a_year_without_a_notice_is_provisional(year: int, provisional: bool) -> None:
    assert WorkingCalendar({}, frozenset({2026})).is_provisional(date(year, 5, 1)) is provisional
