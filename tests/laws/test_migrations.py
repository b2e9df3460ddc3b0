"""Migrations equal models: what a new installation gets is what the tests have been run on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, inspect, text

from app import create_app
from models import all as models_all
from models import ddl
from models.archives import guarding
from models.base import Base
from models.bulk import insert_rows
from models.customers.customer import Customer
from models.engine import FencedSession, prepare
from models.fence import act
from operations.labels import candidates
from permissions.actor import System
from tests.database import empty_database, new_database
from tests.factories import make
from web.database import migrate_database
from web.extensions import db
from web.settings import Settings


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application whose database was made by its migrations."""
    folder = tmp_path_factory.mktemp("migrated")
    with empty_database(folder) as url:
        settings = Settings(folder, url.render_as_string(hide_password=False), "k" * 64, 0, production=False)
        app = create_app(settings, TESTING=True)
        migrate_database(app)
        with app.app_context():
            yield app
            db.engine.dispose()


@pytest.fixture
def declared(tmp_path: Path) -> Iterator[Engine]:
    """A database made from the models, as all other tests have it."""
    with new_database(tmp_path) as engine:
        yield engine


def ours(_object: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    return not (reflected and kind in ("table", "index") and "_search" in (name or ""))


def test_a_new_migration_would_be_empty(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def shape(engine: Engine) -> dict[str, dict[str, Any]]:
    """Tables with columns, keys, checks and indexes, as the database itself tells them."""
    found = inspect(engine)
    return {
        table: {
            "columns": {column["name"]: (str(column["type"]), column["nullable"]) for column in found.get_columns(table)},
            "key": sorted(found.get_pk_constraint(table)["constrained_columns"]),
            "foreign": sorted((k["constrained_columns"], k["referred_table"], k["options"]) for k in found.get_foreign_keys(table)),
            "unique": sorted(k["column_names"] for k in found.get_unique_constraints(table)),
            "checks": sorted((k["name"], k["sqltext"]) for k in found.get_check_constraints(table)),
            "indexes": sorted((k["name"], k["column_names"]) for k in found.get_indexes(table)),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_a_migrated_database_has_the_same_tables_as_the_models(migrated: Flask, declared: Engine) -> None:
    new, tested = shape(db.engine), shape(declared)
    assert set(new) == set(tested)
    assert {table: (new[table], tested[table]) for table in new if new[table] != tested[table]} == {}


def extras(engine: Engine) -> set[str]:
    """Triggers, search tables and search indexes."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' OR name LIKE '%\\_search' ESCAPE '\\'"))
        else:
            rows = connection.execute(
                text(
                    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
                    " UNION SELECT indexname FROM pg_indexes WHERE indexname LIKE '%\\_search\\_%'"
                )
            )
        return set(rows.scalars())


def test_migrating_installs_triggers_and_search_indexes(migrated: Flask, declared: Engine) -> None:
    assert extras(db.engine) == extras(declared)
    searched = [register for register in models_all.load().values() if register.search]
    assert len(extras(declared)) >= len(searched)


def counting(engine: Engine) -> set[str]:
    """Tables that never give the id of a deleted record again; PostgreSQL's sequences never do."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            return set()
        return set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '% AUTOINCREMENT%'")).scalars())


def test_a_rebuilt_table_still_counts_on(migrated: Flask, declared: Engine) -> None:
    """Rebuilding drops it silently: say ``table_kwargs={"sqlite_autoincrement": True}`` to batch_alter_table, or an import begins at 1."""
    assert counting(db.engine) == counting(declared)


def test_many_rows_are_written_into_a_migrated_database(migrated: Flask) -> None:
    with FencedSession(db.engine) as session:
        act(session, System("test"))
        session.info["clock"] = lambda: datetime(2026, 9, 1, tzinfo=UTC)
        row = {"customer_class": "general", "customer_type": "enterprise", "department_id": make(session, "department").id}
        gone = make(session, "customer", name="宁波食品贸易有限公司")
        session.flush()
        last = gone.id
        session.delete(gone)
        session.flush()
        first = insert_rows(session, Customer, [{**row, "name": "杭州物联科技有限公司"}])
        assert first + insert_rows(session, Customer, [{**row, "name": "绍兴纺织有限公司"}]) == [last + 1, last + 2]
        session.rollback()


def test_migrating_again_changes_nothing(migrated: Flask) -> None:
    before = extras(db.engine)
    migrate_database(migrated)
    assert extras(db.engine) == before


def test_a_rebuilt_table_gets_its_triggers_and_search_back(own_engine: Engine) -> None:
    before = extras(own_engine)
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        make(session, "customer", name="杭州物联科技有限公司")
        session.commit()
    with own_engine.connect() as connection:
        if own_engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("customer", recreate="always" if own_engine.dialect.name == "sqlite" else "auto") as batch:
            batch.alter_column("short_name", server_default="x")
        ddl.install(connection, models_all.load())
        connection.commit()
    assert extras(own_engine) == before
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        make(session, "customer", name="宁波食品贸易有限公司")
        session.flush()
        assert [found.label for found in candidates(session, "customer", "hzwl", "zh")] == ["杭州物联科技有限公司"]
        assert [found.label for found in candidates(session, "customer", "食品", "zh")] == ["宁波食品贸易有限公司"]


def test_a_search_index_of_other_columns_is_made_anew(own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        make(session, "customer", name="杭州物联科技有限公司", short_name="独角兽")
        session.commit()
    before = extras(own_engine)
    monkeypatch.setattr(ddl, "indexed_columns", lambda model: ("short_name",) if model is Customer else _columns(model))
    with own_engine.begin() as connection:
        ddl.install(connection, models_all.load())
    assert {name.partition("_search")[0] for name in extras(own_engine) ^ before} == {"customer"}


_columns = ddl.indexed_columns


def test_the_audit_log_refuses_changes_from_below_the_program(own_engine: Engine) -> None:
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        make(session, "department")
        session.commit()
    for statement in ("UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(Exception, match="append-only"), own_engine.begin() as connection:
            connection.execute(text(statement))


GUARDED_FROM = "0074"
"""The first revision that has every column the guards of today name."""


def test_an_installation_with_its_guards_is_upgraded(tmp_path: Path) -> None:
    """A trigger that names a table which is being rebuilt stops its renaming on SQLite; whoever upgrades has triggers already."""
    with empty_database(tmp_path) as url:
        app = create_app(Settings(tmp_path, url.render_as_string(hide_password=False), "k" * 64, 0, production=False), TESTING=True)
        with app.app_context():
            upgrade(directory=str(app.config["MIGRATIONS"]), revision=GUARDED_FROM)
            with db.engine.begin() as connection:
                guarding.install(connection, set(inspect(connection).get_table_names()))
            guarded = extras(db.engine)
            migrate_database(app)
            assert guarded <= extras(db.engine)
            db.engine.dispose()


def test_an_installation_that_began_to_count_anew_counts_on(tmp_path: Path) -> None:
    """What was written before 0093 stays, and no id that the audit log knows is given again."""
    with empty_database(tmp_path) as url:
        app = create_app(Settings(tmp_path, url.render_as_string(hide_password=False), "k" * 64, 0, production=False), TESTING=True)
        with app.app_context():
            upgrade(directory=str(app.config["MIGRATIONS"]), revision="0092")
            with db.engine.begin() as connection:
                ddl.install(connection, models_all.load())
            with FencedSession(db.engine) as session:
                act(session, System("test"))
                kept, gone = make(session, "customer", name="杭州物联科技有限公司"), make(session, "customer")
                session.commit()
                session.delete(gone)
                session.commit()
                before = (kept.id, gone.id)
            migrate_database(app)
            with FencedSession(db.engine) as session:
                act(session, System("test"))
                assert [found.label for found in candidates(session, "customer", "hzwl", "zh")] == ["杭州物联科技有限公司"]
                new = make(session, "customer")
                session.commit()
                assert new.id > max(before)
            db.engine.dispose()


def test_a_database_that_exists_is_opened_again(tmp_path: Path) -> None:
    with new_database(tmp_path) as engine:
        again = prepare(create_engine(engine.url))
        with again.begin() as connection:
            ddl.install(connection, models_all.load())
        again.dispose()
