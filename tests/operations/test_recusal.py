"""被投诉人应当回避 (K4.7): whoever is complained of finds no trace of the case, whatever roles he holds, and takes no part."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from domain.access import Action, Scope
from domain.access import Channel as Door
from domain.errors import Invalid, Missing, Refused
from domain.recusal import Concerned, Why, recused
from models.access.reveal import Reveal
from models.bulk import insert_rows
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.stages import WORKFLOW, Stage
from models.complaints.words import Channel
from models.criteria import condition_for
from models.fence import act, bits_of
from models.governance.audit_entry import AuditEntry
from operations.complaints.recusal import impartial, require_impartial, why_recused
from operations.histories import history
from operations.labels import candidates, labels
from operations.listing import Query, count, page
from operations.moves import choices, perform
from operations.projection import project
from operations.records import create, find, update
from permissions.actor import StandIn, System
from tests.factories import everything, make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take, values_of


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def case(session: Session, office: Office) -> Complaint:
    return a_case(session, office)


def sees(session: Session, case: Complaint) -> bool:
    found = session.scalars(select(Complaint.id).where(Complaint.id == case.id)).all()
    return bool(found)


def test_the_function_says_why() -> None:
    case = Concerned(frozenset({1}), frozenset({2}))
    assert recused(case, {1}) is Why.RESPONDENT
    assert recused(case, {1, 2}, handles=True) is Why.RESPONDENT
    assert recused(case, {2}, handles=True) is Why.EARLIER_HANDLER
    assert recused(case, {2}) is None
    assert recused(case, {3}, handles=True) is None
    assert (Why.RESPONDENT.clause, Why.EARLIER_HANDLER.clause) == ("K4.7", "K4.22")


@pytest.mark.parametrize("scope", [Scope.ALL, Scope.DEPARTMENT, Scope.OWN, Scope.ASSIGNED, Scope.SUBTREE])
def test_no_row_scope_shows_a_respondent_his_case(session: Session, office: Office, case: Complaint, scope: Scope) -> None:
    at_stage(session, case, Stage.INVESTIGATING, handler_id=office.accused, recorder_id=office.accused, department_id=office.department)
    session.expunge_all()
    act(session, office.as_(office.accused, everything(scope)), clock=lambda: FRIDAY)
    assert not sees(session, case)
    with pytest.raises(Missing):
        find(session, Complaint.register, case.id)


def test_a_respondent_with_every_role_finds_no_trace(session: Session, office: Office, case: Complaint) -> None:
    evidence = make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致", title="监控录像")
    make(session, "reveal", register_key="complaint", record_id=case.id, person=office.officer)
    other = a_case(session, office, respondents=[office.other], title="另一件")
    for who, trace in ((office.leader, True), (office.accused, False)):
        session.expire_all()
        me = office.as_(who)
        act(session, me, clock=lambda: FRIDAY)
        second = aliased(Complaint)
        entry = AuditEntry.register_key == "complaint"
        assert sees(session, case) is trace
        assert sees(session, other), "only what concerns him is withheld"
        assert bool(session.scalar(select(func.count()).select_from(Complaint).where(Complaint.id == case.id))) is trace
        assert bool(session.scalars(select(second.id).where(second.id == case.id)).all()) is trace
        assert bool(session.scalars(select(ComplaintEvidence.id).where(ComplaintEvidence.id == evidence.id)).all()) is trace
        assert bool(session.scalars(select(AuditEntry.id).where(entry, AuditEntry.record_id == case.id)).all()) is trace
        assert bool(session.scalars(select(Reveal.id).where(Reveal.record_id == case.id)).all()) is trace
        assert bool(labels(session, "complaint", [case.id])) is trace
        assert (case.id in {one.id for one in candidates(session, "complaint", case.number, "zh")}) is trace
        found = page(session, me, project(me.plan, Complaint.register, Door.LIST, ("number",)), Query(search="异味"))
        assert (case.id in {row[0] for row in found.rows}) is trace
        assert count(session, me, Complaint.register, Query()) == (2 if trace else 1, False)
        assert bool(history(session, case)) is trace
        assert bool(bits_of(session, case, Action.EXPORT)) is trace
        exported = select(Complaint.id).where(Complaint.id == case.id)
        allowed = condition_for(me, Complaint, Action.EXPORT)
        assert allowed is not None
        assert bool(session.connection().execute(exported.where(allowed)).all()) is trace


def test_entries_of_other_records_and_of_none_stay_in_the_log(session: Session, office: Office, case: Complaint) -> None:
    act(session, office.as_(office.leader), clock=lambda: FRIDAY)
    about = select(AuditEntry.id).where((AuditEntry.register_key != "complaint") | AuditEntry.record_id.is_(None))
    others = set(session.scalars(about))
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    assert others
    assert set(session.scalars(about)) == others


def test_no_move_of_his_own_case_is_possible_at_any_stage(session: Session, office: Office, case: Complaint) -> None:
    for move in WORKFLOW.moves:
        at_stage(session, case, move.source)
        act(session, office.as_(office.accused), clock=lambda: FRIDAY)
        assert all(choice.refusal for choice in choices(session, case))
        with pytest.raises(Refused):
            perform(session, case, move.name, values_of(office, move))
        assert case.stage is move.source


def test_the_deputy_of_a_respondent_does_not_act_in_his_place_but_may_in_his_own(session: Session, office: Office, case: Complaint) -> None:
    at_stage(session, case, Stage.PROPOSED, department_id=office.department)
    deputy = office.as_(office.leader, everything(Scope.DEPARTMENT))
    principal = StandIn(office.accused, "被投诉人", office.department, frozenset({office.department}))
    elsewhere = make(session, "department", name="别处", code="CX").id
    plan = deputy.plan
    borrowed = {pair: tuple(replace(one, whose=1) for one in strata) for pair, strata in plan.strata.items()}
    act(session, replace(deputy, person=replace(deputy.person, department_id=elsewhere, departments=frozenset(), standing_in=(principal,)),
                         plan=replace(plan, strata=borrowed, kept={})), clock=lambda: FRIDAY)  # fmt: skip
    session.expire_all()
    assert not sees(session, case)
    principal = replace(principal, person_id=office.handler)
    act(session, replace(deputy, person=replace(deputy.person, department_id=elsewhere, departments=frozenset(), standing_in=(principal,)),
                         plan=replace(plan, strata=borrowed, kept={})), clock=lambda: FRIDAY)  # fmt: skip
    assert sees(session, case), "in the place of somebody else the case is there"


@pytest.mark.parametrize(("stage", "move", "key"), [(Stage.ACCEPTED, "assign", "handler")])
def test_a_respondent_is_given_nothing_to_do(session: Session, office: Office, case: Complaint, stage: Stage, move: str, key: str) -> None:
    at_stage(session, case, stage)
    with pytest.raises(Invalid) as refused:
        take(session, office, case, move, office.officer, **{key: office.accused})
    assert (refused.value.clause, list(refused.value.fields), case.stage) == ("K4.7", [key], stage)
    take(session, office, case, move, office.officer, **{key: office.other})


def test_somebody_entered_twice_is_the_same_human(session: Session, office: Office) -> None:
    number = "11010119900307109X"
    one = make(session, "employee", name="双重", id_card=number)
    two = make(session, "employee", name="双重", id_card=number.lower())
    case = a_case(session, office, respondents=[one.id])
    assert why_recused(session, case, two.id) is Why.RESPONDENT
    with pytest.raises(Refused) as refused:
        require_impartial(session, case, two.id)
    assert refused.value.clause == "K4.7"
    assert impartial(session, case, [one.id, two.id, office.other]) == {office.other}


def test_a_respondent_cannot_enter_his_own_case_nor_slip_out_of_one(session: Session, office: Office) -> None:
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    values = {"channel": "phone", "title": "自查", "facts": "…", "respondents": [office.accused]}
    with pytest.raises(Invalid) as refused:
        create(session, Complaint.register, values)
    assert (refused.value.clause, list(refused.value.fields)) == ("K4.7", ["respondents"])
    session.rollback()


def test_rows_at_once_do_not_name_their_own_author(session: Session, office: Office) -> None:
    row = {"channel": Channel.PHONE, "title": "批量", "facts": "…", "recorder_id": office.other}
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    insert_rows(session, Complaint, [{**row, "respondents": [office.other]}])
    with pytest.raises(Refused):
        insert_rows(session, Complaint, [{**row, "respondents": [office.accused]}])


def test_who_is_added_later_loses_sight_of_it_at_once(session: Session, office: Office, case: Complaint) -> None:
    act(session, office.as_(office.leader), clock=lambda: FRIDAY)
    assert sees(session, case)
    act(session, System("test"), clock=lambda: FRIDAY)
    update(session, case, {"respondents": [office.accused, office.leader]})
    act(session, office.as_(office.leader), clock=lambda: FRIDAY)
    assert not sees(session, case)
