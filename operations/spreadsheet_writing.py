"""The spreadsheets an import hands out: the empty template of a register, and the refused rows with their reasons."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from rustpy_xlsxwriter import write_worksheet, write_worksheets

from domain.kinds import POINTERS, Kind
from domain.terms import Term
from models.fields import Field
from models.register import registers
from operations.spreadsheet import Sheet

ROW = Term("原行号", "Original row")
REASON = Term("未导入原因", "Reason")
RECORD = Term("记录序号", "Record id")
REASON_KEPT = Term("保留原因", "Why it was kept")
TEMPLATE = Term("模板", "Template")
GUIDE = Term("填写说明", "How to fill in")
FIELD, REQUIRED, HOW = Term("列名", "Column"), Term("必填", "Required"), Term("怎么填", "How")
LONGEST_LIST = 240
_HOW: Mapping[Kind, Term] = {
    Kind.TEXT: Term("文字", "Text"),
    Kind.LONG_TEXT: Term("文字，可以换行", "Text, several lines"),
    Kind.DAY: Term("日期，如 2026-11-21", "A date, 2026-11-21"),
    Kind.MOMENT: Term("时间，如 2026-11-21 09:30", "A time, 2026-11-21 09:30"),
    Kind.MONEY: Term("金额（元），最多两位小数", "An amount in yuan, two decimals at most"),
    Kind.NUMBER: Term("整数", "A whole number"),
    Kind.YES_NO: Term("是 或 否", "yes or no"),
    Kind.PHONE: Term("手机号，或区号加号码；请设为文本格式", "A phone number; format the column as text"),
    Kind.EMAIL: Term("邮箱地址", "An e-mail address"),
    Kind.ID_CARD: Term("18 位身份证号；请设为文本格式", "An 18-character ID number; format the column as text"),
    Kind.CREDIT_CODE: Term("18 位统一社会信用代码", "An 18-character credit code"),
    Kind.REFERENCES: Term("{target}的名称或编号，多个用「、」分开", "Names or numbers of {target}, separated by commas"),
}
_POINTER = Term("{target}的名称或编号", "Name or number of {target}")


def hint(spec: Field) -> Term:
    """How a cell of this field is to be filled in."""
    if spec.kind is Kind.CHOICE:
        return Term(
            "、".join(title.zh for title in spec.titles.values()), ", ".join(title.en for title in spec.titles.values())
        )
    how = _POINTER if spec.kind in POINTERS else _HOW.get(spec.kind, _HOW[Kind.TEXT])
    return how.format(target=registers[spec.target].title) if spec.target else how


def write_template(target: BinaryIO, fields: Iterable[Field], locale: str) -> None:
    """An empty sheet with a header per field, drop-down lists where they fit, and a second sheet that explains."""
    specs = list(fields)
    names = [spec.label.say(locale) for spec in specs]
    lists = {
        name: {"type": "list", "values": [title.say(locale) for title in spec.titles.values()]}
        for name, spec in zip(names, specs, strict=True)
        if spec.titles and sum(len(title.say(locale)) + 1 for title in spec.titles.values()) < LONGEST_LIST
    }
    guide = [
        {
            FIELD.say(locale): spec.label.say(locale),
            REQUIRED.say(locale): "✓" if spec.expected or (spec.required and spec.default is None) else "",
            HOW.say(locale): hint(spec).say(locale),
        }
        for spec in specs
    ]
    # Nothing but a header: one row of empty cells is what the writer needs to know the columns.
    empty: list[dict[str, Any]] = [dict.fromkeys(names)]
    write_worksheets(
        [(TEMPLATE.say(locale), empty), (GUIDE.say(locale), guide)],
        target,
        bold_headers=True,
        freeze_panes={TEMPLATE.say(locale): {"row": 1, "col": 0}},
        data_validations={TEMPLATE.say(locale): lists},
    )


def write_refused(path: Path, sheet: Sheet, reasons: Mapping[int, str], locale: str) -> None:
    """The rows whose numbers are in ``reasons``, as they stand in the file, with row number and reason beside them."""
    write_worksheet(
        _refused(sheet, reasons, locale),
        str(path),
        sheet_name=REASON.say(locale),
        bold_headers=True,
        freeze_row=1,
        column_widths={REASON.say(locale): 60.0} if reasons else {},
    )


def _refused(sheet: Sheet, reasons: Mapping[int, str], locale: str) -> Iterator[dict[str, str]]:
    for row, cells in sheet.rows():
        if row in reasons:
            kept = {header: as_text(cell) for header, cell in zip(sheet.headers, cells, strict=False)}
            # The writer takes each column's type from its first cell: as texts, dates and codes come back as they were.
            yield {ROW.say(locale): str(row), **kept, REASON.say(locale): reasons[row]}


def as_text(cell: Any) -> str:
    """A cell as text that reads back as the same value."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def write_kept(path: Path, reasons: Mapping[int, str], locale: str) -> None:
    """The records an undo could not undo: their numbers in the address of their page, and why."""
    rows = ({RECORD.say(locale): str(key), REASON_KEPT.say(locale): reasons[key]} for key in sorted(reasons))
    write_worksheet(rows, str(path), bold_headers=True, freeze_row=1, column_widths={REASON_KEPT.say(locale): 60.0})
