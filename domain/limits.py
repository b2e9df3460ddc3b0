"""How many cases would have failed if the limit were another: a question to ask before a limit is changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Trial:
    """Of ``total`` cases, those that were (or still are) late under a limit, and those not finished that may yet keep it."""

    total: int = 0
    late: int = 0
    waiting: int = 0


def try_limit(
    cases: Iterable[tuple[date, date | None, int]], days: int, calendar: WorkingCalendar, today: date
) -> Trial:
    """The cases (started, finished or None, how many such) under a limit of ``days`` working days after the start.

    The start is not counted (民法典 §201). One not finished is late once ``today`` is past its last day, and waits before.
    """
    total = late = waiting = 0
    for started, finished, count in cases:
        last = calendar.next_working_day(calendar.add_working_days(started, days))
        total += count
        if (finished or today) > last:
            late += count
        elif finished is None:
            waiting += count
    return Trial(total, late, waiting)
