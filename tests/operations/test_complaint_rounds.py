"""Objections and new rounds, refusals by two, returns, and cases handled together: each guard refused and met (K4.22, K6.7)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.engine import FencedSession
from models.fence import act, acting
from operations.moves import perform
from operations.records import update
from permissions.actor import Authority, System
from tests.factories import make
from tests.forking import TOLD, WON, Deed, at_once
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def refusal(session: Session, office: Office, case: Complaint, move: str, who: int, at: Any = FRIDAY, **values: Any) -> DomainError:
    with pytest.raises((Refused, Invalid)) as refused:
        take(session, office, case, move, who, at, **values)
    return refused.value


def with_post(session: Session, office: Office, who: int, post: str) -> Authority:
    """``who`` with every right and a post."""
    make(session, "appointment", holder=who, post=post, department=office.department, from_on=date(2020, 1, 1))
    found = office.as_(who)
    return replace(found, person=replace(found.person, posts=frozenset({(post, office.department)})))


@pytest.mark.parametrize("stage", [Stage.ANSWERED, Stage.CALLED, Stage.CLOSED, Stage.ARCHIVED])
def test_an_objection_within_ten_working_days_begins_a_round_with_another_handler(session: Session, office: Office, stage: Stage) -> None:
    """K4.22: answered on Friday the 18th; with Mid-Autumn and National Day the tenth working day is the 9th of October."""
    case = at_stage(session, a_case(session, office), stage, handler_id=office.handler, answered_at=FRIDAY, closed_at=FRIDAY)
    late = FRIDAY.replace(month=10, day=10)
    found = refusal(session, office, case, "object", office.officer, late)
    assert (found.clause, "10 个工作日" in found.sentence.zh) == ("K4.22", True)
    take(session, office, case, "object", office.officer, FRIDAY.replace(day=30), objection_by="respondent", objection="与事实不符")
    assert (case.stage, case.round, case.handler_id, str(case.objection_by)) == (Stage.ACCEPTED, 2, None, "respondent")
    again = refusal(session, office, case, "assign", office.officer, handler=office.handler)
    assert again.clause == "K4.22"


def test_from_the_archive_only_what_was_handled_or_refused_is_taken_up(session: Session, office: Office) -> None:
    """K4.22: each by its own objection; what was settled or withdrawn by none."""
    case = at_stage(session, a_case(session, office), Stage.ARCHIVED, answered_at=FRIDAY, handler_id=office.handler)
    for name in ("object", "object_refusal"):
        assert refusal(session, office, case, name, office.officer).clause == "K4.22"
    at_stage(session, case, Stage.ARCHIVED, refusal_code="court")
    assert refusal(session, office, case, "object", office.officer).clause == "K4.22"
    take(session, office, case, "object_refusal", office.officer)
    assert (case.stage, case.round) == (Stage.ACCEPTED, 2)


def test_after_two_rounds_the_meeting_decides_once_and_external_routes_are_told(session: Session, office: Office) -> None:
    """K4.22."""
    case = at_stage(session, a_case(session, office), Stage.ANSWERED, answered_at=FRIDAY, round=1)
    assert "还可以再办一轮" in refusal(session, office, case, "appeal", office.officer).sentence.zh
    at_stage(session, case, Stage.ANSWERED, round=2, handler_id=office.handler)
    assert "已办 2 轮" in refusal(session, office, case, "object", office.officer).sentence.zh
    with pytest.raises(Invalid) as untold:
        take(session, office, case, "appeal", office.officer, external_routes="")
    assert list(untold.value.fields) == ["external_routes"]
    take(session, office, case, "appeal", office.officer)
    assert (case.stage, case.round, case.handler_id) == (Stage.MEETING, 3, office.handler)
    at_stage(session, case, Stage.CALLED, satisfaction="dissatisfied", answered_at=FRIDAY)
    assert "外部救济" in refusal(session, office, case, "appeal", office.officer).sentence.zh
    assert refusal(session, office, case, "reopen", office.officer).clause == "K4.22"


def test_who_decides_anew_stands_one_level_above(session: Session, office: Office) -> None:
    """K4.22: after a department manager a deputy general manager; after the chairman nobody but the meeting."""
    make(session, "appointment", holder=office.leader, post="department_manager", department=office.department, from_on=date(2020, 1, 1))
    case = at_stage(session, a_case(session, office), Stage.PROPOSED, round=2, decided_by_id=office.leader)
    values = {"decision": "同意", "remedy": "none"}
    act(session, office.as_(office.other), clock=lambda: FRIDAY)
    with pytest.raises(Refused) as low:
        perform(session, case, "decide", values)
    assert low.value.clause == "K4.22"
    act(session, with_post(session, office, office.other, "deputy_general_manager"), clock=lambda: FRIDAY)
    perform(session, case, "decide", values)
    make(session, "appointment", holder=office.leader, post="chairman", department=office.department, from_on=date(2020, 1, 1))
    at_stage(session, case, Stage.PROPOSED, decided_by_id=office.leader)
    act(session, with_post(session, office, office.other, "chairman"), clock=lambda: FRIDAY)
    with pytest.raises(Refused) as top:
        perform(session, case, "decide", values)
    assert "提交会议" in top.value.sentence.zh
    perform(session, case, "refer", {})


def test_a_closed_case_is_opened_again_within_thirty_days(session: Session, office: Office) -> None:
    """K4.22."""
    case = at_stage(session, a_case(session, office), Stage.CLOSED, closed_at=FRIDAY, handler_id=office.handler)
    assert "30 天" in refusal(session, office, case, "reopen_closed", office.officer, FRIDAY + timedelta(days=31)).sentence.zh
    take(session, office, case, "reopen_closed", office.officer, FRIDAY + timedelta(days=30))
    assert (case.stage, case.round) == (Stage.ACCEPTED, 2)


def test_a_department_returns_a_case_once_and_it_is_remembered(session: Session, office: Office) -> None:
    """K6.7."""
    case = at_stage(session, a_case(session, office), Stage.ASSIGNED, department_id=office.department, handler_id=office.handler)
    take(session, office, case, "return", office.handler)
    assert [one.id for one in case.returned_departments] == [office.department]
    at_stage(session, case, Stage.ASSIGNED)
    assert refusal(session, office, case, "return", office.handler).clause == "K6.7"
    elsewhere = make(session, "department", name="物流部", code="WL").id
    at_stage(session, case, Stage.ASSIGNED, department_id=elsewhere)
    take(session, office, case, "return", office.handler)
    assert len(case.returned_departments) == 2


def test_two_refuse_a_complaint_with_code_basis_and_text_and_it_is_objected_to_once(session: Session, office: Office) -> None:
    """T2.10, K4.22."""
    case = at_stage(session, a_case(session, office), Stage.REGISTERED)
    assert "先「拟不予受理」" in refusal(session, office, case, "refuse", office.leader).sentence.zh
    for key in ("refusal_code", "refusal_basis", "refusal"):
        assert list(refusal(session, office, case, "propose_refusal", office.officer, **{key: None}).fields) == [key]  # type: ignore[attr-defined]
    take(session, office, case, "propose_refusal", office.officer, refusal_code="court", refusal_basis="民诉法", refusal="已进入诉讼。")
    assert case.stage is Stage.REGISTERED
    assert "不能是同一人" in refusal(session, office, case, "refuse", office.officer).sentence.zh
    take(session, office, case, "refuse", office.leader)
    assert case.stage is Stage.REFUSED
    take(session, office, case, "object_refusal", office.officer)
    assert (case.stage, case.round) == (Stage.ACCEPTED, 2)
    at_stage(session, case, Stage.REFUSED)
    assert refusal(session, office, case, "object_refusal", office.officer).clause == "K4.22"


def test_a_withdrawal_needs_proof_and_the_customers_confirmation(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.ACCEPTED)
    found = refusal(session, office, case, "withdraw", office.officer, withdrawal_confirmed=None)
    assert list(found.fields) == ["withdrawal_confirmed"]  # type: ignore[attr-defined]
    take(session, office, case, "withdraw", office.officer)


# ---- merging -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.ACCEPTED, Stage.INVESTIGATING])
def test_a_case_is_merged_into_an_open_one_that_names_all_its_respondents(session: Session, office: Office, stage: Stage) -> None:
    """K4.7: merging must not go around the recusal."""
    case, main = a_case(session, office), a_case(session, office, respondents=[office.other])
    number = case.number
    at_stage(session, case, stage)
    at_stage(session, main, Stage.ACCEPTED)
    found = refusal(session, office, case, "merge", office.officer, merged_into=main.id)
    assert (found.clause, "被投诉人" in found.sentence.zh) == ("K4.7", True)
    with acting(session, System("test")):
        update(session, main, {"respondents": [office.other, office.accused]})
    for wrong, put in ((case.id, Stage.ACCEPTED), (main.id, Stage.CLOSED)):
        at_stage(session, main, put)
        assert list(refusal(session, office, case, "merge", office.officer, merged_into=wrong).fields) == ["merged_into"]  # type: ignore[attr-defined]
    at_stage(session, main, Stage.ACCEPTED)
    take(session, office, case, "merge", office.officer, merged_into=main.id)
    assert (case.stage, case.merged_into_id, case.number) == (Stage.MERGED, main.id, number)
    third = at_stage(session, a_case(session, office), Stage.ACCEPTED)
    assert "已有其他案件并入" in refusal(session, office, main, "merge", office.officer, merged_into=third.id).sentence.zh


def test_a_case_one_may_not_see_is_no_target(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.ACCEPTED)
    hidden = at_stage(session, a_case(session, office, respondents=[office.accused, office.officer]), Stage.ACCEPTED)
    assert list(refusal(session, office, case, "merge", office.officer, merged_into=hidden.id).fields) == ["merged_into"]  # type: ignore[attr-defined]


def test_the_main_case_is_not_closed_before_every_complainant_has_his_answer(session: Session, office: Office) -> None:
    """K6.8: 件件有回音."""
    case, main = a_case(session, office), at_stage(session, a_case(session, office), Stage.ACCEPTED)
    at_stage(session, case, Stage.ACCEPTED)
    take(session, office, case, "merge", office.officer, merged_into=main.id)
    assert refusal(session, office, case, "answer_merged", office.officer).clause == "T4.1", "the main case has no answer yet"
    at_stage(session, main, Stage.CALLED, satisfaction="satisfied")
    found = refusal(session, office, main, "close", office.officer)
    assert (found.clause, case.number in found.sentence.zh) == ("K6.8", True)
    take(session, office, case, "answer_merged", office.officer)
    assert refusal(session, office, case, "answer_merged", office.officer).clause == "T4.1"
    assert refusal(session, office, case, "split", office.officer).clause == "K4.4"
    take(session, office, main, "close", office.officer)


def test_a_split_case_goes_on_and_its_time_was_never_stopped(session: Session, office: Office) -> None:
    case = a_case(session, office)
    take(session, office, case, "register", office.officer)
    take(session, office, case, "accept", office.officer)
    due, main = case.due_on, at_stage(session, a_case(session, office), Stage.ACCEPTED)
    take(session, office, case, "merge", office.officer, merged_into=main.id)
    take(session, office, case, "split", office.officer, FRIDAY + timedelta(days=1))
    assert (case.stage, case.merged_into_id, case.due_on) == (Stage.ACCEPTED, None, due)


def test_of_two_cases_merged_into_each_other_at_once_one_stays(own_engine: Engine) -> None:
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        office = an_office(session)
        one, other = (at_stage(session, a_case(session, office), Stage.ACCEPTED).id for _ in range(2))
        session.commit()

    def merge(case: int, into: int) -> Deed:
        return lambda session: perform(session, session.get_one(Complaint, case), "merge", {"merged_into": into})

    assert sorted(at_once(own_engine, [merge(one, other), merge(other, one)])) == [WON, TOLD]
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        stages = [session.get_one(Complaint, key).stage for key in (one, other)]
    assert sorted(stages) == [Stage.ACCEPTED, Stage.MERGED]
