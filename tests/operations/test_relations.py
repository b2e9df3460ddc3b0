"""What guards a customer: surveys and evaluations, those who leave, risks and what they block, and information that is shared."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from models.fence import act
from models.organisation.appointment import Post
from models.register import registers
from operations.moves import perform
from operations.records import delete, update
from operations.relations import agreements, evaluating, risks
from operations.relations.sharing import expire_sharing
from permissions.actor import System
from tests.factories import everything, holding, make, person
from tests.operations.service_scenes import FRIDAY, Desk, a_desk

TODAY = FRIDAY.date()
HOUR = timedelta(hours=1)
FACTORS = {"finance": 2, "operation": 2, "credit": 2, "market": 2}
RISK = {"kind": "credit", "source": "analysis", "identified_on": TODAY, "details": "多次逾期", "likelihood": 2, "impact": 2, **FACTORS}
ANSWER = {"strategy": "reduce", "measures": "缩短账期", "review_on": TODAY + timedelta(days=30)}


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


@pytest.fixture
def customer(desk: Desk) -> int:
    return int(make(desk.session, "customer", department=desk.department, manager=desk.agent).id)


def led(desk: Desk, record: Any, move: str, who: int | None = None, **values: Any) -> None:
    """The general manager (or ``who`` with that post) takes a move."""
    posts = frozenset({(Post.GENERAL_MANAGER.value, None)})
    boss = who or make(desk.session, "employee", name="总经理").id
    act(desk.session, holding(everything(), who=person(boss, None, posts=posts)), clock=lambda: FRIDAY)
    perform(desk.session, record, move, values)


def test_an_evaluation_computes_what_surveys_clocks_and_feedback_hold_of_its_period(desk: Desk, customer: int) -> None:
    """A8.1, A8.2, A8.3, A8.4, Y4.8."""
    period = {"customer": customer, "from_on": date(2026, 9, 1), "until_on": date(2026, 9, 30)}
    one = desk.enter(desk.agent, "relation_evaluation", **period, evaluator=desk.agent)
    assert (one.satisfaction, one.hours, one.heard, one.total) == (None, None, "无", None)
    assert one.due_on == date(2026, 10, 27), "fifteen working days after the period"
    assert desk.refused(desk.agent, one, "conclude_evaluation", conclusion="良好").sentence == evaluating.NO_SURVEY
    scores = {"customer": customer, "asked_on": TODAY, "satisfaction": 5, "loyalty": 4, "service": 3}
    desk.enter(desk.agent, "customer_survey", **scores, means="questionnaire")
    with pytest.raises(Invalid) as found:
        desk.enter(desk.agent, "customer_survey", **scores, means="interview")
    assert "says" in found.value.fields
    desk.session.expunge_all()
    desk.enter(desk.agent, "customer_survey", **{**scores, "satisfaction": 3}, means="interview", says="愿意继续合作")
    request = desk.enter(desk.agent, "service_request", kind="service", channel="phone", title="调试", need="请派人", customer=customer)
    desk.take(desk.agent, request, "answer_at_once", FRIDAY + 5 * HOUR, solution="已远程调试")
    desk.enter(desk.agent, "feedback", kind="commendation", channel="phone", recorded_on=TODAY, title="表扬", content="好", customer=customer)
    one = desk.session.get_one(type(one), one.id)
    act(desk.session, desk.as_(desk.agent), clock=lambda: FRIDAY)
    update(desk.session, one, {"evaluator": desk.other})
    assert (one.satisfaction, one.loyalty, one.service, one.hours, one.speed, one.heard) == (4, 4, 3, 5, 5, "表扬 1")
    assert one.total == 80
    assert [evaluating.speed(hours, 24, 25, 50, 200) for hours in (6, 12, 24, 48, 49)] == [5, 4, 3, 2, 1]
    desk.take(desk.agent, one, "conclude_evaluation", conclusion="响应快，质量需改进。")
    item = desk.enter(desk.agent, "improvement", title="提高服务质量", evaluation=one.id, owner=desk.handler, due_on=TODAY + timedelta(days=60))
    assert item.evaluation_id == one.id


def test_a_lost_customer_is_contacted_and_offered_something_before_the_case_is_closed(desk: Desk, customer: int) -> None:
    """A9.1, A9.2, A9.3, A9.4."""
    values = {"customer": customer, "noticed_on": TODAY, "reason": "price", "analysis": "同行报价低一成"}
    plan = {"strategy": "重新报价", "responsible": desk.handler, "act_by_on": TODAY + timedelta(days=7)}
    for end, needs in (("win_back", {"outcome": "续签一年"}), ("confirm_lost", {"data_returned": "已退还", "farewell": "已致函感谢"})):
        case = desk.enter(desk.agent, "churn_case", **values)
        assert isinstance(desk.refused(desk.agent, case, "plan_win_back", strategy="报价"), Invalid)
        desk.take(desk.agent, case, "plan_win_back", **plan)
        assert desk.refused(desk.other, case, "contact_lost", contact_record="电话", offered="降价").clause == "A9.3"
        assert isinstance(desk.refused(desk.handler, case, "contact_lost", contact_record="电话联系"), Invalid), "something better is offered"
        desk.take(desk.handler, case, "contact_lost", contact_record="电话联系，嫌价高", offered="按量返利")
        desk.take(desk.agent, case, end, **needs)
        assert case.closed_on == TODAY
    assert {str(case.reason) for case in (case,)} == {"price"}


@pytest.mark.parametrize(
    ("more", "level"),
    [({}, "low"), ({"likelihood": 3}, "medium"), ({"likelihood": 4, "impact": 3}, "high"), ({"finance": 5, "operation": 5, "credit": 4}, "high")],
)
def test_matrix_and_four_factors_make_the_level(desk: Desk, customer: int, more: dict[str, int], level: str) -> None:
    """Y7.3, Y7.4."""
    assert str(desk.enter(desk.agent, "customer_risk", customer=customer, **{**RISK, **more}).level) == level


def test_a_risk_is_answered_with_a_strategy_and_a_high_one_blocks_until_a_leader_approves(desk: Desk, customer: int) -> None:
    """Y7.1, Y7.2, Y7.5, Y7.6."""
    with pytest.raises(Invalid) as found:
        desk.enter(desk.agent, "customer_risk", customer=customer, **{**RISK, "kind": "other"})
    assert "other_kind" in found.value.fields
    desk.session.expunge_all()
    low = desk.enter(desk.agent, "customer_risk", customer=customer, **{**RISK, "kind": "other", "other_kind": "舆情", "source": "industry"})
    assert isinstance(desk.refused(desk.agent, low, "answer_risk", measures="关注"), Invalid), "one of the four strategies"
    desk.take(desk.agent, low, "answer_risk", **ANSWER, responsible=desk.handler)
    desk.take(desk.handler, low, "control_risk")
    risks.require_no_high_risk(desk.session, customer)
    high = desk.enter(desk.agent, "customer_risk", customer=customer, **{**RISK, "likelihood": 5, "impact": 5})
    desk.take(desk.agent, high, "answer_risk", **ANSWER, responsible=desk.handler)
    assert desk.refused(desk.handler, high, "control_risk").sentence == risks.LEADER_FIRST
    with pytest.raises(Refused) as blocked:
        risks.require_no_high_risk(desk.session, customer)
    assert blocked.value.clause == "Y7.6"
    assert high.number not in blocked.value.sentence.zh, "who settles terms need not be allowed to see the risk"
    terms = make(desk.session, "customer_arrangement", customer=customer)
    deal = {"customer": customer, "dealt_on": TODAY, "subject": "年度供货", "amount": 100}
    order = desk.enter(desk.agent, "deal", **deal, kind="order")
    with pytest.raises(Refused):
        update(desk.session, order, {"kind": "contract"})  # no way round
    desk.session.expunge_all()
    terms, high = (desk.session.get_one(type(one), one.id) for one in (terms, high))
    with pytest.raises(Refused):
        desk.enter(desk.agent, "deal", **deal, kind="contract")
    desk.session.expunge_all()
    terms, high = (desk.session.get_one(type(one), one.id) for one in (terms, high))
    with pytest.raises(Refused) as blocked:
        led(desk, terms, "approve_terms")
    assert blocked.value.clause == "Y7.6"
    assert desk.refused(desk.boss, high, "approve_risk", approval="同意").clause == "Y7.6", "a manager is no leader"
    led(desk, high, "approve_risk", approval="同意，限额交易")
    risks.require_no_high_risk(desk.session, customer)
    led(desk, terms, "approve_terms")
    desk.enter(desk.agent, "deal", **deal, kind="contract")
    assert desk.refused(desk.handler, high, "close_risk", review="已还清").clause == "Y7.6"
    desk.take(desk.boss, high, "close_risk", review="已还清")


def a_sharing(desk: Desk, customer: int, **more: Any) -> Any:
    values = {"customer": customer, "purpose": "联合促销", "recipient": "物流公司", "what": "单位名称、收货地址", "basis": "consent", "safety": "加密传送",
              "recipient_is": "inside", "colleague": desk.other}  # fmt: skip
    return desk.enter(desk.agent, "sharing_request", **{**values, "expires_on": TODAY + timedelta(days=10), **more})


def test_information_is_shared_with_two_approvals_for_a_time_and_ends(desk: Desk, customer: int) -> None:
    """Y2.8, Y2.10: nothing is disclosed to anybody outside without it."""
    one = a_sharing(desk, customer)
    assert (one.department_id, one.applicant_id) == (desk.department, desk.agent)
    assert desk.refused(desk.other, one, "agree_sharing", department_opinion="同意").clause == "Y2.10"
    desk.take(desk.boss, one, "agree_sharing", department_opinion="同意")
    assert desk.refused(desk.boss, one, "approve_sharing", leader_opinion="同意").clause == "Y2.10", "two approvals, two people"
    with pytest.raises(Refused):
        led(desk, one, "approve_sharing", who=desk.boss, leader_opinion="同意")
    led(desk, one, "approve_sharing", leader_opinion="同意")
    act(desk.session, System("test"), clock=lambda: FRIDAY + timedelta(days=10))
    assert expire_sharing(desk.session) == 0
    act(desk.session, System("test"), clock=lambda: FRIDAY + timedelta(days=11))
    assert (expire_sharing(desk.session), str(one.state), desk.told("sharing.ended")) == (1, "expired", {desk.agent})
    other = a_sharing(desk, customer)
    desk.take(desk.boss, other, "agree_sharing", department_opinion="同意")
    led(desk, other, "approve_sharing", leader_opinion="同意")
    desk.take(desk.agent, other, "revoke_sharing", revoked_because="客户要求停止")
    assert str(other.state) == "revoked"
    late = a_sharing(desk, customer, expires_on=TODAY - timedelta(days=1))
    assert desk.refused(desk.boss, late, "agree_sharing", department_opinion="同意").sentence == agreements.TOO_LATE


def test_a_high_risk_is_made_less_or_moved_by_a_leader_only(desk: Desk, customer: int) -> None:
    """Y7.6: whoever identified it opens no contract by typing it over, nor by deleting it."""
    high = desk.enter(desk.agent, "customer_risk", customer=customer, **{**RISK, "likelihood": 5, "impact": 5})
    other = make(desk.session, "customer").id
    act(desk.session, desk.as_(desk.agent), clock=lambda: FRIDAY)
    for change in ({"likelihood": 1}, {"customer": other}):
        with pytest.raises(Invalid) as found, desk.session.begin_nested():
            update(desk.session, high, change)
        assert found.value.sentence == risks.LOWERED_BY_LEADER
        desk.session.expire(high)
    with pytest.raises(Refused):
        delete(desk.session, high)
    update(desk.session, high, {"likelihood": 4, "impact": 5})
    leader = holding(everything(), who=person(desk.boss, desk.department, posts=frozenset({(Post.GENERAL_MANAGER.value, None)})))
    act(desk.session, leader, clock=lambda: FRIDAY)
    update(desk.session, high, {"likelihood": 1})
    assert str(high.level) != "high"


def test_what_customers_answered_and_what_was_concluded_from_it_stays(desk: Desk, customer: int) -> None:
    """A8.1: a survey is corrected the day it was entered, an evaluation until it is concluded."""
    survey = desk.enter(desk.agent, "customer_survey", customer=customer, means="questionnaire", asked_on=TODAY, satisfaction=2, loyalty=3, service=3)
    act(desk.session, desk.as_(desk.agent), clock=lambda: FRIDAY)
    update(desk.session, survey, {"satisfaction": 1})
    act(desk.session, desk.as_(desk.agent), clock=lambda: FRIDAY + timedelta(days=1))
    with pytest.raises(Invalid) as found, desk.session.begin_nested():
        update(desk.session, survey, {"satisfaction": 5})
    assert (found.value.clause, found.value.sentence) == ("A8.1", evaluating.SURVEY_STAYS)
    desk.session.expire(survey)
    with pytest.raises(Refused):
        delete(desk.session, survey)
    judged = desk.enter(desk.agent, "relation_evaluation", customer=customer, from_on=TODAY - timedelta(days=30), until_on=TODAY)
    with pytest.raises(Refused):
        delete(desk.session, judged)
    desk.take(desk.agent, judged, "conclude_evaluation", conclusion="下降")
    with pytest.raises(Invalid) as found, desk.session.begin_nested():
        update(desk.session, judged, {"until_on": TODAY + timedelta(days=1)})
    assert found.value.clause == "A8.1"


def test_an_outsider_has_signed_an_agreement_that_is_in_force_as_long(desk: Desk, customer: int) -> None:
    """Y2.9."""
    with pytest.raises(Invalid) as found:
        a_sharing(desk, customer, recipient_is="outside")
    assert "agreement" in found.value.fields
    desk.session.expunge_all()
    signed = {"party": "物流公司", "scope": "收货地址", "signed_on": TODAY, "circle": [desk.handler]}
    short = desk.enter(desk.agent, "confidentiality_agreement", **signed, expires_on=TODAY + timedelta(days=5))
    long = desk.enter(desk.agent, "confidentiality_agreement", **signed, expires_on=TODAY + timedelta(days=50))
    one = a_sharing(desk, customer, recipient_is="outside", agreement=short.id)
    assert desk.refused(desk.boss, one, "agree_sharing", department_opinion="同意").clause == "Y2.9"
    act(desk.session, desk.as_(desk.agent), clock=lambda: FRIDAY)
    update(desk.session, one, {"agreement": long.id})
    desk.take(desk.boss, one, "agree_sharing", department_opinion="同意")
    assert registers["sharing_request"].fields["agreement"].target == "confidentiality_agreement"


def test_who_shares_says_whether_it_stays_in_the_company_and_names_the_colleague(desk: Desk, customer: int) -> None:
    """Y2.9: an outsider is none by leaving a box unticked."""
    for missing in ("recipient_is", "colleague"):
        with pytest.raises(Invalid) as found:
            a_sharing(desk, customer, **{missing: None})
        assert list(found.value.fields) == [missing]
        desk.session.expunge_all()


def test_an_agreement_covers_its_own_party_and_circle_only(desk: Desk, customer: int) -> None:
    """Y2.9: one with somebody else is refused, however its name is written; who passes it on is one of those who may know."""
    signed = {"scope": "收货地址", "signed_on": TODAY, "expires_on": TODAY + timedelta(days=50)}
    theirs = desk.enter(desk.handler, "confidentiality_agreement", party="扬州物流有限公司", circle=[desk.handler], **signed)
    with pytest.raises(Invalid) as found:
        a_sharing(desk, customer, recipient_is="outside", agreement=theirs.id, recipient="苏州物流公司")
    assert (found.value.clause, found.value.fields["agreement"]) == ("Y2.9", agreements.OTHER_PARTY)
    desk.session.expunge_all()
    with pytest.raises(Invalid) as found:
        a_sharing(desk, customer, recipient_is="outside", agreement=theirs.id, recipient="揚州物流公司")
    assert found.value.fields["agreement"] == agreements.NOT_IN_CIRCLE
    desk.session.expunge_all()
    theirs = desk.session.get_one(registers["confidentiality_agreement"].model, theirs.id)
    act(desk.session, desk.as_(desk.handler), clock=lambda: FRIDAY)
    update(desk.session, theirs, {"circle": [desk.handler, desk.agent]})
    one = a_sharing(desk, customer, recipient_is="outside", agreement=theirs.id, recipient="揚州物流公司")
    act(desk.session, desk.as_(desk.handler), clock=lambda: FRIDAY)
    update(desk.session, theirs, {"party": "苏州物流有限公司"})
    assert desk.refused(desk.boss, one, "agree_sharing", department_opinion="同意").sentence == agreements.OTHER_PARTY
    act(desk.session, desk.as_(desk.handler), clock=lambda: FRIDAY)
    update(desk.session, theirs, {"party": "扬州物流有限公司"})
    desk.take(desk.boss, one, "agree_sharing", department_opinion="同意")
    act(desk.session, desk.as_(desk.handler), clock=lambda: FRIDAY)
    update(desk.session, theirs, {"circle": [desk.handler]})
    with pytest.raises(Refused) as late:
        led(desk, one, "approve_sharing", leader_opinion="同意")
    assert late.value.sentence == agreements.NOT_IN_CIRCLE
