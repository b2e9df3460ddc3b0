"""Supervision of the service desk: checks put right in time, plans split and followed, proposals answered, superiors asked at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import DomainError, Invalid
from models.fence import act
from models.incentives.performance_entry import PerformanceEntry
from models.organisation.appointment import Post
from models.register import registers
from models.service.quality_check import COUNTS, Fault
from operations.base_roles import BASE_ROLES
from operations.declared_terms import remind_of_terms
from operations.records import find, update
from operations.service import checking
from operations.waiting import tasks
from permissions.actor import System
from tests.factories import everything, holding, make, person
from tests.operations.service_scenes import FRIDAY, Desk, a_desk

CHECKED = {"kind": "conduct", "checked_on": FRIDAY.date(), "attitude": 2, "procedure": 4, "quality": 3}


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def a_check(desk: Desk, **more: Any) -> Any:
    return desk.enter(desk.other, "quality_check", **{**CHECKED, "agent": desk.handler, **more})


def test_what_a_check_finds_is_put_right_in_time_by_whose_work_it_is_and_verified_by_another(desk: Desk) -> None:
    """K9.8, Y4.7, K4.15, K8.4."""
    with pytest.raises(Invalid) as found:
        a_check(desk, fault="quarrel")
    assert "finding" in found.value.fields
    desk.session.expunge_all()
    check = a_check(desk, fault="quarrel", finding="与来电客户争吵。")
    assert (check.score, check.rectify_by_on, check.checker_id) == (9, date(2026, 9, 24), desk.other)
    assert desk.refused(desk.other, check, "pass_check").sentence == checking.PUT_RIGHT_FIRST
    act(desk.session, System("test"), clock=lambda: FRIDAY + timedelta(days=8))
    assert (remind_of_terms(desk.session), desk.told("term.rectify_by_on.over")) == (1, {desk.handler})
    assert desk.refused(desk.agent, check, "put_right", remedy="已道歉").clause == "Y4.7"
    desk.take(desk.handler, check, "put_right", remedy="已向客户道歉，重学服务规范。")
    assert desk.refused(desk.handler, check, "verify_righted", verification="属实").clause == "Y4.7"
    desk.take(desk.other, check, "not_righted", verification="尚未道歉")
    desk.take(desk.handler, check, "put_right", remedy="已道歉，有录音。")
    desk.take(desk.other, check, "verify_righted", verification="已听录音")
    clean = a_check(desk, fault="none", kind="skills")
    assert desk.refused(desk.handler, clean, "put_right", remedy="无").sentence == checking.NOTHING_FOUND
    desk.take(desk.other, clean, "pass_check")


def test_a_fault_stands_in_the_ledger_of_whose_work_it_was(desk: Desk) -> None:
    """K6.7, K8.7, Y4.7: under the clause of its kind, once; fault and person stay, a clean check notes nothing."""
    for fault in ("benefits", "hard", "quarrel"):
        check = a_check(desk, fault=fault, finding="来电录音可证。")
    a_check(desk, fault="none")
    with pytest.raises(Invalid) as found:
        update(desk.session, check, {"fault": "none"})
    assert found.value.sentence == checking.NOTED_ALREADY
    act(desk.session, System("test"), clock=lambda: FRIDAY)
    lines = desk.session.scalars(select(PerformanceEntry).order_by(PerformanceEntry.id)).all()
    assert [(one.person_id, one.clause, one.points) for one in lines] == [(desk.handler, clause, -1) for clause in ("K6.7", "K6.7", "K8.7")]


def test_every_fault_has_its_clause() -> None:
    """Y4.7."""
    assert set(COUNTS) == set(Fault) - {Fault.NONE}


@pytest.mark.parametrize(("kind", "needs"), [("call", "contact"), ("request", "request"), ("skills", "")])
def test_a_check_names_what_it_looked_at_or_is_about_knowledge_and_skills(desk: Desk, kind: str, needs: str) -> None:
    """Y4.2, K9.8."""
    if needs:
        with pytest.raises(Invalid) as found:
            a_check(desk, fault="none", kind=kind)
        assert needs in found.value.fields
    else:
        assert a_check(desk, fault="skills", kind=kind, finding="不熟悉新产品").score == 9


def a_plan(desk: Desk, span: str, first: date, last: date, **more: Any) -> Any:
    values = {"title": f"{span} {first}", "span": span, "focus": "whole", "from_on": first, "until_on": last, "target": "满意度九成五", **more}
    return desk.enter(desk.agent, "service_plan", **values)


def test_a_years_plan_is_split_and_stands_where_its_parts_stand(desk: Desk) -> None:
    """K9.6, K9.7, K9.23."""
    year = a_plan(desk, "year", date(2027, 1, 1), date(2027, 12, 31))
    assert desk.refused(desk.boss, year, "approve_plan").sentence == checking.SPLIT_FIRST
    for first, last, error in ((date(2026, 12, 1), date(2027, 2, 28), "until_on"), (date(2027, 10, 1), date(2028, 1, 1), "until_on")):
        with pytest.raises(Invalid) as found:
            a_plan(desk, "quarter", first, last, above=year.id)
        assert error in found.value.fields
        desk.session.expunge_all()
    parts = [
        a_plan(desk, "quarter", date(2027, 1, 1), date(2027, 3, 31), above=year.id, focus=focus)
        for focus in ("sales", "support", "aftersales", "training")
    ]
    with pytest.raises(Invalid) as found:
        a_plan(desk, "quarter", date(2027, 1, 1), date(2027, 3, 31), above=parts[0].id)
    assert "above" in found.value.fields
    desk.session.expunge_all()
    act(desk.session, desk.as_(desk.boss), clock=lambda: FRIDAY)
    year, *parts = [find(desk.session, registers["service_plan"], one.id) for one in (year, *parts)]
    for plan in (year, *parts):
        assert desk.refused(desk.agent, plan, "approve_plan").clause == "K9.5", "nobody approves his own plan"
        desk.take(desk.boss, plan, "approve_plan")
    desk.take(desk.agent, parts[0], "report_progress", progress=60, result="完成六成")
    desk.take(desk.agent, parts[1], "conclude_plan", result="全部完成")
    assert (parts[1].progress, year.progress) == (100, 40)


def test_a_leader_answers_a_proposal_about_staff_and_never_whom_it_is_about(desk: Desk) -> None:
    """K9.2."""
    proposal = desk.enter(desk.boss, "staff_proposal", title="派去培训", kind="training", person=desk.handler, reason="新产品多", proposed_on=FRIDAY.date())
    leader = make(desk.session, "employee", name="总经理").id
    assert desk.refused(desk.agent, proposal, "agree_proposal", answer="同意").clause == "K9.2"
    posts = frozenset({(Post.GENERAL_MANAGER.value, None)})
    act(desk.session, holding(everything(), who=person(leader, None, posts=posts)), clock=lambda: FRIDAY)
    assert [one.move.name for one in tasks(desk.session) if one.register.key == "staff_proposal"] == ["agree_proposal"]
    act(desk.session, holding(everything(), who=person(desk.handler, None, posts=posts)), clock=lambda: FRIDAY)
    assert [one.move.name for one in tasks(desk.session) if one.register.key == "staff_proposal"] == []


def outsider(desk: Desk) -> int:
    """Somebody of another department, whose superior keeps away from nothing here."""
    return int(make(desk.session, "employee", name="外部门", department=make(desk.session, "department", name="仓储部", code="WH").id).id)


def test_the_superior_hears_at_once_what_cannot_be_answered_and_a_plan_is_made(desk: Desk) -> None:
    """T2.13, K6.4, K8.11, K4.23."""
    case = make(desk.session, "complaint", respondents=[outsider(desk)], recorder=desk.agent, channel="phone")
    asked = desk.enter(desk.agent, "complaint_escalation", complaint=case.id, title="赔偿标准", why="no_answer", problem="客户要求三倍赔偿，建议一倍。")
    assert (asked.asker_id, asked.asked_at, desk.told("escalation.asked")) == (desk.agent, FRIDAY, {desk.boss})
    assert asked.instruct_by_at is not None
    assert asked.instruct_by_at.date() == FRIDAY.date()
    assert desk.refused(desk.agent, asked, "instruct", instruction="赔偿").clause == "K6.4"
    act(desk.session, desk.as_(case.respondents[0].id), clock=lambda: FRIDAY)
    with pytest.raises(DomainError):
        find(desk.session, registers["complaint_escalation"], asked.id)
    desk.take(desk.boss, asked, "instruct", instruction="按一倍赔偿，质量部定整改方案。")
    assert desk.told("escalation.told") == {desk.agent}
    desk.take(desk.handler, asked, "make_plan", plan="更换封口设备，抽检加倍。")
    assert str(asked.state) == "planned"


def test_a_superior_whom_the_case_concerns_is_not_told(desk: Desk) -> None:
    """K4.7, T2.13."""
    case = make(desk.session, "complaint", respondents=[desk.boss], recorder=desk.agent, channel="written")
    desk.enter(desk.agent, "complaint_escalation", complaint=case.id, title="请示", why="unsure", problem="如何答复？")
    assert (desk.told("escalation.asked"), desk.told("complaint.written")) == (set(), set())


def test_a_written_complaint_is_told_to_the_superior_as_it_comes_in(desk: Desk) -> None:
    """T2.7."""
    about = [outsider(desk)]
    make(desk.session, "complaint", recorder=desk.agent, channel="phone", respondents=about)
    assert desk.told("complaint.written") == set()
    make(desk.session, "complaint", recorder=desk.agent, channel="written", respondents=about)
    assert desk.told("complaint.written") == {desk.boss}


def test_the_front_desk_and_every_manager_receive_complaints_in_any_form() -> None:
    """K4.2, K6.2."""
    roles = {role.code: role for role in BASE_ROLES}
    intake = roles["complaint_intake"]
    assert any("complaint" in one.registers and {Action.CREATE, "register"} <= {*one.actions} for one in intake.may)
    assert "complaint_intake" in roles["department_head"].parents
