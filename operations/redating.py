"""After a change of the calendar: which open filings and clocks are due otherwise now, and moving them, each with its line in the log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel
from domain.calendar import WorkingCalendar
from domain.terms import Term
from models.base import Record
from models.customers.registration import Filing, Registration, RegistrationChange
from models.fence import acting, authority_of
from models.register import registers
from operations.behalf import on_behalf
from operations.complaints.clock_runs import moved_clocks, redate_clocks
from operations.moved import Moved
from operations.working_days import filing_due, working_calendar

STARTS: dict[type[Registration] | type[RegistrationChange], str] = {
    Registration: "contacted_on",  # K7.6
    RegistrationChange: "changed_on",  # K7.7
}
"""The registers whose due dates follow from the calendar, and the day they count from."""
DUE = "due_on"
AT_ONCE = 500
REASON = Term("工作日历变动，重算期限", "the calendar changed: due dates computed anew")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees of the moved: those he may see, and how many there are beside them."""

    rows: tuple[Moved, ...]
    hidden: int


CLOCK = "complaint_clock"
DATES: dict[str, tuple[str, ...]] = {CLOCK: ("due_at", "started_at")} | {
    model.__tablename__: (DUE, start) for model, start in STARTS.items()
}
"""Register → the dates one must be able to read to see that they move."""


def all_moved(session: Session, calendar: WorkingCalendar) -> tuple[Moved, ...]:
    """Every open filing and every open clock of a complaint that ``calendar`` moves."""
    return (*moved_filings(session, calendar), *moved_clocks(session, calendar))


def moved_filings(session: Session, calendar: WorkingCalendar) -> tuple[Moved, ...]:
    """Every filing that is not filed yet and would be due on another day by ``calendar``, in order.

    Read below the fence, for the kernel: what of it a reader may see says ``shown_of``.
    """
    return tuple(moved for model in STARTS for moved in _moved(session, model, calendar))


def _moved(session: Session, model: type[Record], calendar: WorkingCalendar) -> Iterator[Moved]:
    rows = model.__table__.c
    start = rows[STARTS[model]]  # type: ignore[index]  # only asked for those in it
    open_ones = select(rows.id, start, rows.due_on).where(rows.state != Filing.FILED).order_by(rows.id)
    for key, started, due in session.connection().execute(open_ones):
        wanted = filing_due(calendar, started)
        if wanted != due:
            yield Moved(model.register.key, key, started, due, wanted)


def shown_of(session: Session, moved: Sequence[Moved]) -> Shown:
    """Those of ``moved`` whose dates the actor may read; of the others he learns how many there are."""
    visible = {(key, row) for key, ids in _by_register(moved) for row in _visible(session, key, ids)}
    rows = tuple(one for one in moved if (one.register, one.id) in visible)
    return Shown(rows, len(moved) - len(rows))


def _visible(session: Session, key: str, ids: Sequence[int]) -> set[int]:
    who, register = authority_of(session), registers[key]
    if not who.is_system:
        names = [register.fields[name].stable_key for name in DATES[key]]
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
        return count + _redate_filings(session, [one for one in moved if one.register != CLOCK])


def _redate_filings(session: Session, moved: Sequence[Moved]) -> int:
    count = 0
    for key, ids in _by_register(moved):
        due = {one.id: one.after for one in moved if one.register == key}
        model = registers[key].model
        for start in range(0, len(ids), AT_ONCE):
            chosen = select(model).where(model.id.in_(ids[start : start + AT_ONCE])).order_by(model.id)
            for record in session.scalars(chosen):
                setattr(record, DUE, due[record.id])
                count += 1
            session.flush()
    return count


def _by_register(moved: Iterable[Moved]) -> Iterator[tuple[str, list[int]]]:
    for key, several in groupby(moved, key=lambda one: one.register):
        yield key, [one.id for one in several]
