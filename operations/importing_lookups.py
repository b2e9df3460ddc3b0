"""Questions an import asks the database, a thousand cells at a time and never beyond what the actor may see."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, literal, or_, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel
from domain.kinds import TEXTS, Kind
from domain.terms import Term
from models.base import Record
from models.fence import acting, authority_of
from models.fields import Field
from models.register import Register, registers
from models.scoping import rows_of
from permissions.actor import System

AT_ONCE = 500
NONE_FOUND = Term(
    "没有找到{register}「{text}」，或您无权查看。", "There is no {register} “{text}”, or you may not see it."
)
SEVERAL_FOUND = Term(
    "「{text}」对应 {count} 条{register}，分不清是哪一条。请改填唯一的{sub}。",
    "“{text}” fits {count} {register}; give the {sub} instead.",
)
CANNOT_LOOK_UP = Term("您不能按名称查找{register}。", "You may not look up {register} by name.")
_LABEL_AND_SUB = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")


def chunks(values: Iterable[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """``values`` in lists of at most ``size``."""
    whole = list(values)
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


class Finder:
    """Resolves the texts of one reference field to ids of its target register."""

    def __init__(self, session: Session, spec: Field) -> None:
        self._session = session
        self._register = registers[spec.target]
        self._keys = _names_of(session, self._register)
        self._known: dict[str, int | Term] = {}

    def find(self, texts: Iterable[str]) -> dict[str, int | Term]:
        """Text → id, or the sentence that says why there is none, for at least all of ``texts``."""
        unknown = {text for text in texts if not isinstance(self._known.get(text), int)}
        if not unknown:
            return self._known
        if not self._keys:
            self._known.update(dict.fromkeys(unknown, CANNOT_LOOK_UP.format(register=self._register.title)))
            return self._known
        for part in chunks(unknown):
            found = self._by_name(part)
            self._known.update({text: self._one(text, found.get(text, set())) for text in part})
        pairs = {text: match for text in unknown if (match := _LABEL_AND_SUB.fullmatch(text)) and not self._is_id(text)}
        if pairs and len(self._keys) > 1:
            self._by_label_and_sub(pairs)
        return self._known

    def _is_id(self, text: str) -> bool:
        return isinstance(self._known.get(text), int)

    def _by_name(self, texts: Sequence[str]) -> dict[str, set[int]]:
        model = self._register.model
        columns = [getattr(model, key) for key in self._keys]
        wanted, found = set(texts), dict[str, set[int]]()
        for row in self._session.execute(
            select(model.id, *columns).where(or_(*(column.in_(texts) for column in columns)))
        ):
            for text in wanted.intersection(row[1:]):
                found.setdefault(text, set()).add(row[0])
        return found

    def _by_label_and_sub(self, pairs: dict[str, re.Match[str]]) -> None:
        model = self._register.model
        label, sub = (getattr(model, key) for key in self._keys[:2])
        for part in chunks(pairs):
            tests = [and_(label == pairs[text][1], sub == pairs[text][2]) for text in part]
            rows = self._session.execute(select(model.id, label, sub).where(or_(*tests))).all()
            for text in part:
                ids = {row[0] for row in rows if (row[1], row[2]) == pairs[text].groups()}
                if ids:
                    self._known[text] = self._one(text, ids)

    def _one(self, text: str, ids: set[int]) -> int | Term:
        if len(ids) == 1:
            return next(iter(ids))
        title = self._register.title
        if not ids:
            return NONE_FOUND.format(register=title, text=text[:40])
        sub = self._register.fields.get(self._register.sub)
        return SEVERAL_FOUND.format(
            register=title, text=text[:40], count=len(ids), sub=sub.label if sub else Term("名称", "name")
        )


def _names_of(session: Session, register: Register) -> tuple[str, ...]:
    """The text fields that name a record, label first, as far as the actor may search by them."""
    authority = authority_of(session)
    unique = [key for key, spec in register.fields.items() if spec.unique]
    named = dict.fromkeys(key for key in (register.label, register.sub, register.import_key, *unique) if key)
    return tuple(
        key
        for key in named
        if register.fields[key].kind in TEXTS
        and register.fields[key].kind is not Kind.LONG_TEXT
        and (
            authority.is_system
            or authority.plan.everywhere(register.key, register.fields[key].stable_key, Channel.SEARCH)
        )
    )


# ---- records that are there already --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Existing:
    """A stored record found by its key: the values of the fields asked for, and where the actor stands to it."""

    id: int
    version: int
    values: dict[str, Any]
    bits: int
    """In which strata of ``edit`` it lies; 0: it may not be changed."""
    importable: bool


def existing(
    session: Session, register: Register, key: str, values: Iterable[Any], fields: Sequence[Field]
) -> dict[Any, list[Existing]]:
    """Key value → the records with it that the actor may see; others do not exist for him."""
    model, authority = register.model, authority_of(session)
    plain = [spec for spec in fields if spec.kind is not Kind.REFERENCES]
    columns = [getattr(model, spec.column) for spec in plain]
    attribute = getattr(model, register.fields[key].column)
    bits, reach = _bits(authority, model, Action.EDIT), _within(authority, model, Action.IMPORT)
    found: dict[Any, list[Existing]] = {}
    for part in chunks(values):
        rows = session.execute(
            select(model.id, model.version, attribute, bits, reach, *columns).where(attribute.in_(part))
        )
        for row in rows:
            kept = {spec.key: value for spec, value in zip(plain, row[5:], strict=True)}
            found.setdefault(row[2], []).append(Existing(row[0], row[1], kept, row[3], bool(row[4])))
    by_id = {one.id: one for several in found.values() for one in several}
    for spec in fields:
        if spec.kind is Kind.REFERENCES and by_id:
            _add_links(session, register, spec, by_id)
    return found


def _add_links(session: Session, register: Register, spec: Field, by_id: dict[int, Existing]) -> None:
    model, target = register.model, registers[spec.target].model
    for one in by_id.values():
        one.values[spec.key] = ()
    for part in chunks(by_id):
        rows = session.execute(
            select(model.id, target.id)
            .join(getattr(model, spec.key))
            .where(model.id.in_(part))
            .order_by(model.id, target.id)
        )
        for record, linked in rows:
            by_id[record].values[spec.key] += (linked,)


def _bits(authority: Any, model: type[Record], action: str) -> ColumnElement[int]:
    if authority.is_system:
        return literal(-1)
    total: ColumnElement[int] = literal(0)
    for position, stratum in enumerate(authority.strata(model.register.key, action)):
        total = total + case((rows_of(model, stratum, authority.person), 1 << position), else_=0)
    return total


def _within(authority: Any, model: type[Record], action: str) -> ColumnElement[int]:
    if authority.is_system:
        return literal(1)
    tests = [rows_of(model, stratum, authority.person) for stratum in authority.strata(model.register.key, action)]
    return case((or_(false(), *tests), 1), else_=0)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a stored record is, and whether the actor may change or delete it."""

    version: int
    editable: bool
    deletable: bool


def standing(session: Session, register: Register, ids: Iterable[int]) -> dict[int, Standing]:
    """Id → how things stand, for the records the actor may see."""
    model, authority = register.model, authority_of(session)
    found: dict[int, Standing] = {}
    for part in chunks(ids):
        edit, delete = (_within(authority, model, action) for action in (Action.EDIT, Action.DELETE))
        for row in session.execute(select(model.id, model.version, edit, delete).where(model.id.in_(part))):
            found[row[0]] = Standing(row[1], bool(row[2]), bool(row[3]))
    return found


def pointed_at(session: Session, register: Register, ids: Collection[int], along: Mapping[str, Any]) -> set[int]:
    """Those of ``ids`` that any other record names, whoever may see it: the database would refuse to delete them.

    ``along``: register → which of its records go with what they name.
    """
    found: set[int] = set()
    column: Any
    row: Any
    with acting(session, System("undo an import: what still points to its records?")):
        for other in registers.values():
            for spec in other.fields.values():
                if spec.target != register.key:
                    continue
                if spec.kind is Kind.REFERENCES:
                    link = other.model.metadata.tables[f"{other.key}_{spec.key}"]
                    column, row = link.c.target_id, link.c.record_id
                else:
                    column, row = getattr(other.model, spec.column), other.model.id
                for part in chunks(ids):
                    named = select(column).where(column.in_(part))
                    if other.key in along:
                        named = named.where(~along[other.key])
                    # A branch and its leaves that go together do not hold each other.
                    found.update(session.scalars(named.where(row.not_in(ids)) if other is register else named))
    return found


def taken(session: Session, register: Register, spec: Field, values: Iterable[Any]) -> dict[Any, int]:
    """Value → id of the record that has it, among all records, for a field that must be unique.

    Asked as the system, because the database will refuse the value whoever can see its holder; the answer must go no
    further than "this value cannot be used".
    """
    model = register.model
    attribute = getattr(model, spec.column)
    found: dict[Any, int] = {}
    with acting(session, System("import: values that must be unique")):
        for part in chunks(values):
            found.update(
                {value: key for key, value in session.execute(select(model.id, attribute).where(attribute.in_(part)))}
            )
    return found
