"""Lets the n-th statement or commit of a request fail, as a full disk or a lost connection would."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from models.base import Base

SECRET = "zq-secret-of-the-database"
"""In the message of the failure: no page and no log may repeat it."""


class Breaker:
    """Counts what an engine does and raises at one point; ``broke`` tells whether it came so far."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.at, self.count, self.broke = engine, 0, 0, False
        self.error: type[Exception] = OperationalError

    @contextmanager
    def installed(self) -> Iterator["Breaker"]:
        """Listen to the engine for the length of the block."""
        hooks: tuple[tuple[str, Any], ...] = (("before_cursor_execute", self._step), ("commit", self._step))
        for name, hook in hooks:
            event.listen(self.engine, name, hook)
        try:
            yield self
        finally:
            for name, hook in hooks:
                event.remove(self.engine, name, hook)

    def arm(self, at: int, error: type[Exception] = OperationalError) -> None:
        """Fail at the ``at``-th statement or commit from now on, once."""
        self.at, self.count, self.broke, self.error = at, 0, False, error

    def _step(self, *_args: Any) -> None:
        self.count += 1
        if self.count != self.at:
            return
        self.broke = True
        if self.error is OperationalError:
            raise OperationalError(f"INSERT {SECRET}", {}, sqlite3.OperationalError(f"disk I/O error {SECRET}"))
        raise self.error(SECRET)


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, read past the application; but for who was here last, noted once a minute whatever became of the request."""
    with _beside(engine.url).connect() as connection:
        return {name: list(map(tuple, connection.execute(rows))) for name, rows in _tables().items()}


@cache
def _beside(url: URL) -> Engine:
    """An engine of its own, kept with the statements it has compiled; it holds no connection."""
    return create_engine(url, poolclass=NullPool)


@cache
def _tables() -> dict[str, Any]:
    rows = {table: select(*(c for c in table.c if c.name != "seen_at")) for table in Base.metadata.sorted_tables}
    return {table.name: one.order_by(*table.primary_key.columns) for table, one in rows.items()}
