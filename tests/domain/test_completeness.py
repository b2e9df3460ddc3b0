"""A3.1: five blocks of an archive, and a score that says which are there."""

from itertools import chain, combinations

import pytest

from domain.completeness import Block, completeness
from domain.terms import Term

BASICS = Block(Term("基本信息", "Basics"), ("name", "scope"))
CONTACT = Block(Term("联系方式", "Contact"), ("phone",))
SERVICE = Block(Term("服务记录", "Service history"), registers=("event", "letter"))
BLOCKS = (BASICS, CONTACT, SERVICE)
EVERYTHING = ("name", "scope", "phone")


def test_an_archive_with_everything_is_complete_by_a3_1() -> None:
    """A3.1."""
    score = completeness(BLOCKS, EVERYTHING, {"event", "letter"})
    assert (score.held, score.wanted, score.missing, score.is_complete) == (3, 3, (), True)


def test_one_empty_field_leaves_its_block_out() -> None:
    score = completeness(BLOCKS, ("name", "phone"), {"event"})
    assert (score.held, score.missing) == (2, (BASICS.title,))
    assert not score.is_complete


@pytest.mark.parametrize("kept", [{"event"}, {"letter"}, {"event", "letter", "something else"}])
def test_a_record_in_one_of_the_registers_is_enough(kept: set[str]) -> None:
    assert completeness(BLOCKS, EVERYTHING, kept).is_complete


def test_nothing_is_wanted_where_no_archive_is_declared() -> None:
    assert completeness((), (), ()).is_complete


def test_knowing_more_never_lowers_the_score() -> None:
    subsets = list(chain.from_iterable(combinations(EVERYTHING, size) for size in range(4)))
    for less in subsets:
        for more in subsets:
            if set(less) <= set(more):
                assert completeness(BLOCKS, less, ()).held <= completeness(BLOCKS, more, ()).held
