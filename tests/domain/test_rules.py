"""The numbers of the regulations: every one has sound bounds, and of several values the one in force counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import CODES, RuleCode, Value, value_on

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
VALUES = st.lists(st.builds(Value, st.sampled_from(sorted(CODES.values())), st.integers(0, 100), DAYS), max_size=12)


@pytest.mark.parametrize("code", list(CODES.values()))
def test_each_number_is_named_once_within_bounds_and_with_its_clause(code: RuleCode) -> None:
    rule = code.rule
    assert rule.least <= rule.default <= rule.most
    assert rule.clause
    assert rule.title.zh != rule.title.en


@given(st.sampled_from(sorted(CODES.values())), DAYS, VALUES)
def test_the_latest_value_from_that_day_or_before_is_in_force(code: RuleCode, on: date, values: list[Value]) -> None:
    unique = list({(one.code, one.valid_from): one for one in values}.values())
    found = value_on(code, on, unique)
    by_day = {one.valid_from: one.amount for one in unique if one.code == code}
    day = on
    while day >= date(2020, 1, 1) and day not in by_day:
        day -= timedelta(days=1)
    assert found == by_day.get(day, code.rule.default)


@given(st.sampled_from(sorted(CODES.values())), DAYS, VALUES)
def test_a_value_entered_later_never_changes_an_earlier_day(code: RuleCode, on: date, values: list[Value]) -> None:
    later = Value(code, 77, on + timedelta(days=1))
    assert value_on(code, on, [*values, later]) == value_on(code, on, values)
