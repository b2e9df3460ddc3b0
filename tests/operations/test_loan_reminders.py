"""Reminders by the clock: before, on and after the day, then those above; once per stage; approvals nobody used end (K3.25)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.fence import act
from models.governance.notice import Notice
from models.lending.slip import SlipState
from models.organisation.appointment import Post
from operations.lending.reminding import expire, remind
from permissions.actor import System
from tests.factories import make
from tests.lending_scenes import a_lending_desk
from tests.operations.test_lending import DUE, NOON, Desk


def on(session: Session, days: int) -> None:
    """It is so many days after the term of the loan."""
    act(session, System("test"), clock=lambda: NOON + timedelta(days=(DUE - NOON.date()).days + days))


@pytest.fixture
def desk(session: Session) -> Desk:
    act(session, System("test"), clock=lambda: NOON)
    made = a_lending_desk(session)
    make(session, "charge", department=made.store.department, deputy=made.deputy, from_on=NOON.date(), until_on=None)
    return made


def told(desk: Desk) -> list[tuple[int, str]]:
    found = desk.session.execute(select(Notice.person_id, Notice.code).where(Notice.code.like("loan.%")).order_by(Notice.id))
    return [(person, code.removeprefix("loan.")) for person, code in found]


def a_head(desk: Desk) -> int:
    """The manager of the borrower's department, who may sign in."""
    head = make(desk.session, "employee", department=desk.store.department).id
    make(desk.session, "account", holder=head, active=True)
    make(desk.session, "appointment", holder=head, post=Post.DEPARTMENT_MANAGER, department=desk.store.department, from_on=NOON.date(), until_on=None)
    return int(head)


def test_each_stage_is_told_once_to_whom_it_concerns(desk: Desk) -> None:
    """K3.25: three days before, on the day, after it; the manager after three days, the deputy in charge after seven."""
    head, borrower = a_head(desk), desk.store.borrower
    line = desk.lent()
    wanted = []
    for days, who in ((-4, None), (-3, (borrower, "soon")), (-1, None), (0, (borrower, "due")), (1, (borrower, "late")), (2, None), (3, (head, "manager")),
                      (7, (desk.deputy, "deputy")), (30, None)):  # fmt: skip
        on(desk.session, days)
        wanted += [who] if who else []
        assert [remind(desk.session), remind(desk.session)] == [1 if who else 0, 0], days
        assert told(desk) == wanted
    line.due_on = NOON.date() + timedelta(days=60)
    desk.session.flush()
    on(desk.session, 51)
    assert remind(desk.session) == 1, "renewed: another term, another reminder"


def test_what_is_back_is_no_longer_asked_for_and_a_pause_makes_no_heap(desk: Desk) -> None:
    line = desk.lent()
    on(desk.session, 8)
    assert remind(desk.session) == 1, "only what holds now"
    assert told(desk) == [(desk.deputy, "deputy")]
    desk.step(line, "hand_back")
    on(desk.session, 40)
    assert remind(desk.session) == 0


def test_an_approval_nobody_used_ends_and_its_borrower_is_told(desk: Desk) -> None:
    slip = desk.approve(desk.slip())
    assert expire(desk.session) == 0
    act(desk.session, System("test"), clock=lambda: NOON + timedelta(days=6))
    assert [expire(desk.session), expire(desk.session)] == [1, 0]
    assert slip.state is SlipState.EXPIRED
    assert desk.session.scalar(select(Notice.person_id).where(Notice.code == "slip.expired")) == desk.store.borrower


