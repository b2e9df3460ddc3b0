"""The arithmetic of incentives, with the golden cases of the text (K2, K8.20)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import pay

MONEY = st.decimals(0, 10_000_000, places=2)
D = Decimal


@pytest.mark.parametrize(("points", "yuan"), [("17", "0"), ("18.5", "405"), ("16", "0"), ("17.01", "2.70"), ("30", "3510")])
def test_only_points_above_the_base_are_paid(points: str, yuan: str) -> None:
    """K2.3."""
    assert pay.points_pay(D(points), 17, 270) == D(yuan)


def test_an_accident_costs_two_points() -> None:
    """K2.4: 20 points less 2 leave one above the base."""
    assert pay.points_pay(D("20") - 2, 17, 270) == 270


@pytest.mark.parametrize(("rank", "yuan"), [(1, 1500), (3, 1500), (4, 1000), (8, 1000), (9, 0), (0, 0)])
def test_a_rank_of_the_quarter_is_paid_down_to_the_eighth(rank: int, yuan: int) -> None:
    """K2.5."""
    assert pay.rank_award(rank, (3, 1500), (8, 1000)) == yuan


def test_who_has_the_same_score_has_the_same_rank() -> None:
    """K2.5."""
    assert pay.ranks({1: D("20"), 2: D("30"), 3: D("20"), 4: D("5")}) == {2: 1, 1: 2, 3: 2, 4: 4}


@pytest.mark.parametrize(
    ("margin", "fee", "rate"), [("34.99", "1100", 0), ("35", "1100", 3), ("49.99", "1100", 3), ("50", "1100", 5), ("60", "1099.99", 0), ("35", "1500", 3)]
)
def test_margin_and_fee_decide_the_rate(margin: str, fee: str, rate: int) -> None:
    """K2.8, K2.9."""
    assert pay.parts_rate(D(margin), D(fee), 1100, (35, 3), (50, 5)) == rate


def test_nothing_is_paid_before_all_has_been_received() -> None:
    """K2.8: partial payment → 0."""
    assert pay.commission(D("10000"), D("9999.99"), 3) == 0
    assert pay.commission(D("10000"), D("10000"), 3) == 300
    assert pay.commission(D("10000"), D("10000"), 5) == 500
    assert pay.commission(D("0"), D("0"), 5) == 0


@given(MONEY, st.integers(0, 100))
def test_both_shares_make_the_whole_to_the_cent(whole: Decimal, percent: int) -> None:
    """K2.11."""
    own, team = pay.split(whole, percent)
    assert own + team == whole
    assert own >= 0
    assert team >= 0
    assert own == own.quantize(pay.CENT)
    assert team == team.quantize(pay.CENT)


@given(MONEY, MONEY, st.integers(0, 100))
def test_a_commission_is_never_more_than_the_amount(amount: Decimal, received: Decimal, percent: int) -> None:
    """K2.8."""
    assert 0 <= pay.commission(amount, received, percent) <= amount


def test_a_quarter_is_paid_in_the_month_after_it() -> None:
    """K2.12: April, July, October, January of next year."""
    months = [pay.payout_month(date(2026, month, 15)) for month in range(1, 13)]
    assert months == [date(2026, 4, 1)] * 3 + [date(2026, 7, 1)] * 3 + [date(2026, 10, 1)] * 3 + [date(2027, 1, 1)] * 3


@pytest.mark.parametrize(("days", "yuan"), [(0, "0"), (1, "50"), (2, "100"), (3, "750"), (4, "1000")])
def test_the_third_time_late_costs_more(days: int, yuan: str) -> None:
    """K8.20: 1 % of 5000 each time, from three in a month on 5 % each."""
    assert pay.late_deduction(D("5000"), days, 1, 3, 5) == D(yuan)


@given(st.decimals(0, 10_000, places=2), st.integers(1, 40))
def test_what_several_share_is_the_whole_to_the_cent(whole: Decimal, people: int) -> None:
    """K2.16."""
    found = pay.shares(whole, people)
    assert (len(found), sum(found)) == (people, whole)
    assert max(found) - min(found) <= pay.CENT
