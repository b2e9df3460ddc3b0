"""What the printing font cannot draw is written as its code point: a reader sees that something stands there, never a box."""

import struct
from functools import lru_cache
from pathlib import Path
from typing import Any

from operations.package_files import package_file

PACKAGE, SANS, SERIF = "pylopdf-fonts-zh-cn", "NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"
_ALWAYS = frozenset("\n\t \u200d\ufe0e\ufe0f")
_DROPPED = {ord(mark): None for mark in "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"}
"""Joiners and selectors without ink: in a name they would only look like a missing letter."""


@lru_cache(maxsize=1)
def font_folder() -> Path:
    """The folder of the installed Chinese fonts; raises Missing without the package."""
    return package_file(PACKAGE, SANS).parent


@lru_cache(maxsize=1)
def drawn() -> frozenset[int]:
    """The code points that one of the two fonts can draw."""
    return _covered(package_file(PACKAGE, SANS).read_bytes()) | _covered(package_file(PACKAGE, SERIF).read_bytes())


def printable(text: str) -> str:
    """``text`` with every character the fonts lack as 〔U+1F600〕; emoji joiners are dropped."""
    if text.isascii():
        return text
    known = drawn()
    if all(ord(mark) in known or mark in "\n\t" for mark in text):
        return text
    return "".join(mark if ord(mark) in known or mark in _ALWAYS else f"〔U+{ord(mark):04X}〕" for mark in text.translate(_DROPPED))


def all_printable(value: Any) -> Any:
    """The same for every text in ``value`` (dicts, lists, texts)."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: all_printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [all_printable(one) for one in value]
    return value


def _covered(font: bytes) -> frozenset[int]:
    """The character map of an OpenType font: its 32-bit groups (format 12), else the 16-bit segments are not needed here."""
    tables = {font[at : at + 4]: struct.unpack_from(">II", font, at + 8) for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)}
    start, _length = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if struct.unpack_from(">H", font, start + offset)[0] != 12:
            continue
        (groups,) = struct.unpack_from(">I", font, start + offset + 12)
        for first, last, glyph in struct.iter_unpack(">III", font[start + offset + 16 : start + offset + 16 + 12 * groups]):
            if glyph:
                found.update(range(first, last + 1))
    return frozenset(found)
