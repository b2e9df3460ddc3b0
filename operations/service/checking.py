"""Quality checks and plans: scores and progress are computed, a fault is put right, a year's plan is split before it counts (K9.6, K9.8)."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.rules import ServiceRule
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of, letting
from models.service.quality_check import COUNTS, FAULTS, Fault, QualityCheck
from models.service.service_plan import Planned, ServicePlan, Span
from operations.behalf import on_behalf
from operations.incentives.performance import enter
from operations.rule_numbers import rule
from permissions.actor import System

PUT_RIGHT_FIRST = Term("检查发现问题的，须整改并复查后结束。", "What was found is put right and verified first.")
NOTHING_FOUND = Term("没有发现问题，无须整改，请合格结束。", "Nothing was found; pass the check.")
SPLIT_FIRST = Term("年度计划须先分解为季度或月度计划，再批准。", "A plan of a year is split into quarters or months before it is approved.")
NOTED_ALREADY = Term("问题已记入绩效考核，问题和被检查人不能再改。", "It is in the performance ledger: fault and person stay as they are.")
FAULTY = Term("服务质量检查 {number}：{fault}。{finding}", "Quality check {number}: {fault}. {finding}")
OUTSIDE = Term("分解计划的起止日期须在所属计划之内（{from_on} 至 {until_on}）。", "A part lies within its plan ({from_on} to {until_on}).")
IN_CIRCLES = Term("所属计划须比本计划的周期长。", "A plan is part of a longer one only.")
LENGTH = {Span.YEAR: 3, Span.QUARTER: 2, Span.MONTH: 1}


def check_entered(session: Session, check: QualityCheck) -> set[str]:
    """K9.8: the score is the sum of its three parts; what stands in the ledger stays as it is (K1.13)."""
    by_hand = check.id is not None and authority_of(session).person is not None
    if by_hand and any(get_history(check, key).has_changes() for key in ("fault", "agent_id")):
        raise Invalid(NOTED_ALREADY, clause="K1.13")
    check.score = sum(one or 0 for one in (check.attitude, check.procedure, check.quality))
    return {"score"}


def checks_noted(session: Session, ids: Sequence[int]) -> None:
    """K6.7, K8.7, Y4.7: a fault counts in the performance ledger of whose work it was, under the clause of its kind."""
    with acting(session, on_behalf(session, "K1.13 服务质量检查")):
        for check in session.scalars(select(QualityCheck).where(QualityCheck.id.in_(ids), QualityCheck.fault != Fault.NONE)):
            fault = Fault(check.fault)
            item = FAULTY.format(number=check.number, fault=FAULTS[fault].zh, finding=check.finding or "").zh
            points = rule(session, ServiceRule.QUALITY_POINTS)
            about: dict[str, Any] = {"person_id": check.agent_id, "on": check.checked_on, "record": check, "found_by": check.checker_id}
            enter(session, **about, clause=COUNTS[fault], item=item, points=-points)


def _without_fault(_session: Session, check: QualityCheck) -> None:
    if check.fault != Fault.NONE:
        raise Refused(PUT_RIGHT_FIRST, clause="Y4.7")


def _with_fault(_session: Session, check: QualityCheck) -> None:
    if check.fault == Fault.NONE:
        raise Refused(NOTHING_FOUND, clause="Y4.7")


def plan_entered(session: Session, plan: ServicePlan) -> set[str]:
    """K9.6: a part lies within the longer plan it belongs to."""
    if plan.above_id is None:
        return set()
    table = columns_of("service_plan")
    above = session.connection().execute(
        select(table.span, table.from_on, table.until_on).where(table.id == plan.above_id)
    ).one()  # fmt: skip
    if LENGTH[Span(above.span)] <= LENGTH[Span(plan.span)]:
        raise Invalid(IN_CIRCLES, fields={"above": IN_CIRCLES}, clause="K9.6")
    if plan.from_on < above.from_on or plan.until_on > above.until_on:
        sentence = OUTSIDE.format(from_on=above.from_on.isoformat(), until_on=above.until_on.isoformat())
        raise Invalid(sentence, fields={"until_on": sentence}, clause="K9.6")
    return set()


def _split(session: Session, plan: ServicePlan) -> None:
    table = columns_of("service_plan")
    parts = session.connection().execute(select(func.count(table.id)).where(table.above_id == plan.id)).scalar_one()
    if plan.span == Span.YEAR and not parts:
        raise Refused(SPLIT_FIRST, clause="K9.6")


def plan_moved(session: Session, plan: ServicePlan, move: Move) -> None:
    """Done is a hundred percent; the longer plan stands where its parts stand on average."""
    if move.name == "conclude_plan":
        plan.progress = 100
    if move.name == "approve_plan":
        plan.progress = plan.progress or 0
    with acting(session, System("K9.6：按分解计划计算进度")):
        session.flush()
        above_id = plan.above_id
        while above_id is not None:
            above = session.get_one(ServicePlan, above_id)
            parts = session.scalars(select(ServicePlan).where(ServicePlan.above_id == above_id)).all()
            if above.state != Planned.DONE:
                with letting(session, above, {"progress"}):
                    above.progress = round(sum(part.progress or 0 for part in parts) / len(parts))
                    session.flush()
            above_id = above.above_id


GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {
    ("quality_check", "pass_check"): (_without_fault,),
    ("quality_check", "put_right"): (_with_fault,),
    ("service_plan", "approve_plan"): (_split,),
}
