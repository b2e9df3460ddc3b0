"""The chain of K4.9: who takes a step when others keep away, and where a complaint would find nobody."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from models.access.role import Role
from operations.base_roles import ensure_base_roles
from operations.complaints.substitution import chain, gaps, require_somebody_for_everybody
from tests.factories import make
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
    with pytest.raises(Refused) as refused:
        require_somebody_for_everybody(session)
    assert refused.value.clause == "K4.9"
