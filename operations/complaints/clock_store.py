"""The clocks of a case as stored: read as the pure value of domain.clocks, and what changed of it written back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.clocks import Breach, CaseClocks, Clock, Pause, Target
from models.complaints.breach import ComplaintBreach
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.complaints.pause import ComplaintPause

# Below the fence and without the journal: what the moves write here follows from entries that are in it.
CLOCKS: Any = ComplaintClock.__table__
PAUSES: Any = ComplaintPause.__table__
BREACHES: Any = ComplaintBreach.__table__
# Put together once: every step of every case asks them.
_CASES: Any = bindparam("cases", expanding=True)
_ITS_PAUSES = select(PAUSES.c.clock_id, PAUSES.c.since_at, PAUSES.c.until_at).where(PAUSES.c.complaint_id.in_(_CASES)).order_by(PAUSES.c.id)
_ITS_CLOCKS = select(CLOCKS).where(CLOCKS.c.complaint_id.in_(_CASES)).order_by(CLOCKS.c.id)
_ITS_BREACHES = select(BREACHES).where(BREACHES.c.complaint_id.in_(_CASES)).order_by(BREACHES.c.id)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """The clocks of one case and the rows they stand in, one id for each clock in its place."""

    clocks: CaseClocks
    ids: tuple[int, ...]


def load(session: Session, case_id: int) -> Stored:
    """The clocks, pauses and breaches of one case, in the order in which they began."""
    return load_all(session, [case_id])[case_id]


def load_all(session: Session, case_ids: Sequence[int]) -> dict[int, Stored]:
    """The same for several cases, with three questions for all of them."""
    connection, these = session.connection(), {"cases": case_ids}
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for clock_id, since, until in connection.execute(_ITS_PAUSES, these):
        pauses[clock_id].append(Pause(since, until))
    clocks: dict[int, list[tuple[int, Clock]]] = defaultdict(list)
    for row in connection.execute(_ITS_CLOCKS, these):
        clocks[row.complaint_id].append((row.id, _clock(row, pauses.get(row.id, ()))))
    breaches: dict[int, list[Breach]] = defaultdict(list)
    for row in connection.execute(_ITS_BREACHES, these):
        breaches[row.complaint_id].append(Breach(row.code, row.round, row.due_at, row.calendar_version))
    return {key: _stored(clocks[key], breaches[key]) for key in case_ids}


def _stored(clocks: list[tuple[int, Clock]], breaches: list[Breach]) -> Stored:
    return Stored(CaseClocks(tuple(one for _, one in clocks), tuple(breaches)), tuple(key for key, _ in clocks))


def _clock(row: Any, pauses: Iterable[Pause]) -> Clock:
    target = Target(row.unit, row.amount, row.net, row.at)
    return Clock(row.code, row.round, target, row.started_at, row.stopped_at, tuple(pauses), row.due_at)


def save(session: Session, case: Any, before: Stored, after: CaseClocks, calendar_version: int) -> None:
    """Write what differs from ``before``; ``case`` gives its id and the department in charge."""
    now: datetime = session.info["clock"]()
    connection = session.connection()
    fresh = after.clocks[len(before.ids) :]
    if fresh:
        connection.execute(insert(CLOCKS), [{"complaint_id": case.id, **row_of(one, calendar_version), **_new(now)} for one in fresh])
    for key, old, new in zip(before.ids, before.clocks.clocks, after.clocks, strict=False):
        if old != new:
            values = row_of(new, calendar_version)
            connection.execute(update(CLOCKS).where(CLOCKS.c.id == key).values(**values, version=CLOCKS.c.version + 1, updated_at=now))
            _save_pauses(session, case.id, key, old.pauses, new.pauses)
    note_breaches(session, [(case.id, case.department_id, one) for one in after.breaches[len(before.clocks.breaches) :]])


def row_of(clock: Clock, calendar_version: int) -> dict[str, Any]:
    """The columns of one clock."""
    target = clock.target
    return {
        "code": clock.code, "round": clock.round, "unit": target.unit, "amount": target.amount, "net": target.net, "at": target.at,
        "started_at": clock.started_at, "stopped_at": clock.stopped_at, "due_at": clock.due_at, "calendar_version": calendar_version,
    }  # fmt: skip


def insert_clocks(session: Session, clocks: Sequence[tuple[int, Clock]], calendar_version: int) -> None:
    """Write clocks of several cases (by id) that have just begun."""
    now = session.info["clock"]()
    if clocks:
        session.connection().execute(
            insert(CLOCKS), [{"complaint_id": key, **row_of(one, calendar_version), **_new(now)} for key, one in clocks]
        )


def note_breaches(session: Session, breaches: Sequence[tuple[int, int | None, Breach]]) -> None:
    """Add breaches (case, department then in charge, fact); one that somebody noted in the meantime stays as it is."""
    if not breaches:
        return
    now = session.info["clock"]()
    rows = [
        {
            "complaint_id": case_id, "department_id": department, "code": one.code, "round": one.round, "due_at": one.due_at,
            "noted_at": now, "calendar_version": one.calendar_version, **_new(now),
        }
        for case_id, department, one in breaches
    ]  # fmt: skip
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.connection().execute(dialect.insert(BREACHES).on_conflict_do_nothing(), rows)


def _save_pauses(session: Session, case_id: int, clock_id: int, old: Sequence[Pause], new: Sequence[Pause]) -> None:
    now, connection = session.info["clock"](), session.connection()
    if old and old[-1] != new[len(old) - 1]:
        open_one = (PAUSES.c.clock_id == bindparam("of"), PAUSES.c.until_at.is_(None))
        connection.execute(
            update(PAUSES).where(*open_one).values(until_at=new[len(old) - 1].until, version=PAUSES.c.version + 1, updated_at=now),
            {"of": clock_id},
        )
    for pause in new[len(old) :]:
        row = {"complaint_id": case_id, "clock_id": clock_id, "since_at": pause.since, "until_at": pause.until, **_new(now)}
        connection.execute(insert(PAUSES), [row])


def _new(now: datetime) -> dict[str, Any]:
    return {"version": 1, "created_at": now, "updated_at": now}


@event.listens_for(Complaint, "before_delete")
def _go_too(_mapper: Any, connection: Connection, case: Complaint) -> None:
    """Clocks of a case entered by mistake go with it; a breach stays, and with it the case."""
    connection.execute(delete(PAUSES).where(PAUSES.c.complaint_id == case.id))
    connection.execute(delete(CLOCKS).where(CLOCKS.c.complaint_id == case.id))
