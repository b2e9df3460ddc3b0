"""陈述申辩: who is complained of sees what is alleged and what was decided about him, and nothing that tells who complained."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.errors import DomainError, Invalid, Missing, Refused
from models.complaints.complaint import Complaint
from models.complaints.hearing import ComplaintHearing, Heard
from models.complaints.stages import Stage
from models.engine import FencedSession
from models.fence import act, acting
from operations.base_roles import ensure_base_roles
from operations.labels import labels
from operations.moves import choices, perform
from operations.records import create, find, update
from operations.rights import catalogue, read_rights
from permissions.actor import Authority, StandIn, System
from permissions.grants import Rights
from permissions.policy import compile_plan
from tests.factories import make, person
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, heard, take


@pytest.fixture(scope="module")
def rights(engine: Engine) -> dict[str, Rights]:
    with FencedSession(engine) as session:
        act(session, System("test"))
        ensure_base_roles(session)
        found = read_rights(session)
        session.rollback()
    return found


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def case(session: Session, office: Office) -> Complaint:
    return at_stage(session, a_case(session, office), Stage.INVESTIGATING, arranged_at=FRIDAY, handler_id=office.handler,
                    department_id=office.department)  # fmt: skip


def as_role(office: Office, rights: dict[str, Rights], who: int, *roles: str) -> Authority:
    return Authority(person(who, office.department), compile_plan(1, catalogue(), rights, roles or ("employee",), {}))


def asked(session: Session, office: Office, case: Complaint, rights: dict[str, Rights], **more: object) -> ComplaintHearing:
    """The handler asks 被投诉人."""
    values = {"complaint": case.id, "respondent": office.accused, "alleged": "九月一日未按约上门。", "due_on": date(2026, 9, 20), **more}
    act(session, as_role(office, rights, office.handler, "complaint_handler"), clock=lambda: FRIDAY)
    made: ComplaintHearing = create(session, ComplaintHearing.register, values)
    return made


@pytest.mark.parametrize("role", ["employee", "complaint_handler", "complaint_officer", "department_head", "supervisor", "auditor"])
def test_he_sees_his_hearing_and_nothing_of_the_case_whatever_his_roles(
    session: Session, office: Office, case: Complaint, rights: dict[str, Rights], role: str
) -> None:
    made = asked(session, office, case, rights)
    other = make(session, "employee", name="另一被投诉人", department=office.department).id
    with acting(session, System("test")):
        update(session, case, {"respondents": [office.accused, other]})
    theirs = make(session, "complaint_hearing", complaint=case.id, respondent=other)
    roles = (role,) if role == "employee" else (role, "employee")
    me = as_role(office, rights, office.accused, *roles)
    act(session, me, clock=lambda: FRIDAY)
    session.expire_all()
    assert set(session.scalars(select(ComplaintHearing.id))) == {made.id}, "not what another is asked in the same case"
    assert theirs.id != made.id
    with pytest.raises((Missing, Refused)):
        find(session, Complaint.register, case.id)
    assert labels(session, "complaint", [case.id]) == {}
    if role == "employee":
        seen = me.plan.levels("complaint_hearing", Channel.DETAILS)
        assert seen["alleged"] is Level.READ
        assert seen["complaint"] is Level.HIDDEN
    perform(session, find(session, ComplaintHearing.register, made.id), "answer", {"answer": "当日已电话改约。"})
    assert made.state is Heard.ANSWERED


def test_his_deputy_and_his_superior_see_nothing_of_it(session: Session, office: Office, case: Complaint, rights: dict[str, Rights]) -> None:
    made = asked(session, office, case, rights)
    me = as_role(office, rights, office.other)
    principal = StandIn(office.accused, "被投诉人", office.department, frozenset({office.department}))
    borrowed = {pair: (*strata, *(replace(one, whose=1) for one in strata)) for pair, strata in me.plan.strata.items()}
    deputy = replace(me, person=replace(me.person, standing_in=(principal,)), plan=replace(me.plan, strata=borrowed, kept={}))
    act(session, deputy, clock=lambda: FRIDAY)
    assert not session.scalars(select(ComplaintHearing.id)).all()
    with acting(session, System("test")):
        update(session, session.get_one(type(case).respondents.property.mapper.class_, office.accused), {"superior": office.leader})
    act(session, as_role(office, rights, office.leader, "supervisor"), clock=lambda: FRIDAY)
    assert made.id not in session.scalars(select(ComplaintHearing.id)).all()


@pytest.mark.parametrize(("text", "word"), [
    ("欧阳晓来电反映未上门。", "欧阳晓"), ("电话 13700012345 的客户反映", "13700012345"), ("人民路 1号的客户", "人民路1号"),
])  # fmt: skip
def test_what_is_alleged_does_not_tell_who_complained(
    session: Session, office: Office, case: Complaint, rights: dict[str, Rights], text: str, word: str
) -> None:
    with pytest.raises(Invalid) as refused:
        asked(session, office, case, rights, alleged=text)
    assert (refused.value.clause, list(refused.value.fields)) == ("K4.18", ["alleged"])
    assert word in refused.value.sentence.zh


def test_only_somebody_complained_of_is_heard(session: Session, office: Office, case: Complaint, rights: dict[str, Rights]) -> None:
    with pytest.raises(Invalid) as refused:
        asked(session, office, case, rights, respondent=office.other)
    assert list(refused.value.fields) == ["respondent"]


def test_findings_wait_until_everybody_was_heard(session: Session, office: Office, case: Complaint, rights: dict[str, Rights]) -> None:
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
    for prepare in (lambda: None, lambda: asked(session, office, case, rights)):
        prepare()
        with pytest.raises(Refused) as refused:
            take(session, office, case, "submit", office.handler)
        assert (refused.value.clause, "被投诉人" in refused.value.sentence.zh) == ("K4.11", True)
    heard(session, case)
    take(session, office, case, "submit", office.handler)
    assert case.stage is Stage.INVESTIGATED


def test_a_fault_of_an_employee_is_found_only_of_one_who_is_named(session: Session, office: Office) -> None:
    """K4.11: whoever is not named was not heard, and could not be criticised before the customer is answered (T2.18)."""
    unnamed = at_stage(session, a_case(session, office, respondents=[]), Stage.INVESTIGATING, arranged_at=FRIDAY, handler_id=office.handler,
                       department_id=office.department)  # fmt: skip
    make(session, "complaint_evidence", complaint=unnamed.id, verified="与记录核对一致")
    with pytest.raises(Invalid) as refused, session.begin_nested():
        take(session, office, unnamed, "submit", office.handler, responsibility="employee")
    assert (refused.value.clause, set(refused.value.fields)) == ("K4.11", {"responsibility"})
    take(session, office, unnamed, "submit", office.handler, responsibility="company")
    assert unnamed.stage is Stage.INVESTIGATED


def test_nobody_answers_for_him_and_he_notes_nothing_about_himself(
    session: Session, office: Office, case: Complaint, rights: dict[str, Rights]
) -> None:
    made = asked(session, office, case, rights)
    for who, name, values in (
        (office.other, "answer", {"answer": "…"}), (office.accused, "decline", {"unheard_because": "…"}),
        (office.other, "lapse", {"unheard_because": "…"}),
    ):  # fmt: skip
        act(session, office.as_(who), clock=lambda: FRIDAY)
        with pytest.raises(Refused):
            perform(session, made, name, values)
    act(session, office.as_(office.handler), clock=lambda: FRIDAY + timedelta(days=5))
    perform(session, made, "lapse", {"unheard_because": "两次书面通知，未答复。"})
    assert made.state is Heard.LAPSED


def test_what_is_alleged_stays_once_he_has_answered(session: Session, office: Office, case: Complaint, rights: dict[str, Rights]) -> None:
    heard(session, case)
    with acting(session, System("test")):
        (made,) = session.scalars(select(ComplaintHearing).where(ComplaintHearing.complaint_id == case.id))
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    with pytest.raises(Invalid) as refused:
        update(session, made, {"alleged": "另一件事"})
    assert refused.value.clause == "K4.11"


def test_he_is_told_what_was_decided_about_him_and_may_object(
    session: Session, office: Office, case: Complaint, rights: dict[str, Rights]
) -> None:
    made = asked(session, office, case, rights)
    act(session, as_role(office, rights, office.accused), clock=lambda: FRIDAY)
    perform(session, made, "answer", {"answer": "已说明"})
    officer = as_role(office, rights, office.officer, "complaint_officer")
    act(session, officer, clock=lambda: FRIDAY)
    with pytest.raises(Refused) as early:
        perform(session, made, "tell", {"decision_told": "通报批评"})
    assert early.value.clause == "K4.22"
    at_stage(session, case, Stage.DECIDED, decided_at=FRIDAY)
    act(session, officer, clock=lambda: FRIDAY)
    with pytest.raises(Invalid):
        perform(session, made, "tell", {"decision_told": "因欧阳晓投诉，通报批评"})
    perform(session, made, "tell", {"decision_told": "通报批评一次"})
    act(session, as_role(office, rights, office.accused), clock=lambda: FRIDAY)
    assert [choice.move.name for choice in choices(session, made)] == ["object"]
    perform(session, made, "object", {"objection": "事实不符"})
    assert (made.state, made.objected_at, made.objection) == (Heard.OBJECTED, FRIDAY, "事实不符")


def test_the_employee_next_to_him_finds_no_hearing(session: Session, office: Office, case: Complaint, rights: dict[str, Rights]) -> None:
    made = asked(session, office, case, rights)
    act(session, as_role(office, rights, office.other), clock=lambda: FRIDAY)
    with pytest.raises(DomainError):
        find(session, ComplaintHearing.register, made.id)
