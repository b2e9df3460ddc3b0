"""Reading what people type: days, moments, money, numbers and yes/no as offices write them, Chinese first."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from domain.errors import Invalid
from domain.terms import Term

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
MONEY_LIMIT = Decimal("999999999999.99")
NUMBER_LIMIT = 2**31 - 1
# Excel counts days from here (its 1900 leap-year error included).
_EXCEL_EPOCH = date(1899, 12, 30)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MONTH = re.compile(r"([1-9]\d{3})\s*[-/.年]\s*(\d{1,2})\s*月?")
_QUARTER = re.compile(r"([1-9]\d{3})\s*(?:年\s*第?\s*|-?\s*[Qq])([1-4])\s*(?:季度)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2})[:时点](\d{1,2})分?(?::?(\d{1,2})(?:\.\d+)?秒?)?")
_CURRENCY = re.compile(r"^([+-]?)\s*¥\s*")
_WEEKDAYS, _WEEKDAYS_EN = "一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_YES = frozenset({"是", "有", "对", "√", "✓", "y", "yes", "true", "1", "on", "t"})
_NO = frozenset({"否", "无", "不", "×", "✗", "n", "no", "false", "0", "off", "f"})

NOT_A_DAY = Term("「{text}」不是日期，请写成 2026-11-21。", "“{text}” is not a date; write 2026-11-21.")
NOT_A_MOMENT = Term("「{text}」不是时间，请写成 2026-11-21 09:30。", "“{text}” is not a time; write 2026-11-21 09:30.")
NOT_MONEY = Term("「{text}」不是金额，请写成 1234.50，最多两位小数。", "“{text}” is not an amount; write 1234.50, at most two decimals.")
NOT_A_NUMBER = Term("「{text}」不是整数，或超出范围。", "“{text}” is not a whole number, or out of range.")
NOT_YES_NO = Term("「{text}」请写「是」或「否」。", "“{text}”: write yes or no.")
_SHAPELESS = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u2800" + "".join(map(chr, range(0xFE00, 0xFE10))))
"""Joiners, selectors of variants and the empty pattern of dots: no spaces by their category, but nothing to see."""
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by their category, without a shape."""
BAD_CHARACTERS = Term(
    "文字里有无法保存的字符（空字符或不完整的字符），请删去后再存。",
    "The text holds characters that cannot be kept (NUL or half characters); remove them.",
)


def clean_text(text: str, *, lines: bool = False) -> str:
    """``text`` in NFC without surrounding space; NUL and lone surrogates are refused, other control marks dropped.

    With ``lines`` line ends are kept (as LF); without, they become a space.
    """
    # What is printable holds neither, and asking so is a hundred times faster than looking at each character.
    if not text.isprintable() and ("\x00" in text or any("\ud800" <= mark <= "\udfff" for mark in text)):
        raise Invalid(BAD_CHARACTERS)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        text = text.replace("\n", " ")
    if not text.isprintable():
        text = "".join(mark for mark in text if mark in "\n\t" or unicodedata.category(mark) != "Cc")
    return text.strip()


def is_blank(text: str) -> bool:
    """Whether nothing of ``text`` would be seen on paper: spaces of any width, marks without a shape."""
    return not shown(text)


def shown(text: str) -> str:
    """``text`` without what nobody sees at its ends: what lengths and emptiness are judged by."""
    first, last = 0, len(text)
    while first < last and _is_unseen(text[first]):
        first += 1
    while first < last and _is_unseen(text[last - 1]):
        last -= 1
    return text[first:last]


def _is_unseen(mark: str) -> bool:
    # Rare characters of names lie in private and in newly assigned places (Co, Cn): these are seen.
    if mark.isalnum():
        return mark in _FILLERS
    return mark in _SHAPELESS or unicodedata.category(mark) in ("Zs", "Zl", "Zp", "Cc", "Cf")


def half_width(text: str) -> str:
    """``text`` with full-width digits, letters and signs as plain ones, without surrounding space."""
    return unicodedata.normalize("NFKC", text).strip()


def read_day(value: object) -> date:
    """A day from a date, a moment, an Excel serial number or the usual spellings; raises Invalid."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value < 2958466:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    text = half_width(str(value))
    match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if match is None and (found := _DAY.match(text)) and _TIME.fullmatch(text[found.end() :].strip().lstrip("T")):
        match = found
    try:
        if match is None:
            raise ValueError
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise Invalid(NOT_A_DAY, text=str(value)[:40]) from error


def read_period(value: object) -> date:
    """The first day of a month or quarter as these are written (2026年9月, 2026-09, 2026年第4季度, 2026 Q4), or any day; raises Invalid."""
    text = half_width(str(value)).strip()
    if isinstance(value, str) and (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    if isinstance(value, str) and (found := _QUARTER.fullmatch(text)):
        return date(int(found[1]), int(found[2]) * 3 - 2, 1)
    return read_day(value)


def read_moment(value: object) -> datetime:
    """An aware moment; what has no zone is office time (Asia/Shanghai); raises Invalid."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=OFFICE_ZONE)).astimezone(UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=OFFICE_ZONE).astimezone(UTC)
    text = half_width(str(value)).replace("T", " ")
    match = _DAY.match(text)
    try:
        if match is None:
            raise ValueError
        rest = text[match.end() :].strip()
        time = _TIME.fullmatch(rest)
        if rest and time is None:
            raise ValueError
        hour, minute, second = (int(part or 0) for part in time.groups()) if time else (0, 0, 0)
        year, month, day = (int(part) for part in match.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=OFFICE_ZONE).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(NOT_A_MOMENT, text=str(value)[:40]) from error


def read_money(value: object) -> Decimal:
    """An amount in yuan with at most two decimals; accepts ¥, 元, thousands marks and full-width digits."""
    text = _CURRENCY.sub(r"\1", half_width(str(value)).replace(",", "").removesuffix("元").strip())
    try:
        amount = Decimal(text)
        if not amount.is_finite() or abs(amount) > MONEY_LIMIT:
            raise InvalidOperation
        cents = amount.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise Invalid(NOT_MONEY, text=str(value)[:40]) from error
    # A spreadsheet stores 0.1 + 0.2 as 0.30000000000000004: that is noise, a third decimal by hand is not.
    if cents != amount and not (isinstance(value, float) and abs(cents - amount) < Decimal("1e-6")):
        raise Invalid(NOT_MONEY, text=str(value)[:40])
    return cents


def read_number(value: object) -> int:
    """A whole number that fits 32 bits; raises Invalid."""
    text = half_width(str(value)).replace(",", "")
    if re.fullmatch(r"[+-]?\d{1,15}(\.0+)?", text):
        number = int(text.split(".")[0])
        if abs(number) <= NUMBER_LIMIT:
            return number
    raise Invalid(NOT_A_NUMBER, text=str(value)[:40])


def read_yes_no(value: object) -> bool:
    """Yes or no as people write it; raises Invalid."""
    if isinstance(value, bool):
        return value
    text = half_width(str(value)).lower().removesuffix(".0")
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Invalid(NOT_YES_NO, text=str(value)[:40])


def read_text(value: object, *, lines: bool = False) -> str:
    """Text as typed or as a spreadsheet holds it: 200000.0 reads 200000, never in powers of ten."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return clean_text(str(value), lines=lines)


def write_day(day: date, locale: str = "zh") -> str:
    """2026-11-21 (六), or 2026-11-21 (Sat)."""
    names = _WEEKDAYS if locale.startswith("zh") else _WEEKDAYS_EN
    return f"{day.isoformat()} ({names[day.weekday()]})"


def write_month(day: date, locale: str = "zh") -> str:
    """2026年11月, or 2026-11."""
    return f"{day.year}年{day.month}月" if locale.startswith("zh") else f"{day:%Y-%m}"


def write_quarter(day: date, locale: str = "zh") -> str:
    """2026年第4季度, or 2026 Q4."""
    number = (day.month + 2) // 3
    return f"{day.year}年第{number}季度" if locale.startswith("zh") else f"{day.year} Q{number}"


def write_moment(moment: datetime) -> str:
    """2026-11-21 09:30 in office time."""
    return moment.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")


def write_money(amount: Decimal) -> str:
    """¥1,234.50."""
    return f"¥{amount:,.2f}" if amount >= 0 else f"-¥{-amount:,.2f}"
