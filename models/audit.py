"""One audit row for each changed record, in the same transaction; values are kept whole and redacted when read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import History, get_history

from domain.kinds import Kind
from models.base import Record
from models.fields import Field
from models.governance.audit_entry import AuditEntry


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one record: field → [old, new], as JSON keeps it."""

    record: Record
    action: str
    values: dict[str, list[Any]]


def plain(value: Any) -> Any:
    """``value`` as JSON keeps it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Record):
        return value.id
    if isinstance(value, list | tuple):  # ids of several records, as a single save has them
        return sorted(value)
    return value


def collect(session: Session, records: Iterable[object]) -> Iterator[Change]:
    """The changes a flush is about to write; called before it, because afterwards the old values are gone."""
    for record in records:
        if not isinstance(record, Record) or isinstance(record, AuditEntry):
            continue
        if record in session.new:
            yield Change(record, "create", {key: [None, new] for key, _, new in _differences(record) if new not in (None, [])})
        elif record in session.deleted:
            yield Change(record, "delete", {key: [_stored(record, key), None] for key in record.register.fields})
        else:
            yield Change(record, "edit", {key: [old, new] for key, old, new in _differences(record)})


def touched(record: Record) -> Iterator[tuple[str, Field, History]]:
    """The fields that were set since the record was read, with what they were; a case has a hundred, and a step sets five."""
    state: Any = inspect(record)
    for key, spec in record.register.fields.items():
        name = key if spec.kind is Kind.REFERENCES else spec.column
        if name in state.committed_state or name in state._pending_mutations:
            yield key, spec, get_history(record, name)


def _differences(record: Record) -> Iterator[tuple[str, Any, Any]]:
    for key, spec, history in touched(record):
        if not (history.added or history.deleted):
            continue
        if spec.kind is Kind.REFERENCES:
            kept = [plain(item) for item in history.unchanged or ()]
            old: Any = sorted(kept + [plain(item) for item in history.deleted])
            new: Any = sorted(kept + [plain(item) for item in history.added])
        else:
            old = plain(history.deleted[0]) if history.deleted else None
            new = plain(history.added[0]) if history.added else None
        if old != new:
            yield key, old, new


def _stored(record: Record, key: str) -> Any:
    spec = record.register.fields[key]
    if spec.kind is Kind.REFERENCES:
        return [plain(item) for item in getattr(record, key)]
    return plain(getattr(record, spec.column))


def write(session: Session, authority: Any, changes: Iterable[Change]) -> None:
    """Write the rows of ``changes`` on the session's own connection."""
    rows = [
        row_of(session, authority, change.record.register.key, change.record.id, change.action, change.values)
        for change in changes
        if change.values or change.action != "edit"
    ]
    if rows:
        session.connection().execute(insert(AuditEntry.__table__), rows)


def row_of(
    session: Session, authority: Any, register: str, record_id: int | None, action: str, values: dict[str, list[Any]]
) -> dict[str, Any]:
    """One audit row as a dictionary of columns."""
    now = session.info["clock"]()
    return {
        "happened_at": now,
        "actor": authority.label[:60],
        "actor_id": authority.account_id,
        "action": action,
        "register_key": register,
        "record_id": record_id,
        "address": authority.address or None,
        "request_id": authority.request_id or None,
        "reason": (authority.reason or None) and authority.reason[:200],
        "changes": values,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }


def note(session: Session, authority: Any, action: str, register: str, record_id: int | None = None, **facts: Any) -> None:
    """Record something that is not a change of a record: a sign-in, an export, a refused attempt."""
    values = {key: [None, value] for key, value in facts.items()}
    session.connection().execute(
        insert(AuditEntry.__table__), [row_of(session, authority, register, record_id, action, values)]
    )
