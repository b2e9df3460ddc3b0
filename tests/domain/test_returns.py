"""Returns: sediment after verification, mould within fifteen days unconditionally, the customer's own storage never (T2.15–T2.17)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.returns import Grounds, Right, ruling

CAME_ON = date(2026, 9, 18)
LEFT = st.one_of(st.none(), st.integers(0, 400).map(lambda days: CAME_ON - timedelta(days=days)))


@pytest.mark.parametrize(
    ("grounds", "days", "checked", "verified", "right", "clause"),
    [
        (Grounds.SEDIMENT, None, False, True, Right.AFTER_VERIFICATION, "T2.15"),
        (Grounds.SEDIMENT, None, True, False, Right.NONE, "T2.15"),
        (Grounds.STORAGE, 3, True, True, Right.NONE, "T2.16"),
        (Grounds.MOULD, 0, True, True, Right.UNCONDITIONAL, "T2.17"),
        (Grounds.MOULD, 15, True, True, Right.UNCONDITIONAL, "T2.17"),
        (Grounds.MOULD, 16, True, True, Right.AFTER_VERIFICATION, "T2.17"),
        (Grounds.MOULD, 16, True, False, Right.NONE, "T2.17"),
        (Grounds.MOULD, 3, False, True, Right.NONE, "T2.17"),
        (Grounds.MOULD, 3, True, False, Right.NONE, "T2.17"),
        (Grounds.MOULD, None, True, True, Right.NONE, "T2.17"),
    ],
)
def test_a_return_is_as_the_regulation_says(
    grounds: Grounds, days: int | None, checked: bool, verified: bool, right: Right, clause: str
) -> None:
    """T2.15: sediment; T2.16: storage; T2.17: mould within fifteen days, the day of leaving not counted."""
    left = None if days is None else CAME_ON - timedelta(days=days)
    found = ruling(grounds, verified=verified, checked=checked, outbound_on=left, reported_on=CAME_ON, limit=15)
    assert (found.right, found.clause) == (right, clause)
    assert found.why.zh


@given(st.sampled_from(Grounds), st.booleans(), st.booleans(), LEFT, st.integers(0, 60))
def test_only_verified_fresh_mould_is_unconditional_and_nothing_unverified_goes_back(
    grounds: Grounds, verified: bool, checked: bool, left: date | None, limit: int
) -> None:
    found = ruling(grounds, verified=verified, checked=checked, outbound_on=left, reported_on=CAME_ON, limit=limit)
    fresh = left is not None and CAME_ON - left <= timedelta(days=limit)
    assert (found.right is Right.UNCONDITIONAL) == (grounds is Grounds.MOULD and fresh and verified and checked)
    assert verified or found.right is Right.NONE
    assert grounds is not Grounds.STORAGE or found.right is Right.NONE


@given(LEFT.filter(bool), st.integers(0, 60))
def test_a_longer_term_never_takes_a_right_away(left: date, limit: int) -> None:
    order = (Right.NONE, Right.AFTER_VERIFICATION, Right.UNCONDITIONAL)
    first, then = (
        ruling(Grounds.MOULD, verified=True, checked=True, outbound_on=left, reported_on=CAME_ON, limit=days).right for days in (limit, limit + 1)
    )
    assert order.index(then) >= order.index(first)
