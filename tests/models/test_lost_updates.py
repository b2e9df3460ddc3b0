"""Two people on one record: whoever was told "saved" is still there afterwards."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from domain.errors import Conflict
from models.engine import FencedSession
from models.fence import act
from models.organisation.division import Division
from operations.records import update
from permissions.actor import System
from tests.factories import make

THREADS, EACH = 8, 20


def test_no_acknowledged_increment_is_lost(own_engine: Engine) -> None:
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        key = make(session, "division", name="0").id
        session.commit()

    def add_up(_thread: int) -> int:
        acknowledged = 0
        while acknowledged < EACH:
            with FencedSession(own_engine) as session:
                act(session, System("test"))
                session.info["reading"] = True  # as a form: read now, save later
                read = session.get_one(Division, key)
                version, value = read.version, int(read.name)
                session.rollback()
                session.info["reading"] = False
                try:
                    update(session, session.get_one(Division, key), {"name": str(value + 1)}, version=version)
                    session.commit()
                except (Conflict, OperationalError):
                    session.rollback()
                    continue
                acknowledged += 1
        return acknowledged

    with ThreadPoolExecutor(THREADS) as pool:
        total = sum(pool.map(add_up, range(THREADS)))
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        record = session.get_one(Division, key)
        assert int(record.name) == total == THREADS * EACH
        assert record.version == 1 + total


def test_the_slower_of_two_is_told(own_engine: Engine) -> None:
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        key = make(session, "division", name="alt").id
        session.commit()
    with FencedSession(own_engine) as slow, FencedSession(own_engine) as fast:
        for session in (slow, fast):
            act(session, System("test"))
        version = slow.get_one(Division, key).version
        slow.commit()
        update(fast, fast.get_one(Division, key), {"name": "schnell"}, version=version)
        fast.commit()
        with pytest.raises(Conflict, match="Somebody else"):
            update(slow, slow.get_one(Division, key), {"name": "langsam"}, version=version)


def test_a_record_changed_under_a_long_transaction_is_not_overwritten(own_engine: Engine) -> None:
    """Even without a version from a form the row itself is compared when it is written."""
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        record = make(session, "division", name="alt")
        session.commit()
        read = session.get_one(Division, record.id)
        assert read.name == "alt"
        table = Division.__table__
        session.connection().execute(table.update().where(table.c.id == read.id).values(version=read.version + 1))
        with pytest.raises(Conflict):
            update(session, read, {"name": "neu"})
