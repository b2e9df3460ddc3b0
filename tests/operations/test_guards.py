"""K7.8 and K7.9: who decides on a request to look into a customer's archive."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.errors import Refused
from models.customers.archive_view import ArchiveViewRequest, Decision
from models.fence import act
from models.organisation.appointment import Post
from operations.moves import choices, perform
from permissions.actor import Authority
from tests.factories import make
from tests.models.scenes import Town, a_town, may


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


def in_post(town: Town, employee: int, department: int, *posts: tuple[Post, int | None]) -> Authority:
    """Somebody with every right, holding ``posts``."""
    found = town.wang_with(may(Scope.ALL))
    person = replace(found.person, person_id=employee, department_id=department, posts=frozenset((post.value, place) for post, place in posts))
    return replace(found, person=person)


def asked(session: Session, town: Town, customer: int) -> ArchiveViewRequest:
    """A request of 王 (north) for one customer."""
    record: ArchiveViewRequest = make(session, "archive_view_request", customer=customer, applicant=town.wang, department=town.north)
    return record


@pytest.fixture
def head(session: Session, town: Town) -> int:
    return int(make(session, "employee", name="赵经理", department=town.north).id)


@pytest.mark.parametrize("move", ["approve", "reject"])
def test_the_departments_manager_decides_on_its_own_customers(session: Session, town: Town, head: int, move: str) -> None:
    request = asked(session, town, town.of_north)
    act(session, in_post(town, head, town.north, (Post.DEPARTMENT_MANAGER, town.north)))
    perform(session, request, move, {"opinion": "可以"})
    assert request.state is (Decision.APPROVED if move == "approve" else Decision.REJECTED)
    assert request.decided_by_id == head  # type: ignore[attr-defined]


@pytest.mark.parametrize("move", ["approve", "reject"])
def test_another_departments_customer_goes_to_the_general_manager(session: Session, town: Town, head: int, move: str) -> None:
    request = asked(session, town, town.of_south)
    for department in (town.north, town.south):
        act(session, in_post(town, head, department, (Post.DEPARTMENT_MANAGER, department)))
        with pytest.raises(Refused) as refused:
            perform(session, request, move, {"opinion": "可以"})
        assert refused.value.clause == "K7.9"
    act(session, in_post(town, head, town.office, (Post.GENERAL_MANAGER, town.office)))
    perform(session, request, move, {"opinion": "可以"})


def test_the_manager_of_another_department_does_not_decide(session: Session, town: Town, head: int) -> None:
    request = asked(session, town, town.of_north)
    act(session, in_post(town, head, town.south, (Post.DEPARTMENT_MANAGER, town.south)))
    with pytest.raises(Refused) as refused:
        perform(session, request, "approve", {"opinion": "可以"})
    assert refused.value.clause == "K7.8"


@pytest.mark.parametrize("post", [post for post in Post if post not in (Post.GENERAL_MANAGER, Post.DEPARTMENT_MANAGER)])
def test_no_other_post_decides(session: Session, town: Town, head: int, post: Post) -> None:
    request = asked(session, town, town.of_north)
    act(session, in_post(town, head, town.north, (post, town.north)))
    with pytest.raises(Refused):
        perform(session, request, "approve", {"opinion": "可以"})


@pytest.mark.parametrize("post", [Post.GENERAL_MANAGER, Post.DEPARTMENT_MANAGER])
def test_nobody_decides_his_own_request(session: Session, town: Town, post: Post) -> None:
    request = asked(session, town, town.of_north)
    act(session, in_post(town, town.wang, town.north, (post, town.north)))
    for move in ("approve", "reject"):
        with pytest.raises(Refused, match="own request"):
            perform(session, request, move, {"opinion": "可以"})


def test_only_the_applicant_withdraws(session: Session, town: Town, head: int) -> None:
    request = asked(session, town, town.of_north)
    act(session, in_post(town, head, town.north, (Post.GENERAL_MANAGER, None)))
    with pytest.raises(Refused, match="applicant"):
        perform(session, request, "withdraw", {})
    act(session, in_post(town, town.wang, town.north))
    perform(session, request, "withdraw", {})
    assert request.state is Decision.WITHDRAWN


def test_the_page_says_beforehand_why_a_decision_is_not_possible(session: Session, town: Town, head: int) -> None:
    request = asked(session, town, town.of_south)
    act(session, in_post(town, head, town.north, (Post.DEPARTMENT_MANAGER, town.north)))
    refusals = {choice.move.name: choice.refusal for choice in choices(session, request)}
    assert refusals["approve"] is not None
    assert refusals["approve"].clause == "K7.9"


def test_a_decision_needs_an_opinion(session: Session, town: Town, head: int) -> None:
    request = asked(session, town, town.of_north)
    act(session, in_post(town, head, town.north, (Post.DEPARTMENT_MANAGER, town.north)))
    with pytest.raises(Exception, match="need correction"):
        perform(session, request, "approve", {"opinion": " "[:0]})


def test_the_customer_decides_and_not_what_the_applicant_wrote_as_his_department(session: Session, town: Town, head: int) -> None:
    """Whoever names the customer's department as his own must not get past the general manager."""
    request = make(session, "archive_view_request", customer=town.of_south, applicant=town.wang, department=town.south)
    act(session, in_post(town, head, town.south, (Post.DEPARTMENT_MANAGER, town.south)))
    with pytest.raises(Refused) as refused:
        perform(session, request, "approve", {"opinion": "可以"})
    assert refused.value.clause == "K7.9"
