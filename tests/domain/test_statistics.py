"""Shares with their interval, heavy causes, causes that come back, and the periods of a report."""

from datetime import date, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.errors import Invalid
from domain.report_periods import Period, month_of, read_period, week_of
from domain.statistics import Z_95, Repeated, pareto, percent, repeated, wilson

SAMPLES = some.integers(1, 5_000).flatmap(lambda total: some.tuples(some.integers(0, total), some.just(total)))
DAYS = some.dates(date(2001, 1, 1), date(2099, 12, 31))


@given(SAMPLES)
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(sample: tuple[int, int]) -> None:
    hits, total = sample
    low, high = wilson(hits, total)
    assert 0 <= low <= hits / total <= high <= 1
    assert low < high


@given(SAMPLES)
def test_each_end_of_the_interval_is_where_the_score_test_just_does_not_refuse(sample: tuple[int, int]) -> None:
    """The definition itself: |p̂ - p| = z·√(p(1-p)/n) at both ends."""
    hits, total = sample
    for end in wilson(hits, total):
        assert abs(abs(hits / total - end) - Z_95 * sqrt(end * (1 - end) / total)) < 1e-9


@given(SAMPLES)
def test_failures_mirror_successes_and_more_draws_narrow_it(sample: tuple[int, int]) -> None:
    hits, total = sample
    low, high = wilson(hits, total)
    assert wilson(total - hits, total) == pytest.approx((1 - high, 1 - low))
    wider = wilson(hits * 4, total * 4)
    assert wider[1] - wider[0] < high - low


def test_known_intervals() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.27754), abs=1e-4)
    assert wilson(9, 10) == pytest.approx((0.59585, 0.98212), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    for hits, total in ((-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="between"):
            wilson(hits, total)


@given(some.dictionaries(some.text(min_size=1, max_size=4), some.integers(1, 90), min_size=1))
def test_causes_stand_by_weight_and_make_up_the_whole_together(counts: dict[str, int]) -> None:
    found = pareto(counts)
    assert [one.count for one in found] == sorted(counts.values(), reverse=True)
    assert {one.name: one.count for one in found} == counts
    assert [one.together for one in found] == sorted(one.together for one in found)
    assert found[-1].together == pytest.approx(1)


def test_a_cause_in_two_departments_is_systemic() -> None:
    assert [repeated(*case) for case in ((1, 1), (2, 1), (2, 2), (9, 1))] == [
        Repeated.SINGLE, Repeated.RECURRING, Repeated.SYSTEMIC, Repeated.RECURRING,
    ]  # fmt: skip


def test_a_share_of_nothing_is_no_share() -> None:
    assert (percent(1, 3), percent(0, 4), percent(0, 0)) == ("33.3 %", "0.0 %", "—")


@given(DAYS)
def test_periods_follow_each_other_without_a_gap_and_read_back(day: date) -> None:
    for made in (week_of, month_of):
        period = made(day)
        assert period.first <= day <= period.last
        assert period.after.first == period.last + timedelta(days=1)
        assert period.before.last == period.first - timedelta(days=1)
        assert period.after.before == period
        assert read_period(period.code) == period
        assert period.weekly is (made is week_of)


def test_a_week_of_the_new_year_may_begin_in_the_old_one() -> None:
    assert read_period("2026-W01") == Period(date(2025, 12, 29), date(2026, 1, 4))
    assert read_period("2026-11").title.zh == "2026 年 11 月"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-W54", "2026-W00", "2026-1", "1999-01", "2101-01", "0000-01", "x"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_period(text)
