"""Labels: the sheets they are printed on, and the bars of Code 39, which every scanner reads as keys (K10.5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.terms import Term


class Sheet(StrEnum):
    """What labels are printed on."""

    A4_24 = "a4_24"
    A4_14 = "a4_14"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class SheetSize:
    """Millimetres of the paper and of a label, and how many stand on it."""

    title: Term
    paper: tuple[float, float]
    label: tuple[float, float]
    columns: int
    rows: int

    @property
    def count(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


SHEETS = {
    Sheet.A4_24: SheetSize(Term("A4 三列八行（70×37 毫米）", "A4, 3 × 8 (70 × 37 mm)"), (210, 297), (70, 37), 3, 8),
    Sheet.A4_14: SheetSize(Term("A4 两列七行（99×38 毫米）", "A4, 2 × 7 (99 × 38 mm)"), (210, 297), (99, 38), 2, 7),
    Sheet.SINGLE: SheetSize(Term("单张 60×40 毫米", "Single, 60 × 40 mm"), (60, 40), (60, 40), 1, 1),
}
_TENS = ("1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-. *")
_WIDE_SPACE = (1, 2, 3, 0)
"""Which of the four spaces is the wide one, for each ten marks."""
_WIDE_BARS = ((0, 4), (1, 4), (0, 1), (2, 4), (0, 2), (1, 2), (3, 4), (0, 3), (1, 3), (2, 3))
"""Which two of the five bars are wide, for each place within the ten."""
_BARS = {
    mark: (_WIDE_BARS[place], _WIDE_SPACE[group]) for group, marks in enumerate(_TENS) for place, mark in enumerate(marks)
}
WIDE = 2.5
"""A wide element in narrow ones."""


def bars(text: str) -> tuple[tuple[float, float], ...]:
    """The black bars of ``text`` in Code 39 as (left, width) in narrow elements; empty when a mark cannot be written so."""
    if not text or any(mark not in _BARS or mark == "*" for mark in text):
        return ()
    found, left = [], 0.0
    for is_bar, width in _elements(f"*{text}*"):
        if is_bar:
            found.append((left, width))
        left += width
    return tuple(found)


def _elements(marks: str) -> Iterator[tuple[bool, float]]:
    for mark in marks:
        wide_bars, wide_space = _BARS[mark]
        for place in range(5):
            yield True, WIDE if place in wide_bars else 1
            if place < 4:
                yield False, WIDE if place == wide_space else 1
        yield False, 1
