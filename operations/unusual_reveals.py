"""The weekly list of unusual looks at masked values: who, how often, and why somebody should ask (A7.1, Y2.7)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.access import Action, Scope
from domain.errors import missing
from domain.revealing import WEEK, WEEKS_COMPARED, Look, reasons_to_ask
from domain.terms import Term
from models.access.reveal import Reveal
from models.fence import acting, authority_of
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register, registers
from models.scoping import rows_in
from operations.records import require
from operations.regions import regions_of
from operations.rights import subtree
from operations.working_days import working_calendar
from permissions.actor import Person, System

CALLED = Term("{register}第 {id} 号", "{register} no. {id}")


@dataclass(frozen=True, slots=True)
class Unusual:
    """One person whose looks of the last week somebody should ask about."""

    name: str
    department: str
    count: int
    why: tuple[Term, ...]


def unusual_reveals(session: Session) -> list[Unusual]:
    """The people with unusual looks in the seven days before now, the most frequent first.

    For whoever may read the whole journal: raises Refused without the right, Missing when he sees only a part of it.
    """
    require(session, Reveal.register, Action.VIEW)
    authority = authority_of(session)
    if all(stratum.scope is not Scope.ALL for stratum in authority.strata(Reveal.register.key, Action.VIEW)):
        raise missing()
    now: datetime = session.info["clock"]()
    # The departments of the records seen are compared, and none of their fields is shown.
    with acting(session, System("unusual reveals of the week", acting_for=authority.account_id)):
        return _unusual(session, now)


def _unusual(session: Session, now: datetime) -> list[Unusual]:
    seen = select(Reveal.person_id, Reveal.seen_at, Reveal.register_key, Reveal.record_id)
    rows = session.execute(seen.where(Reveal.seen_at > now - WEEK, Reveal.seen_at <= now).order_by(Reveal.id)).all()
    before = _counts_before(session, now)
    calendar = working_calendar(session)
    by_person: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_person[row.person_id].append(row)
    found = []
    for person in _people(session, by_person):
        looks = _looks(session, person, by_person[person.person_id])
        why = reasons_to_ask(looks, before.get(person.person_id, 0), calendar)
        if why:
            found.append(Unusual(person.name, person.department, len(looks), why))
    return sorted(found, key=lambda one: (-one.count, one.name))


def _counts_before(session: Session, now: datetime) -> dict[int, int]:
    start, end = now - WEEK * (1 + WEEKS_COMPARED), now - WEEK
    counted = select(Reveal.person_id, func.count()).where(Reveal.seen_at > start, Reveal.seen_at <= end)
    return {row[0]: row[1] for row in session.execute(counted.group_by(Reveal.person_id))}


def _people(session: Session, ids: Collection[int]) -> list[Person]:
    known = select(Employee.id, Employee.number, Employee.name, Employee.department_id, Department.name)
    rows = session.execute(
        known.outerjoin(Department, Department.id == Employee.department_id).where(Employee.id.in_(list(ids))).order_by(Employee.id)
    )
    regions = regions_of(session, ids)
    return [
        Person(0, key, number, name, department, title or "", subtree(session, department), regions=regions[key])
        for key, number, name, department, title in rows.all()
    ]


def _looks(session: Session, person: Person, rows: Sequence[Any]) -> list[Look]:
    by_register: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.record_id is not None:
            by_register[row.register_key].add(row.record_id)
    elsewhere = {
        (key, record)
        for key, ids in by_register.items()
        if key in registers
        for record in _elsewhere(session, registers[key], ids, person)
    }
    return [
        Look(row.seen_at, _called(row.register_key, row.record_id), (row.register_key, row.record_id) in elsewhere)
        for row in rows
    ]


def _called(register_key: str, record_id: int | None) -> Term:
    title = registers[register_key].title if register_key in registers else Term(register_key, register_key)
    return CALLED.format(register=title, id=record_id or "")


def _elsewhere(session: Session, register: Register, ids: set[int], person: Person) -> set[int]:
    """Those of ``ids`` that still exist, belong to a department that is neither his nor below it, and lie in no region of his."""
    above = registers[register.fields[register.parent].target] if register.parent else register
    if not above.department:
        return set()
    model = register.model
    there = select(model.id).where(model.id.in_(ids))
    his = there.where(or_(rows_in(model, Scope.SUBTREE, person), rows_in(model, Scope.REGION, person)))
    return set(session.scalars(there)) - set(session.scalars(his))
