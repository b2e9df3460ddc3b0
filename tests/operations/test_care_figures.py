"""Visits and satisfaction in the assessment: a department's month, a head's year; and what visits raised in the figures of a period."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import select

from domain.report_periods import read_period
from domain.rules import CustomerRule
from models.customers.care_assessment import CareAssessment
from models.customers.visit import CustomerVisit
from models.incentives.performance_entry import PerformanceEntry
from operations.complaints.statistics.visits import visits_rate
from operations.customers import visiting
from operations.customers.care_figures import assess_care
from tests.factories import make
from tests.operations.customer_scenes import TODAY, Street, street
from tests.operations.test_customer_visits import SAID, at, customers

__all__ = ["street"]


def lines(street: Street, clause: str) -> list[tuple[int, str, Decimal]]:
    found = street.session.scalars(select(PerformanceEntry).where(PerformanceEntry.clause == clause).order_by(PerformanceEntry.id))
    return [(one.person_id, one.item, one.points) for one in found]


def test_visits_and_surveys_of_a_month_are_one_line_of_the_head_of_the_business_department(street: Street) -> None:
    """K7.15: regular visits and the satisfaction survey count together; each of the two that misses its number costs points."""
    made = customers(street)
    make(street.session, "rule_value", rule=CustomerRule.CARE_POINTS, amount=3, valid_from=date(2026, 1, 1))
    visiting.plan_visits(street.session)
    visit = street.session.scalars(select(CustomerVisit).where(CustomerVisit.customer_id == made["general"])).one()
    street.step(visit, "report_visit", **SAID)
    for score in (2, 5, 3):
        make(street.session, "customer_survey", customer=made["general"], asked_on=TODAY, satisfaction=score)
    assert assess_care(street.session) == 0, "the month is not over"
    at(street, datetime(2026, 10, 1, 2, tzinfo=UTC))
    assert (assess_care(street.session), assess_care(street.session)) == (1, 0)
    head = street.town.li
    assert lines(street, "K7.15") == [
        (head, "2026-09 客户拜访应完成 3 次，按期 1 次（33%）；满意度调查 3 份，平均 3.3 分", Decimal(-6)),
    ]  # fmt: skip
    month = street.session.scalars(select(CareAssessment).where(CareAssessment.span == "month")).one()
    assert (month.planned, month.in_time, month.late, month.percent, month.surveys, month.satisfaction) == (3, 1, 2, 33, 3, Decimal("3.3"))
    assert (month.person_id, month.department_id, month.closed) == (head, street.town.north, True)


def test_who_reaches_both_numbers_loses_nothing_and_nobody_is_judged_without_a_survey(street: Street) -> None:
    """K7.15."""
    made = customers(street)
    make(street.session, "customer_survey", customer=made["home"], asked_on=TODAY, satisfaction=4)
    at(street, datetime(2026, 10, 1, 2, tzinfo=UTC))
    assert assess_care(street.session) == 1
    assert lines(street, "K7.15") == [(street.town.li, "2026-09 客户拜访应完成 0 次，按期 0 次（无）；满意度调查 1 份，平均 4.0 分", Decimal(0))]


def test_the_heads_visits_are_a_plan_of_the_year_and_a_line_of_its_end(street: Street) -> None:
    """K6.11: planned, made and late through the year; once it is over it stands in the performance ledger and changes no more."""
    made, head = customers(street), street.town.li
    at(street, datetime(2026, 3, 2, 2, tzinfo=UTC))
    visiting.plan_visits(street.session)
    assess_care(street.session)
    year = street.session.scalars(select(CareAssessment).where(CareAssessment.span == "year")).one()
    assert (year.person_id, year.planned, year.visited, year.late, year.closed) == (head, 2, 0, 0, False), "one planned, one still to come"
    at(street, datetime(2026, 7, 1, 2, tzinfo=UTC))
    visiting.plan_visits(street.session)
    assess_care(street.session)
    assert (year.planned, year.late) == (2, 1), "the first half year is over"
    second = street.session.scalars(
        select(CustomerVisit).where(CustomerVisit.customer_id == made["home"], CustomerVisit.kind == "director", CustomerVisit.due_on == date(2026, 12, 31))
    ).one()
    street.step(second, "report_visit", head, **SAID)
    at(street, datetime(2027, 1, 1, 2, tzinfo=UTC))
    visiting.plan_visits(street.session)
    assess_care(street.session)
    assert lines(street, "K6.11") == [(head, "2026 年度走访计划 2 次，已走访 1 次，按期 1 次（50%），逾期 1 次，计入年终评比", Decimal(-1))]
    years = street.session.scalars(select(CareAssessment).where(CareAssessment.span == "year").order_by(CareAssessment.from_on)).all()
    assert [(one.from_on.year, one.planned, one.percent, one.closed) for one in years] == [(2026, 2, 50, True), (2027, 2, 0, False)]


def test_what_visits_of_a_period_raised_is_handled_to_the_last(street: Street) -> None:
    """K6.15: solved or taken up, over all that was raised in the period."""
    period = read_period("2026-09")
    rate = visits_rate(street.session, period)
    assert rate is not None
    assert (rate.part, rate.whole, rate.met) == (0, 0, None)
    solved, open_one = (street.enter("visit_item", kind="suggestion", subject=one) for one in ("增加夜班", "换灯"))
    street.step(solved, "discuss_item", discussion="可行")
    street.step(solved, "solve_item", solution="已安排", adopted="adopted")
    rate = visits_rate(street.session, period)
    assert rate is not None
    assert (rate.part, rate.whole, rate.share, rate.met) == (1, 2, "50.0 %", False)
    street.step(open_one, "discuss_item", discussion="已换")
    street.step(open_one, "solve_item", solution="已换", adopted="adopted")
    rate = visits_rate(street.session, period)
    assert rate is not None
    assert rate.met
