"""A masked value shows enough to recognise and no more; what it hides it hides whatever its length."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.masking import STARS, Mask, masked

# Per mask: how many characters at the beginning and at the end may be seen.
SHOWN = {
    Mask.FULL: (0, 0), Mask.PHONE: (3, 4), Mask.NAME: (1, 0), Mask.ID_CARD: (3, 4), Mask.CODE: (4, 2), Mask.ADDRESS: (6, 0),
}  # fmt: skip
WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40)
# What tells the mask itself apart from what it hides.
LONG = st.text(st.characters(categories=["L", "N"]), min_size=16, max_size=60)
UNMARKED = WORDS.filter(lambda text: "*" not in text)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (Mask.PHONE, "13812345678", "138****5678"), (Mask.NAME, "张建国", "张**"), (Mask.NAME, "欧阳晓", "欧**"),
        (Mask.ID_CARD, "330102199001011234", "330***********1234"), (Mask.EMAIL, "wang@example.com", "w***@example.com"),
        (Mask.CODE, "91330100799655058B", "9133****8B"), (Mask.ADDRESS, "浙江省杭州市西湖区文三路1号", "浙江省杭州市****"),
        (Mask.FULL, "anything", STARS), (Mask.PHONE, "95588", STARS), (Mask.NAME, "王", STARS), (Mask.FULL, None, ""), (Mask.NAME, "", ""),
    ],
)  # fmt: skip
def test_a_masked_value_looks_as_the_house_wants_it(mask: Mask, value: object, shown: str) -> None:
    assert masked(value, mask) == shown


@pytest.mark.parametrize("mask", list(SHOWN))
@given(text=UNMARKED)
def test_a_mask_shows_at_most_its_ends(mask: Mask, text: str) -> None:
    begins, ends = SHOWN[mask]
    seen = masked(text, mask)
    head, tail = re.split(r"\*+", seen, maxsplit=1)
    assert len(head) <= begins
    assert len(tail) <= ends
    assert text.startswith(head)
    assert text.endswith(tail)
    # At least half of what is not empty stays hidden, or all of it.
    assert len(head) + len(tail) <= max(len(text) * 3 // 4, 0) or not head + tail


@pytest.mark.parametrize("mask", list(SHOWN))
@given(first=LONG, second=LONG)
def test_a_mask_does_not_tell_the_length(mask: Mask, first: str, second: str) -> None:
    assert len(masked(first, mask)) == len(masked(second, mask))


@pytest.mark.parametrize("mask", list(SHOWN))
@given(begin=st.text("12", min_size=6, max_size=6), end=st.text("12", min_size=4, max_size=4), middles=st.tuples(UNMARKED, UNMARKED))
def test_values_that_differ_only_in_the_middle_look_alike(mask: Mask, begin: str, end: str, middles: tuple[str, str]) -> None:
    one, other = (begin + middle.rjust(15, "0") + end for middle in middles)
    assert masked(one, mask) == masked(other, mask)


@given(st.emails())
def test_a_masked_mail_address_shows_one_letter_and_the_host(address: str) -> None:
    name, _, host = address.rpartition("@")
    seen = masked(address, Mask.EMAIL)
    assert seen in (STARS, f"{name[0]}***@{host}")


@given(st.text())
def test_no_mask_fails_on_odd_values(text: str) -> None:
    for mask in Mask:
        assert bool(masked(text, mask)) == bool(text)
