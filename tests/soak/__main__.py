"""Desks in processes of their own, killed with SIGKILL at random moments, until N commands or T minutes; then what the check found.

SQLite, or the server of TAIZHANG_TEST_POSTGRES (tools/postgres.sh). Exit 1 on a breach, or on an error nobody translated.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from multiprocessing.sharedctypes import RawArray
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from domain.errors import DomainError
from models.engine import FencedSession
from operations.archives import checking
from tests.database import new_database
from tests.soak.deeds import DEEDS, NothingToDo, shut_the_safe
from tests.soak.world import Desk, World, a_world

DONE, TOLD, BUSY, CRASHED = range(4)
WARM_UP = 200
"""Commands before the desks part, so that those who come anew find every statement compiled."""
ROUND = 10_000
"""Commands between two checks."""


class Counts:
    """How commands ended, counted by each desk in a place of its own: whoever is killed holds no lock that others wait for."""

    def __init__(self, processes: int, own: int = 0, shared: Any = None) -> None:
        self._processes, self._own = processes, own
        self._shared = RawArray("q", 4 * processes) if shared is None else shared

    def place(self, own: int) -> "Counts":
        """The same counts, as written by desk ``own``."""
        return Counts(self._processes, own, self._shared)

    def up(self, ended: int) -> None:
        """One more command that ended so."""
        self._shared[4 * self._own + ended] += 1

    def of(self, ended: int) -> int:
        """How many ended so."""
        return sum(self._shared[ended::4])

    def all(self) -> int:
        """How many commands there were."""
        return sum(self._shared)


def main() -> int:
    """Read the arguments, work, and tell."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--commands", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, new_database(Path(folder)) as engine:
        if engine.dialect.name == "sqlite":  # on a busy machine the turn of one of many may come late
            event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=60000"))
        return _soak(engine, a_world(engine), options)


def _soak(engine: Engine, world: World, options: argparse.Namespace) -> int:
    counts = Counts(options.processes)
    end, luck = time.monotonic() + options.minutes * 60, random.Random(options.seed)
    kills = breaches = 0
    _work(engine, world, counts, min(WARM_UP, options.commands), luck.random())
    while counts.all() < options.commands and time.monotonic() < end:
        goal = min(options.commands, counts.all() + ROUND)
        kills += _round(engine, world, counts, goal, end, options.processes, luck)
        with FencedSession(engine) as session:
            shut_the_safe(session, world)
        breaches += _check(engine)
        sys.stdout.write(_line(engine, counts, kills, breaches) + "\n")
        sys.stdout.flush()
    sys.stdout.write(f"soak: seed {options.seed}, {engine.dialect.name}\n")
    return 1 if breaches or counts.of(CRASHED) else 0


def _line(engine: Engine, counts: Counts, kills: int, breaches: int) -> str:
    with engine.connect() as connection:
        entries = checking.entries(connection)
    return (
        f"soak: {counts.all():,} commands ({counts.of(DONE):,} done, {counts.of(TOLD):,} refused in words,"
        f" {counts.of(BUSY)} found the database busy, {counts.of(CRASHED)} crashed),"
        f" {kills:,} kills, {entries:,} entries, {breaches} breaches"
    )


def _round(engine: Engine, world: World, counts: Counts, goal: int, end: float, processes: int, luck: random.Random) -> int:
    """Work until ``goal`` commands are done; how often a desk was killed."""
    engine.dispose()  # a forked connection would be shared
    desks = [_desk(engine, world, counts.place(one), goal, luck.random()) for one in range(processes)]
    kills = 0
    while counts.all() < goal and time.monotonic() < end:
        time.sleep(luck.uniform(0.2, 1.5))
        place = luck.randrange(processes)
        os.kill(desks[place], signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(desks[place], 0)[1])
        kills += status == -signal.SIGKILL
        desks[place] = _desk(engine, world, counts.place(place), goal, luck.random())
    for one in desks:
        os.kill(one, signal.SIGTERM)
        os.waitpid(one, 0)
    return kills


def _desk(engine: Engine, world: World, counts: Counts, goal: int, seed: float) -> int:
    child = os.fork()
    if child:
        return child
    try:
        signal.signal(signal.SIGTERM, lambda *_args: os._exit(0))
        engine.dispose(close=False)  # connections are the parent's; what it has compiled is ours too
        _work(engine, world, counts, goal, seed)
    except BaseException:  # told, and never passed on: the parent's database is not ours to drop
        traceback.print_exc()
    finally:
        os._exit(0)


def _work(engine: Engine, world: World, counts: Counts, goal: int, seed: float) -> None:
    deeds, weights = list(DEEDS), list(DEEDS.values())
    with FencedSession(engine) as session:
        desk = Desk.of(session, world, int(seed * 2**53))
        while counts.all() < goal:
            (deed,) = desk.luck.choices(deeds, weights)
            _one(desk, deed, counts)


def _one(desk: Desk, deed: Any, counts: Counts) -> None:
    try:
        deed(desk)
        desk.session.commit()
        ended = DONE
    except NothingToDo:
        desk.session.rollback()
        return
    except DomainError:
        desk.session.rollback()
        ended = TOLD
    except OperationalError as error:
        desk.session.rollback()
        if "locked" not in str(error.orig):
            raise
        ended = BUSY  # the panel answers this with a sentence and keeps the form (tests/faults/test_locked.py)
    except Exception:
        desk.session.rollback()
        traceback.print_exc()
        ended = CRASHED
    counts.up(ended)


def _check(engine: Engine) -> int:
    with engine.execution_options(reading=True).connect() as connection:
        found = 0
        for verdict in checking.check(connection):
            found += verdict.count
            if verdict.count:
                sys.stdout.write(f"{verdict.invariant.code} {verdict.count} breaches: {'; '.join(verdict.first[:3])}\n")
    return found


if __name__ == "__main__":
    sys.exit(main())
