"""Databases for tests: SQLite files, or databases of their own on PostgreSQL when its address is given."""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Engine, create_engine, make_url, text

from models import all as models_all
from models import ddl
from models.base import Base
from models.engine import prepare

Filled = TypeVar("Filled")


@contextmanager
def empty_database(folder: Path, like: URL | None = None) -> Iterator[URL]:
    """The address of a database of its own without tables (or a copy of ``like``), dropped at the end."""
    address = os.environ.get("TAIZHANG_TEST_POSTGRES")
    name = f"taizhang_{secrets.token_hex(6)}"
    if not address:
        if like is not None:
            shutil.copy(str(like.database), folder / f"{name}.db")
        yield make_url(f"sqlite:///{folder / name}.db")
        return
    server = create_engine(address, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {like.database}" if like is not None else "")))
    try:
        yield server.url.set(database=name)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@contextmanager
def new_database(folder: Path) -> Iterator[Engine]:
    """A database of its own with tables, search indexes and triggers, copied from one that is made once per process."""
    with filled_database(folder, _create_tables) as (engine, _):
        yield engine


@contextmanager
def filled_database(folder: Path, fill: Callable[[Engine], Filled]) -> Iterator[tuple[Engine, Filled]]:
    """A database of its own with what ``fill`` writes; it is written once per process, and copied for each who asks."""
    like, found = _filled(fill)
    with _engine(folder, like) as engine:
        yield engine, found


def _create_tables(engine: Engine) -> None:
    registers = models_all.load()
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        ddl.install(connection, registers)


@contextmanager
def _engine(folder: Path, like: URL | None) -> Iterator[Engine]:
    with empty_database(folder, like) as url:
        engine = prepare(create_engine(url))
        try:
            yield engine
        finally:
            engine.dispose()


@cache
def _filled(fill: Callable[[Engine], Filled]) -> tuple[URL, Filled]:
    kept = ExitStack()
    atexit.register(kept.close)
    folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
    like = None if fill is _create_tables else _filled(_create_tables)[0]
    engine = kept.enter_context(_engine(folder, like))
    found = fill(engine)
    engine.dispose()  # nobody may be connected to what is copied, and SQLite writes its log into the file
    return engine.url, found
