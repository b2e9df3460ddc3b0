"""The big company: a million customers in an SQLite file under the data folder, made once."""

import sys
import time
from pathlib import Path

from flask import Flask

from app import create_app
from web.cli import bar, system_session
from web.database import migrate_database
from web.serving import load_demo_company
from web.settings import Settings


def big_app(folder: Path, customers: int) -> Flask:
    """The panel on the big database, which is built when it is not there yet; takes minutes the first time."""
    done = folder / f"built-{customers}"
    app = empty_app(folder)
    migrate_database(app)  # one built by an earlier version as well
    if not done.exists():
        started = time.monotonic()
        with app.app_context():
            load_demo_company(app, customers=customers, seed=20260101, session=system_session, progress=bar())
            with system_session("bench: statistics for the planner") as session:
                session.connection().exec_driver_sql("ANALYZE")
        done.write_text(f"{time.monotonic() - started:.0f} s\n")
        sys.stderr.write(f"built {customers:,} customers in {done.read_text()}")
    return app


def empty_app(folder: Path, url: str = "") -> Flask:
    """The panel on a database in ``folder`` (or on another one), whatever is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(folder, url or f"sqlite:///{folder / 'taizhang.db'}", "b" * 64, 0, production=False)
    return create_app(settings, TESTING=True)
