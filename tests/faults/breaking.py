"""Lets the n-th statement or commit of a request fail, as a full disk or a lost connection would."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, select
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
    own = create_engine(engine.url, poolclass=NullPool)
    with own.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(*(c for c in table.c if c.name != "seen_at")))), key=repr)
            for table in Base.metadata.sorted_tables
        }
