"""The performance ledger: whatever counts for or against a person is noted here once, told to him, and may be objected to (K1.13)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.rules.incentives import IncentiveRule
from domain.terms import Term
from domain.values import write_day
from domain.workflow import Move
from models.base import Record, columns_of
from models.fence import authority_of
from models.incentives.performance_entry import ENTRY_STATES, EntryState, PerformanceEntry
from operations.notices import notify
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar

TOLD = Term(
    "绩效考核台账记入：{item}（{clause}）。有异议的，请在 {day} 前申诉。",
    "Entered into your performance ledger: {item} ({clause}). Object by {day} if you disagree.",
)
ANSWERED = Term("您对「{item}」的申诉已答复：{outcome}。{answer}", "Your objection to \"{item}\" was answered: {outcome}. {answer}")
OBJECTION_OVER = Term("申诉期已于 {day} 结束。", "The time to object ended on {day}.")
_entry: Any = PerformanceEntry.__table__


def enter(
    session: Session, *, person_id: int, on: date, clause: str, item: str, record: Record,
    points: int | Decimal = 0, amount: int | Decimal = 0, object_until: date | None = None, found_by: int | None = None,
) -> bool:  # fmt: skip
    """Note one line for a person: ``points`` and ``amount`` (yuan) are negative where they count against him; False if it is there.

    Once per person, clause and ``record`` (which must be stored already). The kernel writes it below the fence, whoever
    acts, in the transaction of what it comes from; the person gets a notice and may object within the rule's working days.
    ``found_by`` has seen it, else whoever enters it: neither he nor the person decides on the objection.
    """
    connection, c = session.connection(), _entry.c
    there = select(c.id).where(
        c.person_id == person_id, c.clause == clause, c.register_key == record.register.key, c.record_id == record.id
    )
    if connection.execute(there).first() is not None:
        return False
    until = object_until or working_calendar(session).add_working_days(today(session), rule(session, IncentiveRule.OBJECTION_DAYS))
    people = columns_of("employee")
    works_in = select(people.department_id).where(people.id == person_id)
    now = session.info["clock"]()
    values = {
        "happened_on": on, "person_id": person_id, "department_id": connection.execute(works_in).scalar(), "clause": clause, "item": item[:200],
        "points": Decimal(points), "amount": Decimal(amount), "state": EntryState.NOTED, "object_until_on": until,
        "entered_by_id": found_by or _who_acts(session), "register_key": record.register.key, "record_id": record.id,
        "version": 1, "created_at": now, "updated_at": now,
    }  # fmt: skip
    key = connection.execute(insert(_entry).values(values).returning(c.id)).scalar_one()
    line = PerformanceEntry(id=key)
    sentence = TOLD.format(item=item[:100], clause=clause, day=write_day(until))
    notify(session, person_id, "performance.entered", line, sentence, once="")
    return True


def _who_acts(session: Session) -> int | None:
    """Who enters it, also where the kernel writes on his behalf; None where it does so of itself."""
    who = authority_of(session)
    if who.person is not None or who.account_id is None:
        return who.person.person_id if who.person is not None else None
    account = columns_of("account")
    holder: int | None = session.connection().execute(select(account.holder_id).where(account.id == who.account_id)).scalar()
    return holder


def settle(session: Session, record: Record, state: EntryState) -> None:
    """What was decided about ``record`` elsewhere, such as the appeal against a criticism, holds for the lines that come from it."""
    about = (_entry.c.register_key == record.register.key) & (_entry.c.record_id == record.id)
    session.connection().execute(update(_entry).where(about).values(state=state, updated_at=session.info["clock"]()))
    for line in session.identity_map.values():
        if isinstance(line, PerformanceEntry):
            session.expire(line)


def stands(day: date) -> Any:
    """The condition under which a line counts on ``day``: upheld, or not objected to in time (K1.13)."""
    c = _entry.c
    return or_(c.state == EntryState.UPHELD, (c.state == EntryState.NOTED) & (c.object_until_on < day))


def points_of(session: Session, person_id: int, since: date, until: date) -> Decimal:
    """The points of a person between two days (both included), revoked lines left out."""
    c = _entry.c
    found = select(func.sum(c.points)).where(
        c.person_id == person_id, c.happened_on.between(since, until), c.state != EntryState.REVOKED
    )
    return Decimal(session.connection().execute(found).scalar() or 0)


def _in_time(session: Session, line: PerformanceEntry) -> None:
    if today(session) > line.object_until_on:
        raise Refused(OBJECTION_OVER, day=write_day(line.object_until_on), clause="K1.13")


def answered(session: Session, line: PerformanceEntry, move: Move) -> None:
    """Who objected is told the outcome and why."""
    if move.name in ("uphold", "revoke"):
        told = ANSWERED.format(item=line.item[:60], outcome=ENTRY_STATES[line.state], answer=(line.answer or "")[:80])
        notify(session, line.person_id, "performance.answered", line, told, once="")


GUARDS = {("performance_entry", "object"): (_in_time,)}
