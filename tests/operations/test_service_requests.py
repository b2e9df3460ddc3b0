"""The service desk: requests from the front desk to the solution, contacts, feedback, incidents, and reports that fall due."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Conflict, Invalid
from models.fence import act, acting
from models.incentives.performance_entry import PerformanceEntry
from models.register import registers
from models.service.common_question import CommonQuestion
from models.service.contact_log import ContactLog
from models.service.work_report import WorkReport
from operations.base_roles import BASE_ROLES
from operations.declared_terms import remind_of_terms
from operations.service import heeding, reporting
from operations.service.requests import remind_of_requests
from operations.waiting import tasks
from permissions.actor import System
from tests.factories import make
from tests.operations.service_scenes import FRIDAY, Desk, a_desk

HOUR = timedelta(hours=1)
ASKED = {"kind": "inquiry", "channel": "phone", "title": "充值后未到账", "need": "昨天充值一百元，今天还没有到账。", "asker": "欧阳晓"}
SAID = {"kind": "suggestion", "channel": "visit", "recorded_on": FRIDAY.date(), "title": "增设座椅", "content": "大厅等候没有座位。"}


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def a_request(desk: Desk, **more: Any) -> Any:
    return desk.enter(desk.agent, "service_request", **{**ASKED, **more})


def passed_on(desk: Desk, **more: Any) -> Any:
    request = a_request(desk, **more)
    desk.take(desk.agent, request, "transfer", department=desk.department, handler=desk.handler)
    return request


def test_a_need_is_passed_on_signed_for_answered_with_a_solution_and_closed_with_the_customers_word(desk: Desk) -> None:
    """A5.1, A5.3, A5.4, A5.5, A5.6, K9.13, K9.20."""
    request = a_request(desk, kind="order")
    assert (request.number, request.received_at, request.responsible_id) == ("服〔2026〕0001", FRIDAY, desk.agent)
    desk.take(desk.agent, request, "transfer", FRIDAY + HOUR, department=desk.department, handler=desk.handler)
    assert (request.responsible_id, request.transferred_at) == (desk.handler, FRIDAY + HOUR)
    assert desk.told("service.request") == {desk.handler}
    act(desk.session, desk.as_(desk.handler), clock=lambda: FRIDAY)
    assert [one.move.name for one in tasks(desk.session) if one.register.key == "service_request"] == ["sign_request"]
    assert desk.refused(desk.other, request, "sign_request").clause == "A5.1"
    desk.take(desk.handler, request, "sign_request", FRIDAY + 2 * HOUR)
    desk.take(desk.handler, request, "tell_progress", FRIDAY + 3 * HOUR, progress="已联系供应商，今天给出结果。")
    assert request.responded_at == FRIDAY + 3 * HOUR
    assert isinstance(desk.refused(desk.handler, request, "answer", solution=" "), Invalid), "no answer without a solution"
    desk.take(desk.handler, request, "answer", FRIDAY + 4 * HOUR, solution="供应商已补充到账。")
    assert (request.responsible_id, request.next_due_at) == (desk.agent, None), "who received it asks the customer"
    act(desk.session, desk.as_(desk.agent), clock=lambda: FRIDAY + 4 * HOUR)
    assert [one.move.name for one in tasks(desk.session) if one.register.key == "service_request"] == ["close"], "nothing is forgotten after the answer"
    assert isinstance(desk.refused(desk.agent, request, "close"), Invalid)
    desk.take(desk.agent, request, "close", FRIDAY + 5 * HOUR, satisfaction="satisfied", into_faq=True)
    with acting(desk.session, System("test")):
        told = desk.session.scalars(select(ContactLog)).one()
        question = desk.session.scalars(select(CommonQuestion)).one()
    assert (told.request_id, told.told, told.happened_at) == (request.id, "已联系供应商，今天给出结果。", FRIDAY + 3 * HOUR)
    assert (question.question, question.answer, str(question.state)) == ("充值后未到账", "供应商已补充到账。", "draft")
    assert desk.refused(desk.handler, question, "publish_answer").clause == "K9.13", "not by its author"
    desk.take(desk.agent, question, "publish_answer")


@pytest.mark.parametrize(
    ("kind", "hours", "solved_on"),
    [("inquiry", 4, date(2026, 9, 20)), ("service", 24, date(2026, 9, 22)), ("trial", 24, date(2026, 9, 22))],
)
def test_each_kind_has_its_terms_from_the_transfer_and_who_is_late_is_told_with_his_superior(
    desk: Desk, kind: str, hours: int, solved_on: date
) -> None:
    """A5.2, Y4.1, Y4.3, K8.1."""
    request = passed_on(desk, kind=kind)
    assert (request.respond_by_at, request.solve_by_on) == (FRIDAY + hours * HOUR, solved_on)
    assert request.next_due_at == FRIDAY + hours * HOUR
    late = FRIDAY + timedelta(days=6)
    act(desk.session, System("test"), clock=lambda: late)
    assert (remind_of_requests(desk.session), remind_of_requests(desk.session)) == (2, 0)
    assert desk.told("service.over") == {desk.handler, desk.boss}
    desk.take(desk.handler, request, "tell_progress", FRIDAY + HOUR, progress="正在核对。")
    assert request.next_due_at.date() == solved_on, "told of, the term of the solution runs"


def test_who_is_unsure_asks_his_superior_instead_of_answering_and_what_is_written_is_told_at_once(desk: Desk) -> None:
    """K8.11, K6.4, T2.7."""
    a_request(desk, channel="written")
    assert desk.told("service.request") == {desk.boss}
    request = passed_on(desk)
    desk.take(desk.handler, request, "escalate", FRIDAY + HOUR, question="是否可以退款？建议核对流水后退款。")
    assert desk.refused(desk.handler, request, "instruct", instruction="退款").clause == "K6.4"
    desk.take(desk.boss, request, "instruct", FRIDAY + HOUR, instruction="核对后退款。")
    assert (request.instruction, request.instructed_by_id) == ("核对后退款。", desk.boss)
    desk.take(desk.handler, request, "sign_request")
    desk.take(desk.handler, request, "answer", solution="已退款。")
    desk.take(desk.agent, request, "take_up_again", again_because="仍未到账", department=desk.department, handler=desk.other)
    assert (request.responsible_id, request.responded_at, str(request.state)) == (desk.other, None, "transferred")


def test_a_contact_keeps_the_customers_words_and_a_score_for_our_manner(desk: Desk) -> None:
    """K8.2, K8.3, K8.4, K8.13, K8.14, K6.10."""
    call = {"subject": "查询套餐", "kind": "inquiry", "channel": "phone", "happened_at": FRIDAY, "attitude": 5}
    with pytest.raises(Invalid) as found:
        desk.enter(desk.agent, "contact_log", **call)
    assert "said" in found.value.fields
    desk.session.expunge_all()
    assert desk.enter(desk.agent, "contact_log", **call, said="我想换便宜的套餐。").agent_id == desk.agent
    for kind in ("new_service", "peers"):
        with pytest.raises(Invalid) as found:
            desk.enter(desk.agent, "contact_log", **{**call, "kind": kind})
        assert "told" in found.value.fields
        desk.session.expunge_all()
        desk.enter(desk.agent, "contact_log", **{**call, "kind": kind, "told": "介绍新业务和服务流程。"})
    with pytest.raises(Invalid):
        desk.enter(desk.agent, "contact_log", FRIDAY - HOUR, **call, said="明天的来电")


def test_a_suggestion_is_evaluated_decided_on_by_the_manager_told_back_and_posted(desk: Desk) -> None:
    """Y4.6, K6.5, K6.6, K4.23, K9.16, A6.1."""
    case = make(desk.session, "complaint")
    one = desk.enter(desk.agent, "feedback", **SAID, complaint=case.id)
    desk.take(desk.agent, one, "relay", department=desk.department, receiver=desk.handler)
    assert (one.evaluate_by_on, desk.told("feedback.relay")) == (date(2026, 9, 24), {desk.handler})
    desk.take(desk.handler, one, "sign_feedback")
    assert desk.refused(desk.agent, one, "tell", told="谢谢").sentence == heeding.EVALUATE_FIRST
    assert desk.refused(desk.agent, one, "conclude").sentence == heeding.TELL_FIRST
    assert isinstance(desk.refused(desk.handler, one, "evaluate", evaluation="可行"), Invalid)
    desk.take(desk.handler, one, "evaluate", feasible="yes", evaluation="花费不多，可行。")
    assert desk.refused(desk.other, one, "adopt", decision="采纳").clause == "K6.5"
    desk.take(desk.boss, one, "adopt", decision="月底前增设六张座椅。")
    assert desk.told("feedback.adopt") == {desk.agent}
    desk.take(desk.agent, one, "tell", told="已采纳，月底前增设。")
    desk.take(desk.agent, one, "post", posted="采纳住户建议，增设座椅。")
    desk.take(desk.agent, one, "conclude")
    assert (str(one.state), one.posted_on, one.complaint_id) == ("closed", FRIDAY.date(), case.id)


def test_market_information_is_relayed_against_receipt_and_a_complaint_becomes_a_case_first(desk: Desk) -> None:
    """K8.12, K9.3, K9.14, K6.6."""
    for kind in ("market", "commendation"):
        one = desk.enter(desk.agent, "feedback", **{**SAID, "kind": kind})
        desk.take(desk.agent, one, "relay", department=desk.department, receiver=desk.handler)
        assert desk.refused(desk.other, one, "sign_feedback").clause == "K9.3"
        desk.take(desk.handler, one, "sign_feedback")
        assert (one.received_at, one.receiver_id) == (FRIDAY, desk.handler)
        desk.take(desk.agent, one, "conclude")
    for kind in ("complaint", "dispute", "report"):
        one = desk.enter(desk.agent, "feedback", **{**SAID, "kind": kind})
        desk.take(desk.agent, one, "relay", department=desk.department, receiver=desk.handler)
        desk.take(desk.handler, one, "sign_feedback")
        assert desk.refused(desk.agent, one, "conclude").sentence == heeding.CASE_FIRST


def test_only_the_service_desk_collects_feedback() -> None:
    """A6.2, K9.5, K9.10: of the base roles, those of the customer service."""
    may = {role.code for role in BASE_ROLES for one in role.may if Action.CREATE in one.actions and {"feedback", "service.*"} & {*one.registers}}
    assert may == {"service_agent", "service_lead"}
    lead = next(role for role in BASE_ROLES if role.code == "service_lead")
    assert any("report_duty" in one.registers and Action.CREATE in one.actions for one in lead.may)


def test_a_channel_that_fails_is_reported_in_time_and_adjusted(desk: Desk) -> None:
    """K9.1, K9.18, K9.19."""
    channel = desk.enter(desk.agent, "service_channel", name="卡商甲", kind="supplier", answers="到账约十分钟。")
    found = {"kind": "supplier", "title": "充值不到账", "found_at": FRIDAY, "details": "多名客户反映。"}
    with pytest.raises(Invalid) as refused:
        desk.enter(desk.agent, "service_incident", **found)
    assert "channel" in refused.value.fields
    desk.session.expunge_all()
    incident = desk.enter(desk.agent, "service_incident", **found, channel=channel.id)
    assert incident.report_by_at == FRIDAY + 2 * HOUR
    act(desk.session, System("test"), clock=lambda: FRIDAY + 6 * HOUR)
    assert (remind_of_terms(desk.session), desk.told("term.report_by_at.over")) == (1, {desk.agent})
    desk.take(desk.agent, incident, "report_incident", reported_to=desk.boss)
    assert desk.told("incident.reported") == {desk.boss}
    desk.take(desk.boss, incident, "act_on_incident", action="改走卡商乙。")
    desk.session.refresh(channel := desk.session.get_one(type(channel), channel.id))
    assert str(channel.working) == "adjusted"
    desk.take(desk.boss, incident, "close_incident", outcome="已恢复。")


def test_who_let_information_out_takes_no_part_and_answers_for_it(desk: Desk) -> None:
    """A7.3, K9.4, K9.21."""
    leak = {"kind": "leak", "title": "客户电话外泄", "found_at": FRIDAY, "details": "名单发到外部群。", "caused_by": desk.other}
    with pytest.raises(Invalid) as refused:
        desk.enter(desk.agent, "service_incident", **leak)
    assert "leaked" in refused.value.fields
    desk.session.expunge_all()
    incident = desk.enter(desk.agent, "service_incident", **leak, leaked="二十名客户的电话", cause="擅自转发")
    desk.take(desk.agent, incident, "report_incident", reported_to=desk.boss)
    assert desk.refused(desk.other, incident, "act_on_incident", action="撤回").clause == "K9.19"
    desk.take(desk.boss, incident, "act_on_incident", action="撤回并告知客户。")
    assert desk.refused(desk.boss, incident, "close_incident", outcome="已撤回").sentence == heeding.SANCTION_FIRST
    desk.take(desk.boss, incident, "close_incident", outcome="已撤回", sanction="通报批评。")
    act(desk.session, System("test"), clock=lambda: FRIDAY)
    line = desk.session.scalars(select(PerformanceEntry)).one()
    assert (line.person_id, line.clause, line.points, line.record_id) == (desk.other, "A7.3", -5, incident.id)
    masked = {spec.key for spec in registers["service_request"].fields.values() if spec.clearance.name == "PERSONAL"}
    assert masked == {"asker", "phone"}


def test_a_request_passed_further_goes_to_another_with_a_reason_and_keeps_its_terms(desk: Desk) -> None:
    """A5.5, K9.11, K9.20."""
    request = passed_on(desk)
    terms = (request.respond_by_at, request.solve_by_on, request.next_due_at)
    later = FRIDAY + timedelta(days=3)
    with pytest.raises(Conflict):
        desk.take(desk.handler, request, "transfer", later, department=desk.department, handler=desk.other)
    assert isinstance(desk.refused(desk.handler, request, "pass_further", later, department=desk.department, handler=desk.other), Invalid)
    to_himself = {"department": desk.department, "handler": desk.handler, "again_because": "出差"}
    assert desk.refused(desk.handler, request, "pass_further", later, **to_himself).clause == "A5.5"
    desk.take(desk.handler, request, "pass_further", later, **{**to_himself, "handler": desk.other})
    assert (request.handler_id, request.responsible_id, request.transferred_at) == (desk.other, desk.other, FRIDAY)
    assert (request.respond_by_at, request.solve_by_on, request.next_due_at) == terms


def test_a_leak_goes_to_a_superior_and_is_not_closed_by_its_finder_nor_without_a_word_on_its_cause(desk: Desk) -> None:
    """K9.4, K9.19, K9.21, A7.3."""
    leak = {"kind": "leak", "title": "客户电话外泄", "found_at": FRIDAY, "details": "名单发到外部群。", "leaked": "二十名客户的电话"}
    incident = desk.enter(desk.agent, "service_incident", **leak)
    for who in (desk.agent, desk.other):
        assert desk.refused(desk.agent, incident, "report_incident", reported_to=who).clause == "K9.19"
    desk.take(desk.agent, incident, "report_incident", reported_to=desk.boss)
    desk.refused(desk.agent, incident, "act_on_incident", action="撤回")
    desk.take(desk.boss, incident, "act_on_incident", action="撤回")
    closing = {"outcome": "已撤回", "sanction": "无"}
    desk.refused(desk.agent, incident, "close_incident", **closing)
    assert desk.refused(desk.boss, incident, "close_incident", **closing).sentence == heeding.NOBODY_FOUND
    with acting(desk.session, System("test")):
        incident.cause = "日志只保留七天，未查明何人转发。"
        desk.session.flush()
    desk.take(desk.boss, incident, "close_incident", **closing)


def reports(desk: Desk, at: datetime) -> list[WorkReport]:
    act(desk.session, System("test"), clock=lambda: at)
    reporting.begin_reports(desk.session)
    return list(desk.session.scalars(select(WorkReport).order_by(WorkReport.for_on)))


def test_a_report_is_due_each_working_day_and_a_missing_one_is_told(desk: Desk) -> None:
    """A10.2, K8.5, K8.21, K9.13."""
    make(desk.session, "report_duty", name="日报", author=desk.agent, reader=desk.boss, kind="work", every="day", from_on=date(2026, 9, 17), until_on=None)
    for at in (FRIDAY, FRIDAY, FRIDAY + timedelta(days=3)):
        found = reports(desk, at)
    assert [(one.for_on.day, one.due_on.day) for one in found if one.due_on] == [(17, 17), (18, 18), (20, 20), (21, 21)], "Saturday is free, Sunday worked"
    assert remind_of_terms(desk.session) == 8
    assert desk.told("term.due_on.over") == {desk.agent, desk.boss}
    report = found[1]
    desk.enter(desk.agent, "contact_log", subject="来电", kind="inquiry", channel="phone", happened_at=FRIDAY, said="问", attitude=4)
    a_request(desk)
    assert desk.refused(desk.other, report, "submit_report", content="全部正常").clause == "K8.5"
    desk.take(desk.agent, report, "submit_report", content="接待两位客户。")
    assert report.figures == "联系 1，接待工单 1，答复工单 0"
    desk.take(desk.boss, report, "return_report", remark="请写明问题。")
    desk.take(desk.agent, report, "submit_report", content="接待两位客户，一位充值未到账。")
    desk.take(desk.boss, report, "read_report")
    assert str(report.state) == "read"


def test_longer_reports_count_their_period_and_go_to_the_management(desk: Desk) -> None:
    """A6.3, K9.22, K9.13."""
    for kind, every in (("feedback", "month"), ("channels", "week"), ("questions", "quarter")):
        make(desk.session, "report_duty", name=kind, author=desk.agent, reader=desk.boss, kind=kind, every=every, from_on=date(2026, 6, 1), until_on=None)
    desk.enter(desk.agent, "feedback", **SAID, giver="业主")
    found = {str(one.kind): one for one in reports(desk, datetime(2026, 10, 9, 2, 0, tzinfo=UTC))}
    spans = {kind: (one.from_on, one.for_on) for kind, one in found.items()}
    assert spans == {
        "feedback": (date(2026, 9, 1), date(2026, 9, 30)), "channels": (date(2026, 9, 28), date(2026, 10, 4)),
        "questions": (date(2026, 7, 1), date(2026, 9, 30)),
    }  # fmt: skip
    assert found["feedback"].due_on == date(2026, 10, 10), "three working days after the holidays"
    for kind, figures in (("feedback", "建议 1"), ("channels", "异常事件 0"), ("questions", "新增常见问题 0")):
        desk.take(desk.agent, found[kind], "submit_report", content="见统计。")
        assert figures in (found[kind].figures or "")
        desk.take(desk.boss, found[kind], "read_report")
        assert found[kind].read_at == FRIDAY
