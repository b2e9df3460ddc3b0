"""The clocks of a complaint follow its moves: what each starts, stops and pauses stands in the table of moves, nowhere else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.calendar import WorkingCalendar
from domain.clocks import CaseClocks, Clock, Target, Unit, due
from domain.complaint_clocks import kind_of
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.stages import WORKFLOW, Stage
from operations.complaints.clock_store import Stored, insert_clocks, load, save
from operations.complaints.terms import extended_target, office_day, target_of
from operations.working_days import working_calendar

KEYS = ("next_due_at", "due_on", "late_times")
"""What a case shows of its clocks."""


def begin(session: Session, case_ids: Sequence[int]) -> None:
    """Start what runs from the moment a case was received (T2.5, T2.8, K6.3, K4.3); the cases have just been entered."""
    calendar, table = working_calendar(session), Complaint.__table__
    rows = session.connection().execute(select(table).where(table.c.id.in_(case_ids), table.c.stage == Stage.RECEIVED))
    insert_clocks(session, [(row.id, clock) for row in rows for clock in first_clocks(session, row, calendar)], calendar.version)


def first_clocks(session: Session, case: Any, calendar: WorkingCalendar) -> tuple[Clock, ...]:
    """The clocks that run from receipt, as they stand at the beginning."""
    found = []
    for code in WORKFLOW.begins:
        target = target_of(session, case, code)
        if target is not None:
            found.append(Clock(code, 1, target, case.received_at, due_at=due(case.received_at, target, calendar)))
    return tuple(found)


def entered_again(session: Session, case: Complaint) -> None:
    """The form was saved anew: what runs from receipt counts from the corrected moment, the authority's day as corrected."""
    calendar, before = working_calendar(session), load(session, case.id)
    after, wanted = before.clocks, {one.code: one for one in first_clocks(session, case, calendar)}
    for clock in before.clocks.clocks:
        if clock.round == 1 and clock.stopped_at is None and clock.code in WORKFLOW.begins:
            right = wanted.get(clock.code)
            corrected = replace(clock, stopped_at=clock.started_at) if right is None else right
            after = replace(after, clocks=tuple(corrected if one is clock else one for one in after.clocks))
    known = {one.code for one in after.clocks}
    if case.stage not in _OVER:  # a day of the authority that nobody had entered before
        after = replace(after, clocks=(*after.clocks, *(one for code, one in wanted.items() if code not in known and code == "C13")))
    _keep(session, case, before, after, calendar)


def moved(session: Session, case: Complaint, move: Move) -> None:
    """After a move: stop, pause, resume and start what it says, and note what was late."""
    calendar, before = working_calendar(session), load(session, case.id)
    after = before.clocks
    now: datetime = session.info["clock"]()
    for codes, step in ((move.stops, CaseClocks.stop), (move.resumes, _resume), (move.pauses, CaseClocks.pause)):
        for clock in [one for one in after.clocks if one.stopped_at is None and kind_of(one.code) in codes]:
            after = step(after, clock.code, clock.round, max(now, clock.last_at), calendar)
    for code in move.starts:
        target = target_of(session, case, code)
        if target is not None and after.running(code, case.round) is None:
            after = after.start(code, case.round, target, now, calendar)
    if move.name == "grant_extension" and (handling := after.running("C5", case.round)):
        after = after.retarget("C5", case.round, extended_target(session, case), max(now, handling.last_at), calendar)
    _keep(session, case, before, after.check(now, calendar), calendar)


def start_clock(session: Session, case: Complaint, code: str, due_at: datetime | None = None) -> None:
    """Start a clock that no move of the case starts (a measure: C12-7, a spot-check: C14), due as agreed or by its rule.

    For the kernel: the caller lets the case be written (what follows from a move, or the system). Nothing happens if it runs.
    """
    calendar, before = working_calendar(session), load(session, case.id)
    target = Target(Unit.MOMENT, at=due_at) if due_at is not None else target_of(session, case, code)
    if target is not None and before.clocks.running(code, case.round) is None:
        after = before.clocks.start(code, case.round, target, session.info["clock"](), calendar)
        _keep(session, case, before, after, calendar)


def move_clock(session: Session, case: Complaint, code: str, due_at: datetime) -> bool:
    """Give a clock that runs in this round another moment to be due at; False if it does not run. Late already stays late."""
    calendar, before = working_calendar(session), load(session, case.id)
    clock = before.clocks.running(code, case.round)
    if clock is None:
        return False
    at = max(session.info["clock"](), clock.last_at)
    _keep(session, case, before, before.clocks.retarget(code, case.round, Target(Unit.MOMENT, at=due_at), at, calendar), calendar)
    return True


def stop_clock(session: Session, case: Complaint, code: str) -> None:
    """Stop a clock that no move of the case stops, in whichever round it runs; nothing happens if it does not."""
    calendar, before = working_calendar(session), load(session, case.id)
    after, now = before.clocks, session.info["clock"]()
    for clock in [one for one in after.clocks if one.stopped_at is None and one.code == code]:
        after = after.stop(code, clock.round, max(now, clock.last_at), calendar)
    _keep(session, case, before, after, calendar)


def shown(clocks: CaseClocks) -> dict[str, Any]:
    """What a case shows of its clocks: what is due next, and the day on which its handling is."""
    running = [one.due_at for one in clocks.clocks if one.stopped_at is None and one.due_at is not None]
    handling = [one for one in clocks.clocks if one.code == "C5"]
    found: dict[str, Any] = {"next_due_at": min(running, default=None)}
    if handling:
        end = handling[-1].due_at
        found["due_on"] = office_day(end) if end is not None else None
    return found


def handling_due(session: Session, case: Complaint) -> datetime | None:
    """When the handling of the present round is due; None while it does not run or stands still."""
    clock = load(session, case.id).clocks.running("C5", case.round)
    return clock.due_at if clock is not None else None


def _resume(clocks: CaseClocks, code: str, round_: int, at: datetime, calendar: WorkingCalendar) -> CaseClocks:
    clock = clocks.running(code, round_)
    return clocks.resume(code, round_, at, calendar) if clock is not None and clock.paused else clocks


def _keep(session: Session, case: Complaint, before: Stored, after: CaseClocks, calendar: WorkingCalendar) -> None:
    save(session, case, before, after, calendar.version)
    for key, value in shown(after).items():
        setattr(case, key, value)
    case.late_times = max(case.late_times or 0, len(after.breaches))


_OVER = frozenset({Stage.ANSWERED, Stage.CALLED, Stage.CLOSED, Stage.ARCHIVED, Stage.SETTLED, Stage.REFUSED, Stage.WITHDRAWN})
"""Whoever referred the case has had his answer."""
