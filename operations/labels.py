"""Look-ups: the labels of records by id, and the records whose label begins with or holds what somebody types."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from domain.access import Action, Channel, Level
from domain.kinds import POINTERS, TEXTS, Kind
from models import search
from models.base import Record
from models.fence import authority_of
from models.fields import Field
from models.register import Register, registers
from operations.wording import in_words

FOUND = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record to choose: its label and a second line."""

    id: int
    label: str
    sub: str


def _label_readable(session: Session, register: Register) -> bool:
    authority = authority_of(session)
    if authority.is_system:
        return True
    spec = register.fields[register.label]
    return bool(authority.may(register.key, Action.VIEW)) and authority.plan.everywhere(
        register.key, spec.stable_key, Channel.LIST
    )


def labels(session: Session, target: str, ids: Iterable[int]) -> dict[int, str]:
    """Id → label for those records of register ``target`` that the reader may see by name."""
    register = registers[target]
    wanted = list(ids)
    if not wanted or not _label_readable(session, register):
        return {}
    label = getattr(register.model, register.label)
    return {key: str(text) for key, text in session.execute(select(register.model.id, label).where(register.model.id.in_(wanted)))}


def labels_beside(session: Session, register: Register, key: int, specs: Iterable[Field]) -> dict[tuple[str, int], str | None]:
    """(register, id) → label of what the references ``specs`` of one stored record point to: one statement for all of them.

    As :func:`labels`; a record the reader may not see by name has None, a register he may not is left out.
    """
    shown = tuple(spec.key for spec in specs if spec.kind in POINTERS and _label_readable(session, registers[spec.target]))
    row = session.execute(_beside(register.model, shown), {"record": key}).first() if shown else None
    if row is None:
        return {}
    pairs = zip(shown, row[::2], row[1::2], strict=True)
    return {(register.fields[name].target, found): label and str(label) for name, found, label in pairs if found is not None}


@lru_cache(maxsize=256)
def _beside(model: type[Record], keys: tuple[str, ...]) -> Select[Any]:
    """The statement of :func:`labels_beside`: it knows no reader, whose rows the fence narrows when it runs."""
    columns: list[Any] = []
    joins: list[tuple[Any, Any]] = []
    for key in keys:
        spec = model.register.fields[key]
        above = registers[spec.target]
        target = aliased(above.model, name=f"{model.register.key}_{key}")
        pointer = getattr(model, spec.column)
        columns += [pointer, getattr(target, above.label)]
        joins.append((target, target.id == pointer))
    statement = select(*columns).select_from(model).where(model.id == bindparam("record"))
    for target, condition in joins:
        statement = statement.outerjoin(target, condition)
    return statement


def candidates(session: Session, target: str, typed: str, locale: str) -> list[Candidate]:
    """At most twenty records of ``target`` that match what was typed, by name, pinyin, initials or number."""
    register = registers[target]
    if not _label_readable(session, register):
        return []
    model = register.model
    columns: list[Any] = [model.id, getattr(model, register.label)]
    sub = register.fields.get(register.sub) if register.sub and _may_show(session, register, register.sub) else None
    if sub is not None:
        columns.append(getattr(model, sub.key if sub.kind in TEXTS or sub.kind is Kind.CHOICE else sub.column))
    statement = select(*columns).order_by(model.id).limit(FOUND)
    if typed.strip():
        keys = [key for key in (register.search or (register.label,)) if _may_show(session, register, key)]
        statement = statement.where(search.condition(model, typed.strip(), keys, session.get_bind().dialect.name))
    if "active" in register.fields:
        statement = statement.where(model.active)  # type: ignore[attr-defined]
    return [
        Candidate(row[0], str(row[1]), in_words(sub, row[2], locale) if sub is not None else "")
        for row in session.execute(statement)
    ]


def _may_show(session: Session, register: Register, key: str) -> bool:
    authority = authority_of(session)
    spec = register.fields[key]
    if authority.is_system:
        return True
    return bool(
        authority.plan.everywhere(register.key, spec.stable_key, Channel.SEARCH)
        and authority.plan.level(register.key, spec.stable_key, Channel.LIST) >= Level.READ
    )
