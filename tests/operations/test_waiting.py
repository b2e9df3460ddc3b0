"""待我办理 asks one question about all registers, and further ones only about those that have something for the reader."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.fence import act
from models.register import registers
from operations.waiting import TOGETHER, tasks
from operations.waiting_steps import waiting
from permissions.actor import Person, System
from tests.factories import everything, holding, make
from tests.models.scenes import Town, a_town

EACH = 3
"""What waits with a term, what waits without one, and what the lines are called."""


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)


def test_a_register_with_nothing_to_do_costs_no_statement(session: Session, town: Town) -> None:
    reader = holding(everything(), who=Person(2, town.li, "l", "李"))
    act(session, reader)
    questions = -(-len(waiting()) // TOGETHER)
    assert tasks(session) == ()  # whatever is asked once and then known is known
    with counting(session) as seen:
        assert tasks(session) == ()
    assert len(seen) == questions, "\n".join(seen)

    act(session, System("test"))
    filing = make(session, "registration")
    session.flush()
    act(session, reader)
    with counting(session) as seen:
        found = tasks(session)
    assert ("registration", filing.id) in {(one.register.key, one.record_id) for one in found}
    assert questions < len(seen) <= questions + EACH * len({one.register.key for one in found}), "\n".join(seen)


def test_more_registers_than_are_asked_about_together_are_all_asked(session: Session, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands last in the table is found as what stands first."""
    act(session, System("test"))
    filing = make(session, "registration")
    act(session, holding(everything(), who=Person(2, town.li, "l", "李")))
    assert filing.id in {one.record_id for one in tasks(session) if one.register.key == "registration"}
    for together in (1, 2, 7):
        monkeypatch.setattr("operations.waiting.TOGETHER", together)
        assert filing.id in {one.record_id for one in tasks(session) if one.register.key == "registration"}


GOES_ON_BY_ITSELF = {
    "customer_visit", "relation_evaluation", "customer_merge", "complaint_measure", "recusal_declaration", "complaint_hearing", "complaint_meeting",
    "criticism", "meeting_vote", "complaint_volume", "volume_list", "legal_hold", "count_difference", "stocktake_result", "opening_ledger",
    "loan_reservation", "view_grant", "temporary_loan", "travel_paper", "pay_line", "governance_meeting", "training", "datum_origin",
}  # fmt: skip
"""Planned by day and told of by notices, finished by whoever began it, or part of a record that waits itself."""


def test_whoever_has_the_next_step_of_a_register_finds_it_in_the_inbox() -> None:
    """A workflow whose steps wait for nobody is one nobody goes on with (K2.21, K1.13, A11.2, A14.2)."""
    flows = {key for key, register in registers.items() if register.workflow}
    assert flows - set(waiting()) == GOES_ON_BY_ITSELF


def test_a_regulation_waits_for_whoever_must_read_it(session: Session, town: Town) -> None:
    """A11.2, A14.3: for himself and nobody else, whatever else he may see."""
    act(session, System("test"))
    reading = make(session, "regulation_reading", person=town.li)
    for who, waits in ((town.li, True), (town.wang, False)):
        act(session, holding(everything(), who=Person(2, who, "l", "李")))
        assert (("acknowledge", reading.id) in {(one.move.name, one.record_id) for one in tasks(session)}) is waits
