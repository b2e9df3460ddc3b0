"""All open clocks at once: noting what is overdue, and counting due moments anew after the calendar has changed."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session

from domain.calendar import WorkingCalendar
from domain.clocks import Breach, Pause, Target, Unit, due
from models.audit import row_of as audited
from models.complaints.complaint import Complaint
from models.fence import authority_of
from models.governance.audit_entry import AuditEntry
from operations.complaints.clock_store import BREACHES, CLOCKS, PAUSES, note_breaches
from operations.complaints.terms import office_day
from operations.moved import Moved
from operations.working_days import working_calendar

CASES: Any = Complaint.__table__
AT_ONCE = 2_000
# Natural hours run on whatever day it is, and a promise is kept when it was made for.
BY_CALENDAR = (Unit.WORKING_HOURS, Unit.WORKING_DAYS, Unit.DAY_OF_NEXT_MONTH)
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def note_overdue(session: Session) -> int:
    """Note every running clock that is past its due moment and was not noted before; returns how many.

    Safe to run at any time and any number of times: a breach is a fact that is noted once for each run of a clock.
    """
    now: datetime = session.info["clock"]()
    known = select(BREACHES.c.id).where(
        BREACHES.c.complaint_id == CLOCKS.c.complaint_id, BREACHES.c.code == CLOCKS.c.code, BREACHES.c.round == CLOCKS.c.round,
        or_(BREACHES.c.due_at >= CLOCKS.c.started_at, BREACHES.c.due_at == CLOCKS.c.due_at),  # not of an earlier run of it
    )  # fmt: skip
    over = (
        select(CLOCKS.c.complaint_id, CASES.c.department_id, CLOCKS.c.code, CLOCKS.c.round, CLOCKS.c.due_at, CLOCKS.c.calendar_version)
        .join(CASES, CASES.c.id == CLOCKS.c.complaint_id)
        .where(CLOCKS.c.stopped_at.is_(None), CLOCKS.c.due_at < now, ~known.exists())
        .order_by(CLOCKS.c.id)
    )
    found = [(case, unit, Breach(*facts)) for case, unit, *facts in session.connection().execute(over)]
    note_breaches(session, found)
    _count_late(session, sorted({case for case, _, _ in found}))
    return len(found)


def _count_late(session: Session, case_ids: Sequence[int]) -> None:
    late = select(func.count()).where(BREACHES.c.complaint_id == CASES.c.id).scalar_subquery()
    for start in range(0, len(case_ids), AT_ONCE):
        some = case_ids[start : start + AT_ONCE]
        session.connection().execute(update(CASES).where(CASES.c.id.in_(some), CASES.c.late_times < late).values(late_times=late))


def recompute_clocks(session: Session, progress: Progress | None = None) -> int:
    """Count every open clock anew by the calendar as it stands now, in the actor's name; returns how many moved."""
    calendar = working_calendar(session)
    return redate_clocks(session, tuple(moved_clocks(session, calendar)), calendar, progress)


def moved_clocks(session: Session, calendar: WorkingCalendar) -> Iterator[Moved]:
    """Every open clock that would be due at another moment by ``calendar``, in order; nothing is written.

    The numbers of the rules do not change under a running case, so only the calendar can move it (rules_on).
    """
    pauses: dict[int, list[Pause]] = defaultdict(list)
    held = select(PAUSES.c.clock_id, PAUSES.c.since_at, PAUSES.c.until_at).join(CLOCKS, CLOCKS.c.id == PAUSES.c.clock_id)
    for clock_id, since, until in session.connection().execute(held.where(CLOCKS.c.stopped_at.is_(None), CLOCKS.c.net).order_by(PAUSES.c.id)):
        pauses[clock_id].append(Pause(since, until))
    rows = (
        select(CLOCKS, CASES.c.referred_due_on)
        .join(CASES, CASES.c.id == CLOCKS.c.complaint_id)
        .where(CLOCKS.c.stopped_at.is_(None), CLOCKS.c.unit.in_(BY_CALENDAR) | (CLOCKS.c.code == "C13"))
        .order_by(CLOCKS.c.id)
    )
    for row in session.connection().execute(rows):
        target = Target(row.unit, row.amount, row.net, row.at)
        if row.code == "C13" and row.referred_due_on is not None:  # K4.3: until the office closes on the authority's day
            target = replace(target, at=calendar.closing(row.referred_due_on))
        after = due(row.started_at, target, calendar, pauses.get(row.id, ()))
        if after != row.due_at:
            started = office_day(row.started_at)
            yield Moved("complaint_clock", row.id, started, row.due_at, after, case_id=row.complaint_id, clock=row.code, round=row.round)


def redate_clocks(session: Session, moved: Sequence[Moved], calendar: WorkingCalendar, progress: Progress | None = None) -> int:
    """Write the new due moments, and with them what the cases show; what was late by the old ones is noted before.

    A clock that has stopped or moved meanwhile stays as it is. Each case that shows another date has a line in the log.
    """
    note_overdue(session)
    now, connection, count = session.info["clock"](), session.connection(), 0
    write = (
        update(CLOCKS)
        .where(CLOCKS.c.id == bindparam("clock_id"), CLOCKS.c.stopped_at.is_(None))
        .values(due_at=bindparam("after"), at=bindparam("agreed"), calendar_version=calendar.version, version=CLOCKS.c.version + 1, updated_at=now)
    )
    by_case = sorted(moved, key=lambda one: (one.case_id, one.id))
    for start in range(0, len(by_case), AT_ONCE):
        some = by_case[start : start + AT_ONCE]
        rows = [{"clock_id": one.id, "after": one.after, "agreed": one.after if one.clock == "C13" else None} for one in some]
        connection.execute(write, rows)
        _show(session, sorted({one.case_id for one in some}))
        count += len(some)
        if progress is not None:
            progress(count, len(by_case))
    counted_anew = update(CLOCKS).where(CLOCKS.c.stopped_at.is_(None), CLOCKS.c.unit.in_(BY_CALENDAR))
    connection.execute(counted_anew.values(calendar_version=calendar.version))
    session.expire_all()
    return count


def _show(session: Session, case_ids: Sequence[int]) -> None:
    """What the cases show of their clocks: the next due moment and the day of the handling, each with its line in the log."""
    connection, now, who = session.connection(), session.info["clock"](), authority_of(session)
    wanted = select(CLOCKS.c.complaint_id, CLOCKS.c.code, CLOCKS.c.due_at).where(
        CLOCKS.c.complaint_id.in_(case_ids), CLOCKS.c.stopped_at.is_(None)
    )
    due_of = {key: list(rows) for key, rows in groupby(connection.execute(wanted.order_by(CLOCKS.c.complaint_id, CLOCKS.c.id)), lambda row: row[0])}
    changed, entries = [], []
    for row in connection.execute(select(CASES.c.id, CASES.c.next_due_at, CASES.c.due_on).where(CASES.c.id.in_(case_ids))):
        running = [one for one in due_of.get(row.id, ()) if one.due_at is not None]
        handling = [one.due_at for one in running if one.code == "C5"]
        next_due, due_on = min((one.due_at for one in running), default=None), office_day(handling[-1]) if handling else row.due_on
        values = {"next_due_at": [row.next_due_at, next_due], "due_on": [row.due_on, due_on]}
        values = {key: [old and old.isoformat(), new and new.isoformat()] for key, (old, new) in values.items() if old != new}
        if values:
            changed.append({"case_id": row.id, "next": next_due, "on": due_on})
            entries.append(audited(session, who, "complaint", row.id, "edit", values))
    if changed:
        shown = update(CASES).where(CASES.c.id == bindparam("case_id"))
        connection.execute(
            shown.values(next_due_at=bindparam("next"), due_on=bindparam("on"), version=CASES.c.version + 1, updated_at=now), changed
        )
        connection.execute(insert(AuditEntry.__table__), entries)
