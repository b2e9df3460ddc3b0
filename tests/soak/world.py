"""The archive in which the desks of a soak work, and how one of them sees it."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from models.engine import FencedSession
from models.fence import act, acting
from models.organisation.appointment import Post
from operations.calendar_filling import fill_calendar
from permissions.actor import Authority, System
from tests.archive_scenes import Store, a_store, filed
from tests.factories import everything, holding, make, person

BORROWERS, AT_FIRST = 24, 60
FASTER = 360
"""One minute of a soak is a quarter of a day in it, so that loans run late, approvals expire and days are closed."""


@dataclass(frozen=True)
class World:
    """Ids of what there is from the beginning, and when that was."""

    store: Store
    boss: int
    borrowers: tuple[int, ...]
    shelves: tuple[str, ...]
    """Their codes."""
    epoch: datetime
    started: float

    def now(self) -> datetime:
        """The moment in this world; every process counts from the same start, so it never runs back."""
        return self.epoch + timedelta(seconds=(time.monotonic() - self.started) * FASTER)


def a_world(engine: Engine) -> World:
    """Build and commit it."""
    epoch = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with FencedSession(engine) as session:
        act(session, System("soak"), clock=lambda: epoch)
        fill_calendar(session)
        store = a_store(session)
        boss, *borrowers = (make(session, "employee", department=store.department).id for _ in range(BORROWERS + 1))
        make(session, "appointment", holder=boss, post=Post.GENERAL_MANAGER, from_on=date(2020, 1, 1), until_on=None)
        for _ in range(AT_FIRST):
            filed(session, store, pages=20)
        session.commit()
        codes = session.connection().execute(text("SELECT code FROM archive_account WHERE kind = 'shelf' ORDER BY id")).scalars()
        return World(store, boss, tuple(borrowers), tuple(codes), epoch, time.monotonic())


@dataclass
class Desk:
    """One process of a soak: its session, its luck, and the world it works in."""

    session: Session
    world: World
    luck: random.Random
    people: dict[int, Authority] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, world: World, seed: int) -> "Desk":
        """A desk whose commands follow from ``seed`` and from what it meets."""
        act(session, System("soak"), clock=world.now)
        return cls(session, world, random.Random(seed))

    @contextmanager
    def by(self, who: int) -> Iterator[None]:
        """That person acts, with every right; the boss as general manager."""
        if who not in self.people:
            posts = frozenset({(Post.GENERAL_MANAGER.value, None)}) if who == self.world.boss else frozenset()
            self.people[who] = holding(everything(), who=person(who, self.world.store.department, posts=posts))
        with acting(self.session, self.people[who]):
            yield

    def one(self, statement: str, **values: Any) -> Any:
        """One of the first values the statement finds, by chance; None when it finds nothing."""
        found = self.session.connection().execute(text(f"{statement} LIMIT 40"), values).scalars().all()
        return self.luck.choice(found) if found else None

    def staff(self) -> int:
        """One of the two who work at the desk."""
        return self.luck.choice((self.world.store.archivist, self.world.store.keeper))

    def today(self) -> date:
        """The day in the office."""
        return (self.world.now() + timedelta(hours=8)).date()


Deed = Callable[[Desk], object]
