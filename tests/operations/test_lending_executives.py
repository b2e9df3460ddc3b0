"""K3.22: who leads the house borrows without a slip, while he is in post, and the ledger knows."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from domain.custody import AccountKind
from domain.errors import DomainError, Invalid, Refused
from models.fence import act
from models.lending.loan_line import LoanLine, LoanState
from models.organisation.appointment import Post
from operations.archives import checking
from operations.archives.desk import code_of
from operations.lending.executives import Direct, executives, lend_directly
from permissions.actor import System
from tests.factories import make
from tests.operations.test_lending import DUE, Desk, desk

__all__ = ["desk"]


def code(desk: Desk) -> str:
    row = desk.session.connection().execute(text("SELECT number, part_no FROM archive_unit WHERE id = :id"), {"id": desk.unit}).one()
    return code_of(row.number, row.part_no)


def direct(desk: Desk, borrower: int, by: int | None = None, due: date | None = DUE, key: str = "k") -> LoanLine:
    with desk.by(by or desk.store.archivist):
        lend_directly(desk.session, key, Direct(borrower, (code(desk),), due, "董事会用"))
    return desk.session.scalars(select(LoanLine).order_by(LoanLine.id.desc()).limit(1)).one()


@pytest.fixture
def leader(desk: Desk) -> int:
    """A deputy general manager whose last day in post is the day of NOON."""
    one = int(make(desk.session, "employee", department=desk.store.department).id)
    make(desk.session, "appointment", holder=one, post=Post.DEPUTY_GENERAL_MANAGER, from_on=date(2026, 1, 1), until_on=date(2026, 11, 20))
    return one


def test_a_deputy_general_manager_borrows_without_a_slip_and_the_ledger_knows(desk: Desk, leader: int) -> None:
    line = direct(desk, leader)
    assert (line.slip_id, line.post, line.state, desk.at()) == (None, Post.DEPUTY_GENERAL_MANAGER, LoanState.OUT, AccountKind.PERSON)
    assert direct(desk, leader).id == line.id, "the same form sent twice is one loan"
    assert not desk.breaches()
    desk.step(line, "hand_back")
    desk.step(line, "check_return", pages_back=48)
    assert desk.at() is AccountKind.SHELF
    assert not desk.breaches()


def test_the_appointment_must_be_in_force_that_day(desk: Desk, leader: int) -> None:
    with desk.by(desk.store.archivist):
        assert [one.id for one in executives(desk.session) if one.id == leader] == [leader]
    act(desk.session, System("test"), clock=lambda: datetime(2026, 11, 21, 4, tzinfo=UTC))
    for nobody in (leader, desk.store.borrower):
        with pytest.raises(Invalid) as refused:
            direct(desk, nobody)
        assert refused.value.clause == "K3.22"


def test_an_executive_is_held_to_term_to_the_limit_and_to_another_pair_of_hands(desk: Desk, leader: int) -> None:
    for due in (None, date(2026, 11, 28), date(2026, 11, 19), date(2027, 11, 26)):
        with pytest.raises(Invalid) as refused:
            direct(desk, leader, due=due)
        assert "due_on" in refused.value.fields
    with pytest.raises(Refused):
        direct(desk, leader, by=leader)
    direct(desk, leader)
    with pytest.raises(DomainError):
        direct(desk, leader, key="again")


def test_a_post_that_had_ended_is_a_breach(desk: Desk, leader: int) -> None:
    direct(desk, leader)
    desk.session.connection().execute(text("UPDATE appointment SET until_on = '2026-11-19' WHERE holder_id = :id"), {"id": leader})
    assert next(found.first for found in checking.check(desk.session.connection()) if found.invariant.code == "I26")
