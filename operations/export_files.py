"""Writing rows to a file as they come, CSV or XLSX, so that memory does not grow with the rows."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from rustpy_xlsxwriter import Format, write_worksheet

from domain.errors import Invalid
from domain.kinds import TEXTS, Kind
from domain.terms import Term
from models.fields import Field

EXCEL_ROWS = 1_048_575
"""Rows of one Excel sheet below the header."""
EXCEL_TEXT = 32_767
"""Characters of one Excel cell."""
SHEET_NAME = 31
BUFFER = 1 << 20

TOO_MANY_ROWS = Term(
    "共 {rows} 行，超过 Excel 一个工作表的上限 {most} 行。请改用 CSV，或先筛选。",
    "{rows} rows are more than the {most} an Excel sheet holds. Use CSV, or filter first.",
)
TOO_LONG_TEXT = Term(
    "有单元格超过 Excel 的上限 {most} 个字。请改用 CSV。",
    "A cell is longer than the {most} characters Excel holds. Use CSV.",
)

Rows = Iterator[Sequence[Any]]
Writer = Callable[[Path, str, Sequence[Field], Sequence[str], Rows], None]
"""(path, title, fields, headers, rows) → a file."""


class FileFormat(StrEnum):
    """What an export may be."""

    CSV = "csv"
    XLSX = "xlsx"


def write_csv(path: Path, _title: str, _fields: Sequence[Field], headers: Sequence[str], rows: Rows) -> None:
    """Comma-separated, RFC 4180; the byte order mark tells Excel that it is UTF-8."""
    with path.open("w", encoding="utf-8", newline="", buffering=BUFFER) as file:
        file.write("\ufeff")
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)


def write_xlsx(path: Path, title: str, fields: Sequence[Field], headers: Sequence[str], rows: Rows) -> None:
    """One sheet, its header frozen and filterable; texts stay texts when somebody edits them."""
    columns = list(zip(headers, fields, strict=True))
    write_worksheet(
        _records(headers, rows), str(path),
        sheet_name=re.sub(r"[\[\]:*?/\\']", " ", title)[:SHEET_NAME].strip() or "1",
        column_formats={header: _format(spec.kind) for header, spec in columns},
        column_widths={header: _width(spec, header) for header, spec in columns},
        bold_headers=True, freeze_row=1, autofilter=True,
    )  # fmt: skip


def _records(headers: Sequence[str], rows: Rows) -> Iterator[dict[str, Any]]:
    empty = True
    for row in rows:
        empty = False
        yield dict(zip(headers, row, strict=True))
    if empty:
        # The headers come from the first record; without any there would be a blank sheet.
        yield dict.fromkeys(headers)


def _format(kind: Kind) -> Format:
    number = "@" if kind in TEXTS else _NUMBER_FORMATS.get(kind, "General")
    return Format().set_num_format(number)


def _width(spec: Field, header: str) -> float:
    return max(_WIDTHS.get(spec.kind, 14), 2 * len(header) + 4)


_NUMBER_FORMATS: Mapping[Kind, str] = {
    Kind.DAY: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm:ss", Kind.MONEY: "#,##0.00", Kind.NUMBER: "0",
}  # fmt: skip
_WIDTHS: Mapping[Kind, float] = {
    Kind.TEXT: 24, Kind.LONG_TEXT: 40, Kind.MOMENT: 20, Kind.ID_CARD: 22, Kind.CREDIT_CODE: 22,
}  # fmt: skip
WRITERS: Mapping[FileFormat, Writer] = {FileFormat.CSV: write_csv, FileFormat.XLSX: write_xlsx}


def refuse_too_many(wanted: FileFormat, rows: int) -> None:
    """Raise Invalid before anything is written when the rows do not fit into a sheet."""
    if wanted is FileFormat.XLSX and rows > EXCEL_ROWS:
        raise Invalid(TOO_MANY_ROWS, rows=f"{rows:,}", most=f"{EXCEL_ROWS:,}")
