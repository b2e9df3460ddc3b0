"""The stored clocks of a complaint: they are what the pure ones would be, each round has its own, and a breach stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from domain.clocks import Unit
from domain.complaint_clocks import CLOCKS, TIMINGS, Profile, clock_title
from domain.errors import Conflict, DomainError, Refused
from domain.rules import CODES
from models.complaints.breach import ComplaintBreach
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.complaints.stages import WORKFLOW, Stage
from models.fence import act, acting
from operations.complaints.clock_store import load
from operations.complaints.clocks import start_clock, stop_clock
from operations.moves import perform
from operations.records import create, delete, update
from operations.rules import set_rule
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, heard, take

TUESDAY = datetime(2026, 9, 22, 9, 30, tzinfo=UTC)
"""Close of business on the third working day after FRIDAY; the Sunday between is worked."""


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def running(session: Session, case: Complaint) -> dict[str, datetime | None]:
    return {one.code: one.due_at for one in load(session, case.id).clocks.clocks if one.stopped_at is None}


def late(session: Session, case: Complaint) -> list[tuple[str, int]]:
    return [(one.code, one.round) for one in load(session, case.id).clocks.breaches]


def accepted(session: Session, office: Office, at: datetime = FRIDAY, **more: object) -> Complaint:
    case = a_case(session, office, **more)
    take(session, office, case, "register", office.officer, at)
    take(session, office, case, "accept", office.officer, at, major=False)
    return case


def on_its_way(session: Session, office: Office) -> Complaint:
    case = accepted(session, office)
    take(session, office, case, "assign", office.officer, handler=office.handler)
    take(session, office, case, "sign_for", office.handler)
    return case


def test_every_clock_that_runs_has_a_name_and_a_number_with_its_clause() -> None:
    named = {code for move in WORKFLOW.moves for code in (*move.starts, *move.stops, *move.pauses)} | set(WORKFLOW.begins)
    assert named <= set(CLOCKS)
    for timings in TIMINGS.values():
        for code, timing in timings.items():
            assert code in CLOCKS
            assert (timing.rule in CODES.values()) is (timing.unit is not Unit.MOMENT)
    assert clock_title("C12-7").zh == "措施 7"


def test_what_runs_at_each_step_of_the_way(session: Session, office: Office) -> None:
    case = a_case(session, office)
    assert set(running(session, case)) == {"C1", "C2"}
    steps = (
        ("register", {"C2", "C3"}), ("accept", {"C3", "C5"}), ("assign", {"C4", "C5"}), ("sign_for", {"C5"}),
    )  # fmt: skip
    for name, expected in steps:
        take(session, office, case, name, office.handler if name == "sign_for" else office.officer, handler=office.handler, major=False)
        assert set(running(session, case)) == expected, f"T2.5, T2.8: {name}"
    assert running(session, case) == {"C5": TUESDAY}
    assert (case.next_due_at, str(case.due_on), case.late_times) == (TUESDAY, "2026-09-22", 0)


def test_a_returned_case_is_assigned_against_a_new_clock_while_the_handling_runs_on(session: Session, office: Office) -> None:
    case = accepted(session, office)
    take(session, office, case, "assign", office.officer, handler=office.handler)
    take(session, office, case, "return", office.officer, FRIDAY + timedelta(hours=1))
    assert set(running(session, case)) == {"C3", "C5"}
    assert [one.code for one in load(session, case.id).clocks.clocks].count("C3") == 2


def test_each_round_has_its_own_clocks_and_what_was_late_in_the_first_stays_late(session: Session, office: Office) -> None:
    case = on_its_way(session, office)
    at_stage(session, case, Stage.EXECUTING)
    take(session, office, case, "finish", office.handler, TUESDAY + timedelta(minutes=1))
    assert late(session, case) == [("C5", 1)]
    take(session, office, case, "answer", office.officer, TUESDAY + timedelta(hours=1))
    take(session, office, case, "call", office.other, TUESDAY + timedelta(hours=2), satisfaction="dissatisfied")
    take(session, office, case, "reopen", office.officer, TUESDAY + timedelta(hours=3))
    assert {(one.code, one.round) for one in load(session, case.id).clocks.clocks if one.stopped_at is None} == {("C3", 2), ("C5", 2)}
    assert (late(session, case), case.late_times) == ([("C5", 1)], 1), "T3.1"
    take(session, office, case, "withdraw", office.officer, TUESDAY + timedelta(days=30))
    assert late(session, case) == [("C5", 1), ("C3", 2), ("C5", 2)]
    assert (set(running(session, case)), case.late_times) == ({"C9"}, 3), "only filing is left"
    take(session, office, case, "archive", office.officer, TUESDAY + timedelta(days=30), retention="one_year")
    assert (running(session, case), case.next_due_at, case.late_times) == ({}, None, 3)


def test_nobody_changes_or_deletes_a_breach(session: Session, office: Office) -> None:
    case = accepted(session, office, FRIDAY + timedelta(hours=30))
    assert late(session, case) == [("C1", 1), ("C2", 1)]
    for statement in ("UPDATE complaint_breach SET round = 9", "DELETE FROM complaint_breach"):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.connection().execute(text(statement))
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    for model in (ComplaintBreach, ComplaintClock):
        row = session.scalars(select(model)).first()
        assert row is not None
        row.round = 7
        with pytest.raises(Refused):
            session.flush()
        session.expire_all()


def test_a_respondent_sees_no_clock_of_the_case_about_him(session: Session, office: Office) -> None:
    case = accepted(session, office)
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    assert session.scalars(select(ComplaintClock)).all() == []
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    assert {one.complaint_id for one in session.scalars(select(ComplaintClock))} == {case.id}


def test_a_moment_of_receipt_that_is_corrected_moves_what_runs_from_it(session: Session, office: Office) -> None:
    case = a_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    update(session, case, {"received_at": FRIDAY - timedelta(hours=5)})
    assert running(session, case) == {"C1": FRIDAY + timedelta(hours=19), "C2": FRIDAY + timedelta(hours=19)}
    assert case.next_due_at == FRIDAY + timedelta(hours=19)


def test_the_term_of_an_authority_runs_until_it_has_its_answer(session: Session, office: Office) -> None:
    case = a_case(
        session, office, channel="referred", referred_by="市场监管局", referred_no="〔2026〕12号", referred_due_on=date(2026, 9, 19)
    )
    assert running(session, case)["C13"] == datetime(2026, 9, 20, 9, 30, tzinfo=UTC), "a Saturday off: until the Sunday that is worked"
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    update(session, case, {"referred_due_on": date(2026, 9, 24)})
    assert running(session, case)["C13"] == datetime(2026, 9, 24, 9, 30, tzinfo=UTC)
    update(session, case, {"referred_due_on": None})
    assert "C13" not in running(session, case)
    later = accepted(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    update(session, later, {"referred_due_on": date(2026, 9, 24)})
    assert "C13" in running(session, later), "K4.3: entered later, it runs all the same"


def test_a_running_case_stays_on_its_regulations_and_their_numbers(session: Session, office: Office) -> None:
    before = accepted(session, office)
    act(session, System("test"), clock=lambda: FRIDAY)
    set_rule(session, "handling_days", 5, FRIDAY.date(), "办公会决议")
    create(session, make(session, "setting", name="complaint_profile", value="K6").register, {"name": "company_name", "value": "甲公司"})
    old = at_stage(session, a_case(session, office), Stage.REGISTERED, profile="T2", rules_on=FRIDAY.date() - timedelta(days=1))
    take(session, office, old, "accept", office.officer)
    assert running(session, old)["C5"] == TUESDAY, "the numbers of the day it came"
    assert running(session, before)["C5"] == TUESDAY
    new = accepted(session, office)
    assert (new.profile, new.rules_on) == (Profile.K6, FRIDAY.date())
    assert running(session, new)["C5"] == datetime(2026, 9, 24, 9, 30, tzinfo=UTC), "five working days from now on"
    assert running(session, new)["C6"] == datetime(2026, 9, 18, 9, 30, tzinfo=UTC), "K6.3: the same day"


def test_an_unknown_profile_is_the_usual_one(session: Session, office: Office) -> None:
    with acting(session, System("test")):
        make(session, "setting", name="complaint_profile", value="K99")
    assert a_case(session, office).profile is Profile.T2


def test_a_clock_that_no_move_starts_is_started_by_the_kernel(session: Session, office: Office) -> None:
    case = on_its_way(session, office)
    act(session, System("test"), clock=lambda: FRIDAY)
    start_clock(session, case, "C12-7", FRIDAY + timedelta(hours=1))
    start_clock(session, case, "C12-7", FRIDAY + timedelta(hours=9))
    start_clock(session, case, "C14")
    assert running(session, case)["C12-7"] == FRIDAY + timedelta(hours=1) == case.next_due_at, "the first start counts"
    act(session, System("test"), clock=lambda: FRIDAY + timedelta(hours=2))
    stop_clock(session, case, "C12-7")
    stop_clock(session, case, "C12-7")
    assert (set(running(session, case)), late(session, case), case.late_times) == ({"C5", "C14"}, [("C12-7", 1)], 1)


# ---- waiting, promises -------------------------------------------------------------------------------------------------


def test_gross_handling_time_does_not_pause_and_net_time_does(session: Session, office: Office) -> None:
    """T3.1, Y4.5: the department handles it within the term of its regulation."""
    gross = on_its_way(session, office)
    take(session, office, gross, "pause", office.handler)
    assert (running(session, gross)["C5"], gross.paused_at) == (TUESDAY, FRIDAY), "T3.1 knows no pause"
    with acting(session, System("test")):
        make(session, "setting", name="complaint_profile", value="Y")
    net = on_its_way(session, office)
    take(session, office, net, "pause", office.handler)
    assert (running(session, net)["C5"], net.next_due_at, net.due_on) == (None, None, None), "nothing is due while it waits"
    take(session, office, net, "resume", office.handler, FRIDAY + timedelta(days=3))
    assert running(session, net)["C5"] == datetime(2026, 9, 24, 9, 30, tzinfo=UTC), "the Sunday and the Monday are left out"
    assert net.paused_at is None
    pauses = [pause for one in load(session, gross.id).clocks.clocks for pause in one.pauses]
    assert [(pause.since, pause.until) for pause in pauses] == [(FRIDAY, None)], "a gross clock keeps the pause on record"


def test_only_the_handler_asks_and_findings_wait_until_it_has_come(session: Session, office: Office) -> None:
    case = at_stage(session, on_its_way(session, office), Stage.INVESTIGATING, arranged_at=FRIDAY)
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
    for name, who, values in (
        ("pause", office.other, {}), ("resume", office.handler, {}), ("pause", office.handler, {"requested_until": date(2026, 9, 17)}),
    ):  # fmt: skip
        with pytest.raises(DomainError) as refused:
            take(session, office, case, name, who, **values)
        assert refused.value.clause in ("K4.11", "K4.14")
    take(session, office, case, "pause", office.handler)
    for name in ("pause", "submit"):
        with pytest.raises(Refused) as twice:
            take(session, office, case, name, office.handler)
        assert twice.value.clause == "K4.11"
    take(session, office, case, "resume", office.handler)
    heard(session, case)
    take(session, office, case, "submit", office.handler)


def test_an_appointed_reply_is_kept_in_time_or_late(session: Session, office: Office) -> None:
    case = on_its_way(session, office)
    with pytest.raises(Refused):
        take(session, office, case, "keep_promise", office.officer)
    with pytest.raises(DomainError) as past:
        take(session, office, case, "promise", office.officer, promised_at=FRIDAY)
    assert past.value.clause == "K6.13"
    take(session, office, case, "promise", office.officer, promised_at=FRIDAY + timedelta(hours=1))
    assert case.next_due_at == FRIDAY + timedelta(hours=1)
    with pytest.raises(Refused):
        take(session, office, case, "promise", office.officer)
    take(session, office, case, "keep_promise", office.officer, FRIDAY + timedelta(hours=1, minutes=1))
    assert (late(session, case), case.stage) == ([("C10", 1)], Stage.INVESTIGATING), "K6.13"


def test_a_case_entered_by_mistake_goes_with_its_clocks_unless_it_was_late(session: Session, office: Office) -> None:
    mistaken, overdue = on_its_way(session, office), accepted(session, office, FRIDAY + timedelta(hours=30))
    act(session, System("test"), clock=lambda: FRIDAY)
    delete(session, mistaken)
    assert load(session, mistaken.id).ids == ()
    with pytest.raises(Conflict):
        delete(session, overdue)


def test_each_measure_runs_from_the_telling_of_the_plan_until_it_is_done(session: Session, office: Office) -> None:
    """Y6.5."""
    case = on_its_way(session, office)
    measure = make(session, "complaint_measure", complaint=case.id, responsible=office.other, due_on=date(2026, 9, 21))
    at_stage(session, case, Stage.DECIDED)
    take(session, office, case, "inform", office.officer)
    code, monday = f"C12-{measure.id}", datetime(2026, 9, 21, 9, 30, tzinfo=UTC)
    assert running(session, case)[code] == monday == case.next_due_at
    take(session, office, case, "change_plan", office.leader, plan_agreed="agreed")
    with acting(session, System("test")):
        update(session, measure, {"due_on": date(2026, 9, 22)})
    assert running(session, case)[code] == monday, "the customer was told Monday"
    take(session, office, case, "inform", office.officer)
    assert running(session, case)[code] == TUESDAY == case.next_due_at, "Y6.6: and now he knows the new day"
    act(session, office.as_(office.other), clock=lambda: TUESDAY + timedelta(minutes=1))
    perform(session, measure, "complete", {"done_on": date(2026, 9, 21), "proof": "已更换"})
    session.refresh(case)
    assert (late(session, case), case.late_times) == ([("C5", 1), (code, 1)], 2)
