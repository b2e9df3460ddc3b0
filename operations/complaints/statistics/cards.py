"""What a pack is made of: shares, tables and the filter behind each figure; plain data that is shown, printed and frozen."""

from dataclasses import dataclass, field

from domain.report_periods import Period
from domain.statistics import percent, wilson
from domain.terms import Term

Filter = tuple[tuple[str, str], ...]
"""Parameters of the list that shows the rows a figure counts."""
NOTHING: Term = Term("", "")


@dataclass(frozen=True, slots=True)
class Rate:
    """``part`` of ``whole``, with the clause that asks for it."""

    key: str
    title: Term
    part: int
    whole: int
    clause: str
    note: Term = NOTHING
    behind: Filter | None = None
    target: Term = NOTHING
    """What it ought to be, in words."""
    met: bool | None = None
    """Whether it is so; None where no clause says what it ought to be."""
    sampled: bool = False
    """Drawn by chance: shown with the interval the true share lies in."""
    register: str = "complaint"
    """Whose list is behind it."""

    @property
    def share(self) -> str:
        """In percent."""
        return percent(self.part, self.whole)

    @property
    def interval(self) -> str:
        """The interval of a sample, in percent; empty for a full count."""
        if not self.sampled or not self.whole:
            return ""
        low, high = wilson(self.part, self.whole)
        return f"{low * 100:.1f} % – {high * 100:.1f} %"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the rows behind it, if a list can show just these."""

    count: int
    behind: Filter | None = None
    text: str = ""
    """Shown in place of the figure."""

    @property
    def shown(self) -> str:
        """As the tables show it; nothing counted is a dot, so that figures stand out."""
        return self.text or (f"{self.count:,}" if self.count else "·")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table."""

    title: Term
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts; the first column of ``bars`` and ``trend`` is drawn as bars, all of ``heat`` are tinted."""

    key: str
    title: Term
    heads: tuple[Term, ...]
    lines: tuple[Line, ...]
    clause: str
    look: str = "bars"
    """bars, trend, grid, heat or words."""
    first: Term = NOTHING
    """What the lines are."""
    note: Term = NOTHING

    @property
    def highest(self) -> int:
        """The highest figure that is drawn."""
        drawn = [cell.count for line in self.lines for cell in (line.cells if self.look == "heat" else line.cells[:1])]
        return max(drawn, default=0)


@dataclass(frozen=True, slots=True)
class Pack:
    """All figures of a period, as counted at ``cut_off`` (a moment in words)."""

    period: Period
    cut_off: str
    total: int
    rates: tuple[Rate, ...]
    tables: tuple[Table, ...] = field(default_factory=tuple)
