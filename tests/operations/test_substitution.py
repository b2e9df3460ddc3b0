"""The chain of K4.9: who takes a step when others keep away, and where a complaint would find nobody."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.access.role import Role
from models.fence import act, acting
from models.governance.setting import Setting, SettingName
from models.register import registers
from operations.base_roles import ensure_base_roles
from operations.complaints.next_in_line import next_in_line
from operations.complaints.substitution import chain, gaps, require_somebody_for_everybody
from operations.records import create
from tests.factories import everything, holding, make
from tests.operations.complaint_scenes import Office, a_case, an_office


@pytest.fixture
def office(session: Session) -> Office:
    found = an_office(session)
    ensure_base_roles(session)
    return found


def grant(session: Session, code: str, who: int) -> None:
    role = session.scalars(select(Role).where(Role.code == code)).one()
    make(session, "role_grant", role=role.id, person=who, from_at=None, until_at=None)


def test_the_next_leader_takes_the_place_of_one_who_keeps_away(session: Session, office: Office) -> None:
    for who in (office.leader, office.other):
        grant(session, "supervisor", who)
    make(session, "appointment", holder=office.leader, post="general_manager", from_on=date(2026, 1, 1), until_on=None)
    case = a_case(session, office)
    first = chain(session, case, "decider").next
    assert first is not None
    assert first.person == office.leader
    make(session, "kinship", employee=office.leader, other=office.accused, kind="spouse")
    found = chain(session, case, "decider")
    assert found.next is not None
    assert found.next.person == office.other
    assert "领导" in found.sentence.zh
    assert "回避" in found.sentence.zh


def test_where_nobody_is_left_it_is_said_before_anything_happens(session: Session, office: Office) -> None:
    assert gaps(session)
    with pytest.raises(Invalid) as refused:
        require_somebody_for_everybody(session, "value")
    assert refused.value.clause == "K4.9"
    assert "value" in refused.value.fields


def choose(session: Session, value: str) -> Setting:
    with acting(session, holding(everything())):
        made: Setting = create(session, registers["setting"], {"name": SettingName.COMPLAINT_PROFILE, "value": value})
    return made


@pytest.mark.parametrize("value", ["K4", "T9"])
def test_a_person_chooses_no_unknown_profile_and_none_that_leaves_somebody_without_help(session: Session, office: Office, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        choose(session, value)
    assert "value" in refused.value.fields


def test_a_person_chooses_a_profile_once_everybody_could_be_complained_of(session: Session, office: Office) -> None:
    for _ in range(4):
        helper = make(session, "employee", department=office.department)
        for code in ("complaint_officer", "supervisor", "complaint_handler"):
            grant(session, code, helper.id)
    assert not gaps(session)
    assert choose(session, "K4").value == "K4"


def test_the_step_that_assigns_names_who_is_next_in_line_and_never_who_keeps_away(session: Session, office: Office) -> None:
    """K4.9, K4.7: by which right each of them may; the line of a case about somebody reads as if he did not exist."""
    for who in (office.handler, office.other, office.accused, office.officer):
        grant(session, "complaint_handler", who)
    about = {"respondents": [office.accused]}
    case, free = a_case(session, office, **about), a_case(session, office, respondents=[])
    make(session, "kinship", employee=office.handler, other=office.accused, kind="spouse")
    act(session, office.as_(office.officer))
    said = next_in_line(session, case, "assign", office.department)
    assert said is not None
    assert said.zh == "「经办」可依次由另一经办人（本部门有权经办）办理；应当回避的人不在其中。"
    unconcerned = next_in_line(session, free, "assign", office.department, office.other)
    assert unconcerned is not None
    assert unconcerned.zh.startswith("「经办」可依次由另一经办人（本部门有权经办）、经办人（本部门有权经办）、被投诉人（")
    assert "专门负责人" not in unconcerned.zh, "who assigns does not give it to himself"
    assert next_in_line(session, case, "register") is None
    decider = next_in_line(session, case, "propose")
    assert decider is not None
    assert decider.zh == "「签批决定」没有可以办理的人，请提交会议审议。"
