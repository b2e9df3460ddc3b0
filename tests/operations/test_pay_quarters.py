"""The ranking of a quarter: points of service for engineers, confirmed scores for service management (K2)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.fence import act, acting
from models.incentives.pay_month import PayMonth
from models.incentives.quarter_review import ReviewState
from operations.incentives import entering
from operations.moves import perform
from operations.records import update
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import Office, an_office
from tests.operations.pay_scenes import NOW, D, a_trip, as_, begun, collected, figures, new, refused, signed


@pytest.fixture
def office(session: Session) -> Office:
    act(session, System("test"), clock=lambda: NOW)
    return an_office(session)


@pytest.fixture
def september(session: Session, office: Office) -> PayMonth:
    """An engineer with 60 points of the quarter, and two people of service management."""
    act(session, System("test"), clock=lambda: NOW)
    for who, group in ((office.handler, "engineer"), (office.other, "service"), (office.accused, "service")):
        make(session, "wage", person=who, group=group, base_wage=D(3000), from_on=date(2026, 1, 1))
    a_trip(session, office, office.handler, "30", finished_on=date(2026, 7, 10))
    a_trip(session, office, office.handler, "30", finished_on=date(2026, 8, 10))
    month: PayMonth = begun(session, date(2026, 9, 1))
    return month


def scored(session: Session, office: Office, who: int, score: int, *, confirmed: bool = True) -> Any:
    review = new(session, office, office.officer, "quarter_review", person=who, quarter_on=date(2026, 8, 20), score=D(score), basis="工单及时率")
    if confirmed:
        as_(session, office, office.leader)
        perform(session, review, "confirm_review", {})
    return review


def test_service_management_is_ranked_by_its_confirmed_scores(session: Session, office: Office, september: PayMonth) -> None:
    """K2.5: one ranking of engineers and service management; a score that nobody has confirmed does not count."""
    act(session, System("test"), clock=lambda: NOW)
    make(session, "rule_value", rule="first_ranks", amount=1, valid_from=date(2026, 1, 1))
    make(session, "rule_value", rule="next_ranks", amount=2, valid_from=date(2026, 1, 1))
    scored(session, office, office.other, 90)
    last = scored(session, office, office.accused, 80, confirmed=False)
    collected(session, office, september)
    assert figures(session, september, office.other)["quarter"] == 1500, "90 before 60"
    assert figures(session, september, office.handler)["quarter"] == 1000
    assert "quarter" not in figures(session, september, office.accused)
    as_(session, office, office.leader)
    perform(session, last, "confirm_review", {})
    collected(session, office, september)
    assert figures(session, september, office.accused)["quarter"] == 1000, "80 before 60"
    assert "quarter" not in figures(session, september, office.handler)
    act(session, System("test"), clock=lambda: NOW)
    make(session, "rule_value", rule="ranked_together", amount=0, valid_from=date(2026, 1, 1))
    collected(session, office, september)
    assert figures(session, september, office.handler)["quarter"] == 1500, "the first of the engineers"
    assert [figures(session, september, who)["quarter"] for who in (office.other, office.accused)] == [1500, 1000]


def test_a_score_is_given_by_one_confirmed_by_another_and_stays(session: Session, office: Office) -> None:
    """K2.5."""
    with pytest.raises(Invalid) as found:
        new(session, office, office.other, "quarter_review", person=office.other, quarter_on=date(2026, 8, 20), score=D(99), basis="x")
    assert found.value.sentence == entering.OWN_SCORE
    session.expunge_all()
    review = scored(session, office, office.other, 90, confirmed=False)
    with acting(session, System("test")):
        elsewhere = make(session, "employee", department=make(session, "department").id)
    other = new(session, office, office.officer, "quarter_review", person=elsewhere.id, quarter_on=date(2026, 8, 20), score=D(1), basis="x")
    assert other.department_id == elsewhere.department_id != office.department, "his own department, not that of who scores"
    assert (review.quarter_on, review.scored_by_id, review.department_id) == (date(2026, 7, 1), office.officer, office.department)
    refused(session, review, "confirm_review", "K2.5")
    as_(session, office, office.leader)
    update(session, review, {"score": D(91)})
    assert review.scored_by_id == office.leader, "who scored last does not confirm"
    refused(session, review, "confirm_review", "K2.5")
    as_(session, office, office.officer)
    perform(session, review, "confirm_review", {})
    with pytest.raises(Invalid):
        update(session, review, {"score": D(99)})


def test_a_wrong_score_goes_back_until_the_pay_of_its_quarter_is_signed(session: Session, office: Office, september: PayMonth) -> None:
    """K2.5: it counts no more once it is returned; after finance has verified the month, the month is returned first."""
    review = scored(session, office, office.other, 90)
    collected(session, office, september)
    assert figures(session, september, office.other)["quarter"] == 1500
    signed(session, office, september, close=False)
    as_(session, office, office.leader)
    refusal = refused(session, review, "return_review", "K2.5", back_because="评分有误")
    assert refusal.sentence == entering.QUARTER_SIGNED.format(month="2026-09")
    perform(session, september, "return_month_pay", {"back_because": "评分有误"})
    with pytest.raises(Invalid):
        perform(session, review, "return_review", {})
    perform(session, review, "return_review", {"back_because": "评分有误"})
    assert (review.state, review.confirmed_by_id, review.back_because) == (ReviewState.SCORED, None, "评分有误")
    collected(session, office, september)
    assert "quarter" not in figures(session, september, office.other), "nobody has confirmed it"


def test_what_a_closed_month_has_counted_stays(session: Session, office: Office, september: PayMonth) -> None:
    """K2.5: the scores close with the month; one that is confirmed later would change nothing, so it is refused."""
    review, late = scored(session, office, office.other, 90), scored(session, office, office.accused, 80, confirmed=False)
    collected(session, office, september)
    signed(session, office, september)
    session.refresh(review)
    assert review.state is ReviewState.COUNTED
    as_(session, office, office.leader)
    assert refused(session, late, "confirm_review", "K2.5").sentence == entering.QUARTER_SIGNED.format(month="2026-09")


@pytest.mark.parametrize(("group", "paid"), [("engineer", True), ("service", False), ("other", False)])
def test_points_of_service_are_paid_to_engineers(session: Session, office: Office, group: str, paid: bool) -> None:
    """K2.3: to them and their leaders; who goes along gets his wage."""
    act(session, System("test"), clock=lambda: NOW)
    make(session, "wage", person=office.handler, group=group, base_wage=D(3000), from_on=date(2026, 1, 1))
    a_trip(session, office, office.handler, "20", finished_on=date(2026, 8, 10))
    august = begun(session, date(2026, 8, 1))
    collected(session, office, august)
    assert ("points" in figures(session, august, office.handler)) is paid
