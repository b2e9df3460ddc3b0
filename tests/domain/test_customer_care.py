"""Scores, periods and birthdays, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from domain.customer_care import Degree, Score, Threshold, next_birthday, period
from domain.months import last_month_of_quarter, months_after, months_between, quarter_start


def test_important_is_high_on_all_three() -> None:
    """Y3.1, Y3.2."""
    limit = Threshold(10, 100)
    assert [limit.of(value) for value in (9, 10, Decimal("99.99"), 100)] == [Degree.LOW, Degree.MIDDLE, Degree.MIDDLE, Degree.HIGH]
    high = Degree.HIGH
    assert Score(high, high, high).is_important
    assert not any(Score(*(Degree.MIDDLE if place == low else high for place in range(3))).is_important for low in range(3))
    assert Score(Degree.LOW, Degree.MIDDLE, high).words.zh == "金额低，频率中，忠诚度高"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 22), 1, (date(2026, 11, 1), date(2026, 11, 30))),
        (date(2026, 11, 22), 3, (date(2026, 10, 1), date(2026, 12, 31))),
        (date(2026, 2, 1), 6, (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 2, 1), 12, (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_periods_begin_with_the_year(day: date, months: int, expected: tuple[date, date]) -> None:
    assert period(day, months) == expected


@pytest.mark.parametrize("month", range(1, 13))
def test_a_quarter_has_three_months(month: int) -> None:
    first, last = quarter_start(date(2026, month, 17)), last_month_of_quarter(date(2026, month, 17))
    assert first <= date(2026, month, 1) <= last == months_after(first, 2)
    assert first.month in (1, 4, 7, 10)


def test_months_and_birthdays_at_the_ends_of_months() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 3, 31), -13) == date(2025, 2, 28)
    assert (months_between(date(2026, 1, 31), date(2026, 2, 28)), months_between(date(2024, 1, 5), date(2026, 1, 5))) == (0, 24)
    assert next_birthday(date(1988, 2, 29), date(2026, 2, 1)) == date(2026, 2, 28)
    assert next_birthday(date(1988, 1, 3), date(2026, 12, 30)) == date(2027, 1, 3)
    assert next_birthday(date(1988, 9, 18), date(2026, 9, 18)) == date(2026, 9, 18)
