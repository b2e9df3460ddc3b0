"""Codes for people without an account: readable, random enough, the same however they are typed, and nothing to be had from their digest."""

import string

from hypothesis import given
from hypothesis import strategies as st

from domain.receipt_codes import ALPHABET, GROUP, LENGTH, digest, new_code, new_token, same, shown, typed

KEY = b"k" * 32
CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_code_has_at_least_sixty_bits_of_marks_that_nobody_confuses() -> None:
    assert len(set(ALPHABET)) == 32
    assert set(ALPHABET).isdisjoint("0O1I")
    assert set(ALPHABET) <= set(string.ascii_uppercase + string.digits)
    assert LENGTH * 5 >= 60
    codes = [new_code() for _n in range(2_000)]
    assert len(set(codes)) == len(codes)
    for place in range(LENGTH):  # every mark turns up at every place
        assert {code[place] for code in codes} == set(ALPHABET)
    assert len({new_token() for _n in range(2_000)}) == 2_000


@given(CODES, st.sampled_from(["", "-", " ", "－", "\u3000", "\n"]), st.booleans(), st.booleans())
def test_a_code_is_the_same_however_it_is_typed(code: str, between: str, small: bool, wide: bool) -> None:
    text = between.join(code[place : place + GROUP] for place in range(0, LENGTH, GROUP))
    text = text.lower() if small else text
    text = "".join(chr(ord(mark) + 0xFEE0) if mark.isascii() and mark.isalnum() else mark for mark in text) if wide else text
    assert typed(f" {text} ") == code
    assert typed(shown(code)) == code


@given(CODES, CODES)
def test_different_codes_keys_and_purposes_have_different_digests(one: str, other: str) -> None:
    mine = digest(KEY, "receipt", one)
    assert same(mine, digest(KEY, "receipt", one))
    assert same(mine, digest(KEY, "receipt", other)) == (one == other)
    assert not same(mine, digest(b"x" * 32, "receipt", one))
    assert not same(mine, digest(KEY, "survey", one))
    assert one not in mine.upper()


@given(st.text(max_size=400))
def test_whatever_is_typed_is_a_code_that_opens_nothing_or_something_and_never_an_error(text: str) -> None:
    assert len(digest(KEY, "receipt", typed(text))) == 64
