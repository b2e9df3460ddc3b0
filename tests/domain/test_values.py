"""What people type is read: spellings of offices, full-width signs, spreadsheets; and what is written reads back the same."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import values
from domain.errors import Invalid
from domain.months import month_start, quarter_start

FULL_WIDTH = str.maketrans("0123456789-/.:,¥ABCDEFGHIJKLMNOPQRSTUVWXYZ", "０１２３４５６７８９－／．：，￥ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ")
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001  # the zone comes from timezones=
    lambda moment: moment.replace(second=0, microsecond=0)
)
CENTS = st.integers(-99_999_999_999_999, 99_999_999_999_999)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21", "2026/11/21", "2026.11.21", "2026年11月21日", "2026 年 11 月 21 日", "20261121", " 2026-11-21 ",
        "２０２６－１１－２１", "２０２６年１１月２１日", "2026-11-21 09:30", "2026-11-21T09:30:00", "2026/11/21 9:30:00",
        "2026-11-21 00:00:00.000",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert values.read_day(text) == date(2026, 11, 21)


@given(st.dates(min_value=date(1900, 1, 1)), st.sampled_from(("zh", "en")))
def test_a_period_is_read_as_it_is_written(day: date, locale: str) -> None:
    assert values.read_period(values.write_month(day, locale)) == month_start(day)
    assert values.read_period(values.write_quarter(day, locale)) == quarter_start(day)
    assert values.read_period(day) == values.read_period(day.isoformat()) == day


@pytest.mark.parametrize("text", ["2026年13月", "2026年0月", "2026年第5季度", "0000-05", "2026", "第4季度", "x"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        values.read_period(text)


def test_a_day_of_one_digit_is_read() -> None:
    assert values.read_day("2026-1-2") == values.read_day("2026年1月2日") == date(2026, 1, 2)


@pytest.mark.parametrize(
    "text",
    ["", "x", "2026-13-01", "2026-02-30", "21.11.2026", "11/21/2026", "2026-11", "26-11-21", "2026-11-21 25:99x", "二〇二六年", "0", -1, True, 1e9],
)
def test_what_is_not_a_day_is_refused_with_a_sentence(text: object) -> None:
    with pytest.raises(Invalid) as refused:
        values.read_day(text)
    assert str(text)[:40] in refused.value.sentence.zh


@given(DAYS)
def test_a_written_day_reads_back(day: date) -> None:
    for locale in ("zh", "en"):
        assert values.read_day(values.write_day(day, locale).partition(" ")[0]) == day
    assert values.read_day(day.isoformat().translate(FULL_WIDTH)) == day
    assert values.read_day(day) == values.read_day(datetime(day.year, day.month, day.day, 13, tzinfo=UTC)) == day


@given(DAYS)
def test_a_day_of_a_spreadsheet_is_its_serial_number(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert values.read_day(serial) == values.read_day(float(serial)) == values.read_day(serial + 0.75) == day


def test_the_weekday_is_said_in_the_readers_language() -> None:
    assert values.write_day(date(2026, 11, 21)) == "2026-11-21 (六)"
    assert values.write_day(date(2026, 11, 21), "en") == "2026-11-21 (Sat)"


@given(MOMENTS)
def test_a_written_moment_reads_back(moment: datetime) -> None:
    written = values.write_moment(moment)
    assert values.read_moment(written) == moment
    assert values.read_moment(written.translate(FULL_WIDTH)) == moment
    assert values.read_moment(written.replace(" ", "T")) == moment


@given(MOMENTS, st.integers(-12, 14))
def test_a_moment_keeps_its_instant_in_every_zone(moment: datetime, hours: int) -> None:
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    assert values.read_moment(there) == moment
    assert values.write_moment(there) == values.write_moment(moment)


@pytest.mark.parametrize("text", ["2026年11月21日 9时30分", "2026-11-21 9:30", "2026/11/21 09:30:00", "2026-11-21 9点30", "2026-11-21T09:30:00.000"])
def test_a_moment_without_zone_is_office_time(text: str) -> None:
    assert values.read_moment(text) == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


def test_a_day_as_a_moment_is_its_midnight_in_the_office() -> None:
    assert values.read_moment(date(2026, 11, 21)) == values.read_moment("2026-11-21") == datetime(2026, 11, 20, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "now", "2026-11-21 25:00", "2026-11-21 09:61", "2026-11-21 9", "0001-01-01 00:00", "09:30"])
def test_what_is_not_a_moment_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        values.read_moment(text)


@given(CENTS)
def test_a_written_amount_reads_back(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    written = values.write_money(amount)
    assert values.read_money(written) == amount
    assert values.read_money(written.translate(FULL_WIDTH)) == amount
    assert values.read_money(f"{amount}元") == amount


@given(st.integers(-(10**9), 10**9))
def test_the_noise_of_a_spreadsheet_is_not_a_third_decimal(cents: int) -> None:
    assert values.read_money(cents / 100) == Decimal(cents).scaleb(-2)


def test_an_amount_of_a_spreadsheet_may_have_been_added_up() -> None:
    assert values.read_money(0.1 + 0.2) == Decimal("0.30")


@pytest.mark.parametrize("text", ["", "abc", "1.234", "1,2,3.456", "nan", "inf", "1e20", "1000000000000.00", "12元5角", "¥", "--5", "-¥-5"])
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        values.read_money(text)


@given(st.integers(-values.NUMBER_LIMIT, values.NUMBER_LIMIT))
def test_a_number_is_read_from_text_and_spreadsheet(number: int) -> None:
    assert values.read_number(str(number)) == number
    assert values.read_number(f"{number:,}") == number
    assert values.read_number(str(number).translate(FULL_WIDTH)) == number
    assert values.read_number(float(number)) == number


@pytest.mark.parametrize("text", ["", "1.5", "x", "2147483648", "-2147483648", "1" * 30, "0x10", "١٢x", "1_000"])
def test_what_is_not_a_whole_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        values.read_number(text)


@pytest.mark.parametrize("text", ["是", "有", "√", "Y", "yes", "TRUE", "1", "１", 1, 1.0, True, "on", "ｙ"])
def test_yes_is_understood(text: object) -> None:
    assert values.read_yes_no(text) is True


@pytest.mark.parametrize("text", ["否", "无", "×", "N", "no", "False", "0", "０", 0, 0.0, False, "off"])
def test_no_is_understood(text: object) -> None:
    assert values.read_yes_no(text) is False


@pytest.mark.parametrize("text", ["", "也许", "2", "yess", None])
def test_maybe_is_refused(text: object) -> None:
    with pytest.raises(Invalid):
        values.read_yes_no(text)


@given(st.text())
def test_clean_text_is_clean_whatever_comes(text: str) -> None:
    try:
        cleaned = values.clean_text(text)
    except Invalid:
        assert "\x00" in text or any("\ud800" <= mark <= "\udfff" for mark in text)
        return
    assert values.clean_text(cleaned) == cleaned
    assert "\n" not in cleaned
    assert "\x00" not in cleaned


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_keeps_every_character_but_the_outer_space(text: str) -> None:
    assert "".join(values.clean_text(text, lines=True).split()) == "".join(values.unicodedata.normalize("NFC", text).split())


def test_lines_end_alike_wherever_they_come_from() -> None:
    assert values.clean_text("a\r\nb\rc\n", lines=True) == "a\nb\nc"
    assert values.clean_text("a\r\nb") == "a b"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800"])
def test_characters_that_cannot_be_kept_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        values.clean_text(text)


def test_a_code_in_a_spreadsheet_is_never_in_powers_of_ten() -> None:
    assert values.read_text(13800138000.0) == "13800138000"
    assert values.read_text(200000.0) == "200000"
    assert values.read_text("007") == "007"


UNSEEN = ["", " ", "\u3000", "\u00a0", "\u200b", "\u200b\u200d\ufeff", "\u2060", "\u00ad", "\u3164", "\u115f", "\u2800", "\ufe0f", "\u034f", "\t\n", "\u2028"]


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_what_nobody_sees_on_paper_is_nothing(text: str) -> None:
    assert values.is_blank(text)
    assert not values.is_blank(f"{text}甲{text}")
    assert values.shown(f"{text}甲{text}乙{text}") == f"甲{text}乙"


@pytest.mark.parametrize("text", ["0", "。", "-", "\ue123", "\U0003137a", "é", "е", "👨‍👩‍👧", "\u0301"], ids=ascii)
def test_rare_characters_of_names_are_seen(text: str) -> None:
    """GB 18030 keeps some in the private area; the newest lie where this Python knows none yet."""
    assert not values.is_blank(text)
