"""Relation evaluations: what surveys, clocks and registers hold of a customer in a period, computed at every save (A8.1, A8.2)."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.rules.service import ServiceRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.base import columns_of
from models.customers.relation_evaluation import RelationEvaluation
from models.service.words import FEEDBACK_KINDS
from operations.rule_numbers import rule

NO_SURVEY = Term("期间没有满意度调查，请先登记问卷或电话访谈，再保存评价并完成。", "There is no survey in the period; enter one and save the evaluation first.")
KEYS = ("satisfaction", "loyalty", "service", "hours", "speed", "heard", "total")


def evaluation_entered(session: Session, one: RelationEvaluation) -> set[str]:
    """At every save: means of the surveys, hours to the first word, and what was heard; read below the fence, as numbers only."""
    begins, ends = (datetime.combine(day, time(), OFFICE_ZONE) for day in (one.from_on, one.until_on + timedelta(days=1)))
    survey, said, run = columns_of("customer_survey"), columns_of("feedback"), session.connection().execute
    means = run(
        select(func.avg(survey.satisfaction), func.avg(survey.loyalty), func.avg(survey.service)).where(
            survey.customer_id == one.customer_id, survey.asked_on.between(one.from_on, one.until_on)
        )
    ).one()
    one.satisfaction, one.loyalty, one.service = (None if mean is None else round(float(mean)) for mean in means)
    waits = _waits(session, one.customer_id, begins, ends)
    one.hours = round(sum(waits) / len(waits)) if waits else None
    one.speed = None if one.hours is None else speed(one.hours, rule(session, ServiceRule.RESPONSE_TARGET_HOURS))
    kinds: dict[str, int] = dict(
        run(
            select(said.kind, func.count()).where(said.customer_id == one.customer_id, said.recorded_on.between(one.from_on, one.until_on)).group_by(said.kind)
        ).all()
    )
    one.heard = "，".join(f"{title.zh} {kinds[kind]}" for kind, title in FEEDBACK_KINDS.items() if kind in kinds) or "无"
    scores = [score for score in (one.satisfaction, one.loyalty, one.service, one.speed) if score is not None]
    one.total = round(sum(scores) * 20 / len(scores)) if scores else None
    return set(KEYS)


def _waits(session: Session, customer: int, begins: datetime, ends: datetime) -> list[float]:
    """Hours from the receipt to the first word, of the requests and complaints of the period that have had one."""
    found: list[float] = []
    for key, told in (("service_request", "responded_at"), ("complaint", "answered_at")):
        table: Any = columns_of(key)
        first = table[told]
        rows = session.connection().execute(
            select(table.received_at, first).where(
                table.customer_id == customer, table.received_at >= begins, table.received_at < ends, first.is_not(None)
            )
        )
        found += [(answered - received).total_seconds() / 3600 for received, answered in rows]
    return found


def speed(hours: int, target: int) -> int:
    """Five for a quarter of the target and less, three for the target, one for more than twice as long."""
    return next((score for score, most in ((5, target / 4), (4, target / 2), (3, target), (2, 2 * target)) if hours <= most), 1)


def _surveyed(_session: Session, one: RelationEvaluation) -> None:
    if one.satisfaction is None:
        raise Refused(NO_SURVEY, clause="A8.1")


GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {("relation_evaluation", "conclude_evaluation"): (_surveyed,)}
