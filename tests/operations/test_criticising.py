"""Criticism of an employee at fault: within the rules, told to the customer, read and appealed against by him who never learns who complained."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.base import columns_of
from models.complaints.complaint import Complaint
from models.complaints.criticism import Criticism, SanctionState
from models.complaints.stages import Stage
from models.complaints.words import Kind, Responsibility
from models.fence import act
from operations.base_roles import ensure_base_roles
from operations.moves import perform
from operations.records import create, update
from operations.rights import catalogue, read_rights
from permissions.actor import Authority, System
from permissions.policy import compile_plan
from tests.factories import person
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take

TOLD = "经查属实，已对当事员工通报批评。"


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def case(session: Session, office: Office) -> Complaint:
    return at_stage(
        session, a_case(session, office), Stage.FINISHED, kind=Kind.CONDUCT, responsibility=Responsibility.EMPLOYEE, decided_at=FRIDAY,
        handler_id=office.handler, finished_at=FRIDAY,
    )  # fmt: skip


def sheet(session: Session, office: Office, case: Complaint, **more: Any) -> Criticism:
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    given = {
        "complaint": case.id, "person": office.accused, "sanction": "criticism", "title": "两次失约", "facts": "约定上门两次未到，也未来电。",
    }  # fmt: skip
    found: Criticism = create(session, Criticism.register, {**given, **more})
    return found


def step(session: Session, office: Office, one: Criticism, name: str, who: int, days: int = 0, **values: Any) -> None:
    act(session, office.as_(who), clock=lambda: FRIDAY + timedelta(days=days))
    perform(session, one, name, values)


def refusal(call: Any, *given: Any, **more: Any) -> DomainError:
    with pytest.raises((Refused, Invalid)) as found:
        call(*given, **more)
    return found.value


def test_the_customer_is_answered_only_with_the_result_of_the_criticism(session: Session, office: Office, case: Complaint) -> None:
    """T2.18, then T2.19."""
    assert refusal(take, session, office, case, "answer", office.officer, answer=TOLD).clause == "T2.18"
    one = sheet(session, office, case)
    assert refusal(take, session, office, case, "answer", office.officer, answer=TOLD).clause == "T2.18", "a draft is not enough"
    step(session, office, one, "issue", office.leader, decision="通报批评")
    found = refusal(take, session, office, case, "answer", office.officer, answer="已处理。")
    assert (found.clause, list(found.fields)) == ("T2.19", ["answer"])  # type: ignore[attr-defined]
    take(session, office, case, "answer", office.officer, answer=TOLD)


@pytest.mark.parametrize("columns", [{"kind": Kind.QUALITY}, {"responsibility": Responsibility.COMPANY}])
def test_other_cases_are_answered_without(session: Session, office: Office, case: Complaint, columns: dict[str, Any]) -> None:
    take(session, office, at_stage(session, case, Stage.FINISHED, **columns), "answer", office.officer, answer="已处理。")


def test_a_misunderstanding_is_explained(session: Session, office: Office, case: Complaint) -> None:
    """T2.20."""
    at_stage(session, case, Stage.FINISHED, kind=Kind.MISUNDERSTANDING, responsibility=Responsibility.NOBODY)
    found = refusal(take, session, office, case, "answer", office.officer, answer="已说明。")
    assert (found.clause, list(found.fields)) == ("T2.20", ["explanation"])  # type: ignore[attr-defined]
    take(session, office, case, "answer", office.officer, answer="已说明。", explanation="促销已于上月结束，公告见附件。")


@pytest.mark.parametrize("amount", ["9.99", "200.01", None])
def test_a_penalty_keeps_both_bounds(session: Session, office: Office, case: Complaint, amount: str | None) -> None:
    """K2.19 says 200 yuan, K8.17 at least 10; both are rules of the company."""
    value = Decimal(amount) if amount else None
    found = refusal(sheet, session, office, case, sanction="penalty", amount=value)
    assert (found.clause, list(found.fields)) == ("K2.19", ["amount"])  # type: ignore[attr-defined]
    assert sheet(session, office, case, sanction="penalty", amount=Decimal(10)).amount == Decimal(10)
    assert refusal(sheet, session, office, case, amount=Decimal(10)).clause == "K2.19"


def test_it_is_about_one_complained_of_and_holds_nothing_of_who_complained(session: Session, office: Office, case: Complaint) -> None:
    """K4.18."""
    assert refusal(sheet, session, office, case, person=office.other).clause == "T2.18"
    for text in ("欧阳晓来电称失约", "来电13700012345", "住人民路1号"):
        found = refusal(sheet, session, office, case, facts=text)
        assert (found.clause, list(found.fields)) == ("K4.18", ["facts"])  # type: ignore[attr-defined]
    one = sheet(session, office, case)
    assert refusal(step, session, office, one, "issue", office.leader, decision="对欧阳晓失约").clause == "K4.18"


def test_it_is_issued_for_an_employees_fault_after_the_decision_and_by_another(session: Session, office: Office, case: Complaint) -> None:
    one = sheet(session, office, case)
    assert refusal(step, session, office, one, "issue", office.accused, decision="批评").clause == "K4.7"
    at_stage(session, case, Stage.FINISHED, responsibility=Responsibility.CUSTOMER)
    assert refusal(step, session, office, one, "issue", office.leader, decision="批评").clause == "T2.18"
    at_stage(session, case, Stage.PROPOSED, responsibility=Responsibility.EMPLOYEE, decided_at=None)
    assert refusal(step, session, office, one, "issue", office.leader, decision="批评").clause == "T2.18"
    at_stage(session, case, Stage.FINISHED, decided_at=FRIDAY)
    step(session, office, one, "issue", office.leader, decision="通报批评")
    assert one.number.startswith("批〔2026〕")
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    assert refusal(update, session, one, {"facts": "改写"}).clause == "T2.18"


def test_he_appeals_himself_within_five_working_days_and_another_answers(session: Session, office: Office, case: Complaint) -> None:
    one = sheet(session, office, case)
    step(session, office, one, "issue", office.leader, decision="通报批评")
    assert str(one.appeal_until_on) == "2026-09-24", "a worked Sunday counts"
    assert refusal(step, session, office, one, "appeal", office.other, appeal="不服").clause == "K4.22"
    assert refusal(step, session, office, one, "appeal", office.accused, 7, appeal="不服").clause == "K4.22"
    step(session, office, one, "appeal", office.accused, 6, appeal="当日车辆故障，已电话说明。")
    assert refusal(step, session, office, one, "revoke", office.leader, appeal_answer="撤销").clause == "K4.22"
    assert refusal(step, session, office, one, "uphold", office.accused, appeal_answer="维持").clause == "K4.7"
    step(session, office, one, "revoke", office.other, appeal_answer="情况属实，撤销。")
    assert one.state is SanctionState.REVOKED


def test_he_reads_his_sheet_and_neither_the_case_nor_anybody_elses(session: Session, office: Office, case: Complaint) -> None:
    """K4.18, K4.7: by the role that everybody has."""
    one = sheet(session, office, case)
    act(session, System("test"))
    ensure_base_roles(session)
    plan = compile_plan(1, catalogue(), read_rights(session), ["employee"], {})
    for who, found in ((office.accused, [one.id]), (office.other, [])):
        act(session, Authority(person(who, office.department), plan), clock=lambda: FRIDAY)
        assert list(session.scalars(select(Criticism.id))) == found
        assert list(session.scalars(select(Complaint.id))) == []
    assert not plan.may("complaint", "view")


def test_a_case_is_not_bound_while_the_sheet_may_still_be_appealed_against(session: Session, office: Office, case: Complaint) -> None:
    """T4.4: nothing is open, and an appeal that may still come is open."""
    one = sheet(session, office, case)
    step(session, office, one, "issue", office.leader, decision="通报批评")
    assert one.appeal_until_on is not None
    at_stage(session, case, Stage.CLOSED)
    last = (one.appeal_until_on - FRIDAY.date()).days
    found = refusal(take, session, office, case, "archive", office.officer, at=FRIDAY + timedelta(days=last), retention="one_year")
    assert (found.clause, "通报批评" in found.sentence.zh) == ("T4.4", True)
    take(session, office, case, "archive", office.officer, at=FRIDAY + timedelta(days=last + 1), retention="one_year")


def test_a_sheet_is_seen_by_its_person_and_by_nobody_else_who_keeps_away(session: Session, office: Office, case: Complaint) -> None:
    """K4.7: it tells of the case; K4.22: its own person reads it."""
    one = sheet(session, office, case)
    update(session, case, {"respondents": [office.accused, office.other]})
    seen = {}
    for who in (office.accused, office.other, office.leader):
        act(session, office.as_(who), clock=lambda: FRIDAY)
        seen[who] = session.scalars(select(Criticism.id).where(Criticism.id == one.id)).all() != []
    assert seen == {office.accused: True, office.other: False, office.leader: True}


def test_a_penalty_counts_in_the_performance_ledger_and_follows_its_appeal(session: Session, office: Office) -> None:
    """K2.19, K2.20, K8.17: once the responsibility was found, whoever complained, a customer or one of sales; until the appeal says otherwise."""
    own = at_stage(
        session, a_case(session, office, complainant_employee=office.other), Stage.FINISHED, kind=Kind.CONDUCT, responsibility=Responsibility.EMPLOYEE,
        decided_at=FRIDAY,
    )  # fmt: skip
    fine = sheet(session, office, own, sanction="penalty", amount=Decimal(10))
    blame = sheet(session, office, own)
    c = columns_of("performance_entry")
    lines = select(c.clause, c.amount, c.state, c.object_until_on).where(c.person_id == office.accused).order_by(c.id)
    assert session.connection().execute(lines).all() == [], "a draft counts for nothing"
    for one in (fine, blame):
        step(session, office, one, "issue", office.leader, decision="x")
    assert [row.clause for row in session.connection().execute(lines)] == ["K2.19", "K2.20"]
    step(session, office, fine, "appeal", office.accused, appeal="不是我")
    assert session.connection().execute(lines).first() == ("K2.19", Decimal(-10), "objected", fine.appeal_until_on)
    step(session, office, fine, "revoke", office.officer, appeal_answer="撤销")
    assert session.connection().execute(lines).first()[2] == "revoked"  # type: ignore[index]
