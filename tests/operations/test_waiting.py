"""待我办理 asks one question about all registers, and further ones only about those that have something for the reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from domain.access import Level
from domain.kinds import POINTERS
from models.fence import act
from models.register import registers
from operations.waiting import TOGETHER, tasks
from operations.waiting_steps import waiting
from permissions.actor import Authority, Person, System
from tests.factories import everything, holding, make
from tests.models.scenes import Town, a_town

EACH = 2
"""What waits with a term, and what waits without one."""


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
    keys = {one.register.key for one in found}
    pointed_to = {spec.target for key in keys for spec in registers[key].fields.values() if spec.kind in POINTERS}
    assert questions < len(seen) <= questions + EACH * len(keys) + len(pointed_to), "\n".join(seen)


def test_more_registers_than_are_asked_about_together_are_all_asked(session: Session, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands last in the table is found as what stands first."""
    act(session, System("test"))
    filing = make(session, "registration")
    act(session, holding(everything(), who=Person(2, town.li, "l", "李")))
    assert filing.id in {one.record_id for one in tasks(session) if one.register.key == "registration"}
    for together in (1, 2, 7):
        monkeypatch.setattr("operations.waiting.TOGETHER", together)
        assert filing.id in {one.record_id for one in tasks(session) if one.register.key == "registration"}


def test_lines_of_several_registers_ask_once_for_the_names_of_one_kind(session: Session, town: Town) -> None:
    """However many registers wait with lines about customers, customers are named by one statement."""
    reader = holding(everything(), who=Person(2, town.li, "l", "李"))
    act(session, System("test"))
    customer = make(session, "customer", name="同名有限公司")
    for key in ("registration", "registration_change"):
        make(session, key, customer=customer.id)
    make(session, "customer_expense", customer=customer.id, applicant=town.wang, state="submitted")
    session.flush()
    act(session, reader)
    tasks(session)
    with counting(session) as seen:
        found = tasks(session)
    about = {one.register.key for one in found if "同名有限公司" in (one.label, *(value for _spec, value in one.about))}
    assert about == {"registration", "registration_change", "customer_expense"}
    assert len([one for one in seen if "customer.name" in one and "FROM customer" in one]) == 1, "\n".join(seen)


def test_a_line_says_whom_it_is_about_and_how_much_it_costs(session: Session, town: Town) -> None:
    """A number alone tells the approver nothing: name and amount stand beside it, as far as he may see them."""
    act(session, System("test"))
    customer = make(session, "customer", name="报销有限公司")
    spent = make(session, "customer_expense", customer=customer.id, applicant=town.wang, amount=Decimal("1234.50"), state="submitted")
    session.flush()

    def about(reader: Authority) -> dict[str, Any]:
        act(session, reader)
        (line,) = (one for one in tasks(session) if (one.register.key, one.record_id) == ("customer_expense", spent.id))
        return {spec.key: value for spec, value in line.about}

    who, all_of_it = Person(2, town.li, "l", "李"), everything()
    assert about(holding(all_of_it, who=who)) == {"customer": "报销有限公司", "amount": Decimal("1234.50")}
    no_amount = replace(all_of_it, fields={("customer_expense", "amount", None): Level.MASKED, ("customer", "name", None): Level.HIDDEN})
    assert about(holding(no_amount, who=who)) == {}


GOES_ON_BY_ITSELF = {
    "customer_visit", "relation_evaluation", "customer_merge", "complaint_measure", "recusal_declaration", "complaint_hearing", "complaint_meeting",
    "criticism", "meeting_vote", "complaint_volume", "legal_hold", "count_difference", "stocktake_result", "opening_ledger",
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
