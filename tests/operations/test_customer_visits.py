"""Visits and care: planned by class, reported with what was said, items solved or taken up, greetings that come by themselves (K6, Y5)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.errors import Refused
from domain.rules import CustomerRule
from models.complaints.complaint import Complaint
from models.customers.care import CustomerCare
from models.customers.customer import Customer
from models.customers.visit import CustomerVisit
from models.fence import act
from models.governance.notice import Notice
from models.incentives.performance_entry import PerformanceEntry
from operations.customers import caring, visiting
from operations.customers.assessing import assess_last_month
from operations.records import delete
from permissions.actor import System
from tests.factories import make
from tests.operations.customer_scenes import DAY, FACTS, NOW, TODAY, Street, street

__all__ = ["street"]
SAID = {"visited_on": TODAY, "usage": "运行正常", "opinions": "响应可再快些", "suggestions": "增加夜班"}


def customers(street: Street) -> dict[str, int]:
    given = {"department": street.town.north, "manager": street.town.wang}
    made = {
        "important": make(street.session, "customer", customer_class="important", team=[street.town.li], **FACTS, **given),
        "general": make(street.session, "customer", customer_class="general", **given),
        "home": make(street.session, "customer", customer_class="general", customer_type="personal", **given),
        "potential": make(street.session, "customer", customer_class="potential", **given),
        "nobody's": make(street.session, "customer", customer_class="general", department=street.town.north),
    }
    make(
        street.session, "appointment", holder=street.town.li, post="department_manager", department=street.town.north,
        from_on=date(2026, 1, 1), until_on=None,
    )  # fmt: skip
    return {key: one.id for key, one in made.items()}


def planned(street: Street, made: dict[str, int]) -> list[tuple[str, str, date, int]]:
    names = {key: name for name, key in made.items()}
    found = street.session.scalars(select(CustomerVisit).order_by(CustomerVisit.id))
    return [(names[one.customer_id], str(one.kind), one.due_on, one.visitor_id) for one in found]


def at(street: Street, moment: datetime) -> None:
    act(street.session, System("test"), clock=lambda: moment)


def test_every_class_is_visited_as_often_as_the_regulation_says_once_a_period(street: Street) -> None:
    """Y5.1, Y5.3, Y3.5, K6.11, K6.16, K6.17: monthly, quarterly; homes by rounds each quarter and by the head every half year."""
    made = customers(street)
    wang, head = street.town.wang, street.town.li
    assert visiting.plan_visits(street.session) == 4
    assert planned(street, made) == [
        ("important", "regular", date(2026, 9, 30), wang), ("general", "regular", date(2026, 9, 30), wang),
        ("home", "round", date(2026, 9, 30), wang), ("home", "director", date(2026, 12, 31), head),
    ]  # fmt: skip
    assert visiting.plan_visits(street.session) == 0
    at(street, datetime(2026, 10, 1, 2, tzinfo=UTC))
    assert visiting.plan_visits(street.session) == 3
    at(street, datetime(2026, 11, 1, 2, tzinfo=UTC))
    make(street.session, "rule_value", rule=CustomerRule.VISIT_MONTHS_GENERAL, amount=1, valid_from=date(2026, 11, 1))
    assert visiting.plan_visits(street.session) == 2, "general customers monthly by now"


def test_a_visit_is_reported_by_its_visitor_with_its_three_parts_and_counts_as_a_contact(street: Street) -> None:
    """Y5.2, K6.12: use, opinions, suggestions; not in the future."""
    key = customers(street)["general"]
    visiting.plan_visits(street.session)
    visit = street.session.scalars(select(CustomerVisit).where(CustomerVisit.customer_id == key)).one()
    assert street.refused(visit, "report_visit", street.town.li, **SAID).clause == "Y5.2"
    assert street.unchanged(visit, due_on=date(2027, 9, 30)).fields == {"due_on": visiting.TERM_STAYS}
    early = street.refused(visit, "report_visit", **{**SAID, "visited_on": date(2026, 6, 30)})
    assert {"visited_on"} == set(early.fields), "that was another period"  # type: ignore[attr-defined]
    lacking = street.refused(visit, "report_visit", **{**SAID, "suggestions": ""})
    assert {"suggestions"} == set(lacking.fields)  # type: ignore[attr-defined]
    assert "visited_on" in street.refused(visit, "report_visit", **{**SAID, "visited_on": TODAY + DAY}).fields  # type: ignore[attr-defined]
    street.step(visit, "report_visit", **SAID)
    assert (str(visit.state), visit.opinions) == ("visited", "响应可再快些")
    assert street.customer(key).contact_due_on == date(2026, 12, 18)


def test_visits_near_and_over_are_told_and_the_share_made_in_time_goes_to_the_head(street: Street) -> None:
    """Y5.1, K7.15: completion counts for the department; what was cancelled does not."""
    key = customers(street)
    visiting.plan_visits(street.session)
    visits = {one.customer_id: one for one in street.session.scalars(select(CustomerVisit))}
    at(street, datetime(2026, 9, 25, 2, tzinfo=UTC))
    assert (visiting.remind_of_visits(street.session), visiting.remind_of_visits(street.session)) == (1, 0)
    street.step(visits[key["important"]], "report_visit", **SAID)
    make(street.session, "account", holder=street.town.li, active=True, ends_on=None)
    at(street, datetime(2026, 10, 2, 2, tzinfo=UTC))
    assert visiting.remind_of_visits(street.session) == 1
    sentences = [one.sentence for one in street.session.scalars(select(Notice).where(Notice.person_id == street.town.wang).order_by(Notice.id))]
    assert sentences == ["您有 3 次客户拜访须在 2026-09-30 前完成。", "您有 2 次客户拜访已超过期限，请尽快拜访并登记。"]
    assert visiting.completion(street.session, date(2026, 9, 1), date(2026, 9, 30)) == {street.town.north: (3, 1)}
    assert (visiting.tell_completion(street.session), visiting.tell_completion(street.session)) == (1, 0)
    told = street.session.scalars(select(Notice).where(Notice.person_id == street.town.li, Notice.code == "visit.rate")).one()
    assert "应拜访 3 次，按期完成 1 次，完成率 33%" in told.sentence
    assert (assess_last_month(street.session), assess_last_month(street.session)) == (2, 0)
    lines = street.session.scalars(select(PerformanceEntry.item).where(PerformanceEntry.clause == "K7.15", PerformanceEntry.person_id == street.town.wang))
    late = street.session.scalars(select(CustomerVisit.number).where(CustomerVisit.due_on == date(2026, 9, 30), CustomerVisit.state == "planned"))
    assert sorted(lines) == sorted(f"客户拜访 {number} 未按期完成（期限 2026-09-30）" for number in late)
    at(street, NOW)
    street.step(visits[key["general"]], "cancel_visit", street.town.li, cancelled_because="客户停业")
    assert visiting.completion(street.session, date(2026, 9, 1), date(2026, 9, 30)) == {street.town.north: (2, 1)}


def test_what_a_visit_raises_is_discussed_and_solved_major_matters_by_the_company(street: Street) -> None:
    """K6.14, K6.12, Y3.5."""
    key = customers(street)["general"]
    visiting.plan_visits(street.session)
    visit = street.session.scalars(select(CustomerVisit).where(CustomerVisit.customer_id == key)).one()
    given = {"customer": key, "visit": visit.id, "kind": "suggestion", "subject": "增加夜班"}
    assert street.not_entered("visit_item", **{**given, "customer": street.town.of_wang}).clause == "K6.14"
    small, major = street.enter("visit_item", **given), street.enter("visit_item", **given, major=True)
    assert street.refused(small, "solve_item", solution="已安排", adopted="adopted").clause == "K6.14"
    for item in (small, major):
        street.step(item, "discuss_item", discussion="可行")
    assert street.unchanged(major, major=False).clause == "K6.14"
    street.step(small, "solve_item", solution="已安排", adopted="adopted")
    assert (str(small.state), str(small.adopted), small.solved_on) == ("solved", "adopted", TODAY)
    refused = street.refused(major, "solve_item", solution="已安排", adopted="adopted")
    assert refused.sentence == visiting.TO_COMPANY
    street.step(major, "refer_item", discussion="报总经理")
    street.step(major, "solve_item", solution="公司批准", adopted="partly")


def test_a_complaint_raised_at_a_visit_becomes_a_case_of_its_own(street: Street) -> None:
    """K6.14: a visit item leads to a case."""
    item = street.enter("visit_item", kind="complaint", subject="电梯常坏", content="三号楼电梯一周停两次")
    assert street.unchanged(item, kind="opinion").clause == "K6.14", "it is no complaint less because somebody writes so"
    street.step(item, "discuss_item", discussion="须由投诉部门处理")
    assert street.refused(item, "solve_item", solution="x", adopted="not").sentence == visiting.IS_COMPLAINT
    street.step(item, "take_up_item")
    case = street.session.scalars(select(Complaint)).one()
    assert (item.complaint_id, case.title, str(case.channel), case.customer_id) == (case.id, "电梯常坏", "visit", street.town.of_wang)
    assert case.facts == "三号楼电梯一周停两次"
    customer = street.session.get_one(Customer, street.town.of_wang)
    told = (case.complainant, case.phone, case.address, case.recorder_id)
    assert told == (customer.contact_name or customer.name, customer.contact_phone, customer.address, street.town.wang), "whoever registers it asks nobody anew"


def test_festivals_of_the_moon_and_birthdays_plan_care_for_important_customers(street: Street) -> None:
    """Y5.4, Y5.5: a week before the Mid-Autumn Festival and a birthday; what was sent is kept, and nothing is planned twice."""
    key = customers(street)["important"]
    make(street.session, "contact", customer=key, birthday_on=date(1980, 9, 20))
    make(street.session, "contact", customer=key, birthday_on=date(1980, 10, 20))
    make(street.session, "contact", customer=key, birthday_on=date(1980, 9, 20), birthday_lunar=True)
    assert (caring.plan_care(street.session), caring.plan_care(street.session)) == (3, 0)
    found = street.session.scalars(select(CustomerCare).order_by(CustomerCare.due_on)).all()
    assert [(one.occasion, one.due_on, one.person_id) for one in found] == [
        ("联系人生日", date(2026, 9, 20), street.town.wang), ("联系人生日", date(2026, 9, 22), street.town.wang),
        ("中秋节", date(2026, 9, 25), street.town.wang),
    ]  # fmt: skip
    assert caring.festivals(2027)["春节"] == date(2027, 2, 6)
    assert caring.festivals(2027)["元宵节"] == date(2027, 2, 20)
    street.step(found[0], "do_care", sent="电话祝福，寄送鲜花", cost=200)
    assert (str(found[0].state), found[0].done_on) == ("done", TODAY)
    assert "sent" in street.refused(found[2], "skip_care").fields  # type: ignore[attr-defined]


def test_an_overdue_visit_is_neither_deleted_nor_called_off_before_it_has_counted(street: Street) -> None:
    """K7.15: by the head whose department it counts against least of all."""
    session, li = street.session, street.town.li
    given = {"customer": street.town.of_wang, "visitor": street.town.wang, "kind": "regular"}
    planned, late = (make(session, "customer_visit", **given, period_on=None, due_on=due_on) for due_on in (TODAY + DAY, TODAY - DAY))
    for one in (planned, late):
        with street.by(li), pytest.raises(Refused):
            delete(session, one)
    assert street.refused(late, "cancel_visit", li, cancelled_because="客户停业").clause == "K7.15"
    late.due_on = date(2026, 8, 31)
    session.flush()
    assert assess_last_month(session) == 1
    street.step(late, "cancel_visit", li, cancelled_because="客户停业")
    street.step(planned, "cancel_visit", li, cancelled_because="客户停业")
