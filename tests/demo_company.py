"""The demo company, loaded once per process and copied for each test that looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from models.engine import FencedSession
from models.fence import act
from operations.demo import load_demo
from permissions.actor import System
from tests.database import filled_database

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # noon in Shanghai


@contextmanager
def demo_company(folder: Path) -> Iterator[FencedSession]:
    """A session that acts for the system at ``NOW`` in a demo company of 60 customers, in a database of its own."""
    with filled_database(folder, _loaded) as (engine, _), FencedSession(engine) as session:
        act(session, System("test"), clock=lambda: NOW)
        yield session


def _loaded(engine: Engine) -> None:
    with FencedSession(engine) as session:
        act(session, System("test"), clock=lambda: NOW)
        load_demo(session, customers=60)
        session.commit()
