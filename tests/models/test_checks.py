"""Values of special kinds: phone numbers, mail addresses, identity numbers and credit codes, valid or told why not."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid, Misdeclared
from domain.terms import Term
from models import fields
from models.checks import read
from models.fields import Field
from tests.factories import credit_code, id_card


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


SIZES = {Size.SMALL: Term("小", "Small"), Size.LARGE: Term("大", "Large")}
PHONE, EMAIL = fields.phone("电话", "Phone"), fields.email("邮箱", "E-mail")
ID_CARD, CODE = fields.id_card("身份证号", "ID number"), fields.credit_code("信用代码", "Credit code")
TEXT, LONG = fields.text("名称", "Name", length=5), fields.long_text("说明", "Note")
CHOICE: Field = fields.choice("大小", "Size", SIZES)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "13812345678"), ("138 1234 5678", "13812345678"), ("138-1234-5678", "13812345678"), ("+86 138 1234 5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"), (13812345678.0, "13812345678"), ("0571-88886666", "0571-88886666"),
        ("(0571) 88886666", "0571-88886666"),
        ("057188886666", "0571-88886666"), ("0571-88886666转801", "0571-88886666-801"),
        ("0571-88886666-801", "0571-88886666-801"), ("010-12345678 ext. 9", "010-12345678-9"), ("0086 13812345678", "13812345678"),
        ("400-820-8820", "400-820-8820"), ("95588", "95588"), ("10086", "10086"), ("12345", "12345"), ("110", "110"), ("9512345", "9512345"),
        ("+1 650 253 0000", "+1 650-253-0000"), ("+852 2123 4567", "+852 2123 4567"),
    ],
)  # fmt: skip
def test_a_phone_number_is_kept_in_one_form(typed: object, kept: str) -> None:
    assert read(PHONE, typed) == kept


@pytest.mark.parametrize("typed", ["1381234567", "abc", "12", "138123456789", "00", "0571", "+86", "13812345678x", "0571-8888ABCD", "1" * 30])
def test_what_is_not_a_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(PHONE, typed)
    assert typed[:40] in refused.value.sentence.zh


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_number_is_kept_as_it_is(number: str) -> None:
    assert read(PHONE, number) == number
    assert read(PHONE, read(PHONE, f"+86{number}")) == number


@pytest.mark.parametrize("typed", ["wang@example.com", "a.b+c@sub.example.cn", " Wang@Example.COM ", "王@example.com"])
def test_a_mail_address_is_kept(typed: str) -> None:
    assert read(EMAIL, typed) == typed.strip()


@pytest.mark.parametrize("typed", ["wang", "wang@", "@example.com", "a@b", "a b@example.com", "a@b@example.com", "x" * 250 + "@example.com", "a@exa mple.com"])
def test_what_is_not_a_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read(EMAIL, typed)


@given(st.integers(0, 999), st.dates(date(1930, 1, 1), date(2010, 12, 31)))
def test_an_identity_number_is_valid_only_with_its_check_digit(number: int, born: date) -> None:
    valid = id_card(f"330102{born:%Y%m%d}{number:03d}")
    assert read(ID_CARD, valid) == valid
    assert read(ID_CARD, f" {valid.lower()} ") == valid
    for digit in "0123456789X":
        if digit != valid[-1]:
            with pytest.raises(Invalid):
                read(ID_CARD, valid[:-1] + digit)


@pytest.mark.parametrize("typed", ["", " ", None])
def test_an_empty_value_is_none(typed: object) -> None:
    for spec in (PHONE, EMAIL, ID_CARD, CODE, TEXT, LONG, CHOICE):
        assert read(spec, typed) is None


@pytest.mark.parametrize("typed", ["33010219900101123", "330102199002301230", "999999199001011234", "abc", "1" * 18])
def test_what_is_not_an_identity_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(ID_CARD, typed)
    assert typed not in refused.value.sentence.zh, "a refusal does not repeat an identity number"


@given(st.integers(0, 10**9 - 1))
def test_a_credit_code_is_valid_only_with_its_check_mark(number: int) -> None:
    valid = credit_code(f"91330100{number:09d}")
    assert read(CODE, valid) == valid
    assert read(CODE, valid.lower()) == valid
    wrong = valid[:-1] + ("0" if valid[-1] != "0" else "1")
    with pytest.raises(Invalid):
        read(CODE, wrong)


@pytest.mark.parametrize("typed", ["91330100", "9133010079965505IB", "x" * 18, "1234567890"])
def test_what_is_not_a_credit_code_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read(CODE, typed)


@pytest.mark.parametrize("typed", ["small", "小", "Small", "SMALL", Size.SMALL, " 小 "])
def test_a_choice_is_read_by_code_or_title(typed: object) -> None:
    assert read(CHOICE, typed) is Size.SMALL


def test_what_is_no_choice_is_told_which_there_are() -> None:
    with pytest.raises(Invalid) as refused:
        read(CHOICE, "中")
    assert "小、大" in refused.value.sentence.zh
    assert "Small, Large" in refused.value.sentence.en


def test_a_choice_that_leaves_a_member_without_title_is_misdeclared() -> None:
    with pytest.raises(Misdeclared):
        fields.choice("大小", "Size", {Size.SMALL: Term("小", "Small")})


def test_a_text_is_refused_when_it_is_too_long() -> None:
    assert read(TEXT, "一二三四五") == "一二三四五"
    with pytest.raises(Invalid, match="5 characters"):
        read(TEXT, "一二三四五六")


def test_lines_are_kept_only_where_there_may_be_several() -> None:
    assert read(LONG, "一\r\n二") == "一\n二"
    assert read(TEXT, "一\r\n二") == "一 二"


def test_a_required_field_is_not_empty_unless_it_has_a_default() -> None:
    with pytest.raises(Invalid, match="required"):
        read(fields.text("名称", "Name", required=True), " ")
    assert read(fields.choice("大小", "Size", SIZES, required=True, default=Size.LARGE), "") is Size.LARGE


@pytest.mark.parametrize(("spec", "typed"), [(fields.money("金额", "Amount", minimum=0), "-1"), (fields.number("数", "Number", minimum=3), "2")])
def test_a_value_below_its_minimum_is_refused(spec: Field, typed: str) -> None:
    with pytest.raises(Invalid, match="at least"):
        read(spec, typed)


def test_a_check_of_the_field_comes_last() -> None:
    def upper(text: str) -> str:
        return text.upper()

    spec: Any = fields.text("代码", "Code", check=upper)
    assert read(spec, " ab ") == "AB"


def test_numbers_of_a_spreadsheet_are_read_as_their_kind() -> None:
    assert read(fields.money("金额", "Amount"), 12.5) == Decimal("12.50")
    assert read(fields.day("日期", "Day"), 46347) == date(2026, 11, 21)
    assert read(fields.text("代码", "Code"), 200000.0) == "200000"


@pytest.mark.parametrize("typed", ["", "　", "\u200b", "\u200b\ufeff", "\u3164"], ids=ascii)
@pytest.mark.parametrize("kind", [fields.text, fields.long_text, fields.phone, fields.credit_code, fields.number, fields.day])
def test_what_nobody_sees_fills_no_field(kind: Any, typed: str) -> None:
    """R3.1: a part that must be filled is filled with something to read."""
    with pytest.raises(Invalid) as refused:
        read(kind("名称", "Name", required=True), typed)
    assert "名称" in refused.value.sentence.zh
    assert read(kind("名称", "Name"), typed) is None
