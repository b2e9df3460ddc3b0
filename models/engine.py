"""Connections that keep their word: on SQLite foreign keys, WAL and a real BEGIN; the same search function on both."""

import re
import sqlite3
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from models.search import grams

BUSY_TIMEOUT_MS = 5_000
AT_ONCE = "indexed_at_once"
"""In ``connection.info`` while the search index of what is inserted is written afterwards, in one statement."""
CACHE_KIB = 32_000
LOOKING = Term(
    "您正在以他人视角查看，只能看，不能改，什么都没有保存。请先返回本人。",
    "You are looking with another's eyes: nothing can be changed and nothing was saved. Come back to yourself first.",
)
HARMLESS = frozenset({"SELECT", "WITH", "BEGIN", "SET", "SAVEPOINT", "RELEASE", "ROLLBACK"})
"""The first words of what may be said while looking with another's eyes; PostgreSQL is told to refuse the rest as well."""
_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE|MERGE)\b", re.IGNORECASE)


def prepare(engine: Engine) -> Engine:
    """Listen to every connection of ``engine``; call once, before its first use."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    # The driver's own BEGIN comes only before a write, so reads would run outside any transaction.
    connection.isolation_level = None
    # Remembering a few: the rows that an import writes into the journal all have the same words.
    connection.create_function("taizhang_grams", -1, lru_cache(maxsize=8)(grams), deterministic=True)
    connection.create_function("taizhang_lower", 1, lambda text: text and str(text).lower(), deterministic=True)
    info = record.info
    # Asked by the triggers of the search indexes: rows written by the thousand are indexed together (see models.bulk).
    connection.create_function("taizhang_at_once", 0, lambda: int(AT_ONCE in info))
    # Asked by the triggers of the log: only the values of a destroyed record may be blanked (see models.ddl.erasing).
    connection.create_function("taizhang_erasing", 0, lambda: int("erasing" in info))
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE slips past the append-only triggers
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        f"cache_size=-{CACHE_KIB}",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that wants to write later gets "database is locked" at once, whatever the busy timeout.
    options = connection.get_execution_options()
    if options.get("reading"):
        connection.exec_driver_sql("BEGIN")
    elif options.get("now_or_never"):
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def only_looking(bind: Engine) -> Engine:
    """``bind`` for somebody who looks at the pages of another: no statement that changes anything leaves it, whoever asks."""
    looking = bind.execution_options(reading=True)
    event.listen(looking, "before_cursor_execute", _refuse_changes)
    if bind.dialect.name == "postgresql":
        event.listen(looking, "begin", _begin_read_only)
    return looking


def _refuse_changes(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
    first = statement.lstrip(" (\n\t").partition(" ")[0].upper()
    if first not in HARMLESS or (first == "WITH" and _CHANGES.search(statement)):
        raise Refused(LOOKING)


def _begin_read_only(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


class ReadingOrWriting:
    """Session mixin: with ``info['reading']`` its transactions are plain reads, otherwise they lock for writing.

    With ``info['looking']`` nothing can be written at all (see only_look).
    """

    info: dict[Any, Any]

    def get_bind(self, *args: Any, **more: Any) -> Any:
        """The engine, marked for how ``begin`` shall start the transaction."""
        bind = super().get_bind(*args, **more)  # type: ignore[misc]  # Session.get_bind, or Flask-SQLAlchemy's
        looking = bool(self.info.get("looking"))
        if not looking and not self.info.get("reading"):
            return bind
        # The same object each time: a session opens a connection of its own for every different bind.
        readers = self.info.setdefault("readers", {})
        if (bind, looking) not in readers:
            readers[bind, looking] = only_looking(bind) if looking else bind.execution_options(reading=True)
        return readers[bind, looking]


class FencedSession(ReadingOrWriting, Session):
    """The session of jobs, commands and tests; the web has Flask-SQLAlchemy's with the same mixin."""


def only_look(session: Session) -> None:
    """From now on nothing can be written in ``session``, by nobody and by no way, until it is closed.

    For whoever looks at the pages of another: neither the fence nor the connection lets anything through.
    """
    session.rollback()  # the next statement opens a connection that refuses what changes (see only_looking)
    session.info["looking"] = session.info["reading"] = True
