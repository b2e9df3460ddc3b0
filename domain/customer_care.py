"""What keeping up with customers computes: their class from what they buy, the periods of visits, the next birthday (Y3.1, Y5.1, Y5.4)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from domain.months import months_after
from domain.terms import Term


class Degree(IntEnum):
    """How much of something."""

    LOW = 1
    MIDDLE = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Threshold:
    """From where on something is middling, and from where on it is high."""

    middle: int
    high: int

    def of(self, value: Decimal | int) -> Degree:
        """The degree of ``value``."""
        return Degree.HIGH if value >= self.high else Degree.MIDDLE if value >= self.middle else Degree.LOW


@dataclass(frozen=True, slots=True)
class Score:
    """Y3.1: 购买金额, 购买频率, 忠诚度."""

    amount: Degree
    frequency: Degree
    loyalty: Degree

    @property
    def is_important(self) -> bool:
        """Y3.2: high on all three."""
        return min(self.amount, self.frequency, self.loyalty) is Degree.HIGH

    @property
    def words(self) -> Term:
        """How a score is said."""
        zh, en = ("", "低", "中", "高"), ("", "low", "middling", "high")
        return Term(
            f"金额{zh[self.amount]}，频率{zh[self.frequency]}，忠诚度{zh[self.loyalty]}",
            f"amount {en[self.amount]}, frequency {en[self.frequency]}, loyalty {en[self.loyalty]}",
        )


def period(day: date, months: int) -> tuple[date, date]:
    """The first and the last day of the period of so many months in which ``day`` lies; periods begin with the year."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = months_after(first, months - 1)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def next_birthday(born: date, after: date) -> date:
    """The first birthday on ``after`` or later; who was born on 29 February has it on the last of the month."""
    this_year = months_after(born, (after.year - born.year) * 12)
    return this_year if this_year >= after else months_after(born, (after.year + 1 - born.year) * 12)
