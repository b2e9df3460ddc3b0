"""Spot-checks in the pack: how many passed, with the interval of a sample, and how many cases were closed without being done (T4.3, K2.19)."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.report_periods import Period
from domain.terms import Term
from models.complaints.spot_check import Drawn, SpotCheck, Verdict
from models.fence import authority_of
from operations.complaints.statistics.cards import Cell, Filter, Line, Rate, Table
from operations.complaints.statistics.counting import readable, within
from operations.filtering import filterable

COUNTED = ("checked_at", "verdict", "reason", "department")
TITLE = Term("抽查验证", "Spot-checks")
HEADS = (Term("已查", "Checked"), Term("合格", "Passed"), Term("虚假办结", "Not done"))
NONE = Term("应为 0", "must be 0")
SAMPLED = Term("本期有结论的，按随机抽中的计。", "Of those with a result in the period and drawn by chance.")
FALSE = Term("本期抽查不合格的，含全查的严重和重大投诉。", "Checks that failed in the period, those of serious and major cases included.")


def check_rates(session: Session, period: Period) -> list[Rate]:
    """The share that passed among those drawn by chance, and what failed among all; nothing for whoever may not count them."""
    found = _counted(session, period)
    if found is None:
        return []
    sample = Counter[Any]()
    every = Counter[Any]()
    for (verdict, reason, _), number in found.items():
        every[verdict] += number
        if reason is Drawn.SAMPLE:
            sample[verdict] += number
    failed = every[Verdict.FAILED]
    return [
        Rate(
            "checks", Term("抽查合格率", "Spot-checks passed"), sample[Verdict.PASSED], sample.total(), "T4.3", SAMPLED,
            _behind(session, period, ("reason", Drawn.SAMPLE)), sampled=True, register=SpotCheck.register.key,
        ),
        Rate(
            "not_done", Term("虚假办结", "Closed without being done"), failed, every.total(), "K2.19", FALSE,
            _behind(session, period, ("verdict", Verdict.FAILED)), NONE, not failed if every else None, register=SpotCheck.register.key,
        ),
    ]  # fmt: skip


def checks_table(session: Session, period: Period, names: Mapping[int, str]) -> Table:
    """By department in charge: checked, passed and failed."""
    places: dict[int | None, Counter[Any]] = {}
    for (verdict, _, place), number in (_counted(session, period) or {}).items():
        places.setdefault(place, Counter())[verdict] += number
    lines = tuple(
        Line(_named(place, names), (Cell(one.total()), Cell(one[Verdict.PASSED]), Cell(one[Verdict.FAILED])))
        for place, one in sorted(places.items(), key=lambda pair: (-pair[1].total(), pair[0] or 0))
    )
    return Table("checks", TITLE, HEADS, lines, "T4.3", first=Term("部门", "Department"))


def _named(place: int | None, names: Mapping[int, str]) -> Term:
    name = names.get(place, "") if place is not None else ""
    return Term(name, name) if name else Term("（看不到部门）", "(department not shown)")


def _counted(session: Session, period: Period) -> dict[tuple[Any, Any, Any], int] | None:
    """(verdict, reason, department) → how many have a result in the period; None for whoever may not read these."""
    who, row = authority_of(session), SpotCheck
    if not (who.is_system or who.may(row.register.key, Action.VIEW)) or not all(readable(session, row.register.key, key) for key in COUNTED):
        return None
    columns: list[Any] = [row.verdict, row.reason, row.department_id]
    query = select(*columns, func.count()).where(within(period, row.checked_at)).group_by(*columns)
    rows: list[Any] = list(session.execute(query))
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _behind(session: Session, period: Period, *more: tuple[str, str]) -> Filter | None:
    """The list of the checks that a figure counts; None where the reader lacks a filter."""
    who, register = authority_of(session), SpotCheck.register
    may = set(register.filterable) if who.is_system else {spec.key for spec in filterable(who.plan, register)}
    if not {"checked_at", *(key for key, _ in more)} <= may:
        return None
    days = (("f.checked_at.from", f"{period.first}"), ("f.checked_at.to", f"{period.last}"))
    return days + tuple((f"f.{key}.is", value) for key, value in more)
