"""Recall, waiting in line, partial return, viewing and who keeps away: each refused and each granted, and each breach found (K3.23–K3.26, K7.8, K7.9)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from domain.errors import DomainError, Invalid, Refused
from models.fence import act, acting
from models.governance.notice import Notice
from models.lending.loan_line import LoanLine, LoanState
from models.lending.reservation import LoanReservation, WaitState
from models.lending.slip import LoanMode, SlipState
from models.organisation.appointment import Post
from models.register import registers
from operations.archives import checking
from operations.lending.queue import lapse_unused
from operations.lending.viewings import viewing_of
from operations.moves import perform
from operations.records import create
from permissions.actor import StandIn, System
from tests.archive_scenes import filed
from tests.factories import everything, holding, make, person
from tests.operations.test_lending import DUE, NOON, Desk, desk

__all__ = ["desk"]
LATER = date(2026, 12, 4)


def found(desk: Desk, code: str) -> tuple[str, ...]:
    return next(one.first for one in checking.check(desk.session.connection()) if one.invariant.code == code)


def sql(desk: Desk, statement: str, **values: Any) -> None:
    desk.session.flush()
    desk.session.connection().execute(text(statement), values)


def waits(desk: Desk, who: int, unit: int | None = None) -> LoanReservation:
    with desk.session.begin_nested(), desk.by(who):  # a refused one leaves nothing, as in a request of its own
        made: LoanReservation = create(
            desk.session, registers["loan_reservation"],
            {"unit": unit or desk.unit, "person": who, "department": desk.store.department, "reason": "年检"},
        )  # fmt: skip
    return made


def told(desk: Desk, who: int) -> list[str]:
    return [one.code for one in desk.session.scalars(select(Notice).where(Notice.person_id == who))]


# ---- terms -------------------------------------------------------------------------------------------------------------


def test_a_recall_is_earlier_on_a_working_day_and_told_to_the_borrower(desk: Desk) -> None:
    line = desk.lent()
    for due in (DUE, LATER, date(2026, 11, 22), date(2026, 11, 19)):
        with pytest.raises(Invalid) as refused:
            desk.step(line, "recall", due_on=due, recalled_because="审计调阅")
        assert "due_on" in refused.value.fields
    desk.step(line, "recall", due_on=date(2026, 11, 24), recalled_because="审计调阅")
    assert (line.due_on, line.recalled_by_id, line.state) == (date(2026, 11, 24), desk.store.archivist, LoanState.OUT)
    assert "loan.recalled" in told(desk, desk.store.borrower)
    assert not desk.breaches()
    sql(desk, "UPDATE loan_line SET due_on = '2026-11-30' WHERE id = :id", id=line.id)
    assert found(desk, "I23")


def test_nobody_renews_his_own_loan_nor_one_that_is_over(desk: Desk) -> None:
    line = desk.lent()
    values = {"due_on": LATER, "renewed_because": "案件未结"}
    with pytest.raises(Refused) as refused:
        desk.step(line, "renew", desk.store.borrower, **values)
    assert refused.value.clause == "K3.23"
    desk.step(line, "renew", desk.boss, **values)
    assert not desk.breaches()
    act(desk.session, System("test"), clock=lambda: datetime(2026, 12, 7, 4, tzinfo=UTC))
    with pytest.raises(Invalid):
        desk.step(line, "renew", desk.boss, due_on=date(2026, 12, 11), renewed_because="又")


def test_the_table_of_terms_is_never_changed(desk: Desk) -> None:
    line = desk.lent()
    desk.step(line, "renew", desk.boss, due_on=LATER, renewed_because="案件未结")
    for statement in ("UPDATE loan_term SET to_due = '2027-01-04'", "DELETE FROM loan_term"):
        with pytest.raises(Exception, match="loan_term"), desk.session.begin_nested():
            sql(desk, statement)


# ---- waiting in line -----------------------------------------------------------------------------------------------------


def test_first_come_first_served_and_the_next_one_is_told(desk: Desk) -> None:
    """K3.24, I23: also that nothing is renewed meanwhile, and that what is kept for one is lent to nobody else."""
    line = desk.lent()
    first, second = waits(desk, desk.other), waits(desk, desk.deputy)
    with pytest.raises(Refused) as refused:
        desk.step(line, "renew", desk.boss, due_on=LATER, renewed_because="案件未结")
    assert "预约" in refused.value.sentence.zh
    desk.step(line, "hand_back")
    assert first.state is WaitState.WAITING, "it is told when it is back in its place, not before"
    desk.step(line, "check_return", pages_back=48)
    assert (first.state, second.state, told(desk, desk.other)) == (WaitState.OFFERED, WaitState.WAITING, ["loan.back"])
    with pytest.raises(Refused) as refused:
        desk.lent(desk.approve(desk.slip(borrower=desk.deputy)))
    assert "先预约" in refused.value.sentence.zh
    with pytest.raises(Refused):
        desk.step(first, "lapse")  # type: ignore[arg-type]  # any record takes steps
    act(desk.session, System("test"), clock=lambda: datetime(2026, 11, 25, 4, tzinfo=UTC))
    assert lapse_unused(desk.session) == 1
    assert (first.state, second.state) == (WaitState.LAPSED, WaitState.OFFERED)
    desk.lent(desk.approve(desk.slip(borrower=desk.deputy)))
    assert second.state is WaitState.SERVED
    assert not desk.breaches()


def test_one_waits_for_what_another_has_and_once(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        waits(desk, desk.other)
    assert "在库" in refused.value.sentence.zh
    desk.lent()
    with pytest.raises(Invalid):
        waits(desk, desk.store.borrower)
    one = waits(desk, desk.other)
    with pytest.raises(Invalid):
        waits(desk, desk.other)
    with desk.by(desk.other):
        perform(desk.session, one, "withdraw", {})
    assert waits(desk, desk.other).state is WaitState.WAITING


def test_a_renewal_while_somebody_waits_is_a_breach(desk: Desk) -> None:
    line = desk.lent()
    desk.step(line, "renew", desk.boss, due_on=LATER, renewed_because="案件未结")
    one = waits(desk, desk.other)
    assert not desk.breaches()
    sql(desk, "UPDATE loan_reservation SET asked_at = :at WHERE id = :id", at="2026-11-19 04:00:00.000000", id=one.id)
    assert found(desk, "I23")


# ---- partial return ------------------------------------------------------------------------------------------------------


def test_pages_come_back_in_parts_and_the_next_loan_counts_what_is_there(desk: Desk) -> None:
    line = desk.lent()
    desk.step(line, "hand_back")
    desk.step(line, "note_shortage", pages_back=40, shortage="缺 8 页")
    for pages in (40, 39, 48):
        with pytest.raises(Invalid):
            desk.step(line, "part_back", pages_back=pages, shortage="缺")
    desk.step(line, "part_back", pages_back=45, shortage="缺 3 页")
    assert (line.state, line.pages_back) == (LoanState.SHORT, 45)
    again = desk.lent(desk.approve(desk.slip(borrower=desk.other)))
    assert again.pages_out == 45, "what is missing was not lent"
    with pytest.raises(Refused):
        desk.step(line, "supply", settled_because="补齐")
    desk.step(again, "hand_back")
    desk.step(again, "check_return", pages_back=45)
    desk.step(line, "supply", settled_because="补齐")
    assert not desk.breaches()


def test_units_of_a_slip_come_back_one_by_one(desk: Desk) -> None:
    other = filed(desk.session, desk.store, pages=3)
    slip = desk.approve(desk.slip(units=[desk.unit, other]))
    line = desk.lent(slip)
    desk.step(line, "hand_back")
    desk.step(line, "check_return", pages_back=3)
    with pytest.raises(Refused) as refused:
        desk.step(slip, "settle_slip")  # type: ignore[arg-type]
    assert refused.value.clause == "K3.26"
    last = desk.session.scalars(select(LoanLine).where(LoanLine.slip_id == slip.id, LoanLine.id != line.id)).one()
    desk.step(last, "hand_back")
    assert slip.state is SlipState.LENT
    desk.step(last, "check_return", pages_back=48)
    assert slip.state is SlipState.RETURNED
    assert not desk.breaches()


# ---- who keeps away ------------------------------------------------------------------------------------------------------


def test_whom_a_file_is_about_neither_borrows_nor_approves_it(desk: Desk) -> None:
    """I15: also through a second staff record, and below the forms by the database."""
    twin = make(desk.session, "employee", department=desk.store.department, id_card="11010519491231002X").id
    sql(desk, "UPDATE employee SET id_card = '11010519491231002X' WHERE id = :id", id=desk.store.borrower)
    make(desk.session, "unit_subject", unit=desk.unit, person=twin, role="personnel")
    with pytest.raises(Refused) as refused:
        desk.slip()
    assert refused.value.clause == "K4.7"
    with pytest.raises(Refused):
        waits(desk, desk.store.borrower)
    slip = desk.slip(borrower=desk.other)
    make(desk.session, "unit_subject", unit=desk.unit, person=desk.boss, role="respondent")
    with pytest.raises(Refused) as refused:
        desk.approve(slip)
    assert refused.value.clause == "K4.7"
    desk.approve(slip, desk.deputy, Post.DEPUTY_GENERAL_MANAGER)
    line = desk.lent(slip)
    assert not desk.breaches()
    with pytest.raises(Exception, match="loan_subject"), desk.session.begin_nested():
        sql(
            desk, "INSERT INTO loan_line (unit_id, borrower_id, department_id, issued_by_id, out_on, out_entry, due_on, state, version)"
            " SELECT unit_id, :twin, department_id, issued_by_id, out_on, out_entry, due_on, 'voided', 1 FROM loan_line WHERE id = :id",
            twin=twin, id=line.id,
        )  # fmt: skip
    sql(desk, "UPDATE unit_subject SET person_id = :who, created_at = '2020-01-01 00:00:00.000000' WHERE person_id = :boss", who=desk.other, boss=desk.boss)
    assert found(desk, "I15")


def test_a_second_account_of_the_borrower_does_not_approve(desk: Desk) -> None:
    card = "11010519491231002X"
    for who in (desk.store.borrower, desk.boss):
        sql(desk, "UPDATE employee SET id_card = :card WHERE id = :id", card=card, id=who)
    slip = desk.slip()
    with pytest.raises(Refused) as refused:
        desk.approve(slip)
    assert "本人" in refused.value.sentence.zh


def test_the_department_of_a_slip_is_where_the_borrower_works(desk: Desk) -> None:
    """K3.23: who decides follows from it, so it is not chosen."""
    elsewhere = make(desk.session, "department").id
    assert desk.slip(department=elsewhere).department_id == desk.store.department


# ---- viewing ---------------------------------------------------------------------------------------------------------------


def test_own_files_are_shown_by_the_manager_and_others_by_the_general_manager(desk: Desk) -> None:
    """K7.8, K7.9."""
    manager = frozenset({(Post.DEPARTMENT_MANAGER.value, desk.store.department)})
    theirs = filed(desk.session, desk.store, pages=1)
    sql(desk, "UPDATE archive_unit SET department_id = :id WHERE id = :unit", id=make(desk.session, "department").id, unit=theirs)
    own, other = desk.slip(mode=LoanMode.VIEW), desk.slip(mode=LoanMode.VIEW, units=[theirs])
    for slip, who, post in ((own, desk.deputy, Post.DEPUTY_GENERAL_MANAGER), (own, desk.boss, Post.CHAIRMAN), (other, desk.deputy, Post.CHAIRMAN)):
        with pytest.raises(Refused) as refused:
            desk.approve(slip, who, post)
        assert refused.value.clause == "K7.9"
    for_the_manager = StandIn(desk.deputy, "经理", posts=manager)
    with pytest.raises(Refused):
        desk.approve(other, desk.other, None, standing_in=(for_the_manager,))
    assert viewing_of(desk.session, theirs, desk.store.borrower) is None
    assert desk.approve(other).decided_post is Post.GENERAL_MANAGER
    viewing = viewing_of(desk.session, theirs, desk.store.borrower)
    assert viewing is not None
    assert (viewing.slip, viewing.until) == (other.id, datetime(2026, 11, 27, 16, tzinfo=UTC))
    assert viewing_of(desk.session, theirs, desk.other) is None
    with acting(desk.session, holding(everything(), who=person(desk.other, desk.store.department, posts=manager))):
        perform(desk.session, own, "approve", {"opinion": "同意"})
    assert own.decided_post is Post.DEPARTMENT_MANAGER


def test_what_is_viewed_comes_back_the_same_day(desk: Desk) -> None:
    """K7.8: a viewing of the paper is a loan that ends today and is not renewed."""
    slip = desk.approve(desk.slip(mode=LoanMode.VIEW))
    assert slip.valid_until_on == DUE
    line = desk.lent(slip)
    assert line.due_on == NOON.date()
    with pytest.raises(Refused) as refused:
        desk.step(line, "renew", desk.boss, due_on=LATER, renewed_because="没看完")
    assert refused.value.clause == "K7.8"
    desk.step(line, "hand_back")
    desk.step(line, "check_return", pages_back=48)
    assert viewing_of(desk.session, desk.unit, desk.store.borrower) is not None, "the screen stays until its day"
    assert not desk.breaches()
    slip.reason = "换了"
    desk.session.flush()
    assert viewing_of(desk.session, desk.unit, desk.store.borrower) is None, "it was approved for another reason"


# ---- limits and posts --------------------------------------------------------------------------------------------------------


def test_a_term_on_a_day_off_and_a_loan_beyond_the_limit_are_found(desk: Desk) -> None:
    line = desk.lent()
    sql(desk, "UPDATE loan_line SET due_on = '2026-11-28' WHERE id = :id", id=line.id)
    assert found(desk, "I22")
    sql(desk, "INSERT INTO rule_value (rule, amount, valid_from, basis, version) VALUES ('loans_most', 0, '2020-01-01', 'x', 1)")
    assert found(desk, "I21")


def test_an_approval_by_somebody_without_post_or_delegation_is_found(desk: Desk) -> None:
    """I27: a delegation counts on the day of the decision and not a day after."""
    slip = desk.slip()
    for_the_boss = StandIn(desk.boss, "总经理", posts=frozenset({(Post.GENERAL_MANAGER.value, None)}))
    desk.approve(slip, desk.other, Post.GENERAL_MANAGER, standing_in=(for_the_boss,))
    assert found(desk, "I27")
    one = make(desk.session, "delegation", principal=desk.boss, deputy=desk.other, from_on=NOON.date(), until_on=NOON.date())
    assert not found(desk, "I27")
    sql(desk, "UPDATE delegation SET from_on = '2026-11-21', until_on = '2026-11-30' WHERE id = :id", id=one.id)
    assert found(desk, "I27")


def test_a_slip_whose_term_has_passed_is_not_issued(desk: Desk) -> None:
    slip = desk.approve(desk.slip(due_on=date(2026, 11, 23)))
    act(desk.session, System("test"), clock=lambda: datetime(2026, 11, 24, 4, tzinfo=UTC))
    with pytest.raises(DomainError) as refused:
        desk.lent(slip)
    assert (refused.value.clause, slip.state) == ("K3.25", SlipState.APPROVED)


def test_what_is_voided_without_a_ground_is_found(desk: Desk) -> None:
    """I30."""
    line = desk.lent()
    desk.step(line, "void", desk.store.keeper, settled_because="误扫")
    assert not desk.breaches()
    sql(desk, "UPDATE loan_line SET settled_because = ' ' WHERE id = :id", id=line.id)
    assert found(desk, "I30")
