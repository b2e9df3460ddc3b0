"""Numbers by series: what is written can be parsed, what is not of the series cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Misdeclared
from domain.numbering import Series

PATTERNS = ("KH{year}{no:06d}", "{year}鸿借字第{no:03d}号", "诉〔{year}〕{no:03d}", "T-{no}", "A.{year}.{no:04d}(b)")


@pytest.mark.parametrize("pattern", PATTERNS)
@given(year=st.integers(1990, 2999), no=st.integers(1, 10**9))
def test_a_written_number_can_be_parsed(pattern: str, year: int, no: int) -> None:
    series = Series("w", pattern)
    found = series.parse(f" {series.write(year, no)} ")
    assert found == (year if series.yearly else 0, no)


@given(st.lists(st.tuples(st.integers(1990, 2999), st.integers(1, 10**7)), unique=True, min_size=2, max_size=20))
def test_two_numbers_of_a_series_are_never_the_same(pairs: list[tuple[int, int]]) -> None:
    series = Series("w", "KH{year}{no:06d}")
    assert len({series.write(year, no) for year, no in pairs}) == len(pairs)


@pytest.mark.parametrize("text", ["", "KH2026", "kh2026000001", "KH202600000x", "xKH2026000001", "KH2026000001\nx"])
def test_what_is_not_of_the_series_is_none(text: str) -> None:
    assert Series("w", "KH{year}{no:06d}").parse(text) is None


@pytest.mark.parametrize("pattern", ["KH", "{year}", "{no}{month}", "{0}"])
def test_a_pattern_without_a_number_or_with_something_else_is_misdeclared(pattern: str) -> None:
    with pytest.raises(Misdeclared):
        Series("w", pattern)


def test_only_a_series_with_a_year_counts_anew() -> None:
    assert Series("w", "{year}-{no}").yearly
    assert not Series("w", "{no}").yearly
