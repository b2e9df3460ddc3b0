"""A series of checks does not end unseen (K5.36)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.access.role import Role
from models.fence import act
from models.governance.notice import Notice
from models.it_operations.it_check import CheckKind, CheckState, ItCheck
from operations import records
from operations.base_roles import ensure_base_roles
from operations.it_operations.checks import tell_of_kinds_left_out
from operations.moves import perform
from permissions.actor import System
from tests.factories import make
from tests.operations.test_it_registers import NOW, TODAY, as_, new, staff

__all__ = ["staff"]
TWO_DAYS = timedelta(days=2)


def left_out(session: Session) -> set[str]:
    act(session, System("test"), clock=lambda: NOW)
    session.execute(update(Notice).values(mark=Notice.id))  # as if it had not been told this month
    before = set(session.scalars(select(Notice.id)))
    tell_of_kinds_left_out(session)
    found = session.execute(select(Notice.id, Notice.code).where(Notice.code.like("it_check.none.%")))
    return {code.rpartition(".")[2] for key, code in found if key not in before}


def test_a_kind_that_nobody_plans_is_told_to_whoever_heads_the_work(session: Session, staff: list[int]) -> None:
    """K5.36: never planned, or done longer ago than its interval; once a month, until it is planned."""
    head = staff[1]
    act(session, System("test"), clock=lambda: NOW)
    ensure_base_roles(session)
    make(session, "account", holder=head, active=True, ends_on=None)
    make(session, "role_grant", person=head, role=session.scalar(select(Role.id).where(Role.code == "it_head")))
    every = {kind.value for kind in CheckKind}
    assert (tell_of_kinds_left_out(session), tell_of_kinds_left_out(session)) == (len(every), 0)
    make(session, "it_check", kind="virus", what="终端", due_on=TODAY)
    done = {"fire": 10, "maintenance": 120}
    for kind, ago in done.items():
        check = make(session, "it_check", kind=kind, what="机房", due_on=TODAY)
        check.state, check.done_at = CheckState.DONE, NOW - timedelta(days=ago)
    session.flush()
    assert left_out(session) == every - {"virus", "fire"}


def test_a_check_that_is_cancelled_is_planned_again_and_none_later_than_its_interval(session: Session, staff: list[int]) -> None:
    """K5.36: neither by cancelling nor by a far day does a series end; a day that stands is not asked about again."""
    as_(session, staff[0])
    check = new(session, "it_check", kind="fire", what="灭火器", responsible=staff[0], due_on=TODAY + timedelta(days=30))
    for change in (lambda: new(session, "it_check", kind="virus", what="终端", responsible=staff[0], due_on=TODAY + timedelta(days=8)),
                   lambda: records.update(session, check, {"due_on": TODAY + timedelta(days=31)})):  # fmt: skip
        with pytest.raises(Invalid) as far, session.begin_nested():
            change()
        assert (far.value.clause, list(far.value.fields)) == ("K5.36", ["due_on"])
    session.refresh(check)
    as_(session, staff[0], NOW + timedelta(days=10))
    with pytest.raises(Invalid) as put_off, session.begin_nested():
        records.update(session, check, {"due_on": TODAY + timedelta(days=31)})
    assert put_off.value.clause == "K5.36", "its interval runs from the day it was planned, not from the day somebody puts it off"
    records.update(session, check, {"due_on": TODAY + timedelta(days=20)})
    records.update(session, check, {"due_on": TODAY + timedelta(days=30)})
    as_(session, staff[0], NOW - TWO_DAYS)
    records.update(session, check, {"what": "全部灭火器"})
    as_(session, staff[0])
    perform(session, check, "cancel_check", {"found": "机房搬迁"})
    following = session.scalars(select(ItCheck).where(ItCheck.state == CheckState.PLANNED)).one()
    assert (following.kind, following.what, following.due_on) == ("fire", "全部灭火器", TODAY + timedelta(days=30))
