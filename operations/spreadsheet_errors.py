"""Cells of an .xlsx whose formula failed or was never computed: the reader shows them as empty, which would be a lie."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

NOT_COMPUTED = "#公式未计算"
MAX_KEPT = 10_000
_CHUNK = 4 * 2**20
_FAILED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>.*?(?:<v>([^<]{0,40})</v>|</c>)', re.S)
_EMPTY = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v></v>|<v\s*/>)?</c>')
_HINTS = (b't="e"', b"<v></v>", b"<v/>", b"<v />", b"</f></c>")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def error_cells(path: Path, sheet: str, first_column: int) -> dict[tuple[int, int], str]:
    """(row from 1, place in the row) → ``#N/A`` and the like; at most :data:`MAX_KEPT`, empty when the parts are unusual."""
    found: dict[tuple[int, int], str] = {}
    try:
        with zipfile.ZipFile(path) as packed:
            part = _part_of(packed, sheet)
            for text in _pieces(packed, part) if part else ():
                if not any(hint in text for hint in _HINTS):
                    continue
                for match in _FAILED.finditer(text):
                    found[_place(match, first_column)] = (match[3] or b"#N/A").decode("utf-8", "replace")
                for match in _EMPTY.finditer(text):
                    found[_place(match, first_column)] = NOT_COMPUTED
                if len(found) > MAX_KEPT:
                    break
    except (KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return found
    return found


def _place(match: re.Match[bytes], first_column: int) -> tuple[int, int]:
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]), column - 1 - first_column


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    links = _parsed(packed, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for found in _parsed(packed, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
        if found.get("name") == sheet:
            target = targets.get(found.get(_LINK), "").lstrip("/")
            return target if target.startswith("xl/") else f"xl/{target}"
    return ""


def _parsed(packed: zipfile.ZipFile, name: str) -> ElementTree.Element:
    content = packed.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise KeyError(name)
    return ElementTree.fromstring(content)  # noqa: S314  # without a document type there is nothing to expand


def _pieces(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end with a whole cell."""
    rest = b""
    with packed.open(part) as stream:
        while piece := stream.read(_CHUNK):
            text = rest + piece
            end = text.rfind(b"</row>") + 6
            if end < 6:
                end = text.rfind(b"</c>") + 4 if b"</c>" in text else 0
            yield text[:end]
            rest = text[end:] if len(text) - end < _CHUNK * 4 else b""
    yield rest
