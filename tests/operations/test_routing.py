"""Where a complaint goes by its class: suggested with the clause, and elsewhere only with a reason (T2.11–T2.20, K4.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.routing import USUAL, first_fit
from models.complaints.complaint import Complaint
from models.complaints.stages import WORKFLOW, Stage
from models.complaints.words import Kind
from models.fence import act
from models.organisation.department import Department
from operations.complaints.routing import suggest
from operations.prefilling import prefilled
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take

ASSIGN = WORKFLOW.by_name["assign"]


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def accepted(session: Session, office: Office, kind: str = "quality", about: tuple[int, ...] = ()) -> Complaint:
    """About nobody, or the head of the department keeps away as his superior."""
    case = at_stage(session, a_case(session, office, respondents=list(about)), Stage.ACCEPTED, kind=kind)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    return case


def headed_by(session: Session, department: int, person: int | None) -> None:
    session.connection().execute(Department.__table__.update().where(Department.__table__.c.id == department).values(manager_id=person))


@pytest.mark.parametrize(("kind", "clause"), [("quality", "T2.11"), ("return", "T2.15")])
def test_quality_and_returns_go_to_quality_control(session: Session, office: Office, kind: str, clause: str) -> None:
    """T2.9, T2.11, T2.10: found by its name where no route is entered; the page has it filled in and says why."""
    headed_by(session, office.department, office.handler)
    case = accepted(session, office, kind)
    found = prefilled(session, "complaint", ASSIGN, case)
    assert found.values == {"department": office.department, "handler": office.handler}
    assert (found.clause, "质量部" in str(found.why and found.why.zh)) == (clause, True)


@pytest.mark.parametrize(("kind", "clause"), [("conduct", "T2.18"), ("misunderstanding", "T2.20")])
def test_conduct_and_misunderstandings_go_to_the_complaint_office(session: Session, office: Office, kind: str, clause: str) -> None:
    """T2.20."""
    assert suggest(session, accepted(session, office, kind)) is None, "there is no such office yet"
    desk = make(session, "department", name="营管办", code="YGB").id
    found = suggest(session, accepted(session, office, kind))
    assert found is not None
    assert (found.department, found.clause, found.handler) == (desk, clause, None)


@pytest.mark.parametrize("who", ["accused", "officer"])
def test_a_head_who_keeps_away_or_assigns_is_not_suggested(session: Session, office: Office, who: str) -> None:
    """K4.7, K4.6."""
    headed_by(session, office.department, getattr(office, who))
    found = prefilled(session, "complaint", ASSIGN, accepted(session, office, about=(office.accused,)))
    assert found.values["handler"] is None
    assert "请另选经办人" in str(found.why and found.why.zh)


def test_elsewhere_needs_a_reason_and_what_the_company_has_entered_comes_first(session: Session, office: Office) -> None:
    """K9.12: screened to the right handler; K4.6: passed on as prescribed."""
    case = accepted(session, office)
    other = make(session, "department", name="包装车间", code="BZ").id
    with pytest.raises(Invalid) as refused:
        take(session, office, case, "assign", office.officer, department=other, handler=office.handler)
    assert (refused.value.clause, list(refused.value.fields)) == ("T2.11", ["route_reason"])
    make(session, "complaint_route", kind="quality", department=other, handler=office.handler, basis="品质〔2026〕3号")
    found = suggest(session, case)
    assert found is not None
    assert (found.department, found.handler, found.why.zh) == (other, office.handler, "品质〔2026〕3号")
    with pytest.raises(Invalid):
        take(session, office, case, "assign", office.officer, department=other, handler=office.other)
    take(session, office, case, "assign", office.officer, department=other, handler=office.other, route_reason="首选经办人出差")
    assert case.route_reason == "首选经办人出差"


def test_the_suggestion_is_taken_without_a_word(session: Session, office: Office) -> None:
    case = accepted(session, office)
    take(session, office, case, "assign", office.officer, department=office.department, handler=office.other)
    assert case.stage is Stage.ASSIGNED


def test_every_class_has_a_destination() -> None:
    assert set(USUAL) == {kind.value for kind in Kind}


@given(st.lists(st.one_of(st.none(), st.integers(1, 9))), st.sets(st.integers(1, 9)))
def test_the_first_fit_one_is_chosen_in_order(candidates: list[int | None], fit: set[int]) -> None:
    chosen = first_fit(candidates, fit)
    known = [one for one in candidates if one in fit]
    assert chosen == (known[0] if known else None)


def test_a_complaint_of_conduct_names_who_keeps_away_or_says_why_nobody_is_named(session: Session, office: Office) -> None:
    """K4.7: else it could be given to the very person it is about."""
    nobody = [at_stage(session, a_case(session, office, respondents=[]), Stage.REGISTERED) for _ in range(3)]
    with pytest.raises(Invalid) as refused:
        take(session, office, nobody[0], "accept", office.officer, kind="conduct")
    assert (refused.value.clause, list(refused.value.fields)) == ("K4.7", ["nobody_named"])
    take(session, office, nobody[1], "accept", office.officer, kind="conduct", nobody_named="客户说不出姓名")
    take(session, office, nobody[2], "accept", office.officer, kind="quality")
    take(session, office, at_stage(session, a_case(session, office), Stage.REGISTERED), "accept", office.officer, kind="conduct")
