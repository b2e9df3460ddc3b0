"""Reading a spreadsheet somebody uploads: headers and rows come out whatever its format, or a sentence says why not."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, load_workbook

from domain.errors import Invalid
from domain.terms import Term
from domain.values import half_width
from operations.spreadsheet_errors import error_cells
from operations.spreadsheet_formats import DAMAGED, LOCKED, Format, delimiter_of, encoding_of, format_of

MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
# Every reader keeps the whole grid, empty cells too, at some 32 bytes each.
MAX_CELLS = 10_000_000
MAX_CELL_CHARACTERS = 200_000
HEADER_WITHIN = 30
PROBE_SECONDS = 90

TOO_MANY_ROWS = Term(
    "表格有 {found} 行，最多 {limit} 行。请拆成几个文件再导入。",
    "The sheet has {found} rows; {limit} at most. Split it and import the parts.",
)
TOO_MANY_COLUMNS = Term(
    "表格有 {found} 列，最多 {limit} 列。请删去多余的列。",
    "The sheet has {found} columns; {limit} at most. Delete those not needed.",
)
TOO_SPREAD = Term(
    "表格的范围太大（{rows} 行 × {columns} 列）:可能在很远的地方有内容。请把数据复制到一张新表再上传。",
    "The sheet spans too much ({rows} rows × {columns} columns): something may stand far away. Copy the data to a new sheet.",
)
TOO_HEAVY = Term(
    "读取这个文件需要的内存超出上限：可能在很远的行或列有内容。请把数据复制到一张新表再上传。",
    "Reading this file would take too much memory: something may stand in a far row or column. Copy the data to a new sheet.",
)
NO_ROWS = Term(
    "表格里没有数据：至少要有一行表头和一行内容。", "The sheet holds no data: it needs a row of headers and a row below."
)
LONG_CELL = Term(
    "有单元格超过 {limit} 个字，或引号没有成对。",
    "A cell has more than {limit} characters, or a quotation mark is left open.",
)
NAMELESS = Term("第 {letter} 列（无标题）", "Column {letter} (no header)")

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file found safe to read; the only thing :func:`open_sheet` opens."""

    path: Path
    format: Format
    rows: int
    columns: int
    name: str = ""
    """The sheet to read; empty for text."""
    names: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""

    def as_json(self) -> dict[str, Any]:
        """All but the path, for the note beside the file."""
        kept = asdict(self)
        del kept["path"]
        return kept

    @classmethod
    def from_json(cls, path: Path, kept: Mapping[str, Any]) -> "Inspected":
        """What :meth:`as_json` kept of the file at ``path``."""
        return cls(path, **{**kept, "format": Format(kept["format"]), "names": tuple(kept["names"])})


@dataclass(frozen=True)
class Sheet:
    """The headers of a table and its rows below them; ``rows`` may be walked as often as needed."""

    inspected: Inspected
    headers: tuple[str, ...]
    header_row: int
    """As the program shows it: the first row is 1."""
    grid: Callable[[], Iterator[Row]] = field(repr=False)
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)
    """(row, column) → what stands in a cell whose formula failed."""

    @property
    def count(self) -> int:
        """Rows below the header, blank ones included."""
        return max(0, self.inspected.rows - self.header_row)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """(row number as shown, cells) of every row with anything in it, as many cells as there are headers or more."""
        width, failed = len(self.headers), {row for row, _ in self.broken}
        for number, cells in enumerate(self.grid(), start=1):
            if number <= self.header_row:
                continue
            if number in failed:
                cells = [self.broken.get((number, place), cell) for place, cell in enumerate(cells)]
            if not any(cell is not None and cell != "" for cell in cells):
                continue
            if len(cells) < width:
                cells = cells + [""] * (width - len(cells))
            yield number, cells

    def batches(self, size: int) -> Iterator[list[tuple[int, Row]]]:
        """:meth:`rows`, ``size`` at a time."""
        batch: list[tuple[int, Row]] = []
        for row in self.rows():
            batch.append(row)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch


def inspect(path: Path, *, sheet: str = "") -> Inspected:
    """Find out what the file is and whether it can be read within bounds; raises Invalid with what to do about it.

    ``sheet`` names the sheet to read; by default the first visible one that has rows under a header.
    """
    kind = format_of(path)
    found = _inspect_text(path) if kind is Format.TEXT else _inspect_book(path, kind, sheet)
    if found.columns > MAX_COLUMNS:
        raise Invalid(TOO_MANY_COLUMNS, found=found.columns, limit=MAX_COLUMNS)
    if found.rows > MAX_ROWS:
        raise Invalid(TOO_MANY_ROWS, found=found.rows, limit=f"{MAX_ROWS:,}")
    if kind is not Format.TEXT and found.rows * found.columns > MAX_CELLS:
        raise Invalid(TOO_SPREAD, rows=found.rows, columns=found.columns)
    if found.rows < 2:
        raise Invalid(NO_ROWS)
    return found


def _inspect_book(path: Path, kind: Format, sheet: str) -> Inspected:
    script = Path(__file__).with_name("sheet_probe.py")
    try:
        ended = subprocess.run(  # noqa: S603  # our own script; the path is one we chose, the sheet is data to it
            [sys.executable, "-I", str(script), str(path), sheet],
            capture_output=True,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid(TOO_HEAVY) from error
    if ended.returncode != 0:
        raise Invalid(TOO_HEAVY)
    told = json.loads(ended.stdout)
    if "error" in told:
        raise Invalid(LOCKED if told["error"] == "locked" else DAMAGED)
    return Inspected(path, kind, told["rows"], told["columns"], told["name"], tuple(told["names"]))


def _inspect_text(path: Path) -> Inspected:
    encoding = encoding_of(path)
    delimiter = delimiter_of(path, encoding)
    rows = columns = 0
    for cells in _text_grid(path, encoding, delimiter):
        rows += 1
        columns = max(columns, len(cells))
        if rows > MAX_ROWS or columns > MAX_COLUMNS:
            break
    return Inspected(path, Format.TEXT, rows, columns, encoding=encoding, delimiter=delimiter)


def _text_grid(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    with path.open(encoding=encoding, newline="") as file:
        try:
            yield from csv.reader(file, delimiter=delimiter)
        except csv.Error as error:
            raise Invalid(LONG_CELL, limit=MAX_CELL_CHARACTERS) from error


def open_sheet(inspected: Inspected, known: Collection[str] = ()) -> Sheet:
    """The headers and rows of an inspected file; ``known`` are words that a header may be (see :func:`header_word`).

    Titles, notes and blank rows above the headers are passed over. Raises Invalid when no row can be the headers.
    """
    broken: Mapping[tuple[int, int], str] = {}
    if inspected.format is Format.TEXT:

        def grid() -> Iterator[Row]:
            return _text_grid(inspected.path, inspected.encoding, inspected.delimiter)
    else:
        try:
            sheet = load_workbook(inspected.path).get_sheet_by_name(inspected.name)
        except (CalamineError, OSError, ValueError) as error:
            raise Invalid(DAMAGED) from error
        if inspected.format is Format.XLSX:
            first = sheet.start[1] if sheet.start else 0
            broken = error_cells(inspected.path, inspected.name, first)

        def grid() -> Iterator[Row]:
            return sheet.iter_rows()

    place, headers = _find_headers(grid(), known, text=inspected.format is Format.TEXT)
    return Sheet(inspected, headers, place, grid, broken)


def header_word(cell: object) -> str:
    """A header as it is compared: half-width, lower case, without spaces, marks of obligation and bracketed units."""
    text = half_width(str(cell if cell is not None else "")).lower()
    for opening, closing in ("()", "[]", "【】"):
        while opening in text and closing in text[text.index(opening) :]:
            start = text.index(opening)
            text = text[:start] + text[text.index(closing, start) + 1 :]
    return "".join(mark for mark in text if mark.isalnum())


def _find_headers(rows: Iterator[Row], known: Collection[str], *, text: bool) -> tuple[int, tuple[str, ...]]:
    first = [cells for _, cells in zip(range(HEADER_WITHIN), rows, strict=False)]
    filled = [[header_word(cell) for cell in cells if cell not in (None, "")] for cells in first]
    hits = [sum(word in known for word in words) for words in filled]
    widest = max((len(words) for words in filled), default=0)
    best = max(hits, default=0)
    if best and best * 3 >= max(1, len(filled[hits.index(best)])):
        place = hits.index(best)
        if place + 1 < len(filled) and filled[place + 1] and hits[place + 1] == len(filled[place + 1]):
            place += 1  # headers in two rows: a merged one above, what it is made of below it
    else:
        # No word is known: the first row that is at least half as wide as the widest is a header, not a title.
        place = next((i for i, words in enumerate(filled) if words and len(words) * 2 >= widest), -1)
    if place < 0:
        raise Invalid(NO_ROWS)
    # In text a cell too many means that a comma was not quoted, and the row is refused; in a grid it is a column.
    below = [] if text else first[place + 1 :]
    return place + 1, _named(first[place], first[place - 1] if place else [], below)


def _named(cells: Row, above: Row, below: list[Row]) -> tuple[str, ...]:
    """Names for the columns: up to the last header, or the last filled cell of ``below`` where that is further right."""
    names: list[str] = []
    for place in range(max(_filled(row) for row in (cells, *below))):
        text = _one_line(cells[place] if place < len(cells) else "")
        if not text and place < len(above):
            text = _one_line(above[place])  # a header merged over two rows keeps its text in the upper one
        text = text or NAMELESS.zh.format(letter=letters(place))
        name, again = text, 2
        while name in names:
            name, again = f"{text} ({again})", again + 1
        names.append(name)
    return tuple(names)


def _filled(cells: Row) -> int:
    return max((place + 1 for place, cell in enumerate(cells) if cell is not None and cell != ""), default=0)


def _one_line(cell: object) -> str:
    return " ".join(str(cell if cell is not None else "").split())[:100]


def letters(place: int) -> str:
    """The name of a column counted from 0: A, B, … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
