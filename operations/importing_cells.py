"""One column of an import: what stands in the file becomes values of the field, each different cell read only once."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from domain.errors import Invalid
from domain.kinds import TEXTS, Kind
from domain.masking import STARS, Mask
from domain.terms import Term
from models import checks
from models.fields import Field
from operations.spreadsheet_errors import NOT_COMPUTED

DAMAGED_NUMBER = Term(
    "「{text}」超过 15 位，Excel 已把后几位变成 0。请把该列设为文本格式，重新填写完整的号码。",
    "“{text}” has more than 15 digits, and Excel has turned the last ones into 0. Format the column as text and enter the number again.",
)
FAILED_FORMULA = Term("单元格里是公式错误 {text}，没有值。", "The cell holds a failed formula, {text}, and no value.")
MASKED = Term("「{text}」是脱敏后的内容，不能导入。", "“{text}” is a masked value and cannot be imported.")
NO_ATTACHMENTS = Term("附件不能用表格导入。", "Attachments cannot be imported from a sheet.")

# What our exports put a quote before, so that no spreadsheet runs it; read back, the quote goes.
_ESCAPED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_POWER = re.compile(r"\d(\.\d+)?E\+\d{2,3}", re.I)
_FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", NOT_COMPUTED})  # fmt: skip
_WEEKDAY = re.compile(r"\s*[(（][一二三四五六日][)）]\s*$")
_SEPARATORS = re.compile(r"[、,，;；\n]")
# Up to here every whole number is kept by Excel digit by digit.
_EXACT = 1e15
_REMEMBERED = 50_000


class Bad:
    """A cell that cannot be read; ``sentence`` says why."""

    __slots__ = ("sentence",)

    def __init__(self, sentence: Term) -> None:
        self.sentence = sentence


class Column:
    """Reads the cells of one field; references become texts to look up, many references a tuple of texts."""

    def __init__(self, spec: Field) -> None:
        self.spec = spec
        self._known: dict[Any, Any] = {}

    def read(self, cells: Sequence[Any]) -> list[Any]:
        """A value, None for an empty cell, or :class:`Bad`, for each of ``cells``."""
        known = self._known
        if len(known) > _REMEMBERED:
            known.clear()
        values = []
        for cell in cells:
            # 1, 1.0 and True are equal and have one hash, so only texts are their own key.
            place = cell if cell.__class__ is str else (cell.__class__, cell)
            try:
                values.append(known[place])
            except KeyError:
                known[place] = value = self._one(cell)
                values.append(value)
        return values

    def _one(self, cell: Any) -> Any:
        if cell is None or (isinstance(cell, str) and checks.values.is_blank(cell)):
            return None
        try:
            return self._value(plain_cell(self.spec, cell))
        except Invalid as error:
            return Bad(error.sentence)

    def _value(self, cell: Any) -> Any:
        if self.spec.target:
            text = checks.values.read_text(cell)
            if self.spec.kind is not Kind.REFERENCES:
                return text
            return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))
        return checks.read(self.spec, cell)


def plain_cell(spec: Field, cell: Any) -> Any:
    """``cell`` without what spreadsheets add to it; raises Invalid for what they have destroyed."""
    if isinstance(cell, str):
        if cell in _FORMULA_ERRORS:
            raise Invalid(FAILED_FORMULA, text=cell)
        if cell[0] == "'" and _ESCAPED.match(cell):
            cell = cell[1:]
        if spec.kind in TEXTS and spec.kind is not Kind.LONG_TEXT and _POWER.fullmatch(cell.strip()):
            raise Invalid(DAMAGED_NUMBER, text=cell.strip())
        if "**" in cell and spec.kind is not Kind.LONG_TEXT and (spec.mask is not Mask.FULL or cell.strip() == STARS):
            raise Invalid(MASKED, text=cell.strip()[:40])
        return _own_words(spec, cell)
    if isinstance(cell, bool):
        return cell if spec.kind is Kind.YES_NO else str(cell).upper()
    if isinstance(cell, int | float):
        return _plain_number(spec, cell)
    if isinstance(cell, datetime) and (spec.kind in TEXTS or spec.target):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date) or spec.kind is Kind.MOMENT:
        return cell
    return str(cell)


def _plain_number(spec: Field, cell: int | float) -> Any:
    if spec.kind in TEXTS or spec.target or spec.kind is Kind.CHOICE:
        if abs(cell) >= _EXACT:
            raise Invalid(DAMAGED_NUMBER, text=format(cell, ".15g"))
        return str(int(cell)) if cell == int(cell) else format(cell, ".15g")
    if spec.kind in (Kind.DAY, Kind.MOMENT) and cell == int(cell) and 19_000_101 <= cell <= 29_991_231:
        return checks.values.read_day(str(int(cell)))  # 20261121 typed as a number
    return cell


def _own_words(spec: Field, text: str) -> str:
    """``text`` without the ornaments of our own lists and exports: ``2026-11-21 (六)``, ``-¥12.00``."""
    if spec.kind is Kind.DAY:
        return _WEEKDAY.sub("", text)
    return text.replace("-¥", "-", 1) if spec.kind is Kind.MONEY else text
