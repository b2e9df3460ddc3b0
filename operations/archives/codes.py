"""What a scanner types: labels bear their number and, as many keyboard scanners know no Chinese, a short code in plain letters (K10.5)."""

import re
import unicodedata
from enum import StrEnum


class Letter(StrEnum):
    """What a short code such as U12 names."""

    UNIT = "U"
    SLIP = "S"


_SHORT = re.compile(r"([US])(\d{1,15})")


def cleaned(typed: str) -> str:
    """What was scanned without what keyboards and input methods add: blanks around it, full-width letters and digits."""
    return unicodedata.normalize("NFKC", typed).strip()


def short_code(letter: Letter, key: int) -> str:
    """The short code of a unit or slip."""
    return f"{letter}{key}"


def named_by(typed: str, letter: Letter) -> int | None:
    """The id in a short code of this letter; None for any other text."""
    found = _SHORT.fullmatch(cleaned(typed).upper())
    return int(found[2]) if found and found[1] == letter else None
