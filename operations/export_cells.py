"""Whole columns of values as a spreadsheet keeps them: one function per column, so that a cell costs little."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.access import Level
from domain.kinds import POINTERS, Kind
from domain.masking import masked
from domain.values import OFFICE_ZONE
from models.fields import Field
from operations.wording import NO, YES, in_words

Values = Sequence[Any]
Column = Callable[[Values], Values]
"""A column as the database gives it → the same column as the file has it; None is an empty cell."""

# What a spreadsheet may run as a formula. A quote before it is doubled too, so that reading back is exact.
RISKY = frozenset("=+-@\t\r\0＝＋－＠'")
_FORMULA = re.compile(r"'*[=+\-@\t\r\0＝＋－＠]")
FIRST_EXCEL_YEAR = 1900
SEVERAL = "、"


def escaped(text: str) -> str:
    """``text``, with a quote before it where a spreadsheet might take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def column(spec: Field, level: Level, locale: str, *, typed: bool) -> Column:
    """How a column of ``spec`` is written for a reader of ``level``.

    ``typed``: numbers and days stay what they are (Excel); otherwise they are text (CSV).
    """
    if level < Level.MASKED:
        return lambda values: [None] * len(values)
    if level is Level.MASKED:
        return _masked(spec, locale)
    if spec.says:
        return lambda values: [escaped(in_words(spec, value, locale)) or None for value in values]
    if spec.kind is Kind.CHOICE:
        return _words({choice: in_words(spec, choice, locale) for choice in spec.choices or ()})
    if spec.kind is Kind.YES_NO:
        return _words({True: YES.say(locale), False: NO.say(locale)})
    return (_TYPED if typed else _PLAIN).get(spec.kind, _texts)


def _words(words: Mapping[Any, str]) -> Column:
    known: dict[Any, str | None] = {None: None, **words}
    return lambda values: [known[value] for value in values]


def _masked(spec: Field, locale: str) -> Column:
    bare = spec.kind in POINTERS or spec.kind is Kind.REFERENCES

    def one(value: Any) -> str | None:
        text = str(value or "") if bare else in_words(spec, value, locale)
        return escaped(masked(text, spec.mask)) or None

    return lambda values: [one(value) for value in values]


def _texts(values: Values) -> Values:
    return [escaped(value) if value and value[0] in RISKY else value for value in values]


def _amounts(values: Values) -> Values:
    return [None if value is None else float(value) for value in values]


def _days(values: Values) -> Values:
    return [value if value is None or value.year >= FIRST_EXCEL_YEAR else value.isoformat() for value in values]


def _iso_days(values: Values) -> Values:
    return [None if value is None else value.isoformat() for value in values]


def _office_time(value: datetime) -> datetime:
    return value.astimezone(OFFICE_ZONE).replace(tzinfo=None, microsecond=0)


def _moments(values: Values) -> Values:
    found = [None if value is None else _office_time(value) for value in values]
    return [value if value is None or value.year >= FIRST_EXCEL_YEAR else str(value) for value in found]


def _iso_moments(values: Values) -> Values:
    return [None if value is None else str(_office_time(value)) for value in values]


def _as_is(values: Values) -> Values:
    return values


# Decimals come with two places, so their own text is the one we want: 1234.50.
_PLAIN: Mapping[Kind, Column] = {
    Kind.DAY: _iso_days, Kind.MOMENT: _iso_moments, Kind.MONEY: _as_is, Kind.NUMBER: _as_is,
}  # fmt: skip
_TYPED: Mapping[Kind, Column] = {
    Kind.DAY: _days, Kind.MOMENT: _moments, Kind.MONEY: _amounts, Kind.NUMBER: _as_is,
}  # fmt: skip


