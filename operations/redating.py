"""After a change of the calendar: which running terms and clocks are due otherwise now, and moving them, each with its line in the log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel
from domain.calendar import WorkingCalendar
from domain.rules.rule import WORKING_DAYS, WORKING_HOURS
from domain.terms import Term
from models.fence import acting, authority_of
from models.fields import Field
from models.register import Register, registers
from operations.behalf import on_behalf
from operations.complaints.clock_runs import moved_clocks, redate_clocks
from operations.declared_terms import day_of, running
from operations.moved import Moved
from operations.rule_numbers import amounts
from operations.working_days import working_calendar

COUNTED = (WORKING_DAYS, WORKING_HOURS)
"""The units of terms that follow from the calendar."""
AT_ONCE = 500
REASON = Term("工作日历变动，重算期限", "the calendar changed: due dates computed anew")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees of the moved: those he may see, and how many there are beside them."""

    rows: tuple[Moved, ...]
    hidden: int


CLOCK = "complaint_clock"
CLOCK_DATES = ("due_at", "started_at")


def all_moved(session: Session, calendar: WorkingCalendar) -> tuple[Moved, ...]:
    """Every running term of a record and every open clock of a complaint that ``calendar`` moves."""
    return (*moved_terms(session, calendar), *moved_clocks(session, calendar))


def moved_terms(session: Session, calendar: WorkingCalendar) -> tuple[Moved, ...]:
    """Every declared term that runs and would end at another time by ``calendar``, in the order of the registers.

    Read below the fence, for the kernel: what of it a reader may see says ``shown_of``.
    """
    terms = [(register, register.fields[key]) for register in registers.values() for key in register.timed]
    return tuple(moved for register, spec in terms for moved in _moved(session, register, spec, calendar))


def _moved(session: Session, register: Register, spec: Field, calendar: WorkingCalendar) -> Iterator[Moved]:
    within = spec.within
    if within is None or within.rule.rule.unit not in COUNTED:
        return
    model: Any = register.model
    start, held, amount = getattr(model, within.start), getattr(model, spec.key), amounts(session, within.rule)
    open_ones = select(model.id, start, held).where(start.is_not(None), running(model, register, within)).order_by(model.id)
    for key, started, due in session.connection().execute(open_ones):
        day = day_of(started)
        wanted = calendar.add_working_days(day, amount(day)) if within.rule.rule.unit == WORKING_DAYS else calendar.add_working_time(
            started, timedelta(hours=amount(day))
        )
        if wanted != due:
            yield Moved(register.key, key, day, due, wanted, field=spec.key)


def shown_of(session: Session, moved: Sequence[Moved]) -> Shown:
    """Those of ``moved`` whose dates the actor may read; of the others he learns how many there are."""
    visible = {(place, row) for place, ids in _by_place(moved) for row in _visible(session, *place, ids)}
    rows = tuple(one for one in moved if ((one.register, one.field), one.id) in visible)
    return Shown(rows, len(moved) - len(rows))


def _visible(session: Session, key: str, field: str, ids: Sequence[int]) -> set[int]:
    """Those of a register that the actor sees, if he reads the dates by which one sees that they move."""
    who, register = authority_of(session), registers[key]
    if not who.is_system:
        within = register.fields[field].within if field else None
        names = [register.fields[name].stable_key for name in ((field, within.start) if within else CLOCK_DATES)]
        if not who.may(key, Action.VIEW) or not all(who.plan.everywhere(key, name, Channel.LIST) for name in names):
            return set()
    found: set[int] = set()
    for start in range(0, len(ids), AT_ONCE):
        found.update(session.scalars(select(register.model.id).where(register.model.id.in_(ids[start : start + AT_ONCE]))))
    return found


def redate(session: Session, moved: Sequence[Moved]) -> int:
    """Write the new due dates in the actor's name and return how many; he needs the right to keep the calendar, no other.

    The caller has checked that right; a due date follows from the calendar and is nobody's to decide.
    """
    with acting(session, on_behalf(session, REASON.zh)):
        clocks = [one for one in moved if one.register == CLOCK]
        count = redate_clocks(session, clocks, working_calendar(session)) if clocks else 0
        return count + _redate_terms(session, [one for one in moved if one.register != CLOCK])


def _redate_terms(session: Session, moved: Sequence[Moved]) -> int:
    count = 0
    for (key, field), ids in _by_place(moved):
        due = {one.id: one.after for one in moved if (one.register, one.field) == (key, field)}
        model = registers[key].model
        for start in range(0, len(ids), AT_ONCE):
            chosen = select(model).where(model.id.in_(ids[start : start + AT_ONCE])).order_by(model.id)
            for record in session.scalars(chosen):
                setattr(record, field, due[record.id])
                count += 1
            session.flush()
    return count


def _by_place(moved: Iterable[Moved]) -> Iterator[tuple[tuple[str, str], list[int]]]:
    for place, several in groupby(moved, key=lambda one: (one.register, one.field)):
        yield place, [one.id for one in several]
