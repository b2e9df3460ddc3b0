"""What a number of a regulation is: its clause, what the text says, its bounds; and which value counts on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from domain.terms import Term

HOURS = Term("小时", "hours")
MINUTES = Term("分钟", "minutes")
WORKING_HOURS = Term("工作小时", "working hours")
DAYS = Term("天", "days")
YEARS = Term("年", "years")
MONTHS = Term("个月", "months")
WORKING_DAYS = Term("个工作日", "working days")
DAY_OF_MONTH = Term("日（次月）", "of the next month")
MINUTE_OF_DAY = Term("分（自零点）", "minutes after midnight")
PERCENT = Term("%", "%")
PERMILLE = Term("‰", "‰")
CASES = Term("件", "cases")
UNITS = Term("件", "units")
PEOPLE = Term("人", "people")
TIMES = Term("次", "times")
LEVELS = Term("级", "levels")
POINTS = Term("分", "points")
RANK = Term("名", "places")
YUAN = Term("元", "yuan")
SECONDS = Term("秒", "seconds")
CHARACTERS = Term("个字符", "characters")
YES_OR_NO = Term("（1 是，0 否）", "(1 yes, 0 no)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One number: its clause, what the regulation (or, where it is silent, the house) says, and the sensible bounds."""

    title: Term
    clause: str
    default: int
    unit: Term
    least: int = 0
    most: int = 1_000_000
    suggested: bool = False
    """The regulation names no number here; the default is the house's own."""


class RuleCode(StrEnum):
    """Which number is meant; each area lists its own with what they say: ``LOAN_DAYS = "loan_days", Rule(…)``."""

    rule: Rule

    def __new__(cls, code: str, rule: Rule) -> Self:
        """The text ``code`` as kept in the database, which knows its rule."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.rule = rule
        return member


@dataclass(frozen=True, slots=True)
class Value:
    """What a company has set: from ``valid_from`` on, until a later value."""

    code: str
    amount: int
    valid_from: date


def value_on(code: RuleCode, on: date, values: Iterable[Value]) -> int:
    """The number in force on a day: the latest value from that day or before, else what the regulation says."""
    set_before = [one for one in values if one.code == code and one.valid_from <= on]
    return max(set_before, key=lambda one: one.valid_from).amount if set_before else code.rule.default
