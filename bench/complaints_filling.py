"""A million complaints: some hundred real ones are played through the operations, and the rows they leave are multiplied in the database.

So every column, clock, link and share of stages is as the operations write it. What is open keeps its days and its clocks; what has ended
is moved back over three years. Handlers are spread over the company. The search index is left without the copies: nothing here searches.
"""

import sys
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Table, func, select, text

from domain.kinds import Kind
from models.base import Base
from models.engine import AT_ONCE
from models.register import registers
from operations.demo.real_complaints import load_complaints
from web.cli import bar, system_session
from web.database import migrate_database
from web.extensions import db
from web.serving import load_demo_company

PLAYED, AT_A_TIME, YEARS = 200, 250, 1_095
OPEN_ONLY = ("complaint_clock", "complaint_evidence", "complaint_measure")
BUSY = "quality01"
LINKS = ("complaint_respondents", "complaint_kept_away")


def fill(app: Flask, complaints: int) -> dict[str, str]:
    """Fill the database of ``app`` unless it is filled; returns account → password of the demo company."""
    folder = Path(app.config["DATA_DIR"])
    accounts, done = folder / "demo_accounts.txt", folder / f"complaints-{complaints}"
    migrate_database(app)
    if not done.exists():
        started = time.monotonic()
        with app.app_context():
            load_demo_company(app, customers=400, seed=20260101, session=system_session)
            load_complaints(lambda: system_session("bench: some complaints"), PLAYED, 20260101, bar())
            with db.engine.connect() as connection:
                _multiply(connection, complaints)
        done.write_text(f"{time.monotonic() - started:.0f} s\n")
        sys.stderr.write(f"filled in {done.read_text()}")
    lines = accounts.read_text().splitlines()[1:]
    return {parts[0]: parts[1] for line in lines if len(parts := line.split()) > 1}


def _multiply(connection: Connection, complaints: int) -> None:
    tables = [Base.metadata.tables[name] for name in ("complaint", *OPEN_ONLY, *LINKS)]
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda one: str(one.name))]
    lite = connection.dialect.name == "sqlite"
    if lite:
        connection.info[AT_ONCE] = True  # the triggers of the search index keep still
        connection.exec_driver_sql("PRAGMA cache_size = -512000")
    else:
        connection.exec_driver_sql("SET session_replication_role = replica")  # what is copied points where its original points
        connection.exec_driver_sql("SET maintenance_work_mem = '512MB'")
        search = text("SELECT indexname FROM pg_indexes WHERE indexname LIKE :like")
        for name in connection.execute(search, {"like": "complaint\\_search\\_%"}).scalars().all():
            connection.exec_driver_sql(f"DROP INDEX {name}")
    for index in indexes:
        index.drop(connection)
    _temporary(connection, complaints)
    last = {table.name: connection.execute(select(func.max(table.c.id))).scalar_one() or 0 for table in tables if "id" in table.c}
    times, show = -(-complaints // last["complaint"]) - 1, bar()
    for first in range(1, times + 1, AT_A_TIME):
        for table in tables:
            connection.execute(text(_copying(table, last, lite=lite)), {"first": first, "last": min(first + AT_A_TIME - 1, times)})
        connection.commit()
        show(min(first + AT_A_TIME - 1, times), times)
    for place, index in enumerate(indexes, 1):
        index.create(connection)
        show(place, len(indexes))
    if not lite:
        for name in last:
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")  # noqa: S608  # fixed names
    connection.commit()
    connection.exec_driver_sql("ANALYZE")
    connection.commit()
    connection.info.pop(AT_ONCE, None)


def _temporary(connection: Connection, complaints: int) -> None:
    """bench_copy: the numbers of the copies; bench_hand: who handles, by place."""
    connection.exec_driver_sql("CREATE TABLE bench_copy (k INTEGER PRIMARY KEY)")
    connection.execute(text("INSERT INTO bench_copy VALUES (:k)"), [{"k": k} for k in range(1, complaints // PLAYED + 1)])
    connection.exec_driver_sql("CREATE TABLE bench_hand (place INTEGER PRIMARY KEY, id INTEGER)")
    people = list(connection.exec_driver_sql("SELECT id FROM employee WHERE left_on IS NULL ORDER BY id").scalars())
    busy = connection.execute(text("SELECT holder_id FROM account WHERE code = :code"), {"code": BUSY}).scalar_one()
    people += [busy] * 4  # whose pages are measured has five times as many cases as the others
    connection.execute(text("INSERT INTO bench_hand VALUES (:place, :id)"), [{"place": place, "id": key} for place, key in enumerate(people)])
    connection.commit()


def _copying(table: Table, last: dict[str, int], *, lite: bool) -> str:
    """INSERT … SELECT of the copies ``:first`` to ``:last`` of what was played."""
    moved = last["complaint"]
    values = {column.name: _value(table.name, column.name, last, lite=lite) for column in table.c}
    if table.name == "complaint":
        source, open_too = "complaint t", ""
    else:
        key = "record_id" if table.name in LINKS else "complaint_id"
        source, open_too = f"{table.name} t JOIN complaint c ON c.id = t.{key}", " AND c.next_due_at IS NOT NULL" if table.name in OPEN_ONLY else ""
    names = ", ".join(values)
    case = "t.id" if table.name == "complaint" else "c.id"
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values.values())} FROM {source}"  # noqa: S608  # names of the registers
        f" CROSS JOIN bench_copy WHERE k BETWEEN :first AND :last AND {case} <= {moved}{open_too}"
    )


def _value(table: str, name: str, last: dict[str, int], *, lite: bool) -> str:
    if name == "id":
        return f"t.id + k * {last[table]}"
    if name in ("complaint_id", "record_id"):
        return f"t.{name} + k * {last['complaint']}"
    if table != "complaint":
        return f"t.{name}"
    if name == "number":
        return f"'诉〔2026〕' || (t.id + k * {last['complaint']})"
    if name == "handler_id":
        of = "(SELECT count(*) FROM bench_hand)"
        return f"CASE WHEN t.handler_id IS NULL THEN NULL ELSE (SELECT id FROM bench_hand WHERE place = (t.id * 31 + k) % {of}) END"  # noqa: S608  # fixed text
    spec: Any = registers["complaint"].fields.get(name)
    if spec is not None and spec.kind in (Kind.MOMENT, Kind.DAY):
        return _earlier(f"t.{name}", spec.kind, lite=lite)
    return f"t.{name}"


def _earlier(column: str, kind: Kind, *, lite: bool) -> str:
    days = f"CASE WHEN t.next_due_at IS NULL THEN (k * 37 + t.id) % {YEARS} ELSE 0 END"
    if not lite:
        return f"{column} - ({days}) * INTERVAL '1 day'" if kind is Kind.MOMENT else f"{column} - CAST({days} AS integer)"
    if kind is Kind.DAY:
        return f"date({column}, '-' || ({days}) || ' days')"
    return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '-' || ({days}) || ' days') || '.000000'"
