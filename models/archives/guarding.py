"""What the database itself refuses about custody and closed pay, whoever asks and by whatever statement: the same rules on SQLite and PostgreSQL.

Constraints hold on PostgreSQL and on our own connections; triggers hold on every connection, also where foreign keys are off.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, text

from domain.custody import RULES
from models.archives.filing_guards import FILING_GUARDS
from models.archives.guard import Guard
from models.archives.list_guards import LIST_GUARDS
from models.archives.movement_rule import MovementRule
from models.archives.stocktake_guards import STOCKTAKE_GUARDS
from models.archives.transfer_guards import TRANSFER_GUARDS
from models.complaints.opening import OPENING_GUARDS
from models.incentives.pay_guards import PAY_GUARDS
from models.lending.loan_guards import LOAN_GUARDS

_LAST = "(SELECT {what} FROM custody_entry ORDER BY id DESC LIMIT 1)"
_BEFORE = "SELECT 1 FROM custody_entry p WHERE p.unit_id = new.unit_id AND p.seq = new.seq - 1 AND p.to_account_id = new.from_account_id"
_IDENTITY = ("number", "kind", "word_id", "year", "no", "part_no", "volume_id")
GUARDS = (
    Guard("custody_entry", "INSERT", "journal_number", f"new.id IS DISTINCT FROM coalesce({_LAST.format(what='id')}, 0) + 1"),
    Guard("custody_entry", "INSERT", "journal_chain", f"new.prev_hash IS DISTINCT FROM coalesce({_LAST.format(what='hash')}, '')"),
    Guard("custody_entry", "INSERT", "journal_clock", f"new.recorded_at < {_LAST.format(what='recorded_at')}"),
    Guard("custody_entry", "INSERT", "journal_future", "new.occurred_on > OFFICE_DAY(new.recorded_at)"),
    Guard("custody_entry", "INSERT", "journal_closed_day", "new.occurred_on <= (SELECT max(closed_on) FROM day_close)"),
    Guard("custody_entry", "INSERT", "journal_digest", "length(new.hash) <> 64 OR EXISTS (SELECT 1 FROM custody_entry h WHERE h.hash = new.hash)"),
    Guard(
        "custody_entry", "INSERT", "custody_sequence",
        "new.seq IS DISTINCT FROM coalesce((SELECT max(s.seq) FROM custody_entry s WHERE s.unit_id = new.unit_id), 0) + 1",
    ),
    Guard("custody_entry", "INSERT", "custody_place", f"new.seq > 1 AND NOT EXISTS ({_BEFORE})"),
    Guard("custody_entry", "INSERT", "custody_origin", "(new.seq = 1) <> (new.from_kind = 'origin')"),
    Guard(
        "custody_entry", "INSERT", "custody_movement",
        "NOT EXISTS (SELECT 1 FROM movement_rule r WHERE r.reason = new.reason AND r.from_kind = new.from_kind"
        " AND r.to_kind = new.to_kind AND r.unit_kind = new.unit_kind)",
    ),
    Guard(
        "custody_entry", "INSERT", "custody_kinds",
        "NOT EXISTS (SELECT 1 FROM archive_unit u WHERE u.id = new.unit_id AND u.kind = new.unit_kind)"
        " OR NOT EXISTS (SELECT 1 FROM archive_account a WHERE a.id = new.from_account_id AND a.kind = new.from_kind)"
        " OR NOT EXISTS (SELECT 1 FROM archive_account a WHERE a.id = new.to_account_id AND a.kind = new.to_kind)",
    ),
    Guard(
        "custody_entry", "INSERT", "custody_safe",
        "(new.from_kind = 'safe' OR new.to_kind = 'safe') AND NOT EXISTS (SELECT 1 FROM safe_session s"
        " WHERE s.id = new.safe_session_id AND s.state = 'open' AND s.safe_id IN (new.from_account_id, new.to_account_id))",
    ),
    Guard(
        "custody_entry", "INSERT", "custody_hold",
        "new.reason IN ('check_out', 'release', 'destroy') AND EXISTS (SELECT 1 FROM legal_hold_units w JOIN legal_hold h ON h.id = w.record_id"
        " WHERE w.target_id = new.unit_id AND h.state = 'placed')",
    ),
    Guard(
        "custody_entry", "INSERT", "custody_witness",
        "(new.to_kind = 'destroyed' OR new.reason = 'reverse') AND (new.witness_id IS NULL OR new.witness_id = new.actor_id)",
    ),
    Guard(
        "custody_entry", "INSERT", "custody_reversal",
        "(new.reason = 'reverse') <> (new.reverses_id IS NOT NULL) OR (new.reverses_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM custody_entry c WHERE c.id = new.reverses_id AND c.unit_id = new.unit_id AND c.seq = new.seq - 1"
        " AND c.from_account_id = new.to_account_id AND c.to_account_id = new.from_account_id))",
    ),
    Guard("movement_rule", "INSERT", "movement_table", "1 = 1"),
    Guard("movement_rule", "UPDATE", "movement_table", "1 = 1"),
    Guard("movement_rule", "DELETE", "movement_table", "1 = 1"),
    Guard(
        "day_close", "INSERT", "day_close_order",
        "new.closed_on <= (SELECT max(closed_on) FROM day_close) OR new.counter_id = new.witness_id"
        " OR EXISTS (SELECT 1 FROM day_close d WHERE d.id = new.id)",
    ),
    Guard(
        "archive_unit", "INSERT", "unit_number",
        "new.no IS NULL OR new.year IS NULL OR (new.kind = 'volume') <> (new.volume_id IS NULL) OR (new.kind = 'volume') <> (new.part_no = 0)"
        " OR (new.volume_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM archive_unit v WHERE v.id = new.volume_id AND v.kind = 'volume'"
        " AND v.number = new.number AND v.word_id = new.word_id AND v.year = new.year AND v.no = new.no))"
        " OR EXISTS (SELECT 1 FROM archive_unit u WHERE u.id = new.id OR"
        " (u.word_id = new.word_id AND u.year = new.year AND u.no = new.no AND u.part_no = new.part_no))",
    ),
    Guard("archive_unit", "UPDATE", "unit_identity", " OR ".join(f"new.{name} IS DISTINCT FROM old.{name}" for name in ("id", *_IDENTITY))),
    Guard("archive_unit", "DELETE", "unit_stays", "1 = 1"),
    Guard(
        "archive_account", "UPDATE", "account_identity",
        "new.id <> old.id OR new.kind <> old.kind OR new.person_id IS DISTINCT FROM old.person_id",
    ),
    Guard(
        "archive_account", "DELETE", "account_used",
        "EXISTS (SELECT 1 FROM custody_entry c WHERE c.to_account_id = old.id) OR EXISTS (SELECT 1 FROM custody_entry c WHERE c.from_account_id = old.id)",
    ),
    Guard(
        "safe_session", "UPDATE", "safe_session_history",
        "new.id <> old.id OR new.safe_id <> old.safe_id OR new.opener_id <> old.opener_id OR new.second_id <> old.second_id"
        " OR old.state IN ('closed', 'cancelled')",
    ),
    Guard("safe_session", "DELETE", "safe_session_history", "1 = 1"),
    Guard("page_access", "UPDATE", "page_access_stays", "1 = 1"),
    Guard("page_access", "DELETE", "page_access_stays", "1 = 1"),
    Guard(
        "page_access", "INSERT", "page_access_granted",
        "EXISTS (SELECT 1 FROM page_access p WHERE p.id = new.id) OR NOT EXISTS (SELECT 1 FROM view_grant g JOIN borrowing_slip s ON s.id = g.slip_id"
        " WHERE g.id = new.grant_id AND s.mode = 'view' AND s.borrower_id = g.viewer_id AND s.state IN ('approved', 'lent', 'returned')"
        " AND g.state = 'granted' AND g.decided_at <= new.opened_at AND g.until_at >= new.opened_at)",
    ),
    *LIST_GUARDS,
    *STOCKTAKE_GUARDS,
    *TRANSFER_GUARDS,
    *FILING_GUARDS,
    *LOAN_GUARDS,
    *PAY_GUARDS,
    *OPENING_GUARDS,
    Guard(
        "archive_command", "UPDATE", "command_once", "new.key <> old.key OR old.done_at <> new.done_at",
    ),
)  # fmt: skip


def install(connection: Connection, tables: Iterable[str]) -> None:
    """Write the rows of movement_rule and make every guard of a table in ``tables`` anew where it has changed."""
    there = set(tables)
    if "movement_rule" in there:
        _movements(connection)
    grouped: dict[tuple[str, str], list[Guard]] = {}
    for guard in GUARDS:
        if guard.table in there:
            grouped.setdefault((guard.table, guard.verb), []).append(guard)
    sqlite = connection.dialect.name == "sqlite"
    for (table, verb), guards in grouped.items():
        (_sqlite if sqlite else _postgres)(connection, table, verb, guards)


def lift(connection: Connection) -> None:
    """Take the guards away, until the next install: for a database of canaries, whose values, each unlike any other, are no honest ledger."""
    for table, verb in {(guard.table, guard.verb) for guard in GUARDS}:
        _drop(connection, table, verb)


def _movements(connection: Connection) -> None:
    wanted = {(str(r.reason), str(r.source), str(r.target), str(r.unit)) for r in RULES}
    table = MovementRule.__table__
    there = {tuple(row) for row in connection.execute(select(table.c.reason, table.c.from_kind, table.c.to_kind, table.c.unit_kind))}
    if there == wanted:
        return
    _drop(connection, "movement_rule", "INSERT")
    _drop(connection, "movement_rule", "DELETE")
    for reason, source, target, unit in sorted(there - wanted):
        connection.execute(
            table.delete().where(table.c.reason == reason, table.c.from_kind == source, table.c.to_kind == target, table.c.unit_kind == unit)
        )
    if wanted - there:
        names = ("reason", "from_kind", "to_kind", "unit_kind")
        connection.execute(insert(MovementRule), [dict(zip(names, row, strict=True)) for row in sorted(wanted - there)])


def _drop(connection: Connection, table: str, verb: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_guard_{verb.lower()} ON {table}")
        return
    like = f"{table}_guard_{verb.lower()}_%"
    for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE :like"), {"like": like}).scalars().all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def _sqlite(connection: Connection, table: str, verb: str, guards: list[Guard]) -> None:
    body = " ".join(f"SELECT RAISE(ABORT, 'guard {one.name}') WHERE {_office_day(one.refused_if, sqlite=True)};" for one in guards)
    name = f"{table}_guard_{verb.lower()}_{hashlib.sha256(body.encode()).hexdigest()[:8]}"
    made = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = :name"), {"name": name}).scalar_one()
    if not made:
        _drop(connection, table, verb)
        connection.exec_driver_sql(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {body} END")


def _postgres(connection: Connection, table: str, verb: str, guards: list[Guard]) -> None:
    checks = " ".join(
        f"IF {_office_day(one.refused_if, sqlite=False)} THEN RAISE EXCEPTION 'guard {one.name}' USING ERRCODE = '23514'; END IF;" for one in guards
    )
    name = f"{table}_guard_{verb.lower()}"
    end = "RETURN OLD;" if verb == "DELETE" else "RETURN NEW;"
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN {checks} {end} END $guard$".replace("%", "%%")
    )
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    connection.exec_driver_sql(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if verb != "INSERT":
        return
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION taizhang_never_emptied() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'guard never_emptied' USING ERRCODE = '23514'; END $$"
    )
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_never_emptied ON {table}")
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION taizhang_never_emptied()"
    )


def _office_day(condition: str, *, sqlite: bool) -> str:
    return condition.replace(
        "OFFICE_DAY(new.recorded_at)", "date(new.recorded_at, '+8 hours')" if sqlite else "CAST(new.recorded_at + interval '8 hours' AS date)"
    )
