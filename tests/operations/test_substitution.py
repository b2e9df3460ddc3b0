"""The chain of K4.9: who takes a step when others keep away, and where a complaint would find nobody."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.access.role import Role
from models.fence import acting
from models.governance.setting import Setting, SettingName
from models.register import registers
from operations.base_roles import ensure_base_roles
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
