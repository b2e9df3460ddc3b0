"""The one way to write thousands of rows at once: the same rights, numbers, pinyin and audit as one by one."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, func, insert, select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

from domain.access import Action, Channel, Level
from domain.errors import NOT_ALLOWED_TODO, Refused
from domain.kinds import Kind
from models import audit
from models.base import Record
from models.company_names import core
from models.criteria import condition_for
from models.engine import AT_ONCE
from models.fence import FIELD_REFUSED, ROWS_REFUSED, WORDS, authority_of
from models.governance.audit_entry import AuditEntry
from models.keeping import Written, keep, watched
from models.register import Register
from models.search import index_name, indexed_columns, shadow
from models.upkeep import raise_policy_version, take_numbers

AUDITED_AT_ONCE = 1_000


def insert_rows(
    session: Session, model: type[Record], rows: Sequence[dict[str, Any]], *, audited: bool = True, let: Collection[str] = ()
) -> list[int]:
    """Insert ``rows`` (mapped column → Python value; references by ``<key>_id``, many of them as ids) and return their ids.

    The actor must be allowed to create and to write every field that any row fills, but for the columns ``let``, which
    the kernel filled for him (his own department, say); all rows must lie in his scope. The ids are in order of the rows.
    Raises Refused, and then nothing is kept once the caller rolls back.
    """
    if not rows:
        return []
    authority, register = authority_of(session), model.register
    _allow(authority, register, {name for row in rows for name, value in row.items() if value is not None} - set(let))
    session.flush()
    connection = session.connection()
    ids = _take_ids(connection, model, len(rows))
    now = session.info["clock"]()
    full = _completed(connection, model, rows, ids, now)
    many = [key for key, spec in register.fields.items() if spec.kind is Kind.REFERENCES]
    with _indexed_at_once(connection, model):
        _insert(connection, model, full, without=many)
    for key in many:
        _link(connection, model, key, full)
    if watched(register):
        specs = _columns(register)
        keep(session, [Written(register, row["id"], "create", _values(specs, row)) for row in full])
    if not authority.is_system:
        _check_scope(session, connection, model, ids)
    if register.steers_access:
        raise_policy_version(connection)
    if audited:
        _audit(session, connection, authority, model, full)
    return ids


def _completed(
    connection: Connection, model: type[Record], rows: Sequence[dict[str, Any]], ids: list[int], now: datetime
) -> list[dict[str, Any]]:
    """``rows`` with ids, numbers, defaults and pinyin: all that a single save gets from models.upkeep."""
    specs = model.register.fields
    serials = [spec for spec in specs.values() if spec.kind is Kind.SERIAL]
    numbers = {spec.key: take_numbers(connection, spec, now, len(rows)) for spec in serials}
    defaults = {spec.column: spec.default for spec in specs.values() if spec.default is not None}
    people = {key: specs[key].surname for key in model.shadows}
    full = []
    for position, row in enumerate(rows):
        values = {**defaults, **row, "id": ids[position], "version": 1, "created_at": now, "updated_at": now}
        for key, taken in numbers.items():
            if not values.get(key):
                values[key] = taken[position]
        for key, hidden in model.shadows.items():
            values[hidden] = shadow(values.get(key), person=people[key])
        for key, hidden in model.cores.items():
            values[hidden] = core(values.get(key))
        full.append(values)
    return full


def _allow(authority: Any, register: Any, names: set[str]) -> None:
    if authority.is_system:
        return
    strata = authority.strata(register.key, Action.CREATE)
    if register.read_only or not strata:
        raise Refused(ROWS_REFUSED, register=register.title, action=WORDS[Action.CREATE], todo=NOT_ALLOWED_TODO)
    for spec in register.fields.values():
        if spec.column in names:
            # Several strata: a field must be writable in all, because rows of all scopes are written together.
            levels = [stratum.levels[Channel.FORM].get(spec.stable_key, Level.HIDDEN) for stratum in strata]
            if min(levels) < Level.WRITE:
                raise Refused(FIELD_REFUSED, register=register.title, field=spec.label, todo=NOT_ALLOWED_TODO)


def _take_ids(connection: Connection, model: type[Record], count: int) -> list[int]:
    table = model.__tablename__
    if connection.dialect.name == "sqlite":
        # Safe because a writing transaction holds the lock from its first statement (BEGIN IMMEDIATE).
        last = _last_id(connection, model)
        return list(range(last + 1, last + 1 + count))
    taken = connection.execute(
        text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"),
        {"name": table, "count": count},
    )
    return sorted(taken.scalars())


@contextmanager
def _indexed_at_once(connection: Connection, model: type[Record]) -> Iterator[None]:
    """On SQLite, write the search index of all rows inserted inside in one statement: it costs a third of one per row.

    When the insert fails there is nothing to index: the caller rolls back.
    """
    if connection.dialect.name != "sqlite" or not model.register.search:
        yield
        return
    last = _last_id(connection, model)
    connection.info[AT_ONCE] = True
    try:
        yield
    finally:
        del connection.info[AT_ONCE]
    words = f"taizhang_grams({', '.join(indexed_columns(model))})"
    statement = f"INSERT INTO {index_name(model)}(rowid, words) SELECT id, {words} FROM {model.__tablename__} WHERE id > :last"  # noqa: S608  # names come from the registers
    connection.execute(text(statement), {"last": last})


def _last_id(connection: Connection, model: type[Record]) -> int:
    last = connection.execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": model.__tablename__}
    ).scalar()
    return int(last or 0)


def _link(connection: Connection, model: type[Record], key: str, rows: list[dict[str, Any]]) -> None:
    pairs = [{"record_id": row["id"], "target_id": target} for row in rows for target in row.get(key) or ()]
    if pairs:
        connection.execute(insert(model.metadata.tables[f"{model.__tablename__}_{key}"]), pairs)


def _insert(connection: Connection, model: type[Record], rows: list[dict[str, Any]], *, without: Sequence[str] = ()) -> None:
    """Write ``rows``; on SQLite column by column past SQLAlchemy, whose work per cell would be a fifth of an import."""
    table, dialect = model.__table__, connection.dialect
    names = dict.fromkeys(name for row in rows for name in row if name not in without)
    if dialect.name != "sqlite":
        connection.execute(insert(model), [{name: row.get(name) for name in names} for row in rows])
        return
    columns = {name: _bound(table.c[name].type, [row.get(name) for row in rows], dialect) for name in names}
    for column in table.c:
        if column.name not in columns and isinstance(column.default, ScalarElementColumnDefault):
            columns[column.name] = [column.default.arg] * len(rows)
    quoted = ", ".join(dialect.identifier_preparer.quote(name) for name in columns)
    places = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({quoted}) VALUES ({places})"  # noqa: S608  # names come from the registers
    connection.exec_driver_sql(statement, list(zip(*columns.values(), strict=True)))


def _bound(kind: TypeEngine[Any], values: list[Any], dialect: Dialect) -> list[Any]:
    """``values`` as the driver takes them; what occurs again and again is turned only once."""
    turn = kind.dialect_impl(dialect).bind_processor(dialect)
    if turn is None:
        return values
    if isinstance(kind, JSON):
        return [turn(value) for value in values]
    known = {value: turn(value) for value in set(values)}
    return [known[value] for value in values]


def _check_scope(session: Session, connection: Connection, model: type[Record], ids: list[int]) -> None:
    authority = authority_of(session)
    condition = condition_for(authority, model, Action.CREATE)
    if condition is None:
        return
    inside = connection.execute(
        select(func.count()).select_from(model.__table__).where(model.__table__.c.id.between(ids[0], ids[-1]), condition)
    ).scalar_one()
    if inside != len(ids):
        raise Refused(
            ROWS_REFUSED, register=model.register.title, action=WORDS[Action.CREATE], todo=NOT_ALLOWED_TODO
        )


def _audit(session: Session, connection: Connection, authority: Any, model: type[Record], rows: list[dict[str, Any]]) -> None:
    key, specs = model.register.key, _columns(model.register)
    for start in range(0, len(rows), AUDITED_AT_ONCE):
        entries = [
            audit.row_of(session, authority, key, row["id"], "create", _values(specs, row))
            for row in rows[start : start + AUDITED_AT_ONCE]
        ]
        with _indexed_at_once(connection, AuditEntry):
            _insert(connection, AuditEntry, entries)


def _columns(register: Register) -> list[tuple[str, str]]:
    return [(spec.key, spec.column) for spec in register.fields.values()]


def _values(specs: list[tuple[str, str]], row: dict[str, Any]) -> dict[str, list[Any]]:
    return {key: [None, _plain(value)] for key, name in specs if (value := row.get(name)) not in (None, (), [])}


def _plain(value: Any) -> Any:
    # Most values are text, and this is asked for every cell of an import.
    return value if value.__class__ is str else audit.plain(value)
