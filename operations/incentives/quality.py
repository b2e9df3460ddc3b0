"""Projects that ran their months without a second service: one reward for each, shared by who powered it on (K2.16)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from sqlalchemy import select

from domain import pay
from domain.months import months_after
from domain.rules.incentives import IncentiveRule as R
from models.base import columns_of
from models.incentives.pay_step import Figure
from models.incentives.service_trip import PERSONAL, RepeatCause, TripKind, TripState
from operations.incentives.sheets import Month, Step

SPOILED_BY = frozenset({*PERSONAL, RepeatCause.FUNCTION})
"""Causes of a second service that spoil the reward: a function that was missing, and what lies in the person."""


def reward_quality(month: Month, numbers: Mapping[Any, int]) -> None:
    """K2.16: once for each project whose months have passed since it was last powered on, with no spoiling second service since the first time."""
    months = numbers[R.QUALITY_MONTHS]
    end, spoiled = months_after(month.first, 1 - months), _spoiled(month)
    for trips in _powered(month).values():
        first, last = min(row.powered_on for row in trips), max(row.powered_on for row in trips)
        over = months_after(last, months)
        again = spoiled[folded(trips[0].project)]
        if last >= end or any(row.quality_in_id is not None for row in trips) or any(first <= day < over for day in again):
            continue
        people = sorted({row.person_id for row in trips})
        for person, result in zip(people, pay.shares(Decimal(numbers[R.QUALITY_YUAN]), len(people)), strict=True):
            shared = f"，{len(people)} 人平分" if len(people) > 1 else ""
            text = f"{trips[0].project}：{last} 调试通电，{months} 个月内无重复服务{shared}"
            month.steps[person].append(Step(Figure.QUALITY, text, result, month.said(numbers, R.QUALITY_YUAN, R.QUALITY_MONTHS)))
        month.used += [("service_trip", "quality_in_id", row.id) for row in trips]


def _powered(month: Month) -> dict[str, list[Any]]:
    """The trips that powered a project on, by project, in the order they were entered."""
    c, found = columns_of("service_trip"), defaultdict(list)
    wanted = select(c.id, c.person_id, c.project, c.powered_on, c.quality_in_id).where(
        c.state == TripState.VERIFIED, c.powered_on.is_not(None), c.kind != TripKind.REPEAT
    )
    for row in month.rows(wanted.order_by(c.id)):
        found[folded(row.project)].append(row)
    return found


def _spoiled(month: Month) -> defaultdict[str, list[date]]:
    """The days of spoiling second services by project: the one they name, and that of the trip they repeat."""
    table: Any = columns_of("service_trip").id.table
    again, first = table.alias("again"), table.alias("first")
    wanted = (
        select(again.c.finished_on, again.c.project, first.c.project.label("of"))
        .join(first, first.c.id == again.c.repeat_of_id, isouter=True)
        .where(again.c.kind == TripKind.REPEAT, again.c.repeat_cause.in_(SPOILED_BY), again.c.state != TripState.VOID)
    )
    found: defaultdict[str, list[date]] = defaultdict(list)
    for row in month.rows(wanted):
        for project in _both(row.project, row.of):
            found[project].append(row.finished_on)
    return found


def _both(*projects: str | None) -> Iterable[str]:
    return {folded(project) for project in projects if project}


def folded(project: str) -> str:
    """One spelling of a project's name, whatever its width, case and spaces."""
    return "".join(normalize("NFKC", project).casefold().split())
