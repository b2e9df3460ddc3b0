"""Whatever legal way a case goes, at whatever times, its stored clocks are those of the pure table, and no breach is ever lost."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from domain.calendar import WorkingCalendar
from domain.clocks import CaseClocks
from domain.complaint_clocks import Profile, kind_of
from domain.errors import Invalid, Refused
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.stages import WORKFLOW
from models.fence import act
from operations.complaints.clock_runs import note_overdue, recompute_clocks
from operations.complaints.clock_store import load
from operations.complaints.terms import extended_target, target_of
from operations.working_days import working_calendar
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, actor_of, an_office, take

WAYS = st.lists(st.tuples(st.integers(0, 99), st.sampled_from((0, 1, 30, 400, 3_000, 30_000))), min_size=6, max_size=30)
"""Which of the moves possible now is taken, and how many minutes after the one before."""


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def expected(clocks: CaseClocks, session: Session, case: Complaint, move: Move, at: datetime, calendar: WorkingCalendar) -> CaseClocks:
    """The same step on the pure value, told straight from the table of moves."""
    for one in clocks.clocks:
        if one.stopped_at is not None:
            continue
        if kind_of(one.code) in move.stops:
            clocks = clocks.stop(one.code, one.round, at, calendar)
        elif kind_of(one.code) in move.resumes and one.paused:
            clocks = clocks.resume(one.code, one.round, at, calendar)
        elif kind_of(one.code) in move.pauses:
            clocks = clocks.pause(one.code, one.round, at, calendar)
    for code in move.starts:
        target = target_of(session, case, code)
        if target is not None and clocks.running(code, case.round) is None:
            clocks = clocks.start(code, case.round, target, at, calendar)
    if move.name == "grant_extension" and clocks.running("C5", case.round):
        clocks = clocks.retarget("C5", case.round, extended_target(session, case), at, calendar)
    return clocks.check(at, calendar)


def given_for(office: Office, case: Complaint, move: Move, at: datetime, choice: int) -> dict[str, object]:
    """What keeps a way going: a new handler for each round, both ways of deciding, both of being satisfied."""
    values = {
        "promised_at": at + timedelta(hours=2), "requested_until": at.date() + timedelta(days=2), "major": bool(choice % 2),
        "handler": office.handler if case.round == 1 else office.other, "retention": "long_term",
        "satisfaction": "dissatisfied" if choice % 2 else "satisfied", "director_told": "已当面汇报",
    }  # fmt: skip
    return {key: values[key] for key in move.asked if key in values}


@pytest.mark.parametrize("profile", list(Profile))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=WAYS)
def test_stored_clocks_equal_the_pure_ones_and_breaches_never_shrink(
    session: Session, office: Office, profile: Profile, way: list[tuple[int, int]]
) -> None:
    with session.begin_nested() as scene:
        act(session, System("test"), clock=lambda: FRIDAY)
        make(session, "setting", name="complaint_profile", value=profile.value)
        case = a_case(session, office)
        make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
        calendar, pure, at = working_calendar(session), load(session, case.id).clocks, FRIDAY
        for choice, minutes in way:
            at += timedelta(minutes=minutes)
            moves = WORKFLOW.moves_from(case.stage)
            if not moves:
                break
            onwards = [one for one in moves if not one.stays and not one.destructive and one.name != "settle"]
            usual = [*moves, *onwards * 3]  # else most ways end early, by a withdrawal
            move = usual[choice % len(usual)]
            who = case.handler_id if actor_of(office, move) == office.handler else actor_of(office, move)
            try:
                take(session, office, case, move.name, who or office.handler, at, **given_for(office, case, move, at, choice))
            except (Refused, Invalid):
                session.refresh(case)
                continue
            before, pure = pure.breaches, expected(pure, session, case, move, at, calendar)
            stored = load(session, case.id).clocks
            assert stored == pure
            assert stored.breaches[: len(before)] == before
            running = [one.due_at for one in pure.clocks if one.stopped_at is None and one.due_at]
            assert (case.next_due_at, case.late_times) == (min(running, default=None), len(pure.breaches))
        act(session, System("test"), clock=lambda: at + timedelta(days=1))
        note_overdue(session)
        assert recompute_clocks(session) == 0, "the calendar is the same"
        pure = pure.check(at + timedelta(days=1), calendar)
        assert set(load(session, case.id).clocks.breaches) == set(pure.breaches)
        assert {(one.code, one.due_at) for one in load(session, case.id).clocks.clocks} == {(one.code, one.due_at) for one in pure.clocks}
        scene.rollback()
    session.expire_all()
