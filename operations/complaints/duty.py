"""The duty roster at work (K9.9): what comes in outside office hours has somebody who receives it, and he hears of it at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.calendar import WorkingCalendar
from domain.errors import Invalid
from domain.recusal import recused
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.base import columns_of
from models.complaints.complaint import Complaint
from models.complaints.duty_shift import DutyShift
from models.fence import acting, authority_of
from operations.complaints.circle import selves, whom
from operations.notices import notify
from operations.working_days import working_calendar
from permissions.actor import System

ENDS_FIRST = Term("值班结束应晚于开始。", "The shift must end after it begins.")
TOO_LONG = Term("一次值班不能超过 {days} 天，请分次排班。", "A shift lasts {days} days at most; enter several.")
LONGEST = timedelta(days=14)
CAME_IN = Term("{number} 在非办公时间收到，请值班接待。", "{number} came in outside office hours; please receive it.")
NEWS = timedelta(days=1)
"""What was received longer ago is entered after the event: nobody is called for it."""


def shift_entered(_session: Session, shift: DutyShift) -> set[str]:
    """At every save: it ends after it begins, and is one shift, not a year."""
    if shift.from_at is None or shift.until_at is None:
        return set()
    if shift.until_at <= shift.from_at:
        raise Invalid(ENDS_FIRST, fields={"until_at": ENDS_FIRST}, clause="K9.9")
    if shift.until_at - shift.from_at > LONGEST:
        sentence = TOO_LONG.format(days=LONGEST.days)
        raise Invalid(sentence, fields={"until_at": sentence}, clause="K9.9")
    return set()


def in_office_hours(calendar: WorkingCalendar, at: datetime) -> bool:
    """Whether a moment lies between the opening of an office day and its close; at noon somebody is there too."""
    wall = at.astimezone(OFFICE_ZONE)
    minute, worked = wall.hour * 60 + wall.minute, calendar.periods_of(wall.date())
    return bool(worked) and worked[0].opens <= minute < worked[-1].closes


def on_duty(session: Session, at: datetime) -> list[int]:
    """The ids of those on duty at a moment, in the order they were entered; read below the fence, whoever asks."""
    shift, staff = columns_of("duty_shift"), columns_of("employee")
    day = at.astimezone(OFFICE_ZONE).date()
    # From below as well, so that the index on the beginning leads to a few shifts, however many years are kept.
    running = select(shift.person_id).join(DutyShift.metadata.tables["employee"], staff.id == shift.person_id).where(
        shift.from_at.between(at - LONGEST, at), shift.until_at > at, or_(staff.left_on.is_(None), staff.left_on >= day)
    )  # fmt: skip
    return list(dict.fromkeys(session.connection().execute(running.order_by(shift.id)).scalars()))


def receives(session: Session, case: Complaint, calendar: WorkingCalendar) -> set[str]:
    """A new case that nobody of the staff has entered: outside office hours whoever is on duty receives it, unless it concerns him (K4.7)."""
    if case.recorder_id is not None or authority_of(session).person is not None or case.received_at is None:
        return set()
    if in_office_hours(calendar, case.received_at):
        return set()
    fit = _fit(session, on_duty(session, case.received_at), [one.id for one in case.respondents], case.complainant_employee_id)
    case.recorder_id = fit[0] if fit else None
    return {"recorder"} if fit else set()


def call(session: Session, case_ids: Sequence[int]) -> None:
    """After new cases are stored: who was on duty when one came in hears of it; entering old cases calls nobody."""
    now, calendar = session.info["clock"](), working_calendar(session)
    cases: Any = columns_of("complaint")
    recent = select(cases.id, cases.received_at).where(cases.id.in_(case_ids), cases.received_at > now - NEWS)
    late = [row for row in session.connection().execute(recent).all() if not in_office_hours(calendar, row.received_at)]
    if not late:
        return
    actor = authority_of(session).person
    with acting(session, System("K9.9: who is on duty is called")):
        for row in late:
            case = session.get_one(Complaint, row.id)
            said = CAME_IN.format(number=case.number)
            for person in on_duty(session, row.received_at):
                if actor is None or person != actor.person_id:
                    notify(session, person, "duty", case, said, once="1", due_at=case.next_due_at)


def _fit(session: Session, people: list[int], respondents: list[int], complainant: int | None) -> list[int]:
    if not people or not (respondents or complainant):
        return people
    around, same = whom(session, respondents, complainant), selves(session, people)
    return [one for one in people if recused(around, same.get(one, {one})) is None]
