"""The history of a record, redacted by the rights its reader has today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.masking import masked
from models.base import Record
from models.fence import acting, authority_of, bits_of
from models.fields import Field
from models.governance.audit_entry import AuditEntry
from operations.labels import labels
from permissions.actor import System

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Altered:
    """One field of one change; values as JSON keeps them, or masked text."""

    field: Field
    old: Any
    new: Any
    masked: bool


@dataclass(frozen=True, slots=True)
class Past:
    """One entry of a record's history."""

    id: int
    at: datetime
    who: str
    action: str
    source: str
    reason: str
    altered: tuple[Altered, ...]


def history(session: Session, record: Record) -> tuple[Past, ...]:
    """The newest changes of a record the actor may view; hidden fields are absent, masked ones masked."""
    known = session.info.get("bits")  # a page that is only read tells it in more than one place, and asks once
    place = ("history", record.register.key, record.id)
    if known is None:
        return _history(session, record)
    if place not in known:
        known[place] = _history(session, record)
    found: tuple[Past, ...] = known[place]
    return found


def _history(session: Session, record: Record) -> tuple[Past, ...]:
    authority = authority_of(session)
    register = record.register
    if not authority.may(register.key, Action.HISTORY) or not bits_of(session, record, Action.HISTORY):
        return ()
    levels = authority.plan.levels(register.key, Channel.HISTORY, bits=bits_of(session, record, Action.VIEW))
    with acting(session, System("read the audit for a redacted history")):
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.register_key == register.key, AuditEntry.record_id == record.id)
            .order_by(AuditEntry.id.desc())
            .limit(SHOWN)
        ).all()
    return tuple(
        Past(
            entry.id,
            entry.happened_at,
            entry.actor,
            entry.action,
            entry.address or "",
            entry.reason or "",
            redacted(register.fields, levels, entry.changes),
        )
        for entry in entries
    )


def values_at(session: Session, record: Record, version: int) -> dict[str, Any]:
    """Field → value, as JSON keeps it, that ``record`` had in ``version``, for the fields that have changed since.

    Not redacted: for comparing with what somebody sends, not for showing.
    """
    since = max(record.version - version, 0)
    with acting(session, System("what has changed since the form was read?")):
        changes = session.scalars(
            select(AuditEntry.changes)
            .where(
                AuditEntry.register_key == record.register.key,
                AuditEntry.record_id == record.id,
                AuditEntry.action == "edit",
            )
            .order_by(AuditEntry.id.desc())
            .limit(min(since, SHOWN))
        ).all()
    # Newest first, so that the oldest change has the last word.
    return {key: old for entry in changes for key, (old, _new) in entry.items()}


def redacted(
    specs: Mapping[str, Field], levels: Mapping[str, Level], changes: Mapping[str, list[Any]]
) -> tuple[Altered, ...]:
    """The fields of one change as far as ``levels`` show them."""
    shown = []
    for key, (old, new) in changes.items():
        spec = specs.get(key)
        level = levels.get(spec.stable_key, Level.HIDDEN) if spec else Level.HIDDEN
        if spec is None or level is Level.HIDDEN:
            continue
        if level is Level.MASKED:
            shown.append(Altered(spec, masked(old, spec.mask), masked(new, spec.mask), True))
        else:
            shown.append(Altered(spec, old, new, False))
    return tuple(shown)


def labels_of(session: Session, altered: tuple[Altered, ...]) -> dict[tuple[str, int], str]:
    """(register, id) → label for the references named in a history, for those the actor may see."""
    wanted: dict[str, set[int]] = {}
    for change in altered:
        if change.field.target and not change.masked:
            for value in (change.old, change.new):
                ids = value if isinstance(value, list) else [value]
                wanted.setdefault(change.field.target, set()).update(key for key in ids if isinstance(key, int))
    found: dict[tuple[str, int], str] = {}
    for target, named in wanted.items():
        found |= {(target, key): text for key, text in labels(session, target, named).items()}
    return found
