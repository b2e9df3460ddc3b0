"""A database with all tables and sessions that act for the system; SQLite, or PostgreSQL when its address is given."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.engine import FencedSession
from models.fence import act
from permissions.actor import System
from tests.database import new_database


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
