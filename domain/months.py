"""Counting in months: the same day of another month, its first day, how many lie between; nothing here knows a database."""

from calendar import monthrange
from datetime import date


def month_start(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def quarter_start(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def last_month_of_quarter(day: date) -> date:
    """The first day of the third month of its quarter."""
    return date(day.year, (day.month + 2) // 3 * 3, 1)


def months_after(day: date, months: int) -> date:
    """The same day some months later or, with a negative number, before; the last of the month where there is none such.

    Raises ValueError beyond the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """How many whole months lie between two days."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
