"""Warnings about open complaints: terms near and over, nobody assigned, no progress; told once each, whenever the clock comes by."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from domain.calendar import WorkingCalendar
from domain.clocks import Unit
from domain.complaint_clocks import clock_title, kind_of
from domain.complaint_warnings import NEARLY, NO_PROGRESS, OVERDUE, PERCENT, UNASSIGNED, WARNINGS, At, Whom
from domain.rules import ComplaintRule
from domain.values import OFFICE_ZONE, write_moment
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.complaints.stages import IN_HAND, Stage
from models.governance.audit_entry import AuditEntry
from models.governance.notice import Notice
from models.organisation.appointment import Post
from operations.notices import notify
from operations.rules import rules
from operations.staff import Staff
from operations.working_days import working_calendar

_clocks: Any = ComplaintClock.__table__
_cases: Any = Complaint.__table__
_notices: Any = Notice.__table__
_entries: Any = AuditEntry.__table__
_BY_RIGHT = {Whom.OFFICER: "assign", Whom.LEADER: "decide", Whom.ARCHIVIST: "archive"}
"""Who takes this step is the one to tell."""
_NOBODY_YET = (Stage.RECEIVED, Stage.REGISTERED, Stage.ACCEPTED)
_WORKED = (Unit.WORKING_HOURS, Unit.WORKING_DAYS)


def warn_of_terms(session: Session) -> int:
    """Tell everybody the table names about each running clock that has come to a point it has not told of; returns how many."""
    now, calendar, numbers = session.info["clock"](), working_calendar(session), rules(session)
    staff, told, made = Staff(session), _told(session), 0
    for row in session.execute(_open_clocks()):
        gone = _gone(row, now, calendar)
        reached = [one for one in WARNINGS.get(kind_of(row.code), ()) if gone >= _percent(one.at, numbers)]
        # After a pause of a week only what holds now is told, not what should have been told on the way.
        if not reached or (row.complaint_id, occasion := _occasion(row.code, reached[-1].at, row.round)) in told:
            continue
        case = session.get_one(Complaint, row.complaint_id)
        percent, due = _percent(reached[-1].at, numbers), write_moment(row.due_at)
        nearly = reached[-1].at in (At.EARLY, At.NEAR)
        said = (NEARLY if nearly else OVERDUE).format(number=case.number, clock=clock_title(row.code), percent=percent, at=due)
        for person in _people(staff, case, reached[-1].whom):
            made += notify(session, person, occasion, case, said, once=str(row.round), due_at=row.due_at)
    return made


def warn_of_unassigned(session: Session) -> int:
    """A6.4: no complaint without a handler; the officers hear of it after a few working hours."""
    now, calendar = session.info["clock"](), working_calendar(session)
    hours = rules(session)[ComplaintRule.UNASSIGNED_HOURS]
    staff, made = Staff(session), 0
    waiting = _cases.c.stage.in_(_NOBODY_YET) & _cases.c.handler_id.is_(None)
    for case in _at(session, waiting):
        since = case.accepted_at if case.round > 1 else case.received_at
        if since is None or calendar.working_time_between(since, now) <= timedelta(hours=hours):
            continue
        said = UNASSIGNED.format(number=case.number, hours=hours)
        for person in _people(staff, case, (Whom.OFFICER,)):
            made += notify(session, person, "complaint.unassigned", case, said, once=str(case.round), due_at=case.next_due_at)
    return made


def warn_of_no_progress(session: Session) -> int:
    """Y6.7: a case that nobody has touched for some working days; handler and head hear of it, once for each standstill."""
    now, calendar = session.info["clock"](), working_calendar(session)
    days = rules(session)[ComplaintRule.NO_PROGRESS_DAYS]
    staff, made = Staff(session), 0
    touched = (
        select(func.max(_entries.c.happened_at))
        .where(_entries.c.register_key == "complaint", _entries.c.record_id == _cases.c.id, _entries.c.actor_id.is_not(None))
        .scalar_subquery()
    )
    today = now.astimezone(OFFICE_ZONE).date()
    for key, last in session.execute(select(_cases.c.id, touched).where(_cases.c.stage.in_((*IN_HAND, Stage.MEETING)))):
        case = session.get_one(Complaint, key)
        since: datetime = last or case.accepted_at or case.created_at
        if calendar.working_days_between(since.astimezone(OFFICE_ZONE).date(), today) < days:
            continue
        said = NO_PROGRESS.format(number=case.number, days=days)
        for person in _people(staff, case, (Whom.HANDLER, Whom.HEAD) if case.handler_id else (Whom.OFFICER,)):
            made += notify(session, person, "complaint.no_progress", case, said, once=f"{since:%Y%m%d%H%M%S}", due_at=case.next_due_at)
    return made


def _open_clocks() -> Any:
    return (
        select(_clocks.c.complaint_id, _clocks.c.code, _clocks.c.round, _clocks.c.unit, _clocks.c.started_at, _clocks.c.due_at)
        .where(_clocks.c.stopped_at.is_(None), _clocks.c.due_at.is_not(None))
        .order_by(_clocks.c.id)
    )


def _gone(row: Any, now: datetime, calendar: WorkingCalendar) -> float:
    """How much of the term has gone by, in percent: working time where working time is counted."""
    between = calendar.working_time_between if row.unit in _WORKED else lambda one, other: other - one
    whole = between(row.started_at, row.due_at)
    if now >= row.due_at:
        over = between(row.due_at, now)
        return 100 + (100 * over / whole if whole else 100)
    return 100 * between(row.started_at, now) / whole if whole else 0


def _percent(at: At, numbers: Any) -> int:
    code = PERCENT[at]
    return 100 if code is None else int(numbers[code])


def _occasion(code: str, at: At, round_: int) -> str:
    return f"clock.{code}.{at}.{round_}"


def _told(session: Session) -> set[tuple[int, str]]:
    """(case, occasion) of every point of a running clock that was told already."""
    running = select(_clocks.c.complaint_id).where(_clocks.c.stopped_at.is_(None))
    told = select(_notices.c.record_id, _notices.c.code).where(
        _notices.c.register_key == "complaint", _notices.c.code.like("clock.%"), _notices.c.record_id.in_(running)
    )
    return {(case, occasion) for case, occasion in session.execute(told)}


def _at(session: Session, which: ColumnElement[bool]) -> Sequence[Complaint]:
    return session.scalars(select(Complaint).where(which).order_by(Complaint.id)).all()


def _people(staff: Staff, case: Complaint, parts: Iterable[Whom]) -> list[int]:
    """The persons behind the parts; where a part has nobody, the officers hear of it instead."""
    found: dict[int, None] = {}
    for part in parts:
        people = _of(staff, case, part) or (_of(staff, case, Whom.OFFICER) if part is not Whom.OFFICER else ())
        found.update(dict.fromkeys(people))
    return list(found)


def _of(staff: Staff, case: Complaint, part: Whom) -> tuple[int, ...]:
    match part:
        case Whom.RECORDER:
            return (case.recorder_id,) if case.recorder_id else ()  # the column of the reference
        case Whom.HANDLER:
            return (case.handler_id,) if case.handler_id else ()
        case Whom.HEAD:
            return staff.in_post(Post.DEPARTMENT_MANAGER.value, case.department_id) if case.department_id else ()
        case _:
            return staff.for_record(case, _BY_RIGHT[part])
