"""A month while its derivation sheets are made: the steps of each person, and what the month uses up (K2.21, K2.22)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.months import months_after
from domain.pay import NOTHING
from domain.rules.incentives import IncentiveRule
from models.base import columns_of
from models.incentives.incentive_scheme import Payer
from models.incentives.pay_month import PayState
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

    def collected_before(self) -> set[date]:
        """The first days of the earlier months that have been collected; what is open pays for itself."""
        m = columns_of("pay_month")
        return {row.month_on for row in self.rows(select(m.month_on).where(m.state != PayState.OPEN, m.month_on < self.first))}

    def paid_elsewhere(self, figure: Figure) -> dict[tuple[int, date], Decimal]:
        """What other pay months pay to each person as ``figure`` of each month."""
        step, line, m = columns_of("pay_step"), columns_of("pay_line"), columns_of("pay_month")
        about = func.coalesce(step.about_on, m.month_on)
        found = (
            select(line.person_id, about, func.sum(step.result))
            .join(line.id.table, line.id == step.pay_line_id)
            .join(m.id.table, m.id == line.pay_month_id)
            .where(step.figure == figure, m.id != self.pay_month)
            .group_by(line.person_id, about)
        )
        return {(person, first): total for person, first, total in self.rows(found)}

    def said(self, numbers: Mapping[Any, int], *codes: IncentiveRule) -> str:
        """The rules as a derivation sheet of this month names them."""
        return said(numbers, self.last, *codes)
