"""Working days: weekends, public holidays and make-up days (调休); a year without a published notice is provisional."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

# The State Council publishes next year's list in November; until it is entered, only weekends are known.


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """``days`` holds what deviates from Monday-to-Friday: True for a make-up working day, False for a holiday."""

    days: Mapping[date, bool] = field(default_factory=dict)
    published_years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the office is open on ``day``."""
        return self.days.get(day, day.weekday() < 5)

    def is_provisional(self, day: date) -> bool:
        """Whether ``day`` is in a year whose notice has not been entered (暂估)."""
        return day.year not in self.published_years

    def after(self, start: date, working_days: int) -> date:
        """The day ``working_days`` (≥ 0) working days after ``start``, which itself is not counted (民法典 §201)."""
        day = start
        left = working_days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` lies before ``start``."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))
