"""How long something is kept: months from an event, or for good (T4.4, K10.5)."""

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one unit: its period (None: for good), since when it runs (None: not known), and whether there is a period at all."""

    months: int | None
    since: date | None
    given: bool

    @property
    def until(self) -> date | None:
        """The last day it is kept; None when it is kept for good, or nobody knows."""
        return ends_on(self.since, self.months) if self.given and self.months is not None and self.since is not None else None

    def over(self, on: date) -> bool:
        """Whether its time was over on that day; what nobody knows is not over."""
        return self.until is not None and self.until < on


def ends_on(since: date, months: int) -> date:
    """The same day so many months later; the last of the month where it is shorter (31 January + 1 → 28 February)."""
    place = since.month - 1 + months
    year, month = since.year + place // 12, place % 12 + 1
    return date(year, month, min(since.day, calendar.monthrange(year, month)[1]))
