"""What is left of a company's name when two are compared: one script, one width, one case, none of the usual endings (Y1.2)."""

import unicodedata
from functools import lru_cache
from typing import Any

ENDINGS = ("股份有限公司", "有限责任公司", "有限公司", "集团", "公司")
"""What a name is compared without, the longest first."""


def core(name: str | None) -> str | None:
    """「揚州華興（集團）有限公司」 and 「扬州华兴公司」 are both 扬州华兴; a name that is nothing but an ending stays what it is; None for no name."""
    if not name:
        return None
    plain = _converter().convert(unicodedata.normalize("NFKC", name)).lower()
    plain = "".join(mark for mark in plain if mark.isalnum())
    rest = plain
    for ending in ENDINGS:
        rest = rest.replace(ending, "")
    return rest or plain or name


@lru_cache(maxsize=1)
def _converter() -> Any:
    """Traditional → simplified, by words where characters alone would err (乾隆 stays)."""
    # Not at the top: only who writes or compares names of companies loads the dictionaries.
    from opencc import OpenCC

    return OpenCC("t2s")
