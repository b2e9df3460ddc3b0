"""Slip → approval → checkout → return → check → shelf, and every refusal on the way (K3.22–K3.26)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import DomainError, Invalid, Refused
from models.archives.unit import ArchiveUnit
from models.fence import act, acting
from models.lending.loan_line import LoanLine, LoanState
from models.lending.slip import BorrowingSlip, SlipState
from models.organisation.appointment import Post
from models.register import registers
from operations.archives import checking
from operations.archives.desk import Pile, carry
from operations.archives.ledger import places
from operations.calendar_filling import fill_calendar
from operations.lending import loans
from operations.moves import perform
from operations.records import create, update
from permissions.actor import StandIn, System
from tests.archive_scenes import Store, a_store, filed
from tests.factories import everything, holding, make, person

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DUE = date(2026, 11, 27)


@dataclass
class Desk:
    """An archive with somebody who wants to borrow, and those who decide."""

    session: Session
    store: Store
    boss: int
    deputy: int
    other: int
    unit: int

    def by(self, who: int, post: Post | None = None, **more: Any) -> Any:
        """That person acts, with every right and one post."""
        posts = frozenset({(post.value, None)}) if post else frozenset()
        return acting(self.session, holding(everything(), who=person(who, self.store.department, posts=posts, **more)))

    def slip(self, **more: Any) -> BorrowingSlip:
        """A slip of the borrower, submitted."""
        with self.session.begin_nested(), self.by(self.store.borrower):  # a refused one leaves nothing, as in a request of its own
            made: BorrowingSlip = create(
                self.session, registers["borrowing_slip"],
                {"borrower": self.store.borrower, "department": self.store.department, "units": [self.unit], "reason": "诉讼举证", "due_on": DUE, **more},
            )  # fmt: skip
            perform(self.session, made, "submit", {})
        return made

    def approve(self, slip: BorrowingSlip, who: int | None = None, post: Post | None = Post.GENERAL_MANAGER, **more: Any) -> BorrowingSlip:
        with self.by(who or self.boss, post, **more):
            perform(self.session, slip, "approve", {"opinion": "同意"})
        return slip

    def lent(self, slip: BorrowingSlip | None = None) -> LoanLine:
        """The approved slip issued, and its line."""
        with self.by(self.store.archivist):
            perform(self.session, slip or self.approve(self.slip()), "check_out", {})
        return self.session.scalars(select(LoanLine).order_by(LoanLine.id.desc()).limit(1)).one()

    def step(self, line: LoanLine, name: str, who: int | None = None, **values: Any) -> LoanLine:
        with self.by(who or self.store.archivist):
            perform(self.session, line, name, values)
        return line

    def at(self) -> AccountKind:
        return places(self.session.connection(), [self.unit])[self.unit].kind

    def breaches(self) -> list[str]:
        return [found.invariant.code for found in checking.check(self.session.connection()) if found.count]


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def a_desk(session: Session) -> Desk:
    """An archive on the 20th of November 2026, a Friday."""
    act(session, System("test"), clock=lambda: NOON)
    fill_calendar(session)
    store = a_store(session)
    boss, deputy, other = (make(session, "employee", department=store.department).id for _ in range(3))
    for who, post in ((boss, Post.GENERAL_MANAGER), (boss, Post.CHAIRMAN), (deputy, Post.DEPUTY_GENERAL_MANAGER)):
        make(session, "appointment", holder=who, post=post, from_on=date(2020, 1, 1), until_on=None)
    make(session, "charge", department=store.department, deputy=deputy, from_on=date(2020, 1, 1), until_on=None)
    return Desk(session, store, boss, deputy, other, filed(session, store, pages=48))


def test_from_the_slip_to_the_shelf_again(desk: Desk) -> None:
    slip = desk.approve(desk.slip())
    assert (slip.state, slip.decided_post, slip.valid_until_on) == (SlipState.APPROVED, Post.GENERAL_MANAGER, date(2026, 11, 25))
    line = desk.lent(slip)
    assert (line.state, line.pages_out, desk.at()) == (LoanState.OUT, 48, AccountKind.PERSON)
    assert not desk.breaches()
    desk.step(line, "hand_back")
    assert desk.at() is AccountKind.DESK
    desk.step(line, "check_return", pages_back=48)
    assert (line.state, desk.at()) == (LoanState.COMPLETE, AccountKind.SHELF)
    assert slip.state is SlipState.RETURNED, "the last unit settles its slip (K3.26)"
    assert not desk.breaches()


@pytest.mark.parametrize("post", [Post.CHAIRMAN, Post.GENERAL_MANAGER])
def test_the_leaders_of_the_house_approve(desk: Desk, post: Post) -> None:
    assert desk.approve(desk.slip(), post=post).decided_post is post


def test_the_deputy_in_charge_approves_and_one_of_another_line_does_not(desk: Desk) -> None:
    """K3.23."""
    slip = desk.slip()
    for who, post in ((desk.other, Post.DEPUTY_GENERAL_MANAGER), (desk.other, Post.DEPARTMENT_MANAGER), (desk.boss, None)):
        with pytest.raises(Refused) as refused:
            desk.approve(slip, who, post)
        assert refused.value.clause == "K3.23"
    assert desk.approve(slip, desk.deputy, Post.DEPUTY_GENERAL_MANAGER).decided_post is Post.DEPUTY_GENERAL_MANAGER


def test_nobody_approves_his_own_slip_nor_has_it_approved_in_his_place(desk: Desk) -> None:
    slip = desk.slip()
    with pytest.raises(Refused):
        desk.approve(slip, desk.store.borrower, Post.GENERAL_MANAGER)
    post = frozenset({(Post.GENERAL_MANAGER.value, None)})
    for_him = StandIn(desk.store.borrower, "借阅人", posts=post)
    with pytest.raises(Refused):
        desk.approve(slip, desk.other, Post.GENERAL_MANAGER, standing_in=(for_him,))
    for_the_boss = StandIn(desk.boss, "总经理", posts=post)
    assert desk.approve(slip, desk.other, Post.GENERAL_MANAGER, standing_in=(for_the_boss,)).state is SlipState.APPROVED


def test_an_approval_is_for_what_it_was_given_for(desk: Desk) -> None:
    """K3.24: a slip that was changed behind the approval is not issued; taking it back to change it voids the approval."""
    slip = desk.approve(desk.slip())
    desk.session.expire_all()  # as in a request of its own: the first question of the rule must not store what the next asks about
    with pytest.raises(Invalid), desk.session.begin_nested(), desk.by(desk.store.borrower):
        update(desk.session, slip, {"reason": "别的事由"})
    desk.session.refresh(slip)
    with desk.by(desk.store.borrower):
        perform(desk.session, slip, "revise", {})
        update(desk.session, slip, {"reason": "别的事由"})
        perform(desk.session, slip, "submit", {})
    assert (slip.revision, slip.decided_by_id, slip.state) == (2, None, SlipState.SUBMITTED)
    with pytest.raises(DomainError):
        desk.lent(slip)
    desk.approve(slip)
    slip.reason = "又换了"
    desk.session.flush()
    with pytest.raises(Refused) as refused:
        desk.lent(slip)
    assert "与批准时不一致" in refused.value.sentence.zh


def test_an_approval_ends_and_serves_once(desk: Desk) -> None:
    slip = desk.approve(desk.slip())
    with pytest.raises(Refused):
        desk.step(slip, "expire")  # type: ignore[arg-type]
    act(desk.session, System("test"), clock=lambda: NOON + timedelta(days=6))
    with pytest.raises(Refused) as refused:
        desk.lent(slip)
    assert "过期" in refused.value.sentence.zh
    desk.step(slip, "expire")  # type: ignore[arg-type]
    with pytest.raises(DomainError):
        desk.lent(slip)


def test_what_is_out_is_lent_to_nobody_else(desk: Desk) -> None:
    one, two = desk.approve(desk.slip()), desk.approve(desk.slip())
    desk.lent(one)
    with pytest.raises(Refused) as refused:
        desk.lent(two)
    assert "不能借出" in refused.value.sentence.zh


def test_who_is_late_borrows_nothing_more(desk: Desk) -> None:
    desk.lent()
    more = filed(desk.session, desk.store)
    act(desk.session, System("test"), clock=lambda: datetime(2026, 11, 30, 4, tzinfo=UTC))
    slip = desk.approve(desk.slip(units=[more], due_on=date(2026, 12, 4)))
    with pytest.raises(Refused) as refused:
        desk.lent(slip)
    assert "逾期" in refused.value.sentence.zh


@pytest.mark.parametrize("due", [date(2026, 11, 28), date(2027, 11, 26)])
def test_a_term_is_a_working_day_within_the_longest_loan(desk: Desk, due: date) -> None:
    """K3.25."""
    with pytest.raises(Invalid) as refused:
        desk.slip(due_on=due)
    assert "due_on" in refused.value.fields


def test_the_desk_counts_pages_and_the_borrower_does_not(desk: Desk) -> None:
    """K3.26: 49 of 48 pages, 47 of 48 pages, and who may not check."""
    line = desk.lent()
    desk.step(line, "hand_back")
    for name, pages in (("check_return", 49), ("check_return", 47), ("note_shortage", 48)):
        with pytest.raises(Invalid) as refused:
            desk.step(line, name, pages_back=pages, shortage="缺第 12 页")
        assert "pages_back" in refused.value.fields
    with pytest.raises(Refused):
        desk.step(line, "check_return", desk.store.borrower, pages_back=48)
    desk.step(line, "note_shortage", pages_back=47, shortage="缺第 12 页")
    desk.step(line, "supply", settled_because="已补回第 12 页")
    assert line.state is LoanState.COMPLETE
    assert not desk.breaches()


def test_what_nobody_has_counted_is_counted_before_it_goes_back(desk: Desk) -> None:
    """K3.26: a volume with neither pages nor a list; the pages that are entered then are those it is compared with."""
    unit = filed(desk.session, desk.store, pages=None)
    line = desk.lent(desk.approve(desk.slip(units=[unit])))
    desk.step(line, "hand_back")
    for name, pages in (("check_return", 30), ("note_shortage", 29)):
        with pytest.raises(Invalid) as refused:
            desk.step(line, name, pages_back=pages, shortage="缺页")
        assert refused.value.fields == {"pages_back": loans.NO_PAGES}
    with desk.by(desk.store.archivist):
        update(desk.session, desk.session.get_one(ArchiveUnit, unit), {"pages": 30})
    with pytest.raises(Invalid):
        desk.step(line, "check_return", pages_back=31)
    desk.step(line, "check_return", pages_back=30)
    assert line.state is LoanState.COMPLETE
    assert not desk.breaches()


def test_what_was_never_lent_is_not_handed_back_and_what_is_lost_is_found(desk: Desk) -> None:
    line = desk.lent()
    desk.step(line, "declare_lost", lost_because="途中遗失")
    assert desk.at() is AccountKind.MISSING
    with pytest.raises(DomainError):
        desk.step(line, "hand_back")
    desk.step(line, "find_again")
    desk.step(line, "check_return", pages_back=48)
    assert not desk.breaches()


def test_a_mistake_of_today_is_voided_by_another(desk: Desk) -> None:
    line = desk.lent()
    with pytest.raises(Refused):
        desk.step(line, "void", settled_because="误扫")
    desk.step(line, "void", desk.store.keeper, settled_because="误扫")
    assert (line.state, desk.at()) == (LoanState.VOIDED, AccountKind.SHELF)
    assert not desk.breaches()


def test_a_loan_is_renewed_before_it_ends(desk: Desk) -> None:
    line = desk.lent()
    for due in (DUE, date(2026, 12, 5), date(2027, 6, 1)):
        with pytest.raises(Invalid):
            desk.step(line, "renew", desk.boss, due_on=due, renewed_because="案件未结")
    desk.step(line, "renew", desk.boss, due_on=date(2026, 12, 4), renewed_because="案件未结")
    assert line.due_on == date(2026, 12, 4)


def test_nobody_issues_to_himself(desk: Desk) -> None:
    slip = desk.approve(desk.slip())
    with pytest.raises(Refused), desk.by(desk.store.borrower):
        perform(desk.session, slip, "check_out", {})




@pytest.mark.parametrize(("reason", "state"), [("miss", "out"), ("find", "lost")])
def test_what_is_on_loan_moves_by_the_steps_of_its_loan_alone(desk: Desk, reason: str, state: str) -> None:
    """I04: else the journal would say it is missing and the loan that somebody has it."""
    line = desk.lent()
    if state == "lost":
        desk.step(line, "declare_lost", lost_because="搬家时不见")
    unit = desk.session.connection().execute(text("SELECT number FROM archive_unit WHERE id = :unit"), {"unit": desk.unit}).scalar_one()
    back = desk.session.connection().execute(text("SELECT code FROM archive_account WHERE id = :desk"), {"desk": desk.store.desk}).scalar_one()
    with desk.by(desk.store.archivist), pytest.raises(Invalid) as refused:
        carry(desk.session, "k", Pile(reason, back, (unit,), "报告 1"))
    assert "还没有结清" in refused.value.fields["codes"].zh
    assert refused.value.clause == "K3.26"
    assert not desk.breaches()


def test_a_loan_notes_the_list_its_unit_went_out_with(desk: Desk) -> None:
    """K3.26: what comes back is counted against that edition, whatever is written afterwards."""
    for pages in (48, 3):
        one = make(desk.session, "volume_list", volume=desk.unit)
        make(desk.session, "volume_piece", volume_list=one.id, pages=pages, annex=False)
        with desk.by(desk.store.archivist):
            perform(desk.session, one, "freeze_list", {})
        if pages == 48:
            line = desk.lent()
    assert (line.list_version, line.pages_out) == (1, 48)
    assert not desk.breaches()
