"""Complaints: every move from every stage by every role, each guard refused and met, and every term (T2–T4, K4, Y6)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.errors import Conflict, DomainError, Invalid, Refused
from models.complaints.complaint import Complaint
from models.complaints.stages import ENDED, WORKFLOW, Stage
from models.engine import FencedSession
from models.fence import act, acting
from operations.base_roles import BASE_ROLES, ensure_base_roles
from operations.moves import choices, perform
from operations.printing.catalogue import FORMS
from operations.printing.content import filled
from operations.rights import catalogue, read_rights
from operations.standing import as_assigned_now
from permissions.actor import Authority, System
from permissions.grants import Rights
from permissions.policy import compile_plan
from tests.factories import make, person
from tests.operations.complaint_scenes import (
    FRIDAY,
    Office,
    a_case,
    a_meeting,
    actor_of,
    an_office,
    at_stage,
    ready,
    take,
    values_of,
)

CASES = [(move, stage) for move in WORKFLOW.moves for stage in move.sources]
NAMES = [f"{move.name} from {stage}" for move, stage in CASES]
HANDLING = ("sign_for", "arrange", "ask_extension", "pause", "resume", "promise", "keep_promise", "submit", "finish")
TAKES = {
    # Who may take a step at all; rows and guards narrow it further.
    "complaint_intake": {"settle", "register"},
    "complaint_handler": set(HANDLING),
    "department_head": {*HANDLING, "return", "register", "settle"},
    "supervisor": {"refuse", "decide", "send_back", "declare_major", "refer", "resolve", "grant_extension", "change_plan", "refer_change"},
    "complaint_officer": {move.name for move in WORKFLOW.moves}
    - {"sign_for", "return", "ask_extension", "pause", "resume", "submit", "finish", "decide", "send_back", "grant_extension",
       "change_plan", "refer_change", "erase", "refuse", "fail_check"},
}


@pytest.fixture(scope="module")
def rights(engine: Engine) -> dict[str, Rights]:
    with FencedSession(engine) as session:
        act(session, System("test"))
        ensure_base_roles(session)
        found = read_rights(session)
        session.rollback()
    return found


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.mark.parametrize(("move", "stage"), CASES, ids=NAMES)
def test_every_move_leads_where_the_table_says(session: Session, office: Office, move: object, stage: Stage) -> None:
    """T2.2, T2.12: among them settling at once, which is registered all the same."""
    case = ready(session, office, move, stage)  # type: ignore[arg-type]
    take(session, office, case, move.name, actor_of(office, move))  # type: ignore[attr-defined, arg-type]
    goes_on = {("declare_major", Stage.PROPOSED): Stage.MEETING}  # K4.10: by itself
    assert case.stage is goes_on.get((move.name, stage), move.leads(stage))  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [role.code for role in BASE_ROLES])
def test_every_move_from_every_stage_by_every_role(session: Session, office: Office, rights: dict[str, Rights], role: str) -> None:
    """A6.5, K9.11: a case is closed after the customer was answered and called, from no other stage."""
    case = a_case(session, office, recorder=office.officer)
    plan = compile_plan(1, catalogue(), rights, [role], {})
    knows = {move.name for move in WORKFLOW.moves if plan.may("complaint", move.name)}
    assert knows == TAKES.get(role, set())
    for stage in Stage:
        at_stage(session, case, stage, handler_id=office.handler, department_id=office.department)
        act(session, Authority(person(office.handler, office.department), plan), clock=lambda: FRIDAY)
        there = {move.name for move in WORKFLOW.moves_from(stage)}
        assert {choice.move.name for choice in choices(session, case)} == knows & there
        for move in WORKFLOW.moves:
            if move.name not in knows & there:
                with pytest.raises(DomainError) as refused:
                    perform(session, case, move.name, values_of(office, move))
                assert isinstance(refused.value, Conflict if move.name in knows else Refused)
        assert case.stage is stage


def test_an_ended_case_knows_no_further_move() -> None:
    """But it is filed (T4.4)."""
    knows = {stage: {move.name for move in WORKFLOW.moves_from(stage)} for stage in Stage}
    assert {stage for stage in Stage if not knows[stage]} == {Stage.DESTROYED}
    assert {stage for stage in Stage if knows[stage] == {"archive"}} == set(ENDED) - {Stage.DESTROYED, Stage.REFUSED}
    assert knows[Stage.REFUSED] == {"object_refusal", "archive"}, "K4.22: once"


def test_every_move_names_a_clause_and_asks_only_for_what_no_form_writes() -> None:
    for move in WORKFLOW.moves:
        assert move.clause
        assert all(Complaint.register.fields[key].system for key in (*move.asked, *move.stamps))


@pytest.mark.parametrize("move", [move for move in WORKFLOW.moves if move.needs], ids=lambda move: move.name)
def test_a_move_without_what_it_needs_is_refused_at_the_field(session: Session, office: Office, move: object) -> None:
    case = ready(session, office, move, move.source)  # type: ignore[arg-type, attr-defined]
    act(session, office.as_(actor_of(office, move)), clock=lambda: FRIDAY)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        perform(session, case, move.name, {})  # type: ignore[attr-defined]
    assert set(refused.value.fields) == set(move.needs)  # type: ignore[attr-defined]
    assert case.stage is move.source  # type: ignore[attr-defined]


# ---- guards --------------------------------------------------------------------------------------------------------------


def refusal(session: Session, office: Office, case: Complaint, name: str, who: int, at: datetime = FRIDAY, **values: object) -> DomainError:
    with pytest.raises((Refused, Invalid)) as refused:
        take(session, office, case, name, who, at, **values)
    return refused.value


@pytest.mark.parametrize(
    ("given", "clause"),
    [({"channel": "written"}, "T2.9"), ({"channel": "visit"}, "T2.9"), ({"channel": "referred", "referred_by": "市司法局", "referred_no": "1号"}, "T2.9"),
     ({"respondents": None}, "T2.18")],
)  # fmt: skip
def test_only_what_is_asked_by_telephone_is_settled_at_once(session: Session, office: Office, given: dict[str, Any], clause: str) -> None:
    """T2.2, T2.7, T2.9, T2.18: others are registered; nor is it settled while somebody is complained of."""
    about = [office.accused] if "respondents" in given else []
    case = a_case(session, office, **{**given, "respondents": about})
    assert refusal(session, office, case, "settle", office.officer, kind="quality", answer="已答复").clause == clause
    take(session, office, case, "register", office.officer)


def test_what_an_authority_referred_is_not_refused(session: Session, office: Office) -> None:
    """K4.3: neither proposed nor co-signed."""
    case = a_case(session, office, channel="referred", referred_by="市司法局", referred_no="1号")
    at_stage(session, case, Stage.REGISTERED, refusal_asked_by_id=office.officer)
    given = {"refusal_code": "not_ours", "refusal_basis": "受理范围", "refusal": "不属本公司"}
    assert refusal(session, office, case, "propose_refusal", office.officer, **given).clause == "K4.3"
    assert refusal(session, office, case, "refuse", office.leader).clause == "K4.3"


def test_name_address_and_telephone_are_there_before_it_is_registered(session: Session, office: Office) -> None:
    case = a_case(session, office, phone=None)
    found = refusal(session, office, case, "register", office.officer)
    assert found.clause == "T2.3"
    assert "投诉人电话" in found.sentence.zh
    anonymous = a_case(session, office, complainant=None, phone=None, address=None, anonymous=True)
    take(session, office, anonymous, "register", office.officer)


def test_what_the_customer_wants_is_asked_before_it_is_registered(session: Session, office: Office) -> None:
    case = a_case(session, office, demanded=None)
    assert refusal(session, office, case, "register", office.officer).clause == "K8.10"
    take(session, office, a_case(session, office), "register", office.officer)


def test_a_referred_complaint_names_the_authority_and_its_document(session: Session, office: Office) -> None:
    case = a_case(session, office, channel="referred")
    assert refusal(session, office, case, "register", office.officer).clause == "K4.3"
    named = a_case(session, office, channel="referred", referred_by="市场监管局", referred_no="〔2026〕12号")
    take(session, office, named, "register", office.officer)
    assert refusal(session, office, named, "withdraw", office.officer).clause == "K4.3"


def test_who_assigns_is_not_the_handler(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.ACCEPTED)
    assert refusal(session, office, case, "assign", office.officer, handler=office.officer).clause == "K4.6"
    take(session, office, case, "assign", office.officer, handler=office.handler)
    assert (case.handler_id, case.assigned_by_id) == (office.handler, office.officer)  # type: ignore[attr-defined]


def test_the_transfer_slip_is_signed_for_by_the_handler_himself(session: Session, office: Office) -> None:
    """K4.6: his own step is the signature of receipt, and the printed slip bears his name and the moment."""
    case = at_stage(session, a_case(session, office), Stage.ASSIGNED, handler_id=office.handler, assigned_at=FRIDAY, assigned_by_id=office.officer)
    assert refusal(session, office, case, "sign_for", office.other).clause == "K4.6"
    take(session, office, case, "sign_for", office.handler)
    (signs,) = (block for block in filled(session, case, FORMS["P08"], "zh")["blocks"] if block["kind"] == "signs")
    assert [(cell["label"], cell["name"], cell["date"]) for cell in signs["cells"]][1] == ("签收：经办人", "经办人", "2026-09-18")


def test_only_the_handler_submits_and_not_without_evidence(session: Session, office: Office) -> None:
    """K9.15, K4.16: no findings without evidence that was verified."""
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler)
    assert refusal(session, office, case, "submit", office.other).clause == "K4.14"
    assert refusal(session, office, case, "submit", office.handler).clause == "Y6.4"
    make(session, "complaint_evidence", complaint=case.id, title="检验报告", verified=None)
    found = refusal(session, office, case, "submit", office.handler)
    assert found.clause == "K4.16"
    assert "检验报告" in found.sentence.zh


@pytest.mark.parametrize("column", ["handler_id", "opinion_by_id"])
def test_who_investigated_or_wrote_the_opinion_does_not_decide(session: Session, office: Office, column: str) -> None:
    case = at_stage(session, a_case(session, office), Stage.PROPOSED, **{column: office.leader})
    assert refusal(session, office, case, "decide", office.leader).clause == "K4.8"
    take(session, office, case, "decide", office.other)


def test_a_major_matter_is_decided_by_the_meeting_and_no_other(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.PROPOSED, major=True)
    assert refusal(session, office, case, "decide", office.leader).clause == "K4.10"
    take(session, office, case, "refer", office.leader)
    assert refusal(session, office, case, "resolve", office.leader).clause == "K4.12", "no meeting has resolved"
    a_meeting(session, office, case, carried=True)
    take(session, office, case, "resolve", office.leader)
    assert (case.stage, case.decision, case.notify_authority) == (Stage.DECIDED, "予以更换。", True)
    small = at_stage(session, a_case(session, office), Stage.PROPOSED)
    assert refusal(session, office, small, "refer", office.leader).clause == "K4.10"


def test_the_handler_does_not_call_the_customer_about_his_own_case(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.ANSWERED, handler_id=office.handler)
    assert refusal(session, office, case, "call", office.handler).clause == "T4.2"
    take(session, office, case, "call", office.officer)


def test_a_dissatisfied_customer_gets_a_new_round_with_another_handler(session: Session, office: Office) -> None:
    case = at_stage(
        session, a_case(session, office), Stage.CALLED, handler_id=office.handler, accepted_at=FRIDAY, satisfaction="dissatisfied"
    )
    assert refusal(session, office, case, "close", office.officer).clause == "Y6.8"
    monday = FRIDAY + timedelta(days=3)
    take(session, office, case, "reopen", office.officer, monday)
    assert (case.round, case.handler_id, case.satisfaction) == (2, None, None)
    assert str(case.due_on) == "2026-09-24", "a term of its own"
    found = refusal(session, office, case, "assign", office.officer, handler=office.handler)
    assert (found.clause, list(found.fields)) == ("K4.22", ["handler"])  # type: ignore[attr-defined]
    take(session, office, case, "assign", office.officer, handler=office.other)
    content = at_stage(session, a_case(session, office), Stage.CALLED, satisfaction="satisfied")
    assert refusal(session, office, content, "reopen", office.officer).clause == "K4.22"


def test_a_major_complaint_is_kept_long_term(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.CLOSED, major=True)
    assert refusal(session, office, case, "archive", office.officer, retention="one_year").clause == "T4.4"
    take(session, office, case, "archive", office.officer, retention="long_term")


# ---- terms ---------------------------------------------------------------------------------------------------------------


def test_each_stage_has_the_term_of_its_clause(session: Session, office: Office) -> None:
    case = a_case(session, office)
    assert case.next_due_at == FRIDAY + timedelta(hours=24), "T2.5, T2.8, T2.9"
    take(session, office, case, "register", office.officer)
    take(session, office, case, "accept", office.officer)
    assert (str(case.due_on), case.next_due_at) == ("2026-09-22", FRIDAY + timedelta(hours=2)), "T3.1; T2.4: assigned within two working hours"
    take(session, office, case, "assign", office.officer, handler=office.handler)
    assert case.next_due_at == datetime(2026, 9, 18, 7, 0, tzinfo=UTC), "Y6.3: four working hours, with the hour at noon between"
    take(session, office, case, "sign_for", office.handler)
    assert case.next_due_at == datetime(2026, 9, 22, 9, 30, tzinfo=UTC), "T3.1: close of business"
    done = at_stage(session, case, Stage.EXECUTING)
    take(session, office, done, "finish", office.handler)
    assert done.next_due_at == FRIDAY + timedelta(hours=24), "T4.1"
    take(session, office, done, "answer", office.officer)
    take(session, office, done, "call", office.officer, satisfaction="satisfied")
    take(session, office, done, "close", office.officer)
    assert done.next_due_at == datetime(2026, 10, 10, 9, 30, tzinfo=UTC), "K10.11: a Saturday that is worked"
    take(session, office, done, "archive", office.officer, retention="long_term")
    assert (done.next_due_at, done.late_times) == (None, 0)


@pytest.mark.parametrize(
    ("accepted", "three", "seven"),
    [
        ("2025-09-28", "2025-10-09", "2025-10-14"),
        ("2026-02-12", "2026-02-24", "2026-02-28"),
        ("2026-02-14", "2026-02-26", "2026-03-03"),
        ("2026-04-03", "2026-04-09", "2026-04-15"),
        ("2026-09-18", "2026-09-22", "2026-09-29"),
        ("2026-10-09", "2026-10-13", "2026-10-19"),
    ],
)
def test_three_working_days_and_seven_in_all_when_extended(session: Session, office: Office, accepted: str, three: str, seven: str) -> None:
    """T2.14: the term a customer is promised."""
    at = datetime.fromisoformat(f"{accepted}T02:00:00+00:00")
    case = at_stage(session, a_case(session, office), Stage.REGISTERED, next_due_at=at)
    take(session, office, case, "accept", office.officer, at)
    assert str(case.due_on) == three
    at_stage(session, case, Stage.INVESTIGATING, handler_id=office.handler)
    take(session, office, case, "ask_extension", office.handler, at + timedelta(hours=3))
    take(session, office, case, "grant_extension", office.leader, at + timedelta(hours=5))
    assert str(case.due_on) == seven, "T3.2: counted from acceptance, not from the day it was granted"


def test_more_time_is_asked_for_once_in_time_and_granted_by_another(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.REGISTERED)
    take(session, office, case, "accept", office.officer)
    at_stage(session, case, Stage.INVESTIGATING, handler_id=office.handler)
    assert refusal(session, office, case, "grant_extension", office.leader).clause == "T3.2", "nobody has asked"
    late = FRIDAY + timedelta(days=5)
    assert refusal(session, office, case, "ask_extension", office.handler, late).clause == "T3.2"
    take(session, office, case, "ask_extension", office.handler)
    assert refusal(session, office, case, "ask_extension", office.handler).clause == "T3.2"
    assert refusal(session, office, case, "grant_extension", office.handler).clause == "T3.2"
    take(session, office, case, "grant_extension", office.leader)
    assert refusal(session, office, case, "grant_extension", office.leader).clause == "T3.2"


def test_a_step_after_its_term_is_counted_and_stays_counted(session: Session, office: Office) -> None:
    case = a_case(session, office)
    take(session, office, case, "register", office.officer, FRIDAY + timedelta(hours=25))
    assert case.late_times == 2, "neither registered nor answered in time"
    take(session, office, case, "accept", office.officer, FRIDAY + timedelta(hours=26))
    assert case.late_times == 2, "a term is late once"
    take(session, office, case, "assign", office.officer, FRIDAY + timedelta(hours=27), handler=office.handler)
    assert case.late_times == 2


def test_it_cannot_have_been_received_tomorrow_and_without_a_time_it_was_now(session: Session, office: Office) -> None:
    """Y6.2: when it came is kept, and it cannot be what it was not."""
    with pytest.raises(Invalid) as refused:
        a_case(session, office, received_at=FRIDAY + timedelta(minutes=1))
    assert list(refused.value.fields) == ["received_at"]
    assert a_case(session, office, received_at=None).received_at == FRIDAY


def test_the_stage_and_the_terms_are_in_no_form(session: Session, office: Office) -> None:
    case = a_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    for key, value in (("stage", Stage.CLOSED), ("next_due_at", None), ("late_times", 7), ("handler_id", office.handler)):
        found = session.get_one(Complaint, case.id)
        setattr(found, key, value)
        with pytest.raises(Refused):
            session.flush()
        session.expire_all()


def test_the_number_is_given_by_year(session: Session, office: Office) -> None:
    one, two = a_case(session, office), a_case(session, office)
    assert one.number.startswith("诉〔2026〕")
    assert int(two.number[-3:]) == int(one.number[-3:]) + 1


def test_who_checks_nothing_is_not_asked_about_as_a_checker_and_sees_the_same_cases(session: Session, office: Office, rights: dict[str, Rights]) -> None:
    """A seldom way of assignment costs nothing until somebody is assigned by it; the next request finds it."""
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler)
    act(session, System("test"))
    handler, checker = (as_assigned_now(session, office.as_(who, rights["complaint_handler"])) for who in (office.handler, office.other))
    assert handler.person.nothing_by == checker.person.nothing_by == {("complaint", "checker")}
    for who, sees in ((handler, [case.id]), (checker, [])):
        with acting(session, who):
            assert session.scalars(select(Complaint.id)).all() == sees
    case.checker_id = office.other
    session.flush()
    found = as_assigned_now(session, office.as_(office.other, rights["complaint_handler"]))
    assert not found.person.nothing_by
    with acting(session, found):
        assert session.scalars(select(Complaint.id)).all() == [case.id]
