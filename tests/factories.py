"""make(): a record of any register, filled from its own declaration, with the records it points to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Session

from domain.access import Clearance, Level, Scope
from domain.kinds import POINTERS, Kind
from models.fence import acting
from models.fields import Field
from models.register import registers
from operations.records import create
from operations.rights import catalogue
from permissions.actor import Authority, Person, System
from permissions.grants import ANY, AreaRight, Caps, Rights
from permissions.policy import compile_plan

REASON = "test data"
_numbers = count(1)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE_MARKS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
JOURNALS = frozenset({"audit_entry"})
"""Registers that only the kernel fills."""
APART = frozenset({"complaint.complainant_employee", "recusal_declaration.person", "destruction_supervisor.supervisor", "quarter_review.person"})
"""Whoever complains himself, or declares a conflict, keeps away from the case: not everybody's first employee; nobody supervises twice or has two scores."""
SUCH = {
    "archive_unit.home": {"kind": "shelf"}, "certificate.home": {"kind": "safe"}, "certificate.volume": {}, "safe_role.safe": {"kind": "safe"},
    "safe_session.safe": {"kind": "safe"}, "day_close.witness": {}, "loan_line.unit": {}, "loan_reservation.unit": {},
    "volume_list.volume": {}, "volume_list.transfer": {}, "archive_transfer.b": {}, "archive_transfer.archivist": {}, "archive_transfer.volume": {},
    "medium_handover.receiver": {},
}  # fmt: skip
"""References that not every record will do for: always a new one, such as this."""
AFTER = {"temporary_loan.due_on": "lent_on"}
"""Days that come after another one of the same record: made-up days begin again every ten months."""


def make(session: Session, register_key: str, /, *, full: bool = False, **values: Any) -> Any:
    """A new record, created by the operation as the system; ``full`` fills the optional fields too.

    ``values`` are as for operations.records.create; what is required and not given is made up.
    """
    register = registers[register_key]
    given = dict(values)
    for key, spec in register.fields.items():
        wanted = (spec.required and spec.default is None) or spec.needed_when is not None
        stamped = spec.system and not (spec.required and spec.kind in POINTERS)  # what the program knows of an actor, the system is told
        if key in given or stamped or not (wanted or full) or (spec.loops and not wanted):
            continue
        if spec.target == register_key and not spec.required:
            continue
        given[key] = _value(session, register_key, spec, given)
    with acting(session, System(REASON)):
        if register.read_only:
            return _kept_by_the_kernel(session, register_key, given)
        return create(session, register, given)


def _value(session: Session, register_key: str, spec: Field, given: dict[str, Any]) -> Any:
    if (before := given.get(spec.not_before or AFTER.get(f"{register_key}.{spec.key}", ""))) is not None:
        return _after(spec, before)
    if spec.kind is Kind.REFERENCES:
        return [make(session, spec.target).id]
    if f"{register_key}.{spec.key}" in SUCH:
        return make(session, spec.target, **SUCH[f"{register_key}.{spec.key}"]).id
    if spec.kind in POINTERS:
        return _target(session, spec, given.get(spec.differs_from), new=_once_each(register_key, spec) or f"{register_key}.{spec.key}" in APART)
    return value_for(replace(spec, unique=True) if _once_each(register_key, spec) else spec, next(_numbers))


def _after(spec: Field, before: date) -> date | datetime:
    """Some time after another day or moment of the same record, and not in the future where that one is not."""
    if spec.kind is Kind.MOMENT:
        moment = before if isinstance(before, datetime) else datetime(before.year, before.month, before.day, 1, tzinfo=UTC)
        return moment + timedelta(minutes=30)
    return (before.date() if isinstance(before, datetime) else before) + timedelta(days=3)


def _once_each(register_key: str, spec: Field) -> bool:
    """Whether the field is unique together with what stands before it: a member votes once in each meeting."""
    return any(columns[-1] == spec.column for columns in unique_together(register_key))


def unique_together(register_key: str) -> list[list[str]]:
    """The groups of columns of which a register holds each combination once."""
    found = [one.columns for one in registers[register_key].model.__table__.constraints if isinstance(one, UniqueConstraint)]
    return [[column.name for column in columns] for columns in found if len(columns) > 1]


def _target(session: Session, spec: Field, other: int | None, *, new: bool) -> int:
    """An existing record to point to, a new one where it must be another or be unique."""
    if not spec.unique and other is None and not new:
        model = registers[spec.target].model
        with acting(session, System(REASON)):
            found = session.scalar(select(model.id).order_by(model.id).limit(1))
        if found is not None:
            return int(found)
    return int(make(session, spec.target).id)


def value_for(spec: Field, number: int) -> Any:
    """A valid value of a kind, different for each ``number``; not for references, which need a database."""
    if spec.example:
        return spec.example
    match spec.kind:
        case Kind.TEXT | Kind.LONG_TEXT | Kind.SERIAL:
            return f"{spec.label.zh[:6]}{number}"[-spec.length :]
        case Kind.CHOICE:
            assert spec.choices is not None
            return spec.choices(next(iter(spec.titles)))
        case Kind.DAY:
            # Days that exist once begin long ago: one that is still to come would close the time of every test beside it.
            first = date(2024, 1, 1) if spec.past else date(2026, 1, 1)
            return date(1950, 1, 1) + timedelta(days=number) if spec.unique else first + timedelta(days=number % 300)
        case Kind.MOMENT:
            return datetime(2024 if spec.past else 2026, 1, 1, 1, tzinfo=UTC) + timedelta(minutes=number % 300_000)
        case Kind.MONEY:
            return min(Decimal(number % 10_000) + Decimal("0.50"), Decimal(10_000 if spec.maximum is None else spec.maximum))
        case Kind.NUMBER:
            # A line of a list, a count of pages: numbers people write.
            return min(max(number % 9_000, spec.minimum or 0), 9_000 if spec.maximum is None else spec.maximum)
        case Kind.YES_NO:
            return number % 2 == 0
        case Kind.PHONE:
            return f"138{number:08d}"
        case Kind.EMAIL:
            return f"mail{number}@example.com"
        case Kind.ID_CARD:
            return id_card(f"33010619900101{number % 1000:03d}")
        case Kind.CREDIT_CODE:
            return credit_code(f"91330100{number:09d}")
    raise AssertionError(f"no value for {spec.kind}")


def id_card(first: str) -> str:
    """``first`` (17 digits) with its check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _ID_WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def credit_code(first: str) -> str:
    """``first`` (17 characters) with its check digit."""
    total = sum(_CODE_MARKS.index(mark) * pow(3, place, 31) for place, mark in enumerate(first))
    return first + _CODE_MARKS[-total % 31]


def _kept_by_the_kernel(session: Session, register_key: str, given: dict[str, Any]) -> Any:
    register = registers[register_key]
    number = next(_numbers)
    extra = {"sha256": f"{number:064d}", "stored_as": f"{number:032d}"} if register_key == "attachment" else {}
    record = register.model(**{register.fields[key].column: value for key, value in given.items()}, **extra)
    session.add(record)
    session.flush()
    return record


def person(number: int = 1, department: int | None = None, **more: Any) -> Person:
    """Somebody with an account; ids are as given, whether or not such rows exist."""
    return Person(number, number, f"p{number}", f"人{number}", department, "", frozenset({department} - {None}), **more)


def holding(*roles: Rights, who: Person | None = None, caps: Caps | None = None) -> Authority:
    """An authority with just ``roles``, compiled as at sign-in."""
    plan = compile_plan(1, catalogue(), {role.role: role for role in roles}, [role.role for role in roles], caps or {})
    return Authority(who or person(), plan)


def everything(scope: Scope = Scope.ALL, clearance: Clearance = Clearance.SECRET) -> Rights:
    """A role that may take every action on the rows of ``scope`` and write up to ``clearance``."""
    area = AreaRight(clearance, clearance, Level.HIDDEN)
    return Rights("everything", {None: area}, {(ANY, ANY): frozenset({scope})})
