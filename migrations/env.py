"""Alembic's entry: the same metadata as the models, batch mode for SQLite, search tables left alone."""

from alembic import context
from flask import current_app

from models.base import Base

_engine = current_app.extensions["migrate"].db.engine


def _ours(_object: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    # The full-text tables of SQLite and the expression indexes of PostgreSQL are kept by models/ddl.py.
    search = name is not None and "_search" in name
    return not (reflected and search and kind in ("table", "index"))


def _nothing_to_do(_context: object, _revision: object, directives: list[object]) -> None:
    if directives and directives[0].upgrade_ops.is_empty():  # type: ignore[attr-defined]
        directives[:] = []


def run() -> None:
    """Run the migrations on the application's engine; a foreign key may point to a table that is being rebuilt."""
    with _engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=_ours,
            render_as_batch=True,
            compare_type=True,
            user_module_prefix="types.",
            process_revision_directives=_nothing_to_do,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


run()
