"""What Alembic cannot say: search indexes, append-only triggers; made anew after each migration, checked at start-up."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, inspect, text

from models.archives import guarding
from models.base import Record
from models.register import Registers
from models.search import index_name, indexed_columns

JOURNALS = ("audit_entry", "policy_version", "reveal", "complaint_breach", "custody_entry", "day_close", "loan_term")
_PG_GRAMS = """
CREATE OR REPLACE FUNCTION taizhang_grams(parts text[]) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE words text[] := '{}'; part text; run text; syllables text[]; initials text; n int; i int;
BEGIN
  FOREACH part IN ARRAY parts LOOP
    IF part IS NULL OR part = '' THEN CONTINUE; END IF;
    initials := split_part(part, '|', 1);
    syllables := string_to_array(substr(part, length(initials) + 2), ' ');
    IF position('|' in part) > 0 AND initials ~ '^[a-z]+$' AND array_length(syllables, 1) = length(initials) THEN
      n := length(initials);
      FOR i IN 1..n LOOP
        words := words || ('1' || substr(initials, i, 6));
        words := words || ('2' || substr(array_to_string(syllables[i:i+9], ''), 1, 10));
      END LOOP;
    ELSE
      -- Spelled out, because [:punct:] differs from Python's idea of a word; what only Python splits does no harm here.
      FOR run IN SELECT m[1] FROM regexp_matches(lower(part), '[^[:space:]!-/:-@[-`{-~、。，；：（）《》「」·—]+', 'g') AS m LOOP
        n := length(run);
        words := words || substr(run, n, 1);
        FOR i IN 1..(n - 1) LOOP words := words || substr(run, i, 2); END LOOP;
      END LOOP;
    END IF;
  END LOOP;
  RETURN array_to_tsvector(ARRAY(SELECT DISTINCT w FROM unnest(words) AS w WHERE w <> ''));
END $$
"""


def install(connection: Connection, registers: Registers) -> None:
    """Bring search indexes and triggers to what the registers declare; leaves alone what is already right."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text(_PG_GRAMS))
    tables = set(inspect(connection).get_table_names())
    for register in registers.values():
        if register.search and register.key in tables:
            (_sqlite_search if sqlite else _postgres_search)(connection, register.model)
    for journal in JOURNALS:
        if journal in tables:
            (_sqlite_journal if sqlite else _postgres_journal)(connection, journal)
    guarding.install(connection, tables)


def _mark(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:8]


def _sqlite_search(connection: Connection, model: type[Record]) -> None:
    table, index, columns = model.__tablename__, index_name(model), indexed_columns(model)
    mark = _mark(index, "at once", *columns)
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("new", "old"))
    triggers = {
        f"{index}_ai_{mark}": f"AFTER INSERT ON {table} WHEN NOT taizhang_at_once() BEGIN"
        f" INSERT INTO {index}(rowid, words) VALUES (new.id, taizhang_grams({new})); END",
        f"{index}_ad_{mark}": f"AFTER DELETE ON {table} BEGIN INSERT INTO {index}({index}, rowid, words) VALUES ('delete', old.id, taizhang_grams({old})); END",
        f"{index}_au_{mark}": f"AFTER UPDATE OF {', '.join(columns)} ON {table} BEGIN"
        f" INSERT INTO {index}({index}, rowid, words) VALUES ('delete', old.id, taizhang_grams({old}));"
        f" INSERT INTO {index}(rowid, words) VALUES (new.id, taizhang_grams({new})); END",
    }
    there = set(
        connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table AND name LIKE :like"),
            {"table": table, "like": f"{index}_a%"},
        ).scalars()
    )
    made = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = :name"), {"name": index}).scalar_one()
    if there == set(triggers) and made:
        return
    for name in there:
        connection.execute(text(f"DROP TRIGGER {name}"))
    connection.execute(text(f"DROP TABLE IF EXISTS {index}"))
    connection.execute(
        text(f"CREATE VIRTUAL TABLE {index} USING fts5(words, content='', columnsize=0, detail=none, tokenize='unicode61')")
    )
    for name, body in triggers.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")
    connection.execute(
        text(f"INSERT INTO {index}(rowid, words) SELECT id, taizhang_grams({', '.join(columns)}) FROM {table}")  # names come from the registers
    )


def _postgres_search(connection: Connection, model: type[Record]) -> None:
    table, index, columns = model.__tablename__, index_name(model), indexed_columns(model)
    name = f"{index}_{_mark(_PG_GRAMS, *columns)}"
    there = connection.execute(
        text("SELECT indexname FROM pg_indexes WHERE tablename = :table AND indexname LIKE :like"),
        {"table": table, "like": f"{index}\\_%"},
    ).scalars()
    for other in set(there) - {name}:
        connection.execute(text(f"DROP INDEX {other}"))
    connection.execute(
        text(f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (taizhang_grams(ARRAY[{', '.join(columns)}]::text[]))")
    )


ERASING = "erasing"
"""In ``connection.info`` while the values of a destroyed record are blanked in the log: the one change a journal knows."""


@contextmanager
def erasing(connection: Connection) -> Iterator[None]:
    """Let the log's values (and nothing else of it) be blanked on ``connection`` for the length of the block (T4.4)."""
    postgres = connection.dialect.name == "postgresql"
    connection.info[ERASING] = True
    if postgres:
        connection.execute(text("SELECT set_config('taizhang.erasing', 'on', true)"))
    try:
        yield
    finally:
        connection.info.pop(ERASING, None)
    if postgres:  # after an error the rollback takes the setting with it
        connection.execute(text("SELECT set_config('taizhang.erasing', '', true)"))


def _sqlite_journal(connection: Connection, table: str) -> None:
    if table == "audit_entry":
        _sqlite_log(connection)
        return
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _sqlite_log(connection: Connection) -> None:
    """As any journal, but for ``erasing``: then ``changes`` may be written, and the other columns still may not."""
    others = " OR ".join(f"new.{name} IS NOT old.{name}" for name in _LOG_COLUMNS)
    name = f"audit_entry_no_update_{_mark(*_LOG_COLUMNS)}"
    made = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = :name"), {"name": name}).scalar_one()
    if not made:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_entry_no_update")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON audit_entry WHEN NOT taizhang_erasing() OR {others}"
            " BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"
        )
    connection.exec_driver_sql(
        "CREATE TRIGGER IF NOT EXISTS audit_entry_no_delete BEFORE DELETE ON audit_entry"
        " BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"
    )


_LOG_COLUMNS = ("id", "happened_at", "actor", "actor_id", "action", "register_key", "record_id", "address", "request_id", "reason")


def _postgres_journal(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION taizhang_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_entry' AND current_setting('taizhang.erasing', true) = 'on'"
        " THEN RETURN NULL; END IF; RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
    )
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION taizhang_append_only()"
    )
    if table == "audit_entry":  # even while erasing, only the values may be written
        connection.exec_driver_sql(
            "CREATE OR REPLACE FUNCTION taizhang_log_stays() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
        )
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_entry_stays ON audit_entry")
        connection.exec_driver_sql(
            f"CREATE TRIGGER audit_entry_stays BEFORE UPDATE OF {', '.join(_LOG_COLUMNS)} ON audit_entry"
            " FOR EACH STATEMENT EXECUTE FUNCTION taizhang_log_stays()"
        )
