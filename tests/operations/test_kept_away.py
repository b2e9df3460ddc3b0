"""Everybody who keeps away from a case finds no trace of it: kin, superiors, declared conflicts, the complainant (K4.7)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.recusal import Concerned, Why, recused
from domain.rules import ComplaintRule
from models.access.role import Role
from models.bulk import insert_rows
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.recusal_declaration import RecusalDeclaration
from models.complaints.stages import Stage
from models.complaints.words import Channel
from models.fence import act, acting
from models.governance.rule_value import RuleValue
from models.register import registers
from operations.base_roles import ensure_base_roles
from operations.complaints.keeping_away import refresh
from operations.complaints.recusal import impartial, why_recused
from operations.moves import perform
from operations.records import create, delete, update
from permissions.actor import System
from tests.factories import id_card, make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, a_measure, an_office, at_stage, heard, take


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def sees(session: Session, office: Office, who: int, case: Complaint) -> bool:
    session.flush()
    act(session, office.as_(who), clock=lambda: FRIDAY)
    found = session.scalar(select(Complaint.id).where(Complaint.id == case.id))
    act(session, System("test"), clock=lambda: FRIDAY)
    return found is not None


def test_the_function_names_the_reason_and_its_clause() -> None:
    case = Concerned(
        frozenset({1}), frozenset({2}), frozenset({3}), frozenset({4}), frozenset({5}), frozenset({6}), frozenset({7}), frozenset({8})
    )
    always = {1: Why.RESPONDENT, 3: Why.RELATIVE, 4: Why.DECLARED, 5: Why.DECLARED, 6: Why.SUPERIOR, 7: Why.COMPLAINANT}
    assert {who: recused(case, {who}) for who in range(1, 10)} == {**dict.fromkeys(range(1, 10)), **always}
    assert recused(case, {2}, handles=True) is Why.EARLIER_HANDLER
    assert recused(case, {8}, decides=True) is Why.WITNESS
    assert recused(case, {2, 8}, handles=False, decides=False) is None
    assert case.kept_away == {1, 3, 4, 6, 7}


# ---- each way to be one of them ------------------------------------------------------------------------------------------


def a_relative(session: Session, office: Office, _case: Complaint) -> None:
    make(session, "kinship", employee=office.other, other=office.accused, kind="spouse")


def a_declaration(session: Session, office: Office, case: Complaint) -> None:
    said = make(session, "recusal_declaration", complaint=case.id, person=office.other)
    with acting(session, office.as_(office.officer)):
        perform(session, said, "recuse", {"decision": "确有利害关系"})


def a_superior(session: Session, office: Office, _case: Complaint) -> None:
    update(session, _get(session, "department", office.department), {"manager": office.other})


def an_appointed_superior(session: Session, office: Office, _case: Complaint) -> None:
    make(session, "appointment", holder=office.other, post="department_manager", department=office.department,
         from_on=date(2026, 1, 1), until_on=None)  # fmt: skip


def a_named_superior(session: Session, office: Office, _case: Complaint) -> None:
    update(session, _get(session, "employee", office.accused), {"superior": office.other})


def the_complainant(session: Session, office: Office, case: Complaint) -> None:
    update(session, case, {"complainant_employee": office.other})


def another_respondent(session: Session, office: Office, case: Complaint) -> None:
    update(session, case, {"respondents": [office.accused, office.other]})


def a_second_record(session: Session, office: Office, _case: Complaint) -> None:
    card = id_card("11010119900307109")
    update(session, _get(session, "employee", office.accused), {"id_card": card})
    update(session, _get(session, "employee", office.other), {"id_card": card.lower()})


WAYS: dict[Why, tuple[Callable[[Session, Office, Complaint], None], ...]] = {
    Why.RELATIVE: (a_relative,),
    Why.DECLARED: (a_declaration,),
    Why.SUPERIOR: (a_superior, an_appointed_superior, a_named_superior),
    Why.COMPLAINANT: (the_complainant,),
    Why.RESPONDENT: (another_respondent, a_second_record),
}
EACH = [(why, way) for why, ways in WAYS.items() for way in ways]


def _get(session: Session, register: str, key: int) -> Any:
    return session.get_one(registers[register].model, key)


@pytest.mark.parametrize(("why", "way"), EACH, ids=[way.__name__ for _, way in EACH])
def test_the_case_is_gone_for_him_in_the_same_transaction(
    session: Session, office: Office, why: Why, way: Callable[[Session, Office, Complaint], None]
) -> None:
    case = a_case(session, office)
    assert sees(session, office, office.other, case)
    way(session, office, case)
    assert not sees(session, office, office.other, case)
    assert sees(session, office, office.officer, case)
    assert why_recused(session, case, office.other) is why
    assert {one.id for one in case.kept_away} == {office.accused, office.other}
    at_stage(session, case, Stage.ACCEPTED)
    with pytest.raises(Invalid) as refused:
        take(session, office, case, "assign", office.officer, handler=office.other)
    assert refused.value.clause == "K4.7"


def test_what_ends_lets_him_back(session: Session, office: Office) -> None:
    case = a_case(session, office)
    kin = make(session, "kinship", employee=office.accused, other=office.other, kind="sibling")
    assert not sees(session, office, office.other, case)
    delete(session, kin)
    assert sees(session, office, office.other, case)
    update(session, case, {"respondents": [office.leader]})
    assert sees(session, office, office.accused, case)


def test_cases_entered_at_once_are_kept_from_the_same_people(session: Session, office: Office) -> None:
    make(session, "kinship", employee=office.accused, other=office.other, kind="sibling")
    row = {"channel": Channel.PHONE, "title": "批量", "facts": "…", "respondents": [office.accused]}
    (key,) = insert_rows(session, Complaint, [row])
    case = session.get_one(Complaint, key)
    assert not sees(session, office, office.other, case)
    act(session, office.as_(office.other), clock=lambda: FRIDAY)
    with pytest.raises(Refused):
        insert_rows(session, Complaint, [row])


def test_nobody_enters_a_case_about_his_own_people(session: Session, office: Office) -> None:
    make(session, "kinship", employee=office.accused, other=office.other, kind="spouse")
    act(session, office.as_(office.other), clock=lambda: FRIDAY)
    values = {"channel": "phone", "title": "自查", "facts": "…", "respondents": [office.accused]}
    with pytest.raises(Invalid) as refused:
        create(session, Complaint.register, values)
    assert (refused.value.clause, list(refused.value.fields)) == ("K4.7", ["respondents"])
    assert "请由他人" in refused.value.sentence.zh


# ---- superiors -----------------------------------------------------------------------------------------------------------


def test_the_superior_of_a_head_is_the_head_above(session: Session, office: Office) -> None:
    above = make(session, "department", name="公司", code="HQ9", manager=office.leader)
    update(session, _get(session, "department", office.department), {"above": above.id, "manager": office.accused})
    case = a_case(session, office)
    assert {one.id for one in case.kept_away} == {office.accused, office.leader}
    small = a_case(session, office, respondents=[office.other])
    assert {one.id for one in small.kept_away} == {office.other, office.accused}


def test_the_house_may_let_superiors_stay(session: Session, office: Office) -> None:
    a_superior(session, office, a_case(session, office))
    case = a_case(session, office)
    assert not sees(session, office, office.other, case)
    session.add(RuleValue(rule=ComplaintRule.SUPERIORS_KEEP_AWAY, amount=0, valid_from=FRIDAY.date(), basis="x"))
    assert sees(session, office, office.other, case)


def test_the_last_one_who_can_decide_stays_although_he_is_the_superior(session: Session, office: Office) -> None:
    ensure_base_roles(session)
    role = session.execute(select(Role).where(Role.code == "supervisor")).scalar_one()
    make(session, "role_grant", role=role.id, person=office.leader, from_at=None, until_at=None)
    update(session, _get(session, "department", office.department), {"manager": office.leader})
    case = a_case(session, office)
    assert why_recused(session, case, office.leader) is None
    assert sees(session, office, office.leader, case)
    make(session, "role_grant", role=role.id, person=office.other, from_at=None, until_at=None)
    assert not sees(session, office, office.leader, case), "somebody else can decide now"


def test_what_ends_by_the_clock_is_found_by_the_refresh(session: Session, office: Office) -> None:
    case = a_case(session, office)
    make(session, "appointment", holder=office.other, post="department_manager", department=office.department,
         from_on=date(2026, 1, 1), until_on=FRIDAY.date())  # fmt: skip
    assert not sees(session, office, office.other, case)
    later = FRIDAY.replace(day=20)
    act(session, System("test"), clock=lambda: later)
    assert why_recused(session, case, office.other) is Why.SUPERIOR, "until then what was written holds, as the fence has it"
    assert refresh(session) >= 1
    assert sees(session, office, office.other, case)


# ---- witnesses and earlier handlers --------------------------------------------------------------------------------------


def test_a_witness_sees_the_case_and_does_not_decide(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.PROPOSED)
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致", witness=office.leader)
    assert sees(session, office, office.leader, case)
    with pytest.raises(Refused) as refused:
        take(session, office, case, "decide", office.leader)
    assert (refused.value.clause, refused.value.sentence) == ("K4.11", Why.WITNESS.sentence)
    take(session, office, case, "decide", office.other)


def test_who_handled_an_earlier_round_neither_signs_for_it_nor_submits(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.ASSIGNED, handler_id=office.other)
    case.earlier_handlers = [_get(session, "employee", office.handler)]
    session.flush()
    assert sees(session, office, office.handler, case)
    with pytest.raises(Refused) as refused:
        take(session, office, case, "sign_for", office.handler)
    assert refused.value.clause == "K4.22"
    assert office.handler not in impartial(session, case, [office.handler, office.other], handles=True)


# ---- declarations --------------------------------------------------------------------------------------------------------


def test_while_a_declaration_waits_he_sees_the_case_and_takes_no_step(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, arranged_at=FRIDAY, handler_id=office.handler)
    with acting(session, office.as_(office.handler)):
        said = create(session, RecusalDeclaration.register, {"complaint": case.id, "person": office.handler, "reason": "旧同事"})
    assert said.number.startswith("避〔2026〕")
    assert sees(session, office, office.handler, case)
    with pytest.raises(Refused) as refused:
        take(session, office, case, "submit", office.handler)
    assert refused.value.sentence == Why.DECLARED.sentence
    with acting(session, office.as_(office.officer)):
        perform(session, said, "keep_on", {"decision": "不影响公正"})
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
    heard(session, case)
    take(session, office, case, "submit", office.handler)


def test_nobody_decides_on_his_own_declaration_nor_who_keeps_away_himself(session: Session, office: Office) -> None:
    case = a_case(session, office)
    said = make(session, "recusal_declaration", complaint=case.id, person=office.other)
    for who in (office.other, office.accused):
        with pytest.raises(Refused), acting(session, office.as_(who)):
            perform(session, said, "recuse", {"decision": "…"})
        session.expire_all()
    assert said.state == "waiting"


# ---- late recusal --------------------------------------------------------------------------------------------------------


def test_who_is_added_while_he_handles_it_hands_it_back_and_his_signatures_are_marked(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, arranged_at=FRIDAY, handler_id=office.handler, assigned_by_id=office.officer)
    with acting(session, office.as_(office.handler)):
        proof = create(session, ComplaintEvidence.register, {
            "complaint": case.id, "title": "录音", "collected_on": FRIDAY.date(), "finding": "true", "verified": "已听取",
        })  # fmt: skip
    with acting(session, office.as_(office.officer)):
        update(session, case, {"respondents": [office.accused, office.handler]})
    assert (case.stage, case.handler_id, proof.verify_again) == (Stage.ACCEPTED, None, True)
    assert "经办人" in (case.returned_because or "")
    assert "回避前签署（经办人）" in (case.before_recusal or "")
    assert not sees(session, office, office.handler, case)
    at_stage(session, case, Stage.INVESTIGATING, arranged_at=FRIDAY, handler_id=office.other)
    with pytest.raises(Refused) as refused:
        take(session, office, case, "submit", office.other)
    assert (refused.value.clause, "录音" in refused.value.sentence.zh) == ("Y6.4", True)
    with acting(session, office.as_(office.other)):
        update(session, proof, {"verified": "重新听取录音，属实"})
    assert (proof.verify_again, proof.entered_by_id) == (False, office.other)
    heard(session, case)
    take(session, office, case, "submit", office.other)


def test_an_acknowledged_conflict_takes_the_case_from_the_handler(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.EXECUTING, handler_id=office.handler)
    a_measure(session, office, case)
    a_declaration(session, office, case)
    assert (case.stage, case.handler_id) == (Stage.ACCEPTED, None)
    at_stage(session, case, Stage.INVESTIGATED)
    with pytest.raises(Refused) as refused:
        take(session, office, case, "propose", office.officer)
    assert "另一经办人" in refused.value.sentence.zh, "his measure goes to somebody else first"


def test_nobody_is_replaced_who_need_not_keep_away(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.ASSIGNED, handler_id=office.handler)
    with pytest.raises(Refused) as refused:
        take(session, office, case, "recuse", office.officer)
    assert refused.value.clause == "K4.7"


def test_an_action_on_a_case_one_keeps_away_from_is_refused_by_the_fence(session: Session, office: Office) -> None:
    case = a_case(session, office)
    a_relative(session, office, case)
    act(session, office.as_(office.other), clock=lambda: FRIDAY)
    case.title = "改"
    with pytest.raises(Refused):
        session.flush()
    session.rollback()
