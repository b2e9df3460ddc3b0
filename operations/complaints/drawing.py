"""The month's draw for spot-checks: some of the cases each department has had closed, by a seed that everybody may see (T4.3)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Invalid
from domain.report_periods import Period
from domain.rules import ComplaintRule
from domain.sampling import drawn
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.complaints.words import Severity
from models.organisation.department import Department
from operations.complaints.statistics.counting import within
from operations.rule_numbers import rule

NO_SEED = Term("请给出种子，最多 64 个字符；用同一个种子可以重做同一次抽取。", "Give a seed of 64 characters at most; the same seed repeats the same draw.")
LONGEST_SEED = 64
RATES = (ComplaintRule.SPOT_CHECK_PERCENT, ComplaintRule.SPOT_CHECK_LEAST, ComplaintRule.SPOT_CHECK_WHOLE)


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn: numbers of cases by department code, of how many, at which rate; ``whole`` are checked in any event."""

    seed: str
    percent: int
    least: int
    of: dict[str, int]
    cases: dict[str, tuple[str, ...]]
    whole: dict[str, tuple[str, ...]]
    all_grave: int
    """The rule: 1 where all serious and major ones are checked."""
    digest: str
    """Of the population: SHA-256 of its lines "department|number", sorted."""


def draw_cases(session: Session, period: Period, seed: str) -> Draw:
    """Draw among the cases of ``period`` that are closed, as far as the actor may view them.

    Rate and least are the rules in force on its last day. Raises Refused without the right to view, Invalid without a seed.
    """
    from operations.records import require  # a record of a draw follows from it, so records know the draw

    require(session, Complaint.register, Action.VIEW)
    return draw_among(session, session.execute(closed_in(period)), period, seed)


def closed_in(period: Period) -> Select[Any]:
    """Department, number and whether it is serious or major, of each case closed in ``period`` and not taken up again."""
    row: Any = Complaint
    return (
        select(Department.code, row.number, or_(row.major, row.severity == Severity.SERIOUS)).join(Department, Department.id == row.department_id)
        .where(within(period, row.closed_at), row.stage.in_((Stage.CLOSED, Stage.ARCHIVED)))
    )  # fmt: skip


def draw_among(session: Session, population: Iterable[Any], period: Period, seed: str) -> Draw:
    """The draw among the rows of :func:`closed_in`; raises Invalid without a seed."""
    if not 0 < len(seed) <= LONGEST_SEED:
        raise Invalid(NO_SEED, fields={"seed": NO_SEED}, clause="T4.3")
    strata: dict[str, list[str]] = defaultdict(list)
    grave: dict[str, list[str]] = defaultdict(list)
    percent, least, all_grave = (rule(session, code, period.last) for code in RATES)
    for code, number, is_grave in population:
        strata[code].append(number)
        if is_grave and all_grave:
            grave[code].append(number)
    of = {code: len(numbers) for code, numbers in strata.items()}
    whole = {code: tuple(sorted(numbers)) for code, numbers in sorted(grave.items())}
    return Draw(seed, percent, least, of, drawn(strata, percent, least, seed), whole, all_grave, digest_of(strata))


def digest_of(strata: Mapping[str, Iterable[str]]) -> str:
    """The digest of a population, whatever order it was read in."""
    lines = sorted(f"{code}|{number}" for code, numbers in strata.items() for number in numbers)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
