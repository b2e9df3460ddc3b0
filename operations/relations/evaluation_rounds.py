"""Relation evaluations begin by themselves: once a period for every customer that is looked after, computed from surveys and clocks (A8.1)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.customer_care import period
from domain.rules.service import ServiceRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.base import columns_of
from models.bulk import insert_rows
from models.customers.customer import CustomerClass
from models.customers.relation_evaluation import Judged, RelationEvaluation
from operations.customers.contacts import IMPORTANT
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.relations.evaluating import measured
from operations.rule_numbers import rules
from operations.working_days import working_days_after

EVERY: Mapping[ServiceRule, tuple[CustomerClass, ...]] = {
    ServiceRule.EVALUATE_MONTHS_IMPORTANT: IMPORTANT, ServiceRule.EVALUATE_MONTHS_GENERAL: (CustomerClass.GENERAL, CustomerClass.TARGET),
}  # fmt: skip
"""Who only may become a customer has no relation yet: potential customers are assessed instead (Y3.9)."""
AT_ONCE = 500
"""So many customers are measured together."""
MOST = 2_000
"""So many evaluations of one class begin in one run; the next one goes on."""
BEGUN = Term(
    "{first} 至 {last} 的 {count} 份客户关系评价已生成，请在 {day} 前填写结论。",
    "{count} relation evaluations of {first} to {last} have begun: conclude them by {day}.",
)
NEAR = Term("您有 {count} 份客户关系评价须在 {day} 前完成。", "You have {count} relation evaluations to conclude by {day}.")
OVER = Term("您有 {count} 份客户关系评价已超过期限（{day}），请尽快完成。", "{count} of your relation evaluations were due on {day}: conclude them.")
DAY = timedelta(days=1)


def begin_evaluations(session: Session) -> int:
    """Begin what the period that has ended lacks, for customers kept here before it ended; tell the managers; returns how many."""
    numbers, begun = rules(session), 0
    for every, classes in EVERY.items():
        current, _ = period(today(session), numbers[every])
        first, last = period(current - DAY, numbers[every])
        found = session.connection().execute(_lacking(classes, first, last).limit(MOST)).all()
        due = working_days_after(session, last, rules(session, last)[ServiceRule.EVALUATION_DAYS])
        for start in range(0, len(found), AT_ONCE):
            some = found[start : start + AT_ONCE]
            told = measured(session, [customer for customer, _ in some], first, last)
            rows = [
                {"customer_id": customer, "from_on": first, "until_on": last, "evaluator_id": manager, "due_on": due, "state": Judged.DRAFT, **told[customer]}
                for customer, manager in some
            ]
            begun += len(insert_rows(session, RelationEvaluation, rows))
        _tell(session, [manager for _, manager in found], first, last, due)
    return begun


def _lacking(classes: tuple[CustomerClass, ...], first: date, last: date) -> Any:
    customer, there = columns_of("customer"), columns_of("relation_evaluation")
    evaluated = select(there.id).where(there.customer_id == customer.id, there.from_on == first, there.until_on == last).exists()
    return (
        select(customer.id, customer.manager_id)
        .where(
            customer.customer_class.in_(classes), customer.manager_id.is_not(None), customer.created_at < datetime.combine(last + DAY, time(), OFFICE_ZONE),
            or_(customer.opened_on.is_(None), customer.opened_on <= last), ~evaluated,
        )
        .order_by(customer.id)
    )  # fmt: skip


def _tell(session: Session, managers: list[int], first: date, last: date, due: date) -> None:
    for person in sorted(set(managers)):
        said = BEGUN.format(first=first.isoformat(), last=last.isoformat(), count=managers.count(person), day=due.isoformat())
        notify_of_register(session, person, "evaluation.begun", RelationEvaluation.register, said, once=f"{first}:{last}:{today(session)}")


def remind_of_evaluations(session: Session) -> int:
    """Tell each evaluator how many he still has to conclude, once the day before their term and once after it; returns how many were told."""
    one, day = columns_of("relation_evaluation"), today(session)
    counted = (
        select(one.evaluator_id, one.due_on, func.count())
        .where(one.state == Judged.DRAFT, one.due_on <= day + DAY, one.evaluator_id.is_not(None))
        .group_by(one.evaluator_id, one.due_on)
        .order_by(one.evaluator_id, one.due_on)
    )
    told = 0
    for person, due, count in session.connection().execute(counted).all():
        code, sentence = ("evaluation.over", OVER) if due < day else ("evaluation.near", NEAR)
        said = sentence.format(count=count, day=due.isoformat())
        told += notify_of_register(session, person, code, RelationEvaluation.register, said, once=due.isoformat())
    return told
