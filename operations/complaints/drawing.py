"""The month's draw for spot-checks: some of the cases each department has had closed, by a seed that everybody may see (T4.3)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Invalid
from domain.report_periods import Period
from domain.rules import RuleCode
from domain.sampling import drawn
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.organisation.department import Department
from operations.complaints.statistics.counting import within
from operations.records import require
from operations.rules import rule

NO_SEED = Term("请给出种子，最多 64 个字符；用同一个种子可以重做同一次抽取。", "Give a seed of 64 characters at most; the same seed repeats the same draw.")
LONGEST_SEED = 64


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn: numbers of cases by department code, of how many, at which rate."""

    seed: str
    percent: int
    least: int
    of: dict[str, int]
    cases: dict[str, tuple[str, ...]]


def draw_cases(session: Session, period: Period, seed: str) -> Draw:
    """Draw among the cases of ``period`` that are closed, as far as the actor may view them.

    Rate and least are the rules in force on its last day. Raises Refused without the right to view, Invalid without a seed.
    """
    require(session, Complaint.register, Action.VIEW)
    if not 0 < len(seed) <= LONGEST_SEED:
        raise Invalid(NO_SEED, fields={"seed": NO_SEED}, clause="T4.3")
    row: Any = Complaint
    closed = (
        select(Department.code, row.number).join(Department, Department.id == row.department_id)
        .where(within(period, row.closed_at), row.stage.in_((Stage.CLOSED, Stage.ARCHIVED)))
    )  # fmt: skip
    strata: dict[str, list[str]] = defaultdict(list)
    for code, number in session.execute(closed):
        strata[code].append(number)
    percent, least = (rule(session, code, period.last) for code in (RuleCode.SPOT_CHECK_PERCENT, RuleCode.SPOT_CHECK_LEAST))
    return Draw(seed, percent, least, {code: len(numbers) for code, numbers in strata.items()}, drawn(strata, percent, least, seed))
