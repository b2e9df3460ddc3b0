"""A database with all tables and sessions that act for the system; SQLite, or PostgreSQL when its address is given."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from models import all as models_all
from models import ddl
from models.base import Base
from models.engine import FencedSession, prepare
from models.fence import act
from permissions.actor import System


@contextmanager
def new_database(folder: Path) -> Iterator[Engine]:
    """An empty database of its own with tables, search indexes and triggers."""
    registers = models_all.load()
    address = os.environ.get("TAIZHANG_TEST_POSTGRES")
    name = f"taizhang_{secrets.token_hex(6)}"
    if address:
        server = create_engine(address, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine = create_engine(server.url.set(database=name))
    else:
        engine = create_engine(f"sqlite:///{folder / name}.db")
    prepare(engine)
    try:
        with engine.begin() as connection:
            Base.metadata.create_all(connection)
            ddl.install(connection, registers)
        yield engine
    finally:
        engine.dispose()
        if address:
            with server.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
            server.dispose()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all tests that roll back what they do."""
    with new_database(tmp_path_factory.mktemp("database")) as made:
        yield made


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[Engine]:
    """A database for one test alone, which may commit."""
    with new_database(tmp_path) as made:
        yield made


@pytest.fixture
def session(engine: Engine) -> Iterator[FencedSession]:
    """A session that acts for the system; what the test wrote is rolled back."""
    with FencedSession(engine) as opened:
        act(opened, System("test"))
        yield opened
        opened.rollback()
