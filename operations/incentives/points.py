"""Points of service: each month by its own trips and entries, whenever they were verified, objected to or revoked (K2.3, K2.4, K2.17)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import extract, func, select

from domain import pay
from domain.rules.incentives import IncentiveRule as R
from models.base import columns_of
from models.incentives.incentive_scheme import Payer
from models.incentives.pay_step import Figure
from models.incentives.service_trip import TripState
from models.incentives.wage import PayGroup
from operations.incentives.performance import stands
from operations.incentives.sheets import Month, Step, last_of, said
from operations.office_clock import today
from operations.rule_numbers import amounts

COUNTED = frozenset({"K2.4", "K2.17"})
"""Lines of the performance ledger whose points are points of service: an accident, and a second service for whose fault it was."""


def points_between(month: Month, since: date, until: date) -> dict[int, Decimal]:
    """Points of service of each person between two days, both included."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for (person, _), number in _by_month(month, since, until).items():
        found[person] += number
    return found


def settle_points(month: Month, groups: Mapping[int, str]) -> None:
    """K2.3: what the points of the month come to, and what an earlier one comes to by now beyond what was paid for it.

    So a trip verified late is paid above the base of its own month, and a line that no longer stands gives back what it took.
    ``groups`` is that of each person with a wage: the clause is for engineers and their leaders.
    """
    collected = month.collected_before()
    due, paid = _by_month(month, min((month.first, *collected)), month.last), month.paid_elsewhere(Figure.POINTS)
    base, yuan = amounts(month.session, R.POINTS_BASE), amounts(month.session, R.POINT_YUAN)
    for person, first in sorted({*due, *paid}):
        if (first != month.first and first not in collected) or groups.get(person, PayGroup.ENGINEER) != PayGroup.ENGINEER:
            continue
        number, before = due.get((person, first), pay.NOTHING), paid.get((person, first), pay.NOTHING)
        last = last_of(first)
        whole = pay.points_pay(number, base(last), yuan(last))
        if first != month.first and whole == before:
            continue
        text = f"服务点数 {number}（已扣安全事故和个人原因二次服务），max(0, {number} − {base(last)}) × {yuan(last)} = {whole}"
        if first != month.first:
            text = f"补 {first:%Y-%m}：{text}"
        if before:
            text += f"，已发 {before}，本次 {whole - before}"
        used = said({R.POINTS_BASE: base(last), R.POINT_YUAN: yuan(last)}, last, R.POINTS_BASE, R.POINT_YUAN)
        month.steps[person].append(Step(Figure.POINTS, text, whole - before, used, Payer.SALES_COMPANY, first))
    _note_trips(month, collected)


def _by_month(month: Month, since: date, until: date) -> dict[tuple[int, date], Decimal]:
    """Points of each person and month: verified coefficients less what accidents and second services of one's own fault take (K2.3, K2.4, K2.17).

    Only what stands takes points: during the time to object, and while an objection is open, nothing is taken.
    """
    c, e = columns_of("service_trip"), columns_of("performance_entry")
    trips = _summed(c.person_id, c.finished_on, c.coefficient).where(c.state == TripState.VERIFIED, c.finished_on.between(since, until))
    lost = _summed(e.person_id, e.happened_on, e.points).where(e.clause.in_(COUNTED), stands(today(month.session)), e.happened_on.between(since, until))
    found: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    for person, year, number, total in (*month.rows(trips), *month.rows(lost)):
        found[person, date(int(year), int(number), 1)] += total
    return found


def _summed(person: Any, day: Any, value: Any) -> Any:
    """The sum of a column for each person, year and month."""
    year, number = extract("year", day), extract("month", day)
    return select(person, year, number, func.sum(value)).group_by(person, year, number)


def _note_trips(month: Month, collected: set[date]) -> None:
    """A trip keeps the month that has counted it first."""
    c = columns_of("service_trip")
    done = select(c.id, c.finished_on).where(c.state == TripState.VERIFIED, c.points_in_id.is_(None), c.finished_on <= month.last)
    firsts = {month.first, *collected}
    month.used += [("service_trip", "points_in_id", row.id) for row in month.rows(done) if row.finished_on.replace(day=1) in firsts]
