"""Which columns of a register a reader gets through a channel, as one SELECT of bare values: no objects, no N+1."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from domain.access import Action, Channel, Level
from domain.kinds import POINTERS, Kind
from models.criteria import stratum_bits
from models.fields import Field
from models.register import Register, registers
from operations import directory
from permissions.actor import Authority
from permissions.policy import Plan


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer to a record with the label this reader may see; an empty label when he may not see the record."""

    id: int
    label: str


@dataclass(frozen=True)
class Projection:
    """The fields shown, where their values stand in a row, and how each may be read per stratum."""

    register: Register
    plan: Plan
    channel: Channel
    fields: tuple[Field, ...]
    positions: tuple[int, ...]
    statement: Select[Any]
    label_levels: tuple[Level, ...]

    def levels(self, bits: int) -> tuple[Level, ...]:
        """The level of each field on a row with ``bits`` (-1: there is only one stratum)."""
        found = self.plan.levels(self.register.key, self.channel, bits=bits)
        return tuple(
            min(found.get(spec.stable_key, Level.HIDDEN), most)
            for spec, most in zip(self.fields, self.label_levels, strict=True)
        )


def project(plan: Plan, register: Register, channel: Channel, keys: Iterable[str]) -> Projection:
    """The projection of ``keys`` as far as the plan shows them on any row; unknown and hidden keys are left out."""
    readable = plan.levels(register.key, channel)
    model = register.model
    fields: list[Field] = []
    positions: list[int] = []
    labels: list[Level] = []
    columns: list[Any] = [model.id, model.version]
    joins: list[tuple[Any, Any]] = []
    for key in dict.fromkeys(keys):
        spec = register.fields.get(key)
        if spec is None or readable.get(spec.stable_key, Level.HIDDEN) < Level.MASKED:
            continue
        fields.append(spec)
        positions.append(len(columns))
        labels.append(label_level(plan, spec))
        if spec.kind is Kind.REFERENCES:
            continue
        columns.append(getattr(model, spec.column))
        if spec.directory and directory.is_open(plan, spec):
            own = directory.own_label(register, spec)
            seen = _target_level(plan, spec) >= Level.READ
            columns.append(func.coalesce(_label(register, spec, joins), own) if seen else own)
        elif spec.kind in POINTERS:
            columns.append(_label(register, spec, joins))
    statement = select(*columns).select_from(model)
    for target, condition in joins:
        statement = statement.outerjoin(target, condition)
    return Projection(register, plan, channel, tuple(fields), tuple(positions), statement, tuple(labels))


def _label(register: Register, spec: Field, joins: list[tuple[Any, Any]]) -> Any:
    """The label of what a reference points to, which the fence leaves empty where the reader may not see it."""
    target = aliased(registers[spec.target].model, name=f"{register.key}_{spec.key}")
    joins.append((target, target.id == getattr(register.model, spec.column)))
    return getattr(target, registers[spec.target].label)


def label_level(plan: Plan, spec: Field) -> Level:
    """A reference shows at most what its target's label may show; other fields have no such bound.

    Nor has a directory: there the label itself is given only where it may be read.
    """
    return _target_level(plan, spec) if spec.target and not directory.is_open(plan, spec) else Level.WRITE


def _target_level(plan: Plan, spec: Field) -> Level:
    target = registers[spec.target]
    label = target.fields[target.label]
    # The record pointed to may lie in any stratum, so what one of them hides is hidden in all.
    strata = plan.of(target.key, Action.VIEW)
    return min((s.levels[Channel.LIST].get(label.stable_key, Level.HIDDEN) for s in strata), default=Level.HIDDEN)


def with_bits(projection: Projection, authority: Authority) -> tuple[Select[Any], bool]:
    """The statement, with the stratum bits as last column when rows may differ in what they show."""
    statement = projection.statement
    if authority.person is not None and any(spec.directory for spec in projection.fields):
        statement = statement.params({directory.READER: authority.person.person_id})
    bits = stratum_bits(authority, projection.register.model, Action.VIEW)
    if bits is None:
        return statement, False
    return statement.add_columns(bits), True


def many_labels(session: Session, register: Register, spec: Field, ids: Iterable[int]) -> dict[int, list[Reference]]:
    """Record id → what its many-references field points to, for those the reader may see."""
    link = register.model.metadata.tables[f"{register.key}_{spec.key}"]
    target = registers[spec.target]
    label = getattr(target.model, target.label)
    rows = session.execute(
        select(link.c.record_id, target.model.id, label)
        .join(target.model, target.model.id == link.c.target_id)
        .where(link.c.record_id.in_(list(ids)))
        .order_by(link.c.record_id, link.c.target_id)
    )
    found: dict[int, list[Reference]] = {}
    for record, key, text in rows:
        found.setdefault(record, []).append(Reference(key, str(text)))
    return found
