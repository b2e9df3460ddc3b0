"""What a day of the office calendar is: worked, off, half or with hours of its own, and how its hours are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Invalid
from domain.terms import Term

END_OF_DAY = 24 * 60
_PERIOD = re.compile(r"(\d{1,2})[:：点](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：点](\d{2})")
_BETWEEN = re.compile(r"[,，、;；\s]+")

NOT_PERIODS = Term(
    "「{piece}」不是时段，请写成 8:30–12:00，13:00–17:30。",
    "“{piece}” is not a period; write 8:30–12:00, 13:00–17:30.",
)
NOT_IN_ORDER = Term(
    "时段「{piece}」不在一天之内，或与前一个时段重叠。",
    "The period “{piece}” does not lie within a day, or overlaps the one before.",
)


class DayKind(StrEnum):
    """What a day is at the office."""

    WORKING = "working"
    HOLIDAY = "holiday"
    HALF_DAY = "half_day"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Some hours of a day, in minutes since midnight: opens < closes ≤ 1440."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{self.opens // 60}:{self.opens % 60:02d}–{self.closes // 60}:{self.closes % 60:02d}"


OFFICE_PERIODS = (Period(8 * 60 + 30, 12 * 60), Period(13 * 60, 17 * 60 + 30))
"""K8.19 with an hour at noon; a company that works otherwise hands its own to the calendar."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day that somebody announced; without ``periods`` those of the office hold (of a half day: the first)."""

    kind: DayKind
    periods: tuple[Period, ...] = ()
    name: str = ""
    source: str = ""


HOLIDAY = CalendarDay(DayKind.HOLIDAY)
WORKING = CalendarDay(DayKind.WORKING)


def read_periods(text: str) -> tuple[Period, ...]:
    """The hours in ``text`` ("8:30–12:00，13:00–17:30"), in order; none for an empty text; raises Invalid."""
    # Spaces around a dash belong to the period, all others lie between two.
    pieces = [piece for piece in _BETWEEN.split(re.sub(r"\s*([-–—~～至到])\s*", r"\1", text.strip())) if piece]
    found: list[Period] = []
    for piece in pieces:
        match = _PERIOD.fullmatch(piece)
        if match is None:
            raise Invalid(NOT_PERIODS, piece=piece[:40])
        hour, minute, until_hour, until_minute = (int(part) for part in match.groups())
        period = Period(hour * 60 + minute, until_hour * 60 + until_minute)
        after = found[-1].closes if found else 0
        if minute > 59 or until_minute > 59 or not after <= period.opens < period.closes <= END_OF_DAY:
            raise Invalid(NOT_IN_ORDER, piece=piece[:40])
        found.append(period)
    return tuple(found)


def write_periods(periods: Sequence[Period]) -> str:
    """8:30–12:00，13:00–17:30."""
    return "，".join(str(period) for period in periods)
