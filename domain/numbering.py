"""Numbers by series: a pattern such as ``KH{year}{no:05d}`` or ``{year}鸿借字第{no:03d}号``, gapless per word and year."""

import re
import string
from dataclasses import dataclass

from domain.errors import Misdeclared


@dataclass(frozen=True, slots=True)
class Series:
    """A word with its pattern; ``{year}`` is the filing year in Asia/Shanghai, ``{no}`` counts from 1."""

    word: str
    pattern: str

    def __post_init__(self) -> None:
        names = {name for _, name, _, _ in string.Formatter().parse(self.pattern) if name}
        if not names <= {"year", "no"} or "no" not in names:
            raise Misdeclared(f"series {self.word}: the pattern needs {{no}} and may have {{year}}, got {self.pattern!r}")

    @property
    def yearly(self) -> bool:
        """Whether counting starts again each year."""
        return "{year" in self.pattern

    def write(self, year: int, no: int) -> str:
        """The number as printed."""
        return self.pattern.format(year=year, no=no)

    def parse(self, text: str) -> tuple[int, int] | None:
        """(year, no) of a printed number, year 0 for a series without year; None if it is not of this series."""
        match = self._expression().fullmatch(text.strip())
        if match is None:
            return None
        found = match.groupdict()
        return int(found.get("year") or 0), int(found["no"])

    def _expression(self) -> re.Pattern[str]:
        parts = []
        for literal, name, _, _ in string.Formatter().parse(self.pattern):
            parts.append(re.escape(literal))
            if name:
                parts.append(r"(?P<year>\d{4})" if name == "year" else r"(?P<no>\d+)")
        return re.compile("".join(parts))
