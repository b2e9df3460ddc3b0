"""What kind of file was uploaded, by its first bytes and never by its name; what cannot be a table is refused with a reason."""

import codecs
import copy
import csv
import zipfile
from enum import StrEnum
from pathlib import Path

from domain.errors import Invalid
from domain.terms import Term

MAX_BYTES = 50 * 2**20
MAX_UNPACKED = 600 * 2**20
MAX_PARTS = 2_000
# A table of real data shrinks 5 to 40 times; above this it was made to swell.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 30 * 2**20
CHUNK = 2**20

TOO_BIG = Term(
    "文件超过 {limit} MB，请拆成几个文件再导入。", "The file is larger than {limit} MB; split it and import the parts."
)
EMPTY = Term("文件是空的。", "The file is empty.")
DAMAGED = Term(
    "文件不完整或已损坏，打不开。请用 Excel 或 WPS 打开后另存，再上传。",
    "The file is incomplete or damaged. Open it in Excel or WPS, save it anew and upload that.",
)
LOCKED = Term(
    "文件有打开密码。请去掉密码后再上传。", "The file is protected by a password; remove it and upload again."
)
SWELLS = Term("文件解压后过大，未读取。", "The file unpacks to far too much and was not read.")
WEB_PAGE = Term(
    "这个文件其实是网页或 XML，只是改了扩展名。请用 Excel 打开，另存为 .xlsx 再上传。",
    "This is a web page or XML file under another name. Open it in Excel, save it as .xlsx and upload that.",
)
BINARY_XLSX = Term(
    "暂不支持 .xlsb，请另存为 .xlsx 再上传。", ".xlsb is not supported; save it as .xlsx and upload that."
)
NOT_A_TABLE = Term(
    "这不是表格文件。可以上传 .xlsx、.xls、.ods 或 .csv。",
    "This is not a spreadsheet; .xlsx, .xls, .ods and .csv can be uploaded.",
)
NO_ENCODING = Term(
    "认不出文字编码。请另存为「CSV UTF-8」或 .xlsx 再上传。",
    "The text encoding is unknown; save it as “CSV UTF-8” or .xlsx and upload that.",
)


class Format(StrEnum):
    """The kinds of file that are read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "csv"


def format_of(path: Path) -> Format:
    """The format of the file at ``path``; raises Invalid with what to do when it is none that can be read safely."""
    size = path.stat().st_size
    if size == 0:
        raise Invalid(EMPTY)
    if size > MAX_BYTES:
        raise Invalid(TOO_BIG, limit=MAX_BYTES // 2**20)
    with path.open("rb") as file:
        head = file.read(2048)
    if head.startswith(b"PK"):
        return _packed(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<style", b"<body")):
        raise Invalid(WEB_PAGE)
    if start.startswith((b"%pdf", b"\x89png", b"gif8", b"\xff\xd8\xff", b"7z\xbc\xaf", b"rar!", b"{\\rtf")):
        raise Invalid(NOT_A_TABLE)
    return Format.TEXT


def _packed(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            kind = packed.read("mimetype")[:100] if "mimetype" in names else b""
            _refuse_bomb(packed, path.stat().st_size)
            if b"opendocument.spreadsheet" in kind:
                if b"encryption-data" in packed.read("META-INF/manifest.xml"):
                    raise Invalid(LOCKED)
                return Format.ODS
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Invalid(DAMAGED) from error
    if "xl/workbook.bin" in names:
        raise Invalid(BINARY_XLSX)
    if "xl/workbook.xml" not in names:
        raise Invalid(NOT_A_TABLE)
    return Format.XLSX


def _refuse_bomb(packed: zipfile.ZipFile, size: int) -> None:
    parts = packed.infolist()
    if len(parts) > MAX_PARTS:
        raise Invalid(SWELLS)
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid(LOCKED)
    total = 0
    for part in parts:
        # The size in the directory is whatever the sender wrote there: only unpacking tells the truth.
        honest = copy.copy(part)
        honest.file_size = MAX_UNPACKED + CHUNK
        with packed.open(honest) as stream:
            while piece := stream.read(CHUNK):
                total += len(piece)
                if total > MAX_UNPACKED or (total > RATIO_COUNTS_FROM and total > size * MAX_RATIO):
                    raise Invalid(SWELLS)


def _compound(path: Path) -> Format:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Invalid(LOCKED)
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return Format.XLS
    raise Invalid(NOT_A_TABLE)


def encoding_of(path: Path) -> str:
    """The encoding of a text file: by its byte order mark, else strict UTF-8, else GB18030; raises Invalid."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tries: tuple[str, ...] = ("utf-16",)
    elif head.startswith(codecs.BOM_UTF8):
        tries = ("utf-8-sig",)
    else:
        tries = ("utf-8", "gb18030")
    for name in tries:
        if _decodes(path, name):
            return name
    raise Invalid(NO_ENCODING)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        try:
            while piece := file.read(CHUNK):
                text = decoder.decode(piece)
                # GB18030 accepts almost any bytes; a table has no control characters.
                if "\x00" in text or any(mark in text for mark in "\x01\x02\x03\x04\x05\x06\x08\x0e\x0f"):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def delimiter_of(path: Path, encoding: str) -> str:
    """The mark between the columns: the one that occurs most steadily in the first lines."""
    with path.open(encoding=encoding, newline="") as file:
        lines = file.read(CHUNK).splitlines()[:50]
    best, score = ",", 0
    for mark in (",", "\t", ";", "|"):
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        steady = max((widths.count(width) * (width - 1) for width in set(widths)), default=0)
        if steady > score:
            best, score = mark, steady
    return best
