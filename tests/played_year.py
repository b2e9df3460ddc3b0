"""A demo company with a year of real complaints, played once for all tests that count them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.engine import FencedSession
from models.fence import act
from operations.demo import load_demo
from operations.demo.real_complaints import Loaded, Opener, load_complaints
from permissions.actor import System

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
COUNT, FIRST = 64, 24


@dataclass(frozen=True)
class Year:
    """The loaded database, how to open it, and what the two loads have done."""

    engine: Engine
    opener: Opener
    loads: tuple[Loaded, Loaded]


def opener_of(engine: Engine) -> Opener:
    """Sessions of the system on that day, committed at the end."""

    @contextmanager
    def opened() -> Iterator[Session]:
        with FencedSession(engine) as session:
            act(session, System("test"), clock=lambda: NOW)
            yield session
            session.commit()

    return opened


def played(engine: Engine) -> tuple[Loaded, Loaded]:
    """Fill a database: some of the complaints first, and then the rest."""
    opener = opener_of(engine)
    with opener() as session:
        load_demo(session, customers=60)
    return load_complaints(opener, FIRST, 7), load_complaints(opener, COUNT, 7)
