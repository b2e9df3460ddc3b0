"""What an inspection means for the head of the department: its result is his performance (A10.1, R6.2)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rules.incentives import IncentiveRule
from domain.terms import Term
from models.fence import acting
from models.governance.governance_inspection import GovernanceInspection
from operations.behalf import on_behalf
from operations.incentives.performance import enter
from operations.rule_numbers import rule
from operations.standing import heads_of

SCORED = Term("部门制度执行检查：{title}，得分 {score}", "Inspection of the department: {title}, score {score}")


def inspections_noted(session: Session, ids: Sequence[int]) -> None:
    """Each head of the department gets a line with what lacks to the least score, 0 where nothing does."""
    with acting(session, on_behalf(session, "A10.1 制度执行检查")):
        for one in session.scalars(select(GovernanceInspection).where(GovernanceInspection.id.in_(ids))):
            least = rule(session, IncentiveRule.DEPARTMENT_LEAST, one.inspected_on)
            for head in heads_of(session, one.department_id):
                enter(
                    session, person_id=head, on=one.inspected_on, clause="A10.1", item=SCORED.format(title=one.title, score=one.score).zh,
                    points=min(0, one.score - least), record=one, found_by=one.inspector_id,
                )  # fmt: skip
