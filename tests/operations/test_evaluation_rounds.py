"""Relation evaluations that begin by themselves, once a period for each customer, and who is told (A8.1)."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from domain.rules.service import ServiceRule
from models.customers.relation_evaluation import RelationEvaluation
from models.fence import act
from models.governance.notice import Notice
from operations.periodic_tasks import TASKS
from operations.relations.evaluation_rounds import begin_evaluations, remind_of_evaluations
from permissions.actor import System
from tests.factories import make
from tests.operations.customer_scenes import FACTS, Street, street

__all__ = ["street"]


def on(street: Street, year: int, month: int, day: int) -> None:
    act(street.session, System("test"), clock=lambda: datetime(year, month, day, 2, tzinfo=UTC))


def begun(street: Street) -> list[tuple[int, date, date, date | None, int | None, int | None]]:
    found = street.session.scalars(select(RelationEvaluation).order_by(RelationEvaluation.id))
    return [(one.customer_id, one.from_on, one.until_on, one.due_on, one.evaluator_id, one.total) for one in found]


def told(street: Street, code: str) -> list[tuple[int, str]]:
    return [(one.person_id, one.sentence) for one in street.session.scalars(select(Notice).where(Notice.code == code).order_by(Notice.id))]


def test_an_evaluation_of_each_customer_begins_once_a_period_by_class_and_its_manager_is_told(street: Street) -> None:
    """A8.1, A8.2: important customers each quarter, general ones each half year; what surveys hold is in it, potential ones have none."""
    wang, given = street.town.wang, {"department": street.town.north}
    important = make(street.session, "customer", customer_class="important", manager=wang, team=[street.town.li], **FACTS, **given).id
    general = make(street.session, "customer", customer_class="general", manager=wang, **given).id
    make(street.session, "customer", customer_class="potential", manager=wang, **given)
    make(street.session, "customer", customer_class="general", **given)
    make(street.session, "customer", customer_class="general", manager=wang, opened_on=date(2027, 1, 2), **given)
    make(street.session, "customer_survey", customer=important, asked_on=date(2026, 9, 18), satisfaction=5, loyalty=4, service=3)
    assert begin_evaluations(street.session) == 0, "the customers were not kept here before the last period ended"
    on(street, 2026, 10, 1)
    assert begin_evaluations(street.session) == 1
    quarter = (important, date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 21), wang, 80)
    assert begun(street) == [quarter], "five, four and three of five are eighty of a hundred"
    assert begin_evaluations(street.session) == 0
    assert [(person, "1 份" in said, "2026-10-21" in said) for person, said in told(street, "evaluation.begun")] == [(wang, True, True)]
    on(street, 2027, 1, 4)
    assert begin_evaluations(street.session) >= 2
    halves = [(one[1], one[2]) for one in begun(street) if one[0] == general]
    assert halves == [(date(2026, 7, 1), date(2026, 12, 31))]
    assert {street.customer(one[0]).customer_class for one in begun(street)} <= {"important", "general", "key", "target"}
    assert all(street.customer(one[0]).manager_id and street.customer(one[0]).opened_on is None for one in begun(street))
    make(street.session, "rule_value", rule=ServiceRule.EVALUATE_MONTHS_GENERAL, amount=1, valid_from=date(2027, 1, 4))
    assert begin_evaluations(street.session) > 0, "general customers monthly by now"


def test_who_evaluates_is_told_once_near_the_term_and_once_after_it(street: Street) -> None:
    """A8.1: fifteen working days after the period (weekends only are free here); one notice for all of them."""
    wang = street.town.wang
    for _ in range(2):
        make(street.session, "customer", customer_class="important", manager=wang, team=[street.town.li], department=street.town.north, **FACTS)
    on(street, 2026, 10, 1)
    assert begin_evaluations(street.session) == 2
    assert remind_of_evaluations(street.session) == 0
    for day, code in ((20, "evaluation.near"), (22, "evaluation.over")):
        on(street, 2026, 10, day)
        assert (remind_of_evaluations(street.session), remind_of_evaluations(street.session)) == (1, 0)
        assert [(person, "2 份" in said) for person, said in told(street, code)] == [(wang, True)]


def test_they_begin_and_are_called_to_mind_every_day() -> None:
    """A8.1."""
    daily = {rule.code for task in TASKS if task.code == "customers" for rule in task.rules}
    assert {"evaluations", "evaluation_terms"} <= daily
