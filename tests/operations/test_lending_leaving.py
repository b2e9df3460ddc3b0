"""K10.4, K10.9, K10.12: whoever leaves hands over first; departments' own loans; no reimbursement without the archivist's signature."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from domain.errors import Invalid, Refused
from models.fence import act, acting
from models.governance.notice import Notice
from models.lending.temporary_loan import TemporaryState
from models.lending.travel_paper import ClaimState, TravelPaper
from models.organisation.appointment import Post
from models.organisation.employee import Employee
from models.register import registers
from operations.archives import checking
from operations.lending.leaving import holders, outstanding
from operations.lending.paper_reminding import remind_of_papers
from operations.moves import perform
from operations.records import create, update
from permissions.actor import System
from tests.factories import everything, holding, make, person
from tests.operations.test_lending import NOON, Desk, desk

__all__ = ["desk"]


def lent_papers(desk: Desk, borrower: int, **more: Any) -> Any:
    given = {"title": "会议纪要", "department": desk.store.department, "keeper": desk.store.keeper, "borrower": borrower}
    with desk.session.begin_nested(), desk.by(desk.store.keeper):
        return create(desk.session, registers["temporary_loan"], {**given, "lent_on": NOON.date(), "due_on": date(2026, 11, 23), **more})


def change(desk: Desk, record: Any, **values: Any) -> None:
    desk.session.expire_all()
    with desk.session.begin_nested(), desk.by(desk.boss):
        update(desk.session, record, values)


def test_nobody_leaves_moves_or_is_closed_with_something_in_his_hands(desk: Desk) -> None:
    """K10.4, I29: an archive loan, papers of a department, and half of a safe, until each is handed over."""
    session, who = desk.session, desk.store.borrower
    line, papers = desk.lent(), lent_papers(desk, who)
    role = make(session, "safe_role", safe=desk.store.safe, holder=who, half="code", from_on=date(2026, 1, 1), until_on=None)
    employee, account = session.get_one(Employee, who), make(session, "account", holder=who, active=True, ends_on=None)
    elsewhere = make(session, "department").id
    assert [one.register for one in outstanding(session, who)] == ["loan_line", "safe_role", "temporary_loan"]
    assert who in holders(session)
    for record, values in ((employee, {"left_on": date(2026, 12, 1)}), (employee, {"department": elsewhere}), (account, {"active": False})):
        with pytest.raises(Invalid) as refused:
            change(desk, record, **values)
        assert refused.value.clause == "K10.4"
        assert set(refused.value.fields) == set(values)
        assert "3 项" in refused.value.sentence.zh
    desk.step(line, "hand_back")
    desk.step(line, "check_return", pages_back=48)
    desk.step(papers, "take_back", desk.store.keeper)
    role.until_on = date(2026, 11, 19)
    session.flush()
    assert outstanding(session, who) == ()
    change(desk, employee, left_on=date(2026, 12, 1))
    change(desk, account, active=False)
    assert not desk.breaches()
    with pytest.raises(Refused) as late:
        desk.lent(desk.approve(desk.slip(units=[desk.unit])))
    assert late.value.clause == "K10.4"


def test_a_leaver_with_a_loan_is_a_breach(desk: Desk) -> None:
    desk.lent()
    desk.session.connection().execute(text("UPDATE employee SET left_on = '2026-11-20' WHERE id = :id"), {"id": desk.store.borrower})
    assert next(found.first for found in checking.check(desk.session.connection()) if found.invariant.code == "I29")


def test_papers_of_a_department_are_lent_reminded_of_and_taken_back_by_another(desk: Desk) -> None:
    """K10.12."""
    with pytest.raises(Invalid) as refused:
        lent_papers(desk, desk.other, due_on=date(2026, 11, 19))
    assert "due_on" in refused.value.fields
    papers = lent_papers(desk, desk.other)
    assert (remind_of_papers(desk.session), remind_of_papers(desk.session)) == (1, 0)
    act(desk.session, System("test"), clock=lambda: datetime(2026, 12, 2, 4, tzinfo=UTC))
    assert (remind_of_papers(desk.session), remind_of_papers(desk.session)) == (2, 0)
    told = {(one.person_id, one.code) for one in desk.session.scalars(select(Notice).where(Notice.register_key == "temporary_loan"))}
    assert told == {(desk.other, "paper.soon"), (desk.other, "paper.over"), (desk.store.keeper, "paper.long_over")}
    with pytest.raises(Refused) as own:
        desk.step(papers, "take_back", desk.other)
    assert own.value.clause == "K10.12"
    desk.step(papers, "take_back", desk.store.keeper)
    assert papers.state is TemporaryState.RETURNED


def test_travel_is_reimbursed_only_after_the_archivist_has_signed_by_another_hand(desk: Desk) -> None:
    """K10.9."""
    session, traveller, accountant = desk.session, desk.store.borrower, desk.other
    with desk.by(traveller):
        paper: TravelPaper = create(
            session, registers["travel_paper"],
            {"title": "档案培训", "kind": "training", "traveller": traveller, "department": make(session, "department").id,
             "ended_on": NOON.date(), "papers": "讲义一册"},
        )  # fmt: skip
    assert paper.department_id == desk.store.department, "where he works decides who signs"

    def archivist(who: int) -> AbstractContextManager[Any]:
        posts = frozenset({(Post.DEPARTMENT_ARCHIVIST.value, desk.store.department)})
        return acting(session, holding(everything(), who=person(who, desk.store.department, posts=posts)))

    for move, by in (("reimburse", desk.by(accountant)), ("sign_papers", desk.by(accountant)), ("sign_papers", archivist(traveller))):
        with pytest.raises(Refused) as refused, by:
            perform(session, paper, move, {"received": "讲义"})
        assert refused.value.clause == "K10.9"
    with archivist(desk.store.keeper):
        perform(session, paper, "sign_papers", {"received": "讲义一册"})
        with pytest.raises(Refused):
            perform(session, paper, "reimburse", {})
    with pytest.raises(Invalid):
        change(desk, paper, papers="没有")
    session.refresh(paper)
    with desk.by(accountant):
        perform(session, paper, "reimburse", {})
    assert paper.state is ClaimState.REIMBURSED
