"""Relation evaluations: what surveys, clocks and registers hold of a customer in a period, computed when begun and at every save (A8.1, A8.2)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.rules.service import ServiceRule as R
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.base import columns_of
from models.customers.customer_survey import CustomerSurvey
from models.customers.relation_evaluation import RelationEvaluation
from models.fence import authority_of
from models.service.words import FEEDBACK_KINDS
from operations.declared_terms import day_of
from operations.office_clock import today
from operations.rule_numbers import rule

NO_SURVEY = Term("期间没有满意度调查，请先登记问卷或电话访谈，再保存评价并完成。", "There is no survey in the period; enter one and save the evaluation first.")
SURVEY_STAYS = Term(
    "满意度调查登记当天可以更正，之后不再修改或删除；客户另有意见的，请另行登记一次调查。",
    "A survey is corrected the day it was entered, and stays from then on; enter another one for what the customer says later.",
)
TARGETS = (R.RESPONSE_TARGET_HOURS, R.SPEED_BEST, R.SPEED_GOOD, R.SPEED_POOR)
KEYS = ("satisfaction", "loyalty", "service", "hours", "speed", "heard", "total")


def evaluation_entered(session: Session, one: RelationEvaluation) -> set[str]:
    """At every save: means of the surveys, hours to the first word, and what was heard."""
    for key, value in measured(session, (one.customer_id,), one.from_on, one.until_on)[one.customer_id].items():
        setattr(one, key, value)
    return set(KEYS)


def survey_entered(session: Session, one: CustomerSurvey) -> set[str]:
    """At every save by a person: what a customer answered is corrected the day it was entered and stays from then on; raises Invalid."""
    if one.id is not None and authority_of(session).person is not None and session.is_modified(one) and _of_earlier(session, one):
        raise Invalid(SURVEY_STAYS, clause="A8.1")
    return set()


def survey_removed(session: Session, one: CustomerSurvey) -> None:
    """Nor is it deleted later; raises Refused."""
    if authority_of(session).person is not None and _of_earlier(session, one):
        raise Refused(SURVEY_STAYS, clause="A8.1")


def _of_earlier(session: Session, one: CustomerSurvey) -> bool:
    return day_of(one.created_at) < today(session)


def measured(session: Session, customers: Sequence[int], first: date, last: date) -> Mapping[int, Mapping[str, Any]]:
    """Customer → the fields of an evaluation between two days, both included; read below the fence, as numbers only."""
    begins, ends = (datetime.combine(day, time(), OFFICE_ZONE) for day in (first, last + timedelta(days=1)))
    survey, said, run = columns_of("customer_survey"), columns_of("feedback"), session.connection().execute
    means = {
        row[0]: [None if mean is None else round(float(mean)) for mean in row[1:]]
        for row in run(
            select(survey.customer_id, func.avg(survey.satisfaction), func.avg(survey.loyalty), func.avg(survey.service))
            .where(survey.customer_id.in_(customers), survey.asked_on.between(first, last))
            .group_by(survey.customer_id)
        )
    }
    heard: dict[int, dict[str, int]] = defaultdict(dict)
    counted = select(said.customer_id, said.kind, func.count()).where(said.customer_id.in_(customers), said.recorded_on.between(first, last))
    for customer, kind, count in run(counted.group_by(said.customer_id, said.kind)):
        heard[customer][kind] = count
    waits, targets = _waits(session, customers, begins, ends), [rule(session, one) for one in TARGETS]
    return {one: _fields(means.get(one, [None, None, None]), waits[one], heard[one], targets) for one in customers}


def _fields(means: Sequence[int | None], waits: Sequence[float], heard: Mapping[str, int], targets: Sequence[int]) -> Mapping[str, Any]:
    hours = round(sum(waits) / len(waits)) if waits else None
    scores = [*means, None if hours is None else speed(hours, *targets)]
    known = [score for score in scores if score is not None]
    return {
        **dict(zip(("satisfaction", "loyalty", "service", "speed"), scores, strict=True)), "hours": hours,
        "heard": "，".join(f"{title.zh} {heard[kind]}" for kind, title in FEEDBACK_KINDS.items() if kind in heard) or "无",
        "total": round(sum(known) * 20 / len(known)) if known else None,
    }  # fmt: skip


def _waits(session: Session, customers: Sequence[int], begins: datetime, ends: datetime) -> Mapping[int, list[float]]:
    """Customer → hours from the receipt to the first word, of the requests and complaints of the period that have had one."""
    found: dict[int, list[float]] = defaultdict(list)
    for key, told in (("service_request", "responded_at"), ("complaint", "answered_at")):
        table: Any = columns_of(key)
        first = table[told]
        rows = session.connection().execute(
            select(table.customer_id, table.received_at, first).where(
                table.customer_id.in_(customers), table.received_at >= begins, table.received_at < ends, first.is_not(None)
            )
        )
        for customer, received, answered in rows:
            found[customer].append((answered - received).total_seconds() / 3600)
    return found


def speed(hours: int, target: int, best: int, good: int, poor: int) -> int:
    """Three for the target; five, four and two for a share of it in percent; one for more than that."""
    return next((score for score, most in ((5, best), (4, good), (3, 100), (2, poor)) if hours * 100 <= target * most), 1)


def _surveyed(_session: Session, one: RelationEvaluation) -> None:
    if one.satisfaction is None:
        raise Refused(NO_SURVEY, clause="A8.1")


GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {("relation_evaluation", "conclude_evaluation"): (_surveyed,)}
