"""Projects that ran their months without a second service: one reward for each, shared by who powered it on (K2.16)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from sqlalchemy import select

from domain import pay
from domain.months import months_after
from domain.rules.incentives import IncentiveRule as R
from models.base import columns_of
from models.incentives.pay_month import PayState
from models.incentives.pay_step import Figure
from models.incentives.service_trip import PERSONAL, RepeatCause, TripKind, TripState
from operations.incentives.sheets import Month, Step, last_of
from operations.rule_numbers import amounts

SPOILED_BY = frozenset({*PERSONAL, RepeatCause.FUNCTION})
"""Causes of a second service that spoil the reward: a function that was missing, and what lies in the person."""


def reward_quality(month: Month, numbers: Mapping[Any, int]) -> None:
    """K2.16: once for each project whose months have passed since it was last powered on, with no spoiling second service since the first time."""
    months = numbers[R.QUALITY_MONTHS]
    end, spoiled = months_after(month.first, 1 - months), _spoiled(month)
    for trips in _powered(month).values():
        last = max(row.powered_on for row in trips)
        if last >= end or any(_kept(row) for row in trips) or _is_spoiled(trips, months, spoiled):
            continue
        people = sorted({row.person_id for row in trips})
        for person, result in zip(people, pay.shares(Decimal(numbers[R.QUALITY_YUAN]), len(people)), strict=True):
            shared = f"，{len(people)} 人平分" if len(people) > 1 else ""
            text = f"{trips[0].project}：{last} 调试通电，{months} 个月内无重复服务{shared}"
            month.steps[person].append(Step(Figure.QUALITY, text, result, month.said(numbers, R.QUALITY_YUAN, R.QUALITY_MONTHS)))
        month.used += [("service_trip", "quality_in_id", row.id) for row in trips]


def take_back_quality(month: Month) -> None:
    """K2.16: what a closed month has paid for a project that was not kept is taken back once, from all who shared it.

    A second service came to light later, or a trip that counted is void; what is left of the project then is counted anew at the next half-year.
    """
    spoiled, yuan, length = _spoiled(month), amounts(month.session, R.QUALITY_YUAN), amounts(month.session, R.QUALITY_MONTHS)
    for trips in _rewarded(month).values():
        paid_on = last_of(trips[0].paid_on)
        void = any(row.state == TripState.VOID for row in trips)
        if not void and not _is_spoiled(trips, int(length(paid_on)), spoiled):
            continue
        why = "记录已作废" if void else "期内有重复服务"
        people = sorted({row.person_id for row in trips})
        for person, result in zip(people, pay.shares(Decimal(yuan(paid_on)), len(people)), strict=True):
            text = f"{trips[0].project}：{why}，收回 {paid_on:%Y-%m} 工资中的 {result}"
            month.steps[person].append(Step(Figure.QUALITY, text, -result))
        month.used += [("service_trip", "quality_back_in_id", row.id) for row in trips]


def _is_spoiled(trips: Sequence[Any], months: int, spoiled: Mapping[str, list[date]]) -> bool:
    """Whether somebody had to go again between the first time the project was powered on and the end of its months."""
    first, over = min(row.powered_on for row in trips), months_after(max(row.powered_on for row in trips), months)
    return any(first <= day < over for day in spoiled[folded(trips[0].project)])


def _rewarded(month: Month) -> dict[tuple[date, str], list[Any]]:
    """The trips whose reward a closed month has paid and none has taken back, by that month and project."""
    found = defaultdict(list)
    for row in _trips(month, columns_of("service_trip").quality_in_id.is_not(None)):
        if _kept(row) and row.paid_state == PayState.CLOSED:
            found[row.paid_on, folded(row.project)].append(row)
    return found


def _powered(month: Month) -> dict[str, list[Any]]:
    """The trips that powered a project on, by project, in the order they were entered."""
    c, found = columns_of("service_trip"), defaultdict(list)
    for row in _trips(month, c.state == TripState.VERIFIED, c.powered_on.is_not(None), c.kind != TripKind.REPEAT):
        found[folded(row.project)].append(row)
    return found


def _kept(row: Any) -> bool:
    """Whether its project was rewarded and nobody has taken that back since."""
    return row.paid_on is not None and (row.back_on is None or row.back_on < row.paid_on)


def _trips(month: Month, *those: Any) -> Any:
    """Trips with the months that have rewarded them and taken that back."""
    c, paid = columns_of("service_trip"), columns_of("pay_month").id.table
    back = paid.alias("back")
    wanted = (
        select(
            c.id, c.person_id, c.project, c.powered_on, c.state,
            paid.c.month_on.label("paid_on"), paid.c.state.label("paid_state"), back.c.month_on.label("back_on"),
        )
        .join(paid, paid.c.id == c.quality_in_id, isouter=True)
        .join(back, back.c.id == c.quality_back_in_id, isouter=True)
        .where(*those)
    )  # fmt: skip
    return month.rows(wanted.order_by(c.id))


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
