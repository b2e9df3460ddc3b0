"""Y5.4: birthdays by the calendar of the moon."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.customers.birthdays import FIRST, next_lunar_birthday
from operations.customers.caring import festivals


@pytest.mark.parametrize(
    ("born", "festival"),
    [(date(1980, 2, 16), "春节"), (date(1980, 6, 17), "端午节"), (date(1980, 9, 23), "中秋节")],
)
def test_who_was_born_on_a_festival_of_the_moon_has_his_birthday_on_it_every_year(born: date, festival: str) -> None:
    """The festivals come from another calendar than the birthdays."""
    for year in range(2020, 2060):
        assert next_lunar_birthday(born, date(year, 1, 15)) == festivals(year)[festival]


def test_leap_months_and_the_thirtieth() -> None:
    """1 July 1990 was the ninth of the second, leap fifth month; the fifth month of 2026 has 29 days."""
    assert next_lunar_birthday(date(1990, 7, 1), date(2026, 1, 1)) == next_lunar_birthday(date(1990, 6, 1), date(2026, 1, 1)) == date(2026, 6, 23)
    assert next_lunar_birthday(date(1990, 6, 22), date(2026, 6, 1)) == date(2026, 7, 13)
    assert next_lunar_birthday(date(1890, 6, 22), date(2026, 6, 1)) == date(2026, 6, 22), "before the tables begin: by the sun"


@given(st.dates(FIRST, date(2020, 1, 1)), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_next_one_comes_within_a_lunar_year_and_is_its_own_next(born: date, after: date) -> None:
    day = next_lunar_birthday(born, after)
    assert after <= day <= after + timedelta(days=385)
    assert next_lunar_birthday(born, day) == day
