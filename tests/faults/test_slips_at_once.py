"""Two supervisors decide at once, and two desks renew and recall at once: one is done, the others are told (K3.23, K3.25)."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from models.engine import FencedSession
from models.lending.slip import BorrowingSlip
from models.organisation.appointment import Post
from operations.archives import checking
from operations.moves import perform
from tests.forking import TOLD, WON, Deed, at_once
from tests.operations.test_lending import Desk, a_desk

DECIDERS = 4


@pytest.mark.parametrize("moves", [("approve",) * DECIDERS, ("approve", "reject", "approve", "reject")])
def test_of_supervisors_who_decide_at_once_one_does(own_engine: Engine, moves: tuple[str, ...]) -> None:
    with FencedSession(own_engine) as session:
        desk = a_desk(session)
        slip = desk.slip().id
        session.commit()

    def decide(move: str) -> Deed:
        def deed(session: Session) -> None:
            here = Desk(session, desk.store, desk.boss, desk.deputy, desk.other, desk.unit)
            record = session.get_one(BorrowingSlip, slip)
            with here.by(desk.boss, Post.GENERAL_MANAGER):
                perform(session, record, move, {"opinion": "意见"})

        return deed

    assert sorted(at_once(own_engine, [decide(move) for move in moves])) == [WON] + [TOLD] * (DECIDERS - 1)
    with own_engine.connect() as connection:
        states = connection.execute(text("SELECT state, version FROM borrowing_slip")).all()
        assert [row.state in ("approved", "rejected") for row in states] == [True]
        assert not [found.invariant.code for found in checking.check(connection) if found.count]
