"""What a customer is given: returns as the rules say, amounts within the decider's limit; each guard refused and met."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from domain.returns import Grounds
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.complaints.words import Kind
from models.fence import act, acting
from operations.moves import perform
from operations.rules import set_rule
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, a_measure, an_office, at_stage, ready, take

FRESH: dict[str, Any] = {
    "return_grounds": Grounds.MOULD, "outbound_on": date(2026, 9, 10), "outbound_checked": True, "return_verified": True,
}  # fmt: skip
STORED_BADLY: dict[str, Any] = {"return_grounds": Grounds.STORAGE}


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def proposed(session: Session, office: Office, **columns: Any) -> Complaint:
    return at_stage(session, a_case(session, office), Stage.PROPOSED, handler_id=office.handler, **{"kind": Kind.RETURN, **columns})


def decide(session: Session, office: Office, case: Complaint, *posts: str, **values: Any) -> None:
    """The leader decides, holding ``posts``."""
    authority = office.as_(office.leader)
    held = frozenset((post, office.department) for post in posts)
    act(session, replace(authority, person=replace(authority.person, posts=held)), clock=lambda: FRIDAY)
    perform(session, case, "decide", {"decision": "同意", **values})


def refused(session: Session, office: Office, case: Complaint, *posts: str, **values: Any) -> Invalid:
    with pytest.raises(Invalid) as found:
        decide(session, office, case, *posts, **values)
    assert case.stage is Stage.PROPOSED
    return found.value


def test_a_return_against_the_rules_is_refused_with_its_clause(session: Session, office: Office) -> None:
    """T2.16: the customer's own storage; an explanation is open."""
    case = proposed(session, office, **STORED_BADLY)
    found = refused(session, office, case, remedy="return")
    assert (found.clause, list(found.fields)) == ("T2.16", ["remedy"])
    assert "保管不当" in found.sentence.zh
    assert refused(session, office, case, remedy="exchange").clause == "T2.16"
    decide(session, office, case, remedy="explanation")


def test_only_the_department_of_returns_says_that_it_has_verified(session: Session, office: Office) -> None:
    """T2.15, T2.17: whoever handles it elsewhere leaves the two ticks."""
    with acting(session, System("test")):
        quality = make(session, "department", name="质量部").id
    move = Complaint.register.workflow.by_name["submit"]  # type: ignore[union-attr]
    case = at_stage(session, ready(session, office, move, move.source), Stage.INVESTIGATING, kind=Kind.RETURN, department_id=office.department)  # type: ignore[arg-type]
    for key in ("return_verified", "outbound_checked"):
        with pytest.raises(Invalid) as found:
            take(session, office, case, "submit", office.handler, return_grounds="sediment", **{key: True})
        assert (found.value.clause, set(found.value.fields)) == ("T2.15", {key})
    at_stage(session, case, Stage.INVESTIGATING, department_id=quality)
    take(session, office, case, "submit", office.handler, return_grounds="sediment", return_verified=True)
    assert case.return_verified


def test_sediment_goes_back_once_it_is_verified(session: Session, office: Office) -> None:
    """T2.15: quality control verifies first."""
    case = proposed(session, office, return_grounds=Grounds.SEDIMENT)
    assert refused(session, office, case, remedy="return").clause == "T2.15"
    decide(session, office, proposed(session, office, return_grounds=Grounds.SEDIMENT, return_verified=True), remedy="return")


@pytest.mark.parametrize("remedy", ["explanation", "none", "apology"])
def test_an_unconditional_return_cannot_be_refused(session: Session, office: Office, remedy: str) -> None:
    """T2.17: mould within fifteen days of leaving the warehouse; an exchange is the customer's choice."""
    assert refused(session, office, proposed(session, office, **FRESH), remedy=remedy).clause == "T2.17"
    decide(session, office, proposed(session, office, **FRESH), remedy="return")
    decide(session, office, proposed(session, office, **FRESH), remedy="exchange")


def test_the_fifteen_days_are_a_rule_of_the_company(session: Session, office: Office) -> None:
    late = {**FRESH, "outbound_on": date(2026, 8, 30)}
    decide(session, office, proposed(session, office, **late), remedy="explanation")
    with acting(session, System("test")):
        set_rule(session, "return_days", 30, FRIDAY.date(), "营〔2026〕9号")
    assert refused(session, office, proposed(session, office, **late), remedy="explanation").clause == "T2.17"


def test_no_return_without_known_grounds(session: Session, office: Office) -> None:
    assert refused(session, office, proposed(session, office, kind=Kind.QUALITY), remedy="return").clause == "T2.15"


def test_whoever_investigates_a_return_names_its_grounds_and_days(session: Session, office: Office) -> None:
    move = Complaint.register.workflow.by_name["submit"]  # type: ignore[union-attr]
    case = at_stage(session, ready(session, office, move, move.source), Stage.INVESTIGATING, kind=Kind.RETURN)  # type: ignore[arg-type]

    def refusal(**values: Any) -> DomainError:
        with pytest.raises(Invalid) as found:
            take(session, office, case, "submit", office.handler, **values)
        return found.value

    assert refusal().fields.keys() == {"return_grounds"}  # type: ignore[attr-defined]
    assert refusal(return_grounds="mould").fields.keys() == {"outbound_on"}  # type: ignore[attr-defined]
    assert refusal(return_grounds="mould", outbound_on=date(2026, 9, 19)).clause == "T2.17"
    take(session, office, case, "submit", office.handler, return_grounds="mould", outbound_on=date(2026, 9, 18))
    assert case.outbound_on == date(2026, 9, 18)


def test_money_needs_an_amount_and_words_cost_nothing(session: Session, office: Office) -> None:
    case = proposed(session, office, kind=Kind.QUALITY)
    assert list(refused(session, office, case, remedy="compensation").fields) == ["remedy_amount"]
    assert list(refused(session, office, case, "general_manager", remedy="explanation", remedy_amount=Decimal(5)).fields) == ["remedy_amount"]
    decide(session, office, case, "general_manager", remedy="compensation", remedy_amount=Decimal(300))
    assert case.remedy_amount == Decimal(300)


def test_an_apology_is_decided_for_our_own_fault_only(session: Session, office: Office) -> None:
    """K8.15."""
    case = proposed(session, office, kind=Kind.CONDUCT, responsibility="customer")
    assert refused(session, office, case, remedy="apology").clause == "K8.15"
    decide(session, office, proposed(session, office, kind=Kind.CONDUCT, responsibility="employee"), remedy="apology")


@pytest.mark.parametrize(
    ("post", "within", "above"),
    [("department_manager", "500", "500.01"), ("deputy_general_manager", "5000", "5000.01"), ("general_manager", "50000", "50000.01")],
)
def test_more_than_his_post_may_grant_goes_to_the_superior(session: Session, office: Office, post: str, within: str, above: str) -> None:
    """K4.8: the limit of each post is a rule; without a post there is no money to give."""
    money = {"remedy": "compensation"}
    case = proposed(session, office, kind=Kind.QUALITY)
    found = refused(session, office, case, post, **money, remedy_amount=Decimal(above))
    assert (found.clause, list(found.fields)) == ("K4.8", ["remedy_amount"])
    assert refused(session, office, case, **money, remedy_amount=Decimal("0.01")).clause == "K4.8"
    decide(session, office, case, post, **money, remedy_amount=Decimal(within))


def test_an_amount_as_large_as_that_goes_to_the_meeting(session: Session, office: Office) -> None:
    """K4.10: five thousand yuan and more, though nobody has called it major."""
    small = proposed(session, office, remedy_amount=Decimal("4999.99"))
    with pytest.raises(Refused) as found:
        take(session, office, small, "refer", office.leader)
    assert found.value.clause == "K4.10"
    take(session, office, proposed(session, office, remedy_amount=Decimal(5000)), "refer", office.leader)


def test_what_is_proposed_keeps_the_rules_as_well(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATED, kind=Kind.RETURN, **STORED_BADLY)
    a_measure(session, office, case)
    with pytest.raises(Invalid) as found:
        take(session, office, case, "propose", office.officer, remedy="return")
    assert found.value.clause == "T2.16"
    take(session, office, case, "propose", office.officer, remedy="explanation")
