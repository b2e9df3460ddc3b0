"""What somebody with a database client could try on the ledger is refused; what its owner could do is found (design 5, I01–I25)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from models.engine import FencedSession
from models.fence import act
from operations.archives import checking, exporting
from operations.archives.ledger import Movement, account_of, record
from permissions.actor import System
from tests.archive_scenes import Store, a_certificate, a_store, filed, opened, shut
from tests.database import new_database
from tests.factories import make
from tools import verify_ledger

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def store(session: Session) -> Store:
    act(session, System("test"), clock=lambda: NOON)
    return a_store(session)


def breaches(session: Session) -> dict[str, tuple[str, ...]]:
    return {found.invariant.code: found.first for found in checking.check(session.connection()) if found.count}



_COPY = (
    "INSERT INTO custody_entry (id, unit_id, unit_kind, seq, prev_seq, from_account_id, from_kind, to_account_id, to_kind, reason, document,"
    " occurred_on, recorded_at, actor_id, witness_id, safe_session_id, reverses_id, note, prev_hash, hash) SELECT {id}, {unit}, {unit_kind},"
    " {seq}, {prev}, {source}, {from_kind}, {target}, {to_kind}, {reason}, 'x', {day}, {at}, actor_id, {witness}, {safe}, {reverses}, NULL,"
    " {prev_hash}, {hash} FROM custody_entry WHERE id = 1"
)


def forged(**more: str) -> str:
    """An entry that would relocate the volume from its shelf, but for what ``more`` says."""
    usual = {
        "id": "(SELECT max(id) + 1 FROM custody_entry)", "unit": "unit_id", "unit_kind": "unit_kind", "seq": "seq + 1", "prev": "seq",
        "source": "to_account_id", "from_kind": "to_kind", "target": ":other", "to_kind": "'shelf'", "reason": "'relocate'", "day": "occurred_on",
        "at": "recorded_at", "witness": "NULL", "safe": "NULL", "reverses": "NULL", "hash": ":digest",
        "prev_hash": "(SELECT hash FROM custody_entry ORDER BY id DESC LIMIT 1)",
    }  # fmt: skip
    return _COPY.format(**(usual | more))


FORGED = {
    "change a document": "UPDATE custody_entry SET document = 'y'",
    "change where it went": "UPDATE custody_entry SET to_account_id = :other WHERE id = 1",
    "back-date": "UPDATE custody_entry SET occurred_on = '2020-01-01' WHERE id = 1",
    "change a digest": "UPDATE custody_entry SET hash = prev_hash",
    "delete the last": "DELETE FROM custody_entry WHERE id = (SELECT max(id) FROM custody_entry)",
    "delete all": "DELETE FROM custody_entry",
    "a hole in the journal": forged(id="(SELECT max(id) + 2 FROM custody_entry)"),
    "the same number again": forged(id="1"),
    "a number below one": forged(id="0"),
    "a false chain": forged(prev_hash="'" + "0" * 64 + "'"),
    "no chain": forged(prev_hash="''"),
    "an old digest": forged(hash="hash"),
    "a short digest": forged(hash="'abc'"),
    "a jump": forged(seq="seq + 2", prev="seq + 1"),
    "a fork": forged(seq="seq", prev="NULL", source="from_account_id", from_kind="from_kind"),
    "from where it is not": forged(source=":other", target="to_account_id"),
    "hand on": forged(target=":hands", to_kind="'person'", reason="'hand_back'"),
    "an unheard-of reason": forged(reason="'gift'"),
    "a shelf that is no shelf": forged(target=":desk", to_kind="'shelf'"),
    "a volume that is a certificate": forged(unit_kind="'certificate'"),
    "tomorrow": forged(day="'2099-01-01'"),
    "a closed day": forged(day="'2026-01-01'"),
    "a clock that ran back": forged(at="'2020-01-01 00:00:00.000000'", day="'2020-01-01'"),
    "burnt by one alone": forged(target=":ashes", to_kind="'destroyed'", reason="'destroy'"),
    "burnt before himself": forged(target=":ashes", to_kind="'destroyed'", reason="'destroy'", witness="actor_id"),
    "a reversal of nothing": forged(reason="'reverse'", witness=":second"),
    "a reversal of itself": forged(reason="'reverse'", witness=":second", reverses="1"),
    "a volume into the safe": forged(target=":safe", to_kind="'safe'", reason="'file'"),
    "a new arrow": "INSERT INTO movement_rule (reason, from_kind, to_kind, unit_kind) VALUES ('gift', 'shelf', 'person', 'volume')",
    "another arrow": "UPDATE movement_rule SET to_kind = 'person' WHERE reason = 'relocate'",
    "no arrows": "DELETE FROM movement_rule",
    "another number": "UPDATE archive_unit SET number = '2026假字第001号'",
    "another kind": "UPDATE archive_unit SET kind = 'certificate'",
    "no such unit any more": "DELETE FROM archive_unit",
    "another head": "UPDATE day_close SET head = 'x'",
    "the day opened again": "DELETE FROM day_close",
    "an earlier day closed": "INSERT INTO day_close (closed_on, entries, counted, head, counter_id, witness_id, closed_at, version)"
    " SELECT '2026-02-01', entries, counted, head, counter_id, witness_id, closed_at, 1 FROM day_close",
    "a shelf that was a person": "UPDATE archive_account SET kind = 'desk' WHERE kind = 'shelf'",
    "a shelf that was never there": "DELETE FROM archive_account WHERE kind = 'shelf'",
    "a safe opened by others": "UPDATE safe_session SET opener_id = second_id, second_id = opener_id",
    "a safe never opened": "DELETE FROM safe_session",
}
REPLACED = {name: statement.replace("INSERT INTO", "INSERT OR REPLACE INTO", 1) for name, statement in FORGED.items() if "INSERT INTO custody" in statement}
PLACES: dict[str, object] = {}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A ledger with a filed volume, a certificate, a closed day and an open safe, committed."""
    with new_database(tmp_path_factory.mktemp("forged")) as engine:
        with FencedSession(engine) as session:
            act(session, System("test"), clock=lambda: NOON)
            _fill(session)
            session.commit()
        yield engine


def _fill(session: Session) -> None:
    store = a_store(session)
    opened(session, store)
    unit = filed(session, store)
    record(session, store.archivist, [Movement(a_certificate(session, store, unit), store.safe, Reason.FILE, "权证移交 1")])
    close(session, store, date(2026, 3, 1))
    PLACES.update(
        other=store.other_shelf, desk=store.desk, safe=store.safe, hands=account_of(session, AccountKind.PERSON, store.borrower),
        ashes=account_of(session, AccountKind.DESTROYED), digest="f" * 64, second=store.keeper,
    )  # fmt: skip


def close(session: Session, store: Store, day: date) -> str:
    """The day closed, with the digest of the last entry, which is returned."""
    head = session.connection().execute(text("SELECT id, hash FROM custody_entry ORDER BY id DESC LIMIT 1")).one()
    make(session, "day_close", closed_on=day, entries=head.id, head=head.hash, counter=store.archivist, witness=store.keeper, closed_at=NOON)
    return str(head.hash)


def given_for(statement: str) -> dict[str, object]:
    return {name: value for name, value in PLACES.items() if f":{name}" in statement}


def attack(engine: Engine, statement: str) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        try:
            connection.execute(text(statement), given_for(statement))
        finally:
            transaction.rollback()


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_statement_is_refused_by_the_database(ledger: Engine, name: str) -> None:
    with pytest.raises(DatabaseError):
        attack(ledger, FORGED[name])


def attack_from_outside(engine: Engine, statement: str) -> None:
    """As another program opens the file: no foreign keys, no recursive triggers, nothing of ours but what the file holds."""
    with closing(sqlite3.connect(str(engine.url.database))) as connection:
        connection.create_function("taizhang_lower", 1, str)
        connection.execute(statement, given_for(statement))
        connection.rollback()


@pytest.mark.sqlite
@pytest.mark.parametrize("name", FORGED)
def test_another_program_is_refused_as_well(ledger: Engine, name: str) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        attack_from_outside(ledger, FORGED[name])


@pytest.mark.sqlite
@pytest.mark.parametrize("name", REPLACED)
def test_replace_overwrites_nothing(ledger: Engine, name: str) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        attack_from_outside(ledger, REPLACED[name])


def test_the_honest_form_of_a_forged_statement_would_be_taken(ledger: Engine) -> None:
    """Without a lie in it the same statement goes through (and is rolled back), so each refusal above is for its own lie."""
    attack(ledger, forged())


@pytest.mark.postgres
def test_nothing_is_emptied(ledger: Engine) -> None:
    for table in ("custody_entry", "movement_rule", "day_close", "archive_unit"):
        with pytest.raises(DatabaseError):
            attack(ledger, f"TRUNCATE {table} CASCADE")


# ---- what the owner of the database could do is found ----------------------------------------------------------------------

BROKEN: dict[str, tuple[str, str]] = {
    "I03": ("entry 2 leaves from elsewhere", "UPDATE custody_entry SET from_account_id = :desk, from_kind = 'desk', reason = 'shelve' WHERE id = 2"),
    "I06": ("an entry is gone", "DELETE FROM custody_entry WHERE id = 2"),
    "I07": ("a number is gone", "UPDATE number_series SET last_no = last_no + 1 WHERE word LIKE 'archive:%'"),
    "I08": ("a certificate with a number of its own", "UPDATE archive_unit SET number = '2026假字第009号' WHERE kind = 'certificate'"),
    "I09": ("a safe that was shut", "UPDATE safe_session SET opened_at = '2026-11-21 00:00:00.000000'"),
    "I11": ("a document was changed", "UPDATE custody_entry SET document = 'y' WHERE id = 1"),
    "I12": ("dated into a closed day", "UPDATE day_close SET closed_on = '2026-11-20', entries = 1"),
    "I24": ("open twice", "INSERT INTO safe_session (safe_id, opener_id, second_id, purpose, state, opened_at, version)"
            " SELECT safe_id, opener_id, second_id, purpose, 'open', opened_at, 1 FROM safe_session CROSS JOIN (SELECT 1 UNION ALL SELECT 2) AS twice"),
    "I25": ("a unit of another kind", "UPDATE custody_entry SET unit_kind = 'volume' WHERE id = 3"),
}  # fmt: skip
ALSO_OUTSIDE = {"I03", "I06", "I07", "I08", "I09", "I11", "I12", "I25"}


def unlock(session: Session) -> None:
    """Take the guards away, as only the owner of the database can."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("DROP INDEX uq_safe_session_open")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        return
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    connection.exec_driver_sql("DROP INDEX uq_safe_session_open")


@pytest.mark.parametrize("code", BROKEN)
def test_what_the_owner_of_the_database_forges_is_found_by_both_readers(session: Session, store: Store, tmp_path: Path, code: str) -> None:
    opening = opened(session, store)
    unit = filed(session, store)
    record(session, store.archivist, [Movement(unit, store.other_shelf, Reason.RELOCATE, "移位 1")])
    record(session, store.archivist, [Movement(a_certificate(session, store, unit), store.safe, Reason.FILE, "权证移交 1")])
    shut(session, store, opening)
    close(session, store, TODAY - timedelta(days=1))
    assert not breaches(session)
    assert not outside(session, tmp_path / "before")
    unlock(session)
    session.connection().execute(text(BROKEN[code][1]), {"desk": store.desk} if ":desk" in BROKEN[code][1] else {})
    assert code in breaches(session)
    if code in ALSO_OUTSIDE:
        assert outside(session, tmp_path / "after")


def outside(session: Session, folder: Path, anchors: dict[str, str] | None = None) -> list[str]:
    """What the independent reader says of an export."""
    exporting.export(session.connection(), folder)
    return list(verify_ledger.Ledger(folder, anchors or {}).problems())


def test_a_ledger_rewritten_from_the_start_disagrees_with_the_signed_sheet(session: Session, store: Store, tmp_path: Path) -> None:
    filed(session, store)
    head = close(session, store, TODAY - timedelta(days=1))
    day = (TODAY - timedelta(days=1)).isoformat()
    assert not outside(session, tmp_path / "right", {day: head[:16]})
    assert outside(session, tmp_path / "wrong", {day: "0" * 16})


