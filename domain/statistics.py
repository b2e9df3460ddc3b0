"""Figures of a report: shares with the interval they are good for, the few causes behind most cases, causes that come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from domain.terms import Term

Z_95 = 1.959964
"""Of a normal distribution, 95 % lie within so many standard deviations."""


def wilson(hits: int, total: int, z: float = Z_95) -> tuple[float, float]:
    """The interval in which the true share lies with 95 % confidence, for small samples too; (0, 1) when nothing was drawn.

    Raises ValueError when ``hits`` is not between 0 and ``total``.
    """
    if not 0 <= hits <= total:
        raise ValueError("hits must lie between 0 and the total")
    if total == 0:
        return 0.0, 1.0
    share, square = hits / total, z * z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total * total))
    # At the ends the formula meets 0 and 1 exactly, which floats miss by a hair.
    return (0.0 if hits == 0 else max(0.0, middle - half)), (1.0 if hits == total else min(1.0, middle + half))


def percent(part: int, whole: int) -> str:
    """A share in percent with one decimal; a dash when there is nothing to take it of."""
    return f"{part * 100 / whole:.1f} %" if whole else "—"


@dataclass(frozen=True, slots=True)
class Heavy:
    """A cause, how often it occurred, and which share it and all heavier ones make together (0 to 1)."""

    name: str
    count: int
    together: float


def pareto(counts: Mapping[str, int]) -> tuple[Heavy, ...]:
    """The heaviest first; equal ones by name."""
    total, running, found = sum(counts.values()), 0, []
    for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        running += count
        found.append(Heavy(name, count, running / total if total else 0.0))
    return tuple(found)


class Repeated(StrEnum):
    """How a cause comes back."""

    SINGLE = "single"
    RECURRING = "recurring"
    SYSTEMIC = "systemic"


REPEATED = {
    Repeated.SINGLE: Term("个别", "Single"),
    Repeated.RECURRING: Term("重复", "Recurring"),
    Repeated.SYSTEMIC: Term("系统性", "Systemic"),
}


def repeated(count: int, places: int) -> Repeated:
    """How a cause comes back that occurred ``count`` times in so many departments: in several it is no single desk's fault."""
    if count < 2:
        return Repeated.SINGLE
    return Repeated.SYSTEMIC if places > 1 else Repeated.RECURRING
