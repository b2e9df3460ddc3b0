"""Coming late: what each month's days cost, and what an earlier one costs by now beyond what was taken for it (K8.20)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import extract, func, select

from domain import pay
from domain.rules.incentives import IncentiveRule as R
from models.base import columns_of
from models.incentives.pay_step import Figure
from operations.incentives.sheets import Month, Step, last_of, said
from operations.rule_numbers import amounts

RULES = (R.LATE_PERCENT, R.LATE_TIMES, R.LATE_MANY_PERCENT)


def settle_lateness(month: Month, wages: Mapping[int, Decimal]) -> None:
    """K8.20: a day late or excused that was entered after its month was collected is settled here, by the base wage its month has paid.

    ``wages`` is the base wage (yuan) of each person who has one in ``month`` itself.
    """
    firsts = {month.first, *month.collected_before()}
    paid, base = month.paid_elsewhere(Figure.LATE), month.paid_elsewhere(Figure.BASE)
    days, numbers = _days_late(month, min(firsts)), {code: amounts(month.session, code) for code in RULES}
    for person, first in sorted({*days, *paid}):
        wage = wages.get(person) if first == month.first else base.get((person, first))
        if first not in firsts or wage is None:
            continue
        last, late, before = last_of(first), days.get((person, first), 0), paid.get((person, first), pay.NOTHING)
        few, times, many = (int(numbers[code](last)) for code in RULES)
        whole = -pay.late_deduction(wage, late, few, times, many)
        if whole == before:
            continue
        text = f"迟到 {late} 次，基本工资 {wage} × {many if late >= times else few}% × {late} = {whole}"
        if first != month.first:
            text = f"补 {first:%Y-%m}：{text}，已计 {before}，本次 {whole - before}"
        used = said(dict(zip(RULES, (few, times, many), strict=True)), last, *RULES)
        month.steps[person].append(Step(Figure.LATE, text, whole - before, used, about_on=first))


def _days_late(month: Month, since: date) -> dict[tuple[int, date], int]:
    """How often each person came late in each month from that of ``since`` to this one."""
    c = columns_of("attendance")
    year, number = extract("year", c.day_on), extract("month", c.day_on)
    late = select(c.person_id, year, number, func.count()).where(c.late, c.day_on.between(since, month.last)).group_by(c.person_id, year, number)
    return {(person, date(int(of), int(first), 1)): count for person, of, first, count in month.rows(late)}
