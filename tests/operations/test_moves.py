"""The one way a state changes: who may, from where, with what, and what is written down."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.errors import Conflict, Invalid, Missing, Refused
from models.customers.archive_view import ArchiveViewRequest, Decision
from models.customers.registration import Filing, Registration
from models.fence import act
from operations.histories import history
from operations.moves import choices, perform
from tests.factories import make
from tests.models.scenes import Town, a_town, may

NOW = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)  # already the 22nd in Shanghai


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


@pytest.fixture
def filing(session: Session, town: Town) -> Registration:
    record: Registration = make(session, "registration", customer=town.of_wang, applicant=town.wang)
    return record


def test_a_move_changes_the_state_and_stamps_who_and_when(session: Session, town: Town, filing: Registration) -> None:
    act(session, town.wang_with(may(Scope.ALL)), clock=lambda: NOW)
    perform(session, filing, "file", {})
    assert filing.state is Filing.FILED
    assert (str(filing.filed_on), filing.filed_by_id) == ("2026-11-22", town.wang)  # type: ignore[attr-defined]


def test_a_move_needs_no_right_to_edit_but_its_own(session: Session, town: Town, filing: Registration) -> None:
    act(session, town.wang_with(may(Scope.ALL, "view", "return", writes=None)))
    perform(session, filing, "return", {"opinion": "缺地址"})
    assert (filing.state, filing.opinion) == (Filing.RETURNED, "缺地址")
    with pytest.raises(Refused):
        perform(session, filing, "resubmit", {})


def test_what_a_move_needs_is_asked_for_at_its_field(session: Session, town: Town, filing: Registration) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    for empty in ({}, {"opinion": ""}, {"opinion": None}):
        with pytest.raises(Invalid) as refused:
            perform(session, filing, "return", empty)
        assert list(refused.value.fields) == ["opinion"]
        assert refused.value.clause == "K7.6"
    assert filing.state is Filing.OPEN


def test_a_field_that_is_not_needed_is_not_written_by_a_move(session: Session, town: Town, filing: Registration) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    perform(session, filing, "file", {"opinion": "偷写", "state": "returned"})
    assert (filing.opinion, filing.state) == (None, Filing.FILED)


def test_a_move_from_another_state_is_a_conflict_that_says_the_state(session: Session, town: Town, filing: Registration) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    with pytest.raises(Conflict) as refused:
        perform(session, filing, "resubmit", {})
    assert "待备案" in refused.value.sentence.zh


def test_the_second_of_two_is_told_who_was_first(session: Session, town: Town, filing: Registration) -> None:
    act(session, town.wang_with(may(Scope.ALL)), clock=lambda: NOW)
    perform(session, filing, "file", {})
    with pytest.raises(Conflict) as refused:
        perform(session, filing, "file", {})
    assert "王 (wang)" in refused.value.sentence.zh
    assert "2026-11-22 04:30" in refused.value.sentence.zh


@pytest.mark.parametrize("name", ["", "close", "__class__", "x" * 100])
def test_a_move_that_does_not_exist_is_missing(session: Session, town: Town, filing: Registration, name: str) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    with pytest.raises(Missing):
        perform(session, filing, name, {})


def test_a_register_without_a_workflow_has_no_moves(session: Session, town: Town) -> None:
    contact = make(session, "contact", customer=town.of_wang)
    assert choices(session, contact) == ()
    with pytest.raises(Missing):
        perform(session, contact, "file", {})


def test_a_move_outside_its_scope_is_refused(session: Session, town: Town) -> None:
    filing = make(session, "registration", customer=town.of_south, applicant=town.li)
    act(session, town.wang_with(may(Scope.ALL, "view"), may(Scope.OWN, "file", name="b")))
    with pytest.raises(Refused):
        perform(session, filing, "file", {})


def test_only_known_moves_are_offered_each_with_its_reason(session: Session, town: Town, filing: Registration) -> None:
    act(session, town.wang_with(may(Scope.ALL, "view", "file"), may(Scope.ASSIGNED, "return", name="b")))
    offered = {choice.move.name: choice.refusal for choice in choices(session, filing)}
    assert set(offered) == {"file", "return"}
    assert offered["file"] is None
    assert isinstance(offered["return"], Refused)


def test_a_move_is_in_the_history_with_all_it_changed(session: Session, town: Town, filing: Registration) -> None:
    act(session, town.wang_with(may(Scope.ALL)), clock=lambda: NOW)
    perform(session, filing, "return", {"opinion": "缺地址"})
    newest = history(session, filing)[0]
    assert {change.field.key: (change.old, change.new) for change in newest.altered} == {
        "state": ("open", "returned"), "opinion": (None, "缺地址"),
    }  # fmt: skip


def test_the_state_is_in_no_form(session: Session, town: Town) -> None:
    request = make(session, "archive_view_request", customer=town.of_wang)
    act(session, town.wang_with(may(Scope.ALL)))
    request = session.get_one(ArchiveViewRequest, request.id)
    request.state = Decision.APPROVED
    with pytest.raises(Refused):
        session.flush()
