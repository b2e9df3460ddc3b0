"""A month while its derivation sheets are made: the steps of each person, and what the month uses up (K2.21, K2.22)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from domain.months import months_after
from domain.pay import NOTHING
from domain.rules.incentives import IncentiveRule
from models.incentives.incentive_scheme import Payer
from models.incentives.pay_step import Figure


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a derivation sheet."""

    figure: Figure
    inputs: str
    result: Decimal
    rules: str = ""
    payer: Payer = Payer.COMPANY
    about_on: date | None = None
    """The first day of the month it belongs to, where that may be an earlier one."""


def last_of(first: date) -> date:
    """The last day of the month that begins on ``first``."""
    return months_after(first, 1) - timedelta(days=1)


def said(numbers: Mapping[Any, int], on: date, *codes: IncentiveRule) -> str:
    """The rules in force on a day as a derivation sheet names them."""
    return "；".join(f"{code.rule.title.zh} {numbers[code]}{code.rule.unit.zh}（{code.rule.clause}，{on}）" for code in codes)


@dataclass
class Month:
    """The month being collected: its bounds, the numbers in force on its last day, and what it has used up."""

    session: Session
    pay_month: int
    first: date
    steps: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    used: list[tuple[str, str, int]] = field(default_factory=list)
    """Table, column and id of what this month pays, so that no later month pays it again."""
    team_share: Decimal = NOTHING

    @property
    def last(self) -> date:
        """Its last day."""
        return last_of(self.first)

    def rows(self, statement: Any) -> Any:
        """Read below the fence: the kernel computes, and each reads only his own."""
        return self.session.connection().execute(statement).all()

    def said(self, numbers: Mapping[Any, int], *codes: IncentiveRule) -> str:
        """The rules as a derivation sheet of this month names them."""
        return said(numbers, self.last, *codes)
