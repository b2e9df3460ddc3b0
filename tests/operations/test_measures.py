"""Measures: planned before the opinion, within the term, apart from those complained of; proved or waived before the end (Y6.5, T4.1)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.errors import DomainError, Invalid, Refused
from models.complaints.complaint import Complaint
from models.complaints.measure import ComplaintMeasure, MeasureState
from models.complaints.stages import Stage
from models.fence import act
from operations.moves import perform
from operations.records import create, update
from tests.factories import everything, make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, a_measure, an_office, at_stage, heard, take

DONE = {"done_on": FRIDAY.date(), "proof": "换货单 12 号，客户已签收。"}


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def case(session: Session, office: Office) -> Complaint:
    return at_stage(session, a_case(session, office), Stage.INVESTIGATED, handler_id=office.handler, due_on=date(2026, 9, 22))


def plan(session: Session, office: Office, case: Complaint, **more: Any) -> ComplaintMeasure:
    """The officer enters a measure with every right."""
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    given = {"complaint": case.id, "content": "更换同批产品", "responsible": office.other, "due_on": date(2026, 9, 22), **more}
    found: ComplaintMeasure = create(session, ComplaintMeasure.register, given)
    return found


def refusal(call: Any, *given: Any, **more: Any) -> DomainError:
    with pytest.raises((Refused, Invalid)) as found:
        call(*given, **more)
    return found.value


def step(session: Session, office: Office, measure: ComplaintMeasure, name: str, who: int, **values: Any) -> None:
    act(session, office.as_(who), clock=lambda: FRIDAY)
    perform(session, measure, name, values)


def test_there_is_no_opinion_without_a_measure_and_the_plan_is_kept_as_it_was(session: Session, office: Office, case: Complaint) -> None:
    """Y6.5: content, responsible and deadline."""
    assert refusal(take, session, office, case, "propose", office.officer).clause == "Y6.5"
    plan(session, office, case)
    take(session, office, case, "propose", office.officer)
    assert case.measures == "1. 更换同批产品（另一经办人，2026-09-22 前）"


@pytest.mark.parametrize("key", ["content", "responsible", "due_on"])
def test_a_measure_says_what_who_and_until_when(session: Session, office: Office, case: Complaint, key: str) -> None:
    assert list(refusal(plan, session, office, case, **{key: None}).fields) == [key]  # type: ignore[attr-defined]


def test_a_measure_is_due_on_a_working_day_within_the_term(session: Session, office: Office, case: Complaint) -> None:
    for day in ("2026-09-19", "2026-09-23"):  # a Saturday, and the day after the term
        found = refusal(plan, session, office, case, due_on=date.fromisoformat(day))
        assert (found.clause, list(found.fields)) == ("Y6.5", ["due_on"])  # type: ignore[attr-defined]
    plan(session, office, case, due_on=date(2026, 9, 20))  # a Sunday that is worked
    overdue = at_stage(session, a_case(session, office), Stage.INVESTIGATED, due_on=date(2026, 9, 16))
    plan(session, office, overdue, due_on=date(2026, 9, 18))


def test_who_is_complained_of_is_responsible_for_nothing(session: Session, office: Office, case: Complaint) -> None:
    found = refusal(plan, session, office, case, responsible=office.accused)
    assert (found.clause, list(found.fields)) == ("K4.7", ["responsible"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("stage", [Stage.ACCEPTED, Stage.PROPOSED, Stage.DECIDED, Stage.EXECUTING, Stage.CLOSED])
def test_a_decided_plan_is_not_rewritten(session: Session, office: Office, case: Complaint, stage: Stage) -> None:
    measure = plan(session, office, case)
    at_stage(session, case, stage)
    assert refusal(plan, session, office, case).clause == "Y6.5"
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    assert refusal(update, session, measure, {"content": "改写"}).clause == "Y6.5"


def test_it_is_not_finished_before_every_measure_is_proved_or_waived(session: Session, office: Office, case: Complaint) -> None:
    """T4.1."""
    one, two = plan(session, office, case), plan(session, office, case)
    at_stage(session, case, Stage.EXECUTING)
    assert refusal(take, session, office, case, "finish", office.handler).clause == "T4.1"
    step(session, office, one, "complete", office.other, **DONE)
    assert "1 项" in refusal(take, session, office, case, "finish", office.handler).sentence.zh
    step(session, office, two, "waive", office.leader, waived_because="客户已自行处理。")
    assert (one.state, two.state, two.waived_by_id) == (MeasureState.DONE, MeasureState.WAIVED, office.leader)  # type: ignore[attr-defined]
    take(session, office, case, "finish", office.handler)


def test_a_measure_is_done_with_proof_not_tomorrow_and_not_before_it_is_told(session: Session, office: Office, case: Complaint) -> None:
    measure = plan(session, office, case)
    assert refusal(step, session, office, measure, "complete", office.other, **DONE).clause == "Y6.6"
    at_stage(session, case, Stage.EXECUTING)
    assert list(refusal(step, session, office, measure, "complete", office.other, done_on=FRIDAY.date()).fields) == ["proof"]  # type: ignore[attr-defined]
    tomorrow = {**DONE, "done_on": date(2026, 9, 19)}
    assert list(refusal(step, session, office, measure, "complete", office.other, **tomorrow).fields) == ["done_on"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["other", "handler", "accused"])
def test_only_who_approves_waives(session: Session, office: Office, case: Complaint, who: str) -> None:
    measure = plan(session, office, case)
    at_stage(session, case, Stage.EXECUTING)
    assert refusal(step, session, office, measure, "waive", getattr(office, who), waived_because="不必").clause in ("T4.1", "K4.7")
    assert measure.state is MeasureState.PLANNED


def test_a_plan_changes_with_the_customer_and_opens_its_measures_again(session: Session, office: Office, case: Complaint) -> None:
    """Y6.6: the new version is told again before it is carried out."""
    plan(session, office, case)
    at_stage(session, case, Stage.EXECUTING)
    assert refusal(take, session, office, case, "change_plan", office.handler).clause == "K4.8"
    assert "plan_agreed" in refusal(take, session, office, case, "change_plan", office.leader, plan_agreed=None).fields  # type: ignore[attr-defined]
    take(session, office, case, "change_plan", office.leader, plan_agreed="agreed")
    assert (case.stage, case.plan_version) == (Stage.DECIDED, 2)
    plan(session, office, case, content="上门取样")
    take(session, office, case, "inform", office.officer)
    assert "上门取样" in (case.measures or "")


def test_the_customer_hears_how_it_is_handled_before_the_findings(session: Session, office: Office) -> None:
    """K4.13."""
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler)
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
    assert refusal(take, session, office, case, "submit", office.handler).clause == "K4.13"
    take(session, office, case, "arrange", office.officer, arrangement="由质量部经办，三个工作日内答复。")
    heard(session, case)
    take(session, office, case, "submit", office.handler)


def test_another_round_needs_measures_of_its_own(session: Session, office: Office, case: Complaint) -> None:
    a_measure(session, office, case)
    at_stage(session, case, Stage.INVESTIGATED, round=2)
    assert refusal(take, session, office, case, "propose", office.officer).clause == "Y6.5"
    plan(session, office, case)
    take(session, office, case, "propose", office.officer)


def test_measures_are_seen_by_whoever_sees_the_case(session: Session, office: Office, case: Complaint) -> None:
    measure = plan(session, office, case)
    for who, seen in ((office.accused, False), (office.officer, True)):
        act(session, office.as_(who), clock=lambda: FRIDAY)
        assert (session.scalar(select(ComplaintMeasure.id)) == measure.id) is seen
    act(session, office.as_(office.other, everything(Scope.ASSIGNED)), clock=lambda: FRIDAY)
    assert session.scalar(select(ComplaintMeasure.id)) is None
