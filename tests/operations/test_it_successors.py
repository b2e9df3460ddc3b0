"""Who keeps a password or a medium does not leave before somebody goes on with it (K5.17, K5.20, K5.21)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.access.role import Role
from models.fence import act, acting
from models.it_operations.medium import Medium
from models.it_operations.password_envelope import PasswordEnvelope, Sealed
from models.organisation.employee import Employee
from operations.base_roles import ensure_base_roles
from operations.lending.leaving import holders, outstanding
from operations.moves import perform
from operations.records import update
from permissions.actor import System
from tests.factories import make
from tests.operations.test_it_registers import NOW, TODAY, as_, new, refused, staff

__all__ = ["staff"]


def sealed(session: Session, setter: int, keeper: int, **more: Any) -> Any:
    given = {"system": "核心路由器", "kind": "super", "seal": "骑缝章", "sealed_on": TODAY, **more}
    return new(session, "password_envelope", setter=setter, keeper=keeper, **given)


def leaving(session: Session, who: int) -> str | None:
    """The clause by which somebody may not leave, None where he may."""
    try:
        with session.begin_nested():
            update(session, session.get_one(Employee, who), {"left_on": TODAY})
    except Invalid as refusal:
        session.expire_all()
        return refusal.clause
    return None


def test_who_has_a_part_in_a_password_leaves_when_the_head_has_named_successors(session: Session, staff: list[int]) -> None:
    """K5.20: keeper, setter and second holder alike; the password is changed and the new envelope says who goes on."""
    setter, keeper, second, head = staff
    department, more = make(session, "department").id, [make(session, "employee").id for _ in range(3)]
    as_(session, head)
    envelope = sealed(session, setter, keeper, kind="maintenance", second=second, department=department)
    assert set(staff[:3]) <= set(holders(session))
    for who in (setter, keeper, second):
        assert [(one.register, one.label) for one in outstanding(session, who)] == [("password_envelope", envelope.number)]
        assert leaving(session, who) == "K5.20"
    named = {"next_seal": "新章", "next_setter": more[0], "next_keeper": more[1], "next_second": more[2]}
    assert refused(session, envelope, "succeed", **named).clause == "K5.20"  # no head of that department
    as_(session, head, posts=frozenset({("department_manager", department)}))
    for wrong, clause in (({"next_keeper": None}, "K5.20"), ({"next_keeper": more[0]}, "K5.17"), ({"next_second": None}, "K5.19")):
        with session.begin_nested():
            assert refused(session, envelope, "succeed", **{**named, **wrong}).clause == clause
    perform(session, envelope, "succeed", named)
    following = session.scalars(select(PasswordEnvelope).where(PasswordEnvelope.state == Sealed.SEALED)).one()
    assert (following.setter_id, following.keeper_id, following.second_id, following.seal) == (*more, "新章")
    assert (envelope.state, envelope.resealed_at) == (Sealed.REPLACED, NOW)
    assert [leaving(session, who) for who in (setter, keeper, second)] == [None, None, None]
    assert leaving(session, more[1]) == "K5.20"


def test_who_keeps_a_medium_leaves_when_another_has_signed_for_it(session: Session, staff: list[int]) -> None:
    """K5.20, K5.21: also one that is out of use, until it is destroyed."""
    keeper, other, head, _ = staff
    with acting(session, System("test")):
        session.get_one(Employee, other).department_id = session.get_one(Employee, keeper).department_id
        session.flush()
    as_(session, keeper)
    tape: Medium = new(session, "medium", name="T-09", kind="tape", content="月备", place="机房", keeper=keeper, from_on=TODAY)
    as_(session, head)
    assert leaving(session, keeper) == "K5.21"
    paper = new(
        session, "medium_handover", medium=tape.id, receiver=other, handed_on=TODAY, to_place="机房", off_site=False, carried="专人", reason="离岗交接"
    )
    as_(session, other)
    perform(session, paper, "receive_medium", {})
    session.expire_all()
    as_(session, head)
    assert [leaving(session, who) for who in (keeper, other)] == [None, "K5.21"]


def test_who_maintains_systems_sets_no_password_that_is_sealed(session: Session, staff: list[int]) -> None:
    """K5.17: neither at first nor when the envelope was opened or handed on; an operator is known by what he may do, not by a title."""
    operator, keeper, head, setter = staff
    act(session, System("test"), clock=lambda: NOW)
    ensure_base_roles(session)
    role = session.scalar(select(Role.id).where(Role.code == "it_operator"))
    make(session, "account", holder=operator, active=True, ends_on=None)
    make(session, "role_grant", person=operator, role=role)
    department = make(session, "department").id
    as_(session, head, posts=frozenset({("department_manager", department)}))
    with pytest.raises(Invalid) as found, session.begin_nested():
        sealed(session, operator, keeper, department=department)
    assert (found.value.clause, list(found.value.fields)) == ("K5.17", ["setter"])
    envelope = sealed(session, setter, keeper, department=department)
    named = {"next_seal": "新章", "next_setter": operator, "next_keeper": keeper}
    assert refused(session, envelope, "succeed", **named).clause == "K5.17"
    perform(session, envelope, "succeed", {**named, "next_setter": setter})
