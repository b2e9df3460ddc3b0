"""Visits and satisfaction enter the assessment: of each department once its month is over, of a head's own visits when the year is (K7.15, K6.11)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from domain.customer_care import months_after, period
from domain.rules import CustomerRule
from models.base import columns_of
from models.customers.care_assessment import AssessedSpan, CareAssessment
from models.customers.visit import VisitKind, VisitState
from operations.customers.visiting import PLANS, department_heads
from operations.incentives.performance import enter
from operations.office_clock import today
from operations.rule_numbers import rule, rules

MONTH_NAME = "{department} {month} 客户维护考核"
YEAR_NAME = "{person} {year} 年度走访计划"
MONTH_ITEM = "{month} 客户拜访应完成 {planned} 次，按期 {in_time} 次（{percent}）；满意度调查 {surveys} 份，平均 {mean}"
YEAR_ITEM = "{year} 年度走访计划 {planned} 次，已走访 {visited} 次，按期 {in_time} 次（{percent}），逾期 {late} 次，计入年终评比"
NONE = "无"
FULL = 100
YEAR = 12


def assess_care(session: Session) -> int:
    """Keep the figures of the month and of the years; returns how many lines of the performance ledger are new."""
    day = today(session)
    return _departments(session, *period(months_after(day, -1), 1)) + _heads(session, day)


def _departments(session: Session, first: date, last: date) -> int:
    """K7.15: the department's visits and surveys of the month, for whoever heads it."""
    visits, surveys = _visits_of(session, first, last), _surveys_of(session, first, last)
    heads, numbers, done = department_heads(session), rules(session, last), 0
    names = _names(session, "department", visits.keys() | surveys.keys())
    for department in sorted(names):
        counted, (asked, mean) = visits.get(department, _Counted()), surveys.get(department, (0, None))
        head = heads.get(department)
        if head is None:
            continue
        values = {"surveys": asked, "satisfaction": mean, **counted.fields}
        name = MONTH_NAME.format(department=names[department][:60], month=f"{first:%Y-%m}")
        one = _kept(session, AssessedSpan.MONTH, department, head, first, last, name, values)
        if one.closed:
            continue
        missed = (counted.short_of(numbers[CustomerRule.VISITS_IN_TIME])) + (mean is not None and mean < numbers[CustomerRule.SATISFACTION_LEAST])
        said = MONTH_ITEM.format(month=f"{first:%Y-%m}", **counted.said, surveys=asked, mean=NONE if mean is None else f"{mean} 分")
        done += _closed(session, one, "K7.15", said, missed * numbers[CustomerRule.CARE_POINTS])
    return done


def _heads(session: Session, day: date) -> int:
    """K6.11: the head's visits of the year, planned and made; last year's is closed and counts in the year's end."""
    done, points = 0, rule(session, CustomerRule.CARE_POINTS)
    for year in (day.year - 1, day.year):
        first, last = date(year, 1, 1), date(year, YEAR, 31)
        found = _visits_of(session, first, last, by_head=True)
        people = _names(session, "employee", {person for person, _ in found})
        for (person, department), counted in sorted(found.items()):
            if year == day.year:
                counted.planned += _to_come(session, department, day)
            name = YEAR_NAME.format(person=people[person][:60], year=year)
            one = _kept(session, AssessedSpan.YEAR, department, person, first, last, name, counted.fields)
            if year < day.year and not one.closed:
                said = YEAR_ITEM.format(year=year, visited=counted.visited, late=counted.late, **counted.said)
                done += _closed(session, one, "K6.11", said, counted.short_of(FULL) * points)
    return done


class _Counted:
    """Visits due in a period: how many there are, were made, were made in time, and are late."""

    def __init__(self, planned: int = 0, visited: int = 0, in_time: int = 0, late: int = 0) -> None:
        self.planned, self.visited, self.in_time, self.late = planned, visited, in_time, late

    @property
    def percent(self) -> int | None:
        return self.in_time * FULL // self.planned if self.planned else None

    def short_of(self, least: int) -> bool:
        return self.percent is not None and self.percent < least

    @property
    def fields(self) -> dict[str, Any]:
        return {"planned": self.planned, "visited": self.visited, "in_time": self.in_time, "late": self.late, "percent": self.percent}

    @property
    def said(self) -> dict[str, Any]:
        return {"planned": self.planned, "in_time": self.in_time, "percent": NONE if self.percent is None else f"{self.percent}%"}


def _visits_of(session: Session, first: date, last: date, *, by_head: bool = False) -> dict[Any, _Counted]:
    """Department, or (visitor, department) of a head's own visits → what was due between two days; cancelled ones do not count."""
    visit, customer, day = columns_of("customer_visit"), columns_of("customer"), today(session)
    made, kept = visit.visited_on.is_not(None), visit.visited_on <= visit.due_on
    over = (visit.visited_on > visit.due_on) | (visit.visited_on.is_(None) & (visit.due_on < day))
    groups = [visit.visitor_id, customer.department_id] if by_head else [customer.department_id]
    counted = (
        select(*groups, func.count(), *(func.sum(case((one, 1), else_=0)) for one in (made, kept, over)))
        .join(customer.id.table, customer.id == visit.customer_id)
        .where(visit.due_on.between(first, last), visit.state != VisitState.CANCELLED)
        .group_by(*groups)
    )
    if by_head:
        counted = counted.where(visit.kind == VisitKind.DIRECTOR)
    rows = session.connection().execute(counted).all()
    return {(tuple(row[:2]) if by_head else row[0]): _Counted(*(int(number) for number in row[len(groups) :])) for row in rows}


def _surveys_of(session: Session, first: date, last: date) -> dict[int, tuple[int, Decimal]]:
    survey, customer = columns_of("customer_survey"), columns_of("customer")
    counted = (
        select(customer.department_id, func.count(), func.avg(survey.satisfaction))
        .join(customer.id.table, customer.id == survey.customer_id)
        .where(survey.asked_on.between(first, last))
        .group_by(customer.department_id)
    )
    return {row[0]: (row[1], round(Decimal(row[2]), 1)) for row in session.connection().execute(counted)}


def _to_come(session: Session, department: int, day: date) -> int:
    """The head's visits of the year's later periods, which are planned when these begin."""
    plan, customer = next(plan for plan in PLANS if plan.by_head), columns_of("customer")
    months = rule(session, plan.every)
    later = (YEAR - period(day, months)[1].month) // months
    homes = select(func.count()).where(
        customer.department_id == department, customer.customer_class.in_(plan.classes), customer.customer_type == plan.customer_type,
        customer.manager_id.is_not(None),
    )  # fmt: skip
    return later * int(session.connection().execute(homes).scalar_one()) if later else 0


def _names(session: Session, register: str, ids: Any) -> Mapping[int, str]:
    c = columns_of(register)
    return {row[0]: row[1] for row in session.connection().execute(select(c.id, c.name).where(c.id.in_(list(ids))))}


def _kept(
    session: Session, span: AssessedSpan, department: int, person: int, first: date, last: date, name: str, values: Mapping[str, Any]
) -> CareAssessment:
    """The row of this period, made or brought up to date; a closed one stays as it is."""
    about = {"span": span, "department_id": department, "person_id": person, "from_on": first}
    one = session.scalars(select(CareAssessment).filter_by(**about)).one_or_none()
    if one is None:
        one = CareAssessment(**about, until_on=last, name=name, closed=False)
        session.add(one)
    if not one.closed:
        for key, value in values.items():
            setattr(one, key, value)
        session.flush()
    return one


def _closed(session: Session, one: CareAssessment, clause: str, item: str, points: int) -> int:
    entered = enter(session, person_id=one.person_id, on=one.until_on, clause=clause, item=item, record=one, points=-points)
    one.closed = True
    session.flush()
    return int(entered)
