"""Databases for tests: SQLite files, or databases of their own on PostgreSQL when its address is given."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url, text

from models import all as models_all
from models import ddl
from models.base import Base
from models.engine import prepare


@contextmanager
def empty_database(folder: Path) -> Iterator[URL]:
    """The address of a database of its own without tables, dropped at the end."""
    address = os.environ.get("TAIZHANG_TEST_POSTGRES")
    name = f"taizhang_{secrets.token_hex(6)}"
    if not address:
        yield make_url(f"sqlite:///{folder / name}.db")
        return
    server = create_engine(address, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield server.url.set(database=name)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@contextmanager
def new_database(folder: Path) -> Iterator[Engine]:
    """A database of its own with tables, search indexes and triggers."""
    registers = models_all.load()
    with empty_database(folder) as url:
        engine = prepare(create_engine(url))
        try:
            with engine.begin() as connection:
                Base.metadata.create_all(connection)
                ddl.install(connection, registers)
            yield engine
        finally:
            engine.dispose()
