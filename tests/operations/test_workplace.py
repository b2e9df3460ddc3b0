"""The workplace: findings, the check before half past eight, faults of equipment, and what of them goes into the ledger (K1, K8.7, K8.8)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.base import columns_of
from models.fence import act, acting
from models.governance.notice import Notice
from models.incentives.performance_entry import PerformanceEntry
from models.register import registers
from models.workplace.site_finding import KINDS, FindingKind, SiteFinding
from operations import declared_guards
from operations.declared_terms import remind_of_terms
from operations.moves import perform
from operations.records import create, delete, update
from operations.workplace.findings import note_unguided, remind_of_checks
from permissions.actor import Authority, System
from tests.factories import make
from tests.operations.complaint_scenes import Office, an_office

TUESDAY = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
D = Decimal


@pytest.fixture
def office(session: Session) -> Office:
    act(session, System("test"), clock=lambda: TUESDAY)
    return an_office(session)


@cache
def leading(office: Office) -> Authority:
    """组长, put together once."""
    return office.as_(office.leader)


def new(session: Session, office: Office, register: str, *, at: datetime = TUESDAY, **values: Any) -> Any:
    act(session, leading(office), clock=lambda: at)
    return create(session, registers[register], values)


def ledger(session: Session) -> list[tuple[int, str, Decimal]]:
    c = columns_of("performance_entry")
    return [tuple(row) for row in session.connection().execute(select(c.person_id, c.clause, c.points).order_by(c.id))]


def refused(session: Session, office: Office, register: str, **values: Any) -> set[str]:
    with pytest.raises(Invalid) as found:
        new(session, office, register, **values)
    session.expunge_all()
    return set(found.value.fields)


def test_every_item_of_the_text_can_be_found_and_counts_where_it_says() -> None:
    """K1.1, K1.4, K1.5, K1.11, K6.7, K8.7, K8.8."""
    by_clause = {
        clause: sum(1 for one, _ in KINDS.values() if one == clause)
        for clause in ("K1.1", "K1.5", "K1.4", "K1.11", "K6.7", "K8.7", "K8.8")
    }
    assert by_clause == {"K1.1": 7, "K1.5": 8, "K1.4": 2, "K1.11": 1, "K6.7": 3, "K8.7": 2, "K8.8": 4}
    assert set(KINDS) == set(FindingKind)


def test_a_violation_counts_against_its_person_and_a_dirty_place_against_its_leader(
    session: Session, office: Office
) -> None:
    """K1.3, K1.4, K1.6, K1.7, K8.8."""
    given = {"found_on": date(2026, 9, 15), "description": "桌面有零食"}
    made = new(session, office, "site_finding", kind="desk_items", person=office.accused, **given)
    first = made.id
    assert (made.clause, made.observer_id, made.due_on) == ("K1.7", office.leader, date(2026, 9, 16))
    new(session, office, "site_finding", kind="noise", person=office.accused, points=D("0.5"), **given)
    assert refused(session, office, "site_finding", kind="dust", person=office.accused, **given) == {"leader"}
    new(session, office, "site_finding", kind="dust", leader=office.handler, person=office.accused, **given)
    new(session, office, "site_finding", kind="guidance", leader=office.handler, **given)
    assert refused(session, office, "site_finding", kind="long_call", person=office.accused, **given) == {"minutes"}
    assert refused(session, office, "site_finding", kind="long_call", person=office.accused, minutes=3, **given) == {
        "minutes"
    }
    new(session, office, "site_finding", kind="long_call", person=office.accused, minutes=4, **given)
    accused, leader = office.accused, office.handler
    assert ledger(session) == [
        (accused, "K1.7", -1),
        (accused, "K1.4", D("-0.5")),
        (leader, "K1.6", -1),
        (leader, "K1.3", -1),
        (accused, "K8.8", -1),
    ]
    snack = session.get_one(SiteFinding, first)
    stays(session, snack, kind="gifts", person=office.other, description="无", found_on=date(2026, 9, 14))
    with pytest.raises(Refused):
        delete(session, snack)


def test_who_found_it_does_not_answer_the_objection(session: Session, office: Office) -> None:
    """K1.13: the observer of a finding, whoever typed it, and who entered what names no observer."""
    given = {"found_on": date(2026, 9, 15), "description": "桌面有零食", "kind": "desk_items", "person": office.accused}
    new(session, office, "site_finding", observer=office.other, **given)
    with acting(session, System("test")):
        account = make(session, "account", holder=office.leader).id
    signed_in = replace(leading(office), person=replace(leading(office).person, account_id=account))
    act(session, signed_in, clock=lambda: TUESDAY)
    create(session, registers["equipment_fault"], {
        "equipment": "打印机", "occurred_on": date(2026, 9, 12), "reported_on": date(2026, 9, 14), "reporter": office.accused,
        "channel": "telephone", "description": "卡纸",
    })  # fmt: skip
    about, call = session.scalars(select(PerformanceEntry).order_by(PerformanceEntry.id))
    assert (about.entered_by_id, call.entered_by_id) == (office.other, office.leader)
    for line, found_it, other in ((about, office.other, office.leader), (call, office.leader, office.other)):
        act(session, office.as_(office.accused), clock=lambda: TUESDAY)
        perform(session, line, "object", {"objection": "不是我"})
        act(session, office.as_(found_it), clock=lambda: TUESDAY)
        with pytest.raises(Refused) as refusal:
            perform(session, line, "uphold", {"answer": "属实"})
        assert refusal.value.clause == "K1.13"
        act(session, office.as_(other), clock=lambda: TUESDAY)
        perform(session, line, "uphold", {"answer": "属实"})


def stays(session: Session, record: Any, **changes: Any) -> None:
    for key, value in changes.items():
        with pytest.raises(Invalid) as found, session.begin_nested():
            update(session, record, {key: value})
        assert found.value.sentence == declared_guards.SETTLED, key
        session.expire(record)


def test_a_finding_about_somebody_names_him_and_of_waste_it_may_turn_out_later(session: Session, office: Office) -> None:
    """K1.7, K1.11, K1.13."""
    given = {"found_on": date(2026, 9, 15), "description": "未送出的礼品"}
    assert refused(session, office, "site_finding", kind="gifts", **given) == {"person"}
    waste = new(session, office, "site_finding", kind="waste", **given)
    assert ledger(session) == []
    update(session, waste, {"person": office.accused})
    assert ledger(session) == [(office.accused, "K1.11", -1)]


def test_who_shirks_makes_life_hard_or_seeks_benefits_finds_it_in_the_ledger(session: Session, office: Office) -> None:
    """K6.7."""
    for kind in ("shirking", "made_hard", "benefits"):
        new(session, office, "site_finding", kind=kind, person=office.accused, found_on=date(2026, 9, 15), description="住户反映")
    assert ledger(session) == [(office.accused, "K6.7", -1)] * 3


def test_an_attitude_is_put_right_in_time_or_counts_against_the_leader(session: Session, office: Office) -> None:
    """K1.2, K1.3."""
    given = {
        "kind": "attitude",
        "leader": office.handler,
        "person": office.accused,
        "found_on": date(2026, 9, 15),
        "description": "接电话态度生硬",
    }
    quick, slow = (new(session, office, "site_finding", **given) for _ in range(2))
    perform(session, quick, "correct", {"corrected_how": "当场指正"})
    act(session, System("test"), clock=lambda: TUESDAY)
    assert remind_of_terms(session) == 1
    told = session.scalars(select(Notice).where(Notice.register_key == "site_finding")).one()
    assert told.person_id == office.handler
    act(session, leading(office), clock=lambda: TUESDAY.replace(day=17))
    perform(session, slow, "correct", {"corrected_how": "谈话"})
    assert ledger(session) == [(office.handler, "K1.3", -1)]


def test_an_attitude_nobody_puts_right_counts_against_the_leader_the_day_after(session: Session, office: Office) -> None:
    """K1.3: without anybody's step, once, and also when it is put right afterwards."""
    given = {"kind": "attitude", "person": office.accused, "found_on": date(2026, 9, 15), "description": "接电话态度生硬"}
    assert refused(session, office, "site_finding", **given) == {"leader"}
    slow = new(session, office, "site_finding", leader=office.handler, **given)
    stays(session, slow, found_on=date(2026, 9, 14), leader=office.other)
    for day, noted in ((16, 0), (17, 1), (18, 0)):
        act(session, System("test"), clock=lambda day=day: TUESDAY.replace(day=day))
        assert note_unguided(session) == noted
    act(session, leading(office), clock=lambda: TUESDAY.replace(day=18))
    perform(session, slow, "correct", {"corrected_how": "谈话"})
    assert ledger(session) == [(office.handler, "K1.3", -1)]


def test_the_place_is_checked_before_half_past_eight_on_working_days(session: Session, office: Office) -> None:
    """K1.8."""
    early, late = datetime(2026, 9, 14, 0, 30, tzinfo=UTC), datetime(2026, 9, 14, 0, 31, tzinfo=UTC)
    other = make(session, "department", name="另一组").id
    done = new(
        session, office, "daily_check", at=early, department=office.department, checked_at=early, result="conforming"
    )
    assert (done.day_on, done.on_time, done.checker_id) == (date(2026, 9, 14), True, office.leader)
    assert refused(session, office, "daily_check", department=other, checked_at=late, result="not_conforming") == {
        "responsible",
        "problem",
    }
    bad = new(
        session,
        office,
        "daily_check",
        department=other,
        checked_at=late,
        result="not_conforming",
        responsible=office.accused,
        problem="私人物品",
        checker=office.other,
    )
    assert not bad.on_time
    assert ledger(session) == [(office.accused, "K1.8", -1)]
    with pytest.raises(DomainError):
        new(session, office, "daily_check", department=other, checked_at=late, result="conforming")


def test_nobody_says_of_his_own_check_that_it_was_in_time(session: Session, office: Office) -> None:
    """K1.8: by the clock of the system; a check on paper is entered by another, who names the checker."""
    early, now = datetime(2026, 9, 15, 0, 20, tzinfo=UTC), datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
    about = {"department": office.department, "result": "conforming"}
    yesterday = {**about, "checked_at": early.replace(day=14)}
    for checker in ({}, {"checker": office.leader}):
        assert refused(session, office, "daily_check", at=now, **yesterday, **checker) == {"checked_at"}
    mine = new(session, office, "daily_check", at=now, **about, checked_at=early)
    assert (mine.checked_at, mine.on_time) == (now, False), "whatever was typed"
    theirs = new(session, office, "daily_check", at=now, **yesterday, checker=office.other)
    assert (theirs.checked_at, theirs.on_time, theirs.day_on) == (early.replace(day=14), True, date(2026, 9, 14))


def test_a_check_that_is_missing_is_told_on_working_days_only(session: Session, office: Office) -> None:
    """K1.8."""
    make(session, "account", holder=office.leader, code="leader", active=True)
    make(
        session,
        "appointment",
        holder=office.leader,
        post="department_manager",
        department=office.department,
        from_on=date(2026, 1, 1),
    )
    monday = datetime(2026, 9, 14, 0, 30, tzinfo=UTC)
    new(session, office, "daily_check", at=monday, department=office.department, checked_at=monday, result="conforming")
    told = {}
    for name, at in {
        "the same day": monday.replace(hour=3), "before the time": TUESDAY.replace(hour=0, minute=29), "missing": TUESDAY.replace(hour=1),
        "once": TUESDAY.replace(hour=2), "Saturday": datetime(2026, 9, 19, 2, tzinfo=UTC),
    }.items():  # fmt: skip
        act(session, System("test"), clock=lambda at=at: at)
        told[name] = remind_of_checks(session)
    assert told == {"the same day": 0, "before the time": 0, "missing": 1, "once": 0, "Saturday": 0}


def test_a_fault_is_reported_the_same_day_and_as_required(session: Session, office: Office) -> None:
    """K1.9, K1.10."""
    given = {
        "equipment": "打印机",
        "description": "卡纸",
        "channel": "telephone",
        "reporter": office.accused,
        "occurred_on": date(2026, 9, 14),
    }
    same = new(session, office, "equipment_fault", **given, reported_on=date(2026, 9, 14))
    late = new(session, office, "equipment_fault", **given, reported_on=date(2026, 9, 15))
    assert (same.late, late.late) == (False, True)
    assert ledger(session) == [(office.accused, "K1.10", -1)]
    assert refused(session, office, "equipment_fault", **given, reported_on=date(2026, 9, 13)) == {"reported_on"}
    same = session.get_one(type(same), same.id)
    perform(session, same, "return_fault", {"wrong": "未写设备编号"})
    perform(session, same, "repair", {"repair_result": "已修"})
    assert ledger(session) == [(office.accused, "K1.10", -1)] * 2
    assert same.repaired_on == date(2026, 9, 15)
    for own in ({"channel": "work_order"}, {"reporter": office.leader}):
        fault = new(session, office, "equipment_fault", **{**given, **own}, reported_on=date(2026, 9, 14))
        assert (fault.reported_on, fault.late) == (date(2026, 9, 15), True), "the day it is entered, whatever was typed"
    stays(session, fault, reported_on=date(2026, 9, 14), occurred_on=date(2026, 9, 15))
