"""Files as people really have them, and files made to do harm."""

import csv
import io
import struct
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from domain.errors import Invalid
from operations.spreadsheet import MAX_COLUMNS, Inspected, Sheet, header_word, inspect, letters, open_sheet
from operations.spreadsheet_errors import NOT_COMPUTED
from operations.spreadsheet_formats import (
    BINARY_XLSX,
    DAMAGED,
    EMPTY,
    LOCKED,
    NO_ENCODING,
    NOT_A_TABLE,
    SWELLS,
    WEB_PAGE,
    Format,
)  # fmt: skip
from operations.spreadsheet_writing import write_refused
from tests.operations.import_scenes import a_csv, a_workbook, refused_file

KNOWN = {header_word(word) for word in ("客户名称", "联系电话", "所属部门", "备注")}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where the file of a test lies."""
    return tmp_path / "file"


def sheet_of(path: Path, content: bytes) -> Sheet:
    path.write_bytes(content)
    return open_sheet(inspect(path), KNOWN)


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(Invalid) as caught:
        open_sheet(inspect(path), KNOWN)
    return caught.value.sentence.zh


def test_an_xlsx_gives_headers_and_rows_with_their_row_numbers(kept: Path) -> None:
    sheet = sheet_of(kept, a_workbook(["客户名称", "联系电话"], ["甲公司", "010-1"], [], ["乙公司", 5]))
    assert (sheet.inspected.format, sheet.headers, sheet.header_row) == (Format.XLSX, ("客户名称", "联系电话"), 1)
    assert list(sheet.rows()) == [(2, ["甲公司", "010-1"]), (4, ["乙公司", 5.0])]


def test_titles_and_blank_rows_above_the_headers_are_passed_over(kept: Path) -> None:
    content = a_workbook(
        ["二〇二六年客户台账"],
        [],
        ["制表:张三", None, "单位:元"],
        ["客户名称", "联系电话", "备注"],
        ["甲", "1", "x"],
        merged=["A1:C1"],
    )
    sheet = sheet_of(kept, content)
    assert (sheet.header_row, sheet.headers) == (4, ("客户名称", "联系电话", "备注"))


def test_a_header_merged_over_two_rows_keeps_its_name(kept: Path) -> None:
    content = a_workbook(
        ["客户名称", "联系方式", None], [None, "联系电话", "备注"], ["甲", "1", "2"], merged=["A1:A2", "B1:C1"]
    )
    assert sheet_of(kept, content).headers == ("客户名称", "联系电话", "备注")


def test_without_known_words_the_first_wide_row_is_the_header(kept: Path) -> None:
    sheet = sheet_of(kept, a_workbook(["一览表"], ["aa", "bb", "cc"], [1, 2, 3]))
    assert sheet.headers == ("aa", "bb", "cc")


def test_columns_of_the_same_or_no_name_are_told_apart(kept: Path) -> None:
    sheet = sheet_of(kept, a_workbook(["备注", None, "备注"], ["x", "y", "z", "far"]))
    assert sheet.headers == ("备注", "第 B 列（无标题）", "备注 (2)", "第 D 列（无标题）")


def test_dates_and_booleans_keep_their_kind(kept: Path) -> None:
    sheet = sheet_of(
        kept, a_workbook(["备注", "a", "b", "c"], [date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), True, 1.5])  # noqa: DTZ001  # a spreadsheet knows no zones
    )
    assert list(sheet.rows()) == [(2, [date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), True, 1.5])]  # noqa: DTZ001  # a spreadsheet knows no zones


def test_a_formula_that_failed_or_was_never_computed_is_not_an_empty_cell(kept: Path) -> None:
    sheet = sheet_of(kept, a_workbook(["备注", "联系电话"], ["#N/A", "=1+1"], ["x", "y"]))
    assert list(sheet.rows()) == [(2, ["#N/A", NOT_COMPUTED]), (3, ["x", "y"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_chinese_offices(kept: Path, encoding: str) -> None:
    sheet = sheet_of(kept, a_csv(["客户名称", "备注"], ["𠮷祥有限公司", "鑫"], encoding=encoding))
    assert (sheet.headers, list(sheet.rows())) == (("客户名称", "备注"), [(2, ["𠮷祥有限公司", "鑫"])])


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_columns_is_found(kept: Path, mark: str) -> None:
    assert (
        sheet_of(kept, a_csv(["客户名称", "联系电话", "备注"], ["甲", "1", "a"], mark=mark)).inspected.delimiter == mark
    )


def test_quoted_commas_and_lines_stay_in_their_cell(kept: Path) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["客户名称", "备注"], ["甲,乙", '一行\n"两"行']])
    assert list(sheet_of(kept, written.getvalue().encode()).rows()) == [(2, ["甲,乙", '一行\n"两"行'])]


def test_leading_zeros_survive_in_text(kept: Path) -> None:
    assert next(sheet_of(kept, a_csv(["客户名称", "备注"], ["甲", "000123"])).rows()) == (2, ["甲", "000123"])


def test_an_ods_is_read(kept: Path) -> None:
    sheet = sheet_of(kept, an_ods([["客户名称", "备注"], ["甲", "x"]]))
    assert (sheet.inspected.format, list(sheet.rows())) == (Format.ODS, [(2, ["甲", "x"])])


def test_the_first_sheet_with_rows_is_read_unless_another_is_named(kept: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(a_workbook(["说明"])))
    for name in ("一月", "二月"):
        book.create_sheet(name).append(["客户名称", "备注"])
        book[name].append([name, "x"])
    book.save(kept.with_suffix(".xlsx"))
    found = inspect(kept.with_suffix(".xlsx"))
    assert (found.name, found.names) == ("一月", ("Sheet1", "一月", "二月"))
    assert next(open_sheet(inspect(kept.with_suffix(".xlsx"), sheet="二月")).rows())[1][0] == "二月"


def test_what_was_inspected_is_kept_as_json(kept: Path) -> None:
    sheet = sheet_of(kept, a_workbook(["客户名称"], ["甲"]))
    assert Inspected.from_json(kept, sheet.inspected.as_json()) == sheet.inspected


# ---- files that cannot be read, and files made to do harm ----------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", EMPTY),
        (b"PK\x03\x04 and then nothing", DAMAGED),
        (b"<html><table><tr><td>1</td></tr></table></html>", WEB_PAGE),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", WEB_PAGE),
        (b"%PDF-1.7 ...", NOT_A_TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), NOT_A_TABLE),
        ("客户名称,备注\r\n甲,1\r\n".encode("utf-16-le"), NO_ENCODING),
        (bytes(range(256)) * 4, NO_ENCODING),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_the_reason(kept: Path, content: bytes, sentence: object) -> None:
    assert refusal(kept, content) == sentence.zh  # type: ignore[attr-defined]


def test_a_truncated_workbook_is_refused(kept: Path) -> None:
    content = a_workbook(["客户名称"], ["甲"])
    assert refusal(kept, content[: len(content) // 2]) == DAMAGED.zh


def test_a_zip_that_is_no_workbook_is_refused(kept: Path) -> None:
    assert refusal(kept, a_zip({"word/document.xml": b"<x/>"})) == NOT_A_TABLE.zh
    assert refusal(kept, a_zip({"xl/workbook.bin": b"x"})) == BINARY_XLSX.zh


def test_headers_without_rows_are_refused(kept: Path) -> None:
    assert "没有数据" in refusal(kept, a_workbook(["客户名称", "备注"]))
    assert "没有数据" in refusal(kept, a_csv(["客户名称"]))


def test_too_many_columns_are_refused(kept: Path) -> None:
    assert str(MAX_COLUMNS) in refusal(kept, a_csv(["x"] * 201, ["y"] * 201))


@pytest.mark.parametrize("cell", ["XFD1048576", "xfd1048576", "A1048576", "CZ900000"])
def test_one_far_cell_neither_hangs_nor_ends_the_process(kept: Path, cell: str) -> None:
    row = cell.lstrip("XFDxfdACZ")
    started = time.monotonic()
    sentence = refusal(
        kept, an_xlsx(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{cell}"><v>1</v></c></row>')
    )
    assert "复制到一张新表" in sentence or "最多" in sentence
    assert time.monotonic() - started < 5


def test_a_file_that_unpacks_to_far_too_much_is_refused(kept: Path) -> None:
    assert (
        refusal(kept, a_zip({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 60 * 2**20})) == SWELLS.zh
    )


def test_a_bomb_that_lies_about_its_size_is_refused(kept: Path) -> None:
    honest = a_zip({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 60 * 2**20})
    lying = honest.replace(struct.pack("<L", 60 * 2**20), struct.pack("<L", 100))
    assert lying != honest
    assert refusal(kept, lying) in (SWELLS.zh, DAMAGED.zh)


def test_entities_are_not_expanded(kept: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 1000 + '"><!ENTITY c "' + "&b;" * 1000 + '">]>'
    started = time.monotonic()
    kept.write_bytes(an_xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>' * 2, before=laughs))
    try:
        rows = list(open_sheet(inspect(kept), KNOWN).rows())
    except Invalid:
        rows = []
    assert all(len(str(cell)) < 100 for _, cells in rows for cell in cells)
    assert time.monotonic() - started < 5


# ---- what is handed out --------------------------------------------------------------------------------------------


def test_the_error_file_holds_the_refused_rows_as_they_were_and_why(kept: Path, tmp_path: Path) -> None:
    sheet = sheet_of(kept, a_workbook(["客户名称", "备注"], ["000123", date(2026, 1, 2)], ["好", 1], ["=1+1", "'=x"]))
    write_refused(tmp_path / "out.xlsx", sheet, {2: "不行", 4: "也不行"}, "zh")
    assert refused_file(tmp_path / "out.xlsx") == [
        ["原行号", "客户名称", "备注", "未导入原因"],
        ["2", "000123", "2026-01-02", "不行"],
        ["4", NOT_COMPUTED, "'=x", "也不行"],
    ]


def test_columns_are_lettered_like_in_excel() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def a_zip(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return kept.getvalue()


def an_xlsx(rows: str, before: str = "") -> bytes:
    """A workbook whose sheet holds exactly this XML."""
    content = a_workbook(["x"])
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            parts[name] = packed.read(name)
    head = '<?xml version="1.0"?>' + before
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/sheet1.xml"] = (
        f'{head}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )
    return a_zip(parts)


def an_ods(rows: list[list[str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "manifest")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return a_zip({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": f"<manifest:manifest {names}/>".encode(),
    })  # fmt: skip
