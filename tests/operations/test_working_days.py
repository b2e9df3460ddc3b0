"""The office calendar against a second source, and the due dates of filings."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from domain.errors import Invalid
from operations.working_days import five_working_days_after, working_calendar

# Accepted, one, three and seven working days later: complaints.md, section 5.
GOLD = (
    ("2025-09-28", "2025-09-29", "2025-10-09", "2025-10-14"),
    ("2025-12-31", "2026-01-04", "2026-01-06", "2026-01-12"),
    ("2026-02-12", "2026-02-13", "2026-02-24", "2026-02-28"),
    ("2026-02-14", "2026-02-24", "2026-02-26", "2026-03-03"),
    ("2026-04-03", "2026-04-07", "2026-04-09", "2026-04-15"),
    ("2026-09-18", "2026-09-20", "2026-09-22", "2026-09-29"),
    ("2026-10-09", "2026-10-10", "2026-10-13", "2026-10-19"),
)


def test_every_day_from_2010_to_2026_agrees_with_another_calendar() -> None:
    calendar = working_calendar(range(2010, 2027))
    days = [date(2010, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2010, 1, 1)).days)]
    assert [day for day in days if calendar.is_working(day) != chinese_calendar.is_workday(day)] == []
    assert not any(calendar.is_provisional(day) for day in days)


@pytest.mark.parametrize(("accepted", "one", "three", "seven"), GOLD)
def test_working_days_are_counted_over_holidays_and_make_up_days(
    accepted: str, one: str, three: str, seven: str
) -> None:
    calendar = working_calendar((2025, 2026))
    start = date.fromisoformat(accepted)
    found = [calendar.after(start, count).isoformat() for count in (1, 3, 7)]
    assert found == [one, three, seven]
    assert [calendar.between(start, date.fromisoformat(day)) for day in (one, three, seven)] == [1, 3, 7]


def test_a_year_without_a_published_notice_is_provisional() -> None:
    calendar = working_calendar((2026, 2027))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 1, 1))  # statutory, whatever the notice will say


def test_a_make_up_day_of_another_year_does_not_publish_it() -> None:
    assert working_calendar((2026,)).published_years == {2026}


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-11-20", "2026-11-27"),
        ("2026-11-21", "2026-11-27"),  # found on a Saturday: Monday is the first day
        ("2026-02-12", "2026-02-26"),  # over the Spring Festival with its make-up Saturday
        ("2025-12-30", "2026-01-07"),  # over the turn of the year
    ],
)
def test_a_filing_is_due_five_working_days_after_its_day(day: str, due: str) -> None:
    assert five_working_days_after(date.fromisoformat(day)) == date.fromisoformat(due)


def test_a_day_at_the_end_of_time_is_refused_with_a_sentence() -> None:
    with pytest.raises(Invalid, match="too far away"):
        five_working_days_after(date.max)
