"""Visits: planned for each class and period, told when they draw near, counted when the period is over (Y5.1, Y5.3, K6.16, K6.17, K7.15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.customer_care import period
from domain.errors import Invalid, Refused
from domain.months import months_after
from domain.rules import CustomerRule
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.bulk import insert_rows
from models.customers.customer import CustomerClass, CustomerType
from models.customers.visit import CustomerVisit, VisitKind, VisitState
from models.customers.visit_item import ItemKind, ItemState, VisitItem
from models.fence import authority_of
from models.organisation.appointment import Post
from operations.customers.contacts import IMPORTANT, recount
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.rule_numbers import rule, rules
from operations.staff import Staff

MOST = 2_000
"""So many visits are planned in one run; the next one goes on."""
NEAR = Term("您有 {count} 次客户拜访须在 {day} 前完成。", "You have {count} visits to make by {day}.")
OVER = Term("您有 {count} 次客户拜访已超过期限，请尽快拜访并登记。", "{count} of your visits are overdue: make and report them.")
RATE = Term(
    "{month} 应拜访 {due} 次，按期完成 {done} 次，完成率 {percent}%，计入部门考核。",
    "In {month} {due} visits were due and {done} made in time: {percent}%, which counts for the department.",
)
TO_COMPANY = Term("重大事项须先报公司，再办结。", "A major matter goes to the company before it is solved.")
IS_COMPLAINT = Term("投诉须「转为投诉」，由投诉部门办理。", "A complaint is taken up as one.")
OTHERS_VISIT = Term("所选拜访是另一家客户的，请另选。", "That was a visit of another customer; choose another one.")
LATE_STAYS = Term(
    "拜访期限 {day} 已过，计入上月考核后才能取消；补访的请「登记拜访」。",
    "It was due on {day}: it is cancelled only once that has counted. Report it if it was made late.",
)
TERM_STAYS = Term("按计划产生的拜访，期限不能改；确实不能拜访的，请取消并写明原因。", "The term of a planned visit stays; cancel it and say why.")
STAYS_MAJOR = Term("已登记为重大的事项不能改为一般；请先报公司。", "What is major stays so; refer it to the company.")


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is visited how often, and by whom: the manager, or the head of his department."""

    kind: VisitKind
    every: CustomerRule
    classes: tuple[CustomerClass, ...]
    customer_type: CustomerType
    by_head: bool = False


PLANS = (
    Plan(VisitKind.REGULAR, CustomerRule.VISIT_MONTHS_IMPORTANT, IMPORTANT, CustomerType.ENTERPRISE),
    Plan(VisitKind.REGULAR, CustomerRule.VISIT_MONTHS_GENERAL, (CustomerClass.GENERAL,), CustomerType.ENTERPRISE),
    Plan(VisitKind.REGULAR, CustomerRule.VISIT_MONTHS_IMPORTANT, IMPORTANT, CustomerType.PERSONAL),
    Plan(VisitKind.ROUND, CustomerRule.ROUND_MONTHS, (*IMPORTANT, CustomerClass.GENERAL), CustomerType.PERSONAL),
    Plan(VisitKind.DIRECTOR, CustomerRule.DIRECTOR_MONTHS, (*IMPORTANT, CustomerClass.GENERAL), CustomerType.PERSONAL, by_head=True),
)
"""Y5.3: by type and class; the lengths of the periods are rules."""


def plan_visits(session: Session) -> int:
    """Plan what the present periods lack (Y5.1, K6.16, K6.17) and return how many; one of a period is never planned twice."""
    numbers, heads, planned = rules(session), department_heads(session), 0
    for plan in PLANS:
        first, last = period(today(session), numbers[plan.every])
        rows = []
        for customer, manager, department in session.connection().execute(_lacking(plan, first).limit(MOST - planned)).all():
            visitor = heads.get(department) if plan.by_head else manager
            if visitor is not None:
                rows.append(
                    {"customer_id": customer, "kind": plan.kind, "period_on": first, "due_on": last, "visitor_id": visitor, "state": VisitState.PLANNED}
                )
        planned += len(insert_rows(session, CustomerVisit, rows))
    return planned


def _lacking(plan: Plan, first: date) -> Any:
    customer, visit = columns_of("customer"), columns_of("customer_visit")
    there = select(visit.id).where(visit.customer_id == customer.id, visit.kind == plan.kind, visit.period_on == first).exists()
    return (
        select(customer.id, customer.manager_id, customer.department_id)
        .where(customer.customer_class.in_(plan.classes), customer.customer_type == plan.customer_type, customer.manager_id.is_not(None), ~there)
        .order_by(customer.id)
    )


def department_heads(session: Session) -> Mapping[int, int]:
    """Department → who heads it today."""
    post, day = columns_of("appointment"), today(session)
    held = select(post.department_id, post.holder_id).where(
        post.post == Post.DEPARTMENT_MANAGER, post.from_on <= day, post.until_on.is_(None) | (post.until_on >= day)
    )
    return {row.department_id: row.holder_id for row in session.connection().execute(held.order_by(post.id.desc()))}


def remind_of_visits(session: Session) -> int:
    """Tell each visitor how many visits are due soon or over, once for each term; returns how many were told."""
    visit, day = columns_of("customer_visit"), today(session)
    near = day + timedelta(days=rule(session, CustomerRule.VISIT_REMIND_DAYS))
    counted = (
        select(visit.visitor_id, visit.due_on, func.count())
        .where(visit.state == VisitState.PLANNED, visit.due_on <= near)
        .group_by(visit.visitor_id, visit.due_on)
        .order_by(visit.visitor_id, visit.due_on)
    )
    told = 0
    for person, due, count in session.connection().execute(counted).all():
        code, sentence = ("visit.over", OVER) if due < day else ("visit.near", NEAR)
        said = sentence.format(count=count, day=due.isoformat())
        told += notify_of_register(session, person, code, CustomerVisit.register, said, once=due.isoformat())
    return told


def completion(session: Session, first: date, last: date) -> Mapping[int, tuple[int, int]]:
    """Department → visits due between two days, and those of them made in time (Y5.1, K7.15); cancelled ones do not count."""
    visit, customer = columns_of("customer_visit"), columns_of("customer")
    in_time = case((visit.visited_on <= visit.due_on, 1), else_=0)
    counted = (
        select(customer.department_id, func.count(), func.sum(in_time))
        .join(customer.id.table, customer.id == visit.customer_id)
        .where(visit.due_on.between(first, last), visit.state != VisitState.CANCELLED)
        .group_by(customer.department_id)
    )
    return {department: (due, int(done)) for department, due, done in session.connection().execute(counted)}


def tell_completion(session: Session) -> int:
    """K7.15: once the month is over its heads are told what share of each department's visits was made in time."""
    first, last = period(months_after(today(session), -1), 1)
    counted = completion(session, first, last)
    if not counted:
        return 0
    staff, told = Staff(session), 0
    for department, (due, done) in sorted(counted.items()):
        sentence = RATE.format(month=f"{first:%Y-%m}", due=due, done=done, percent=done * 100 // due)
        for person in staff.in_post(Post.DEPARTMENT_MANAGER.value, department):
            told += notify_of_register(session, person, "visit.rate", CustomerVisit.register, sentence, once=f"{first.isoformat()}:{department}")
    return told


def visit_moved(session: Session, visit: CustomerVisit, move: Move) -> None:
    """A visit is a contact: the next one is due from there (A4.4)."""
    if move.name == "report_visit":
        session.flush()
        recount(session, [visit.customer_id])


def visit_entered(session: Session, visit: CustomerVisit) -> set[str]:
    """At every save: the term of a planned visit stays; raises Invalid (Y5.1)."""
    if visit.period_on is None or authority_of(session).is_system:
        return set()
    if visit.id is not None and get_history(visit, "due_on").has_changes():
        raise Invalid(TERM_STAYS, fields={"due_on": TERM_STAYS}, clause="Y5.1")
    return set()


def _assessed_first(session: Session, visit: CustomerVisit) -> None:
    """K7.15: who is late does not call it off before it has counted."""
    line = columns_of("performance_entry")
    counted = select(line.id).where(line.clause == "K7.15", line.register_key == CustomerVisit.register.key, line.record_id == visit.id)
    if visit.due_on < today(session) and session.connection().execute(counted).first() is None:
        raise Refused(LATE_STAYS, day=visit.due_on.isoformat(), clause="K7.15")


def item_entered(session: Session, item: VisitItem) -> set[str]:
    """At every save: what a visit raised belongs to the customer visited, a complaint stays one, and what is major stays so; raises Invalid (K6.14)."""
    if item.id is not None and not authority_of(session).is_system:
        if ItemKind.COMPLAINT in get_history(item, "kind").deleted:
            raise Invalid(IS_COMPLAINT, fields={"kind": IS_COMPLAINT}, clause="K6.14")
        if True in get_history(item, "major").deleted:
            raise Invalid(STAYS_MAJOR, fields={"major": STAYS_MAJOR}, clause="K6.14")
    if item.visit_id is not None and not authority_of(session).is_system:
        visit = columns_of("customer_visit")
        if session.connection().execute(select(visit.customer_id).where(visit.id == item.visit_id)).scalar() != item.customer_id:
            raise Invalid(OTHERS_VISIT, fields={"visit": OTHERS_VISIT}, clause="K6.14")
    return set()


def major_goes_up(_session: Session, item: VisitItem) -> None:
    """K6.14: what is major is referred to the company before it is solved; a complaint becomes a case. Raises Refused."""
    if item.kind == ItemKind.COMPLAINT:
        raise Refused(IS_COMPLAINT, clause="K6.14")
    if item.major and item.state != ItemState.REFERRED:
        raise Refused(TO_COMPANY, clause="K6.14")


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("visit_item", "solve_item"): (major_goes_up,), ("customer_visit", "cancel_visit"): (_assessed_first,),
}
