"""Classes of customers: by their deals, by hand with a reason, potential ones; contacts and what is due (A4, Y1.3, Y3, K7.10, K7.12)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.rules import CustomerRule
from models.customers.customer import CustomerClass
from models.customers.rating import CustomerRating, RatingKind
from models.fence import act
from models.governance.notice import Notice
from models.organisation.employee import Employee
from operations.customers import classes, contacts, programmes
from operations.customers.rating_run import rate_customers
from operations.records import create, update
from permissions.actor import System
from tests.factories import make
from tests.operations.customer_scenes import DAY, FACTS, NOW, TODAY, Street, street

__all__ = ["street"]


def a_customer(street: Street, kind: str = "general", **more: Any) -> int:
    values = {"manager": street.town.wang, "team": [street.town.li], **more}
    return int(make(street.session, "customer", customer_class=kind, department=street.town.north, **values).id)


def ratings(session: Session, customer: int) -> list[tuple[str, str | None, str | None, bool]]:
    found = session.scalars(select(CustomerRating).where(CustomerRating.customer_id == customer).order_by(CustomerRating.id))
    return [(str(one.kind), one.from_class and str(one.from_class), one.to_class and str(one.to_class), one.applied) for one in found]


def test_the_first_deal_makes_a_customer_of_a_potential_one_who_never_becomes_potential_again(street: Street) -> None:
    """Y3.3, Y2.3: deals keep what was bought and what was wished for."""
    key = a_customer(street, "potential")
    deal = street.enter("deal", customer=key, dealt_on=TODAY, kind="order", subject="首单", amount=Decimal(800), feedback="希望有小包装")
    assert (deal.feedback, street.customer(key).customer_class) == ("希望有小包装", CustomerClass.GENERAL)
    assert ratings(street.session, key) == [("promoted", "potential", "general", True)]
    with pytest.raises(Invalid) as found, street.session.begin_nested():
        street.change(street.session.get_one(classes.Customer, key), customer_class="potential")
    assert (found.value.clause, found.value.fields["customer_class"]) == ("Y3.3", classes.HAS_DEALS)
    other = a_customer(street, "potential")
    assert street.unchanged(deal, customer=other).clause == "Y3.3", "nor does a deal wander to a potential one"
    assert "dealt_on" in street.not_entered("deal", customer=key, dealt_on=TODAY + DAY, subject="明天", amount=Decimal(1)).fields


def test_a_class_is_decided_by_hand_with_a_reason_and_every_change_is_kept(street: Street) -> None:
    """Y3.2, Y1.3: a rating by hand needs class and reason, takes effect at once and is never changed; so is a change in the archive noted."""
    key = a_customer(street)
    assert {"to_class"} == set(street.not_entered("customer_rating", customer=key, kind="manual", reason="战略客户").fields)
    assert {"reason"} == set(street.not_entered("customer_rating", customer=key, kind="manual", to_class="important").fields)
    lacking = street.not_entered("customer_rating", customer=key, kind="manual", to_class="important", reason="战略客户")
    assert lacking.clause == "Y2.2"
    assert "财务状况" in lacking.fields["to_class"].zh
    assert street.customer(key).customer_class == CustomerClass.GENERAL
    assert street.not_entered("customer_rating", customer=key, kind="run", to_class="general", reason="x").clause == "Y3.2"
    street.change(street.session.get_one(classes.Customer, key), **FACTS)
    rating = street.enter("customer_rating", customer=key, kind="manual", to_class="important", reason="战略客户")
    assert street.customer(key).customer_class == CustomerClass.IMPORTANT
    with pytest.raises(Invalid) as fixed, street.session.begin_nested():
        street.change(rating, reason="另一个理由")
    assert fixed.value.sentence == classes.FIXED
    decided = street.session.get_one(classes.Customer, key)
    assert street.unchanged(decided, customer_class="general").clause == "Y3.2", "a decision with a reason is changed by another one"
    street.session.expire(decided)
    street.enter("customer_rating", customer=key, kind="manual", to_class="general", reason="战略调整")
    assert [one[0] for one in ratings(street.session, key)] == ["manual", "manual"]
    other = a_customer(street, "important", **FACTS)
    street.change(street.session.get_one(classes.Customer, other), customer_class="general")
    assert ratings(street.session, other) == [("direct", "important", "general", True)]


def test_a_run_gives_every_customer_the_class_of_its_deals_but_not_what_was_decided_by_hand(street: Street) -> None:
    """Y1.3, Y3.1, Y3.2: high on amount, frequency and loyalty is important; who lacks its facts is proposed once."""
    session = street.session
    buyer, poor, held, faded = a_customer(street, **FACTS), a_customer(street), a_customer(street, **FACTS), a_customer(street, "important", **FACTS)
    for key in (buyer, poor, held):
        make(session, "deal", customer=key, dealt_on=date(2024, 1, 5), amount=Decimal(10))
        for month in range(1, 8):
            make(session, "deal", customer=key, dealt_on=date(2026, month, 5), amount=Decimal(20_000))
    make(session, "deal", customer=faded, dealt_on=date(2024, 1, 5), amount=Decimal(900_000))
    street.enter("customer_rating", customer=held, kind="manual", to_class="general", reason="回款不好")
    assert rate_customers(session) == 2
    assert [str(street.customer(key).customer_class) for key in (buyer, poor, held, faded)] == ["important", "general", "general", "general"]
    street.change(session.get_one(classes.Customer, faded), **FACTS, customer_class="important")
    assert rate_customers(session) == 1, "what was typed without a reason is not held (Y3.2)"
    assert str(street.customer(faded).customer_class) == "general"
    assert ratings(session, poor) == [("run", "general", "important", False)]
    newest = session.scalars(select(CustomerRating).where(CustomerRating.customer_id == buyer)).one()
    assert (newest.kind, newest.score) == (RatingKind.RUN, "金额高，频率高，忠诚度高")
    assert rate_customers(session) == 0
    assert len(ratings(session, poor)) == 1
    make(session, "rule_value", rule=CustomerRule.AMOUNT_HIGH, amount=1_000_000, valid_from=TODAY)
    assert rate_customers(session) == 1
    assert str(street.customer(buyer).customer_class) == "general"


def test_a_potential_customer_is_assessed_again_and_a_promising_one_has_two_people(street: Street) -> None:
    """A4.1, Y3.9, K7.12."""
    key = a_customer(street, "potential", team=[])
    given = {"customer": key, "kind": "potential", "reason": "年需求约三百万，现供应商不稳定"}
    assert {"worth"} == set(street.not_entered("customer_rating", **given).fields)
    assert street.not_entered("customer_rating", **given, worth="a").clause == "K7.12"
    rating = street.enter("customer_rating", **given, worth="b")
    assert (rating.rated_on, rating.next_on, rating.rater_id) == (TODAY, date(2027, 3, 18), street.town.wang)
    street.change(street.session.get_one(classes.Customer, key), team=[street.town.li])
    assert street.enter("customer_rating", **given, worth="a").id
    assert street.not_entered("customer_rating", **{**given, "customer": a_customer(street)}, worth="c").clause == "Y3.9"


def test_a_potential_customer_nobody_has_assessed_in_time_is_told_to_its_manager_once_a_week(street: Street) -> None:
    """Y3.9: when it was never assessed, and when the day of its last assessment is over."""
    session = street.session
    fresh, old = a_customer(street, "potential", opened_on=TODAY - 10 * DAY), a_customer(street, "potential", opened_on=TODAY - 400 * DAY)
    a_customer(street, opened_on=TODAY - 400 * DAY)
    assert (classes.remind_of_assessments(session), classes.remind_of_assessments(session)) == (1, 0)
    told = session.scalars(select(Notice).where(Notice.code == "rating.due")).one()
    assert (told.person_id, "有 1 家" in told.sentence) == (street.town.wang, True)
    for key in (fresh, old):
        street.enter("customer_rating", customer=key, kind="potential", reason="年需求约三百万", worth="b")
    later = date(2027, 3, 18)  # the day both are due
    for day, waits in ((later, 0), (later + DAY, 1)):
        act(session, System("test"), clock=lambda day=day: NOW + (day - TODAY))
        assert classes.remind_of_assessments(session) == waits


def test_two_people_are_two_who_still_work_here(street: Street) -> None:
    """K7.12: who has left keeps in touch with nobody; before he leaves, his seats in the teams of important customers go to somebody else."""
    session = street.session
    second = make(session, "employee").id
    promising, important = a_customer(street, "potential", team=[second]), a_customer(street, "important", team=[second], **FACTS)
    given = {"customer": promising, "kind": "potential", "reason": "年需求约三百万", "worth": "a"}
    leaver = session.get_one(Employee, second)
    with pytest.raises(Invalid) as found, session.begin_nested():
        update(session, leaver, {"left_on": TODAY})
    assert (found.value.clause, "参与联系的重要客户" in found.value.sentence.zh) == ("K7.12", True)
    session.expire(leaver)
    street.change(session.get_one(classes.Customer, important), team=[make(session, "employee").id])
    update(session, leaver, {"left_on": TODAY})
    assert street.not_entered("customer_rating", **given).clause == "K7.12"
    assert "team" in street.unchanged(session.get_one(classes.Customer, important), team=[second]).fields
    street.change(session.get_one(classes.Customer, promising), team=[make(session, "employee").id])
    assert street.enter("customer_rating", **given).id


def test_the_reception_of_an_important_customer_is_no_line_in_the_log_of_calls(street: Street) -> None:
    """K7.10, K7.12: there it would need neither grade nor report."""
    said = {"kind": "reception", "channel": "visit", "subject": "来访", "told": "参观新厂", "happened_at": NOW}
    important = a_customer(street, "important", **FACTS)
    refused = street.not_entered("contact_log", customer=important, **said)
    assert (refused.clause, list(refused.fields)) == ("K7.12", ["customer"])
    log = street.enter("contact_log", customer=a_customer(street), **said)
    assert street.unchanged(log, customer=important).clause == "K7.12"
    assert street.enter("contact_log", customer=important, **{**said, "kind": "new_service"}).id


def test_contacts_are_logged_and_the_next_is_due_by_the_class(street: Street) -> None:
    """A4.4, A4.5, Y3.7, Y3.8, K7.10, K7.12, Y5.6: needs, support, report and channel; an important guest is a VIP; what is over is told weekly."""
    session, key = street.session, a_customer(street, "important", **FACTS)
    said = {"needs_changed": "增加冷链", "support_given": "派员培训", "report": "见附页"}
    touch = street.enter("customer_touch", customer=key, touched_on=date(2026, 8, 1), channel="phone", subject="回访", **said)
    assert (touch.needs_changed, street.customer(key).contact_due_on) == ("增加冷链", date(2026, 9, 1))
    street.change(touch, touched_on=date(2026, 7, 20))
    assert street.customer(key).contact_due_on == date(2026, 8, 20)
    guest = {"customer": key, "touched_on": date(2026, 8, 2), "channel": "reception", "subject": "来访", "report": "参观新厂，谈扩产"}
    assert {"grade"} == set(street.not_entered("customer_touch", **guest).fields)
    assert street.not_entered("customer_touch", **guest, grade="usual").clause == "K7.10"
    street.enter("customer_touch", **guest, grade="vip")
    street.change(session.get_one(classes.Customer, key), customer_class="general", verified_on=date(2026, 1, 2))
    assert street.customer(key).contact_due_on == date(2026, 11, 2), "a general customer is heard of once a quarter"
    make(session, "rule_value", rule=CustomerRule.CONTACT_MONTHS_GENERAL, amount=1, valid_from=TODAY)
    contacts.recount(session, [key])
    assert contacts.remind_of_contacts(session) == 1
    assert contacts.remind_of_contacts(session) == 0
    told = session.scalars(select(Notice).where(Notice.person_id == street.town.wang)).one()
    assert "有 1 家超过联系周期" in told.sentence
    assert "1 家超过 180 天" in told.sentence


def test_contacts_with_important_and_promising_customers_are_reported(street: Street) -> None:
    """K7.12: refused without the report; news read of them are no contact, others need none, and an old entry is corrected without one."""
    important = a_customer(street, "important", **FACTS)
    call = {"touched_on": date(2026, 9, 1), "channel": "phone", "subject": "回访"}
    refused = street.not_entered("customer_touch", customer=important, **call)
    assert (refused.clause, list(refused.fields)) == ("K7.12", ["report"])
    touch = street.enter("customer_touch", customer=important, **call, report="对方拟增产，十月再访")
    assert street.unchanged(touch, report=None).clause == "K7.12"
    street.enter("customer_touch", customer=important, **{**call, "channel": "news"})
    promising = a_customer(street, "potential", team=[street.town.li])
    old = street.enter("customer_touch", customer=promising, **call)
    assessed = {"customer": promising, "kind": "potential", "reason": "年需求约三百万"}
    street.enter("customer_rating", **assessed, worth="a")
    assert street.not_entered("customer_touch", customer=promising, **call).clause == "K7.12"
    assert street.enter("customer_touch", customer=promising, **call, report="约定试样").id
    street.change(old, subject="初次回访")
    street.enter("customer_rating", **assessed, worth="c")
    assert street.enter("customer_touch", customer=promising, **call).id
    assert street.enter("customer_touch", customer=a_customer(street), **call).id


def test_whoever_was_never_heard_of_or_verified_waits_since_his_account_was_opened(street: Street) -> None:
    """A4.4, A3.2, Y2.5, Y3.7."""
    a_customer(street, opened_on=TODAY - 10 * DAY)
    assert contacts.remind_of_contacts(street.session) == 0
    a_customer(street, opened_on=TODAY - 400 * DAY)
    assert contacts.remind_of_contacts(street.session) == 1
    told = street.session.scalars(select(Notice).where(Notice.person_id == street.town.wang)).one()
    assert "有 1 家超过联系周期" in told.sentence
    assert "1 家超过 180 天" in told.sentence


def test_data_not_verified_for_the_days_of_the_rule_are_told_to_the_manager(street: Street) -> None:
    """A3.2, Y2.5."""
    make(street.session, "rule_value", rule=CustomerRule.REVIEW_DAYS, amount=10, valid_from=TODAY)
    key = a_customer(street, verified_on=TODAY - 10 * DAY)
    assert contacts.remind_of_contacts(street.session) == 0
    one = street.session.get_one(classes.Customer, key)
    assert "verified_on" in street.unchanged(one, verified_on=TODAY + DAY).fields, "nobody verifies tomorrow"
    street.session.expire(one)
    street.change(one, verified_on=TODAY - 11 * DAY)
    assert one.verified_by_id == street.town.wang
    assert contacts.remind_of_contacts(street.session) == 1
    street.change(one, street.town.li, verified_on=TODAY)
    assert one.verified_by_id == street.town.li


def test_plans_rest_on_something_and_names_are_given_in_time(street: Street) -> None:
    """A4.2, A4.3, K7.14, K7.16: basis and goal, approved by another, with a result; guests until the day."""
    values = {"department": street.town.north, "from_on": date(2026, 10, 1), "goal": "新增五家客户"}
    plan = {"title": "四季度开发计划", "kind": "development", **values}
    with street.by(street.town.wang), pytest.raises(Invalid) as found, street.session.begin_nested():
        programmes_create(street, plan)
    assert {"basis"} == set(found.value.fields)
    with street.by(street.town.wang):
        record = programmes_create(street, {**plan, "basis": "调查显示冷链需求增加"})
        event = programmes_create(street, {**values, "title": "客户答谢会", "kind": "appreciation", "names_due_on": TODAY, "owner": street.town.li})
    assert street.refused(record, "approve_programme").clause == "K7.14"
    street.step(record, "approve_programme", street.town.li)
    assert "result" in street.refused(record, "finish_programme").fields  # type: ignore[attr-defined]
    street.step(record, "finish_programme", result="新增四家")
    guest = street.enter("programme_guest", programme=event.id, guest="李经理", customer=street.town.of_wang)
    assert (guest.supplied_on, guest.department_id) == (TODAY, street.town.north)
    assert "programme" in street.not_entered("programme_guest", programme=record.id, guest="王", customer=street.town.of_wang).fields
    act(street.session, System("test"), clock=lambda: NOW)
    event.names_due_on = TODAY - DAY
    street.session.flush()
    assert street.not_entered("programme_guest", programme=event.id, guest="赵", customer=street.town.of_wang).clause == "K7.16"
    street.change(guest, attended=True, feedback="希望多办")


def programmes_create(street: Street, values: dict[str, Any]) -> Any:
    return create(street.session, programmes.CustomerProgramme.register, values)


def test_a_half_year_without_a_forum_is_told_once_where_there_are_households(street: Street) -> None:
    """K6.18, K6.19, K6.20: forums, community events and topic surveys are programmes with what was said there."""
    session = street.session
    assert programmes.remind_of_forums(session) == 0
    a_customer(street, customer_type="personal")
    boss = make(session, "employee", department=street.town.north).id
    make(session, "appointment", holder=boss, post="department_manager", department=street.town.north, from_on=date(2026, 1, 1), until_on=None)
    make(session, "account", holder=boss, active=True, ends_on=None)
    assert programmes.remind_of_forums(session) == 1
    assert programmes.remind_of_forums(session) == 0
    kinds = {title.zh for title in programmes.CustomerProgramme.register.fields["kind"].titles.values()}
    assert {"住户座谈会", "节日、社区、集会活动", "专题问卷"} <= kinds
    make(session, "customer_programme", kind="forum", from_on=date(2026, 8, 1), until_on=None)
    session.connection().exec_driver_sql("DELETE FROM notice")
    assert programmes.remind_of_forums(session) == 1, "planned for August and not held"
    assert programmes.remind_of_forums(session) == 0
    for day, state, told in ((date(2026, 8, 2), "approved", 1), (date(2026, 8, 2), "finished", 0), (TODAY + DAY, "planned", 0), (TODAY + DAY, "cancelled", 1)):
        session.connection().exec_driver_sql("DELETE FROM notice")
        one = make(session, "customer_programme", kind="forum", from_on=day, until_on=None, state=state)
        assert programmes.remind_of_forums(session) == told, (day, state)
        session.delete(one)
        session.flush()
