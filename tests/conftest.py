"""What tests find: a database with a session for models and operations, a panel with a small company for the pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as hypothesis
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import create_app
from models.engine import FencedSession
from models.fence import act
from permissions.actor import System
from tests.client import PageClient
from tests.company import Company, build
from tests.database import filled_database, new_database
from tests.routes import keep_builders
from tests.translations import compile_english
from web.extensions import db
from web.settings import Settings

# The same examples in every run, so that a red test is the change's fault; `--hypothesis-profile=long` looks further.
hypothesis.register_profile("house", max_examples=50, deadline=None, derandomize=True)
hypothesis.register_profile("long", max_examples=2_000, deadline=None)
hypothesis.load_profile("house")
keep_builders()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all tests that roll back what they do; SQLite, or PostgreSQL when its address is given."""
    with new_database(tmp_path_factory.mktemp("database")) as made:
        yield made


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[Engine]:
    """A database for one test alone, which may commit."""
    with new_database(tmp_path) as made:
        yield made


@pytest.fixture
def session(engine: Engine) -> Iterator[FencedSession]:
    """A session that acts for the system; what the test wrote is rolled back."""
    with FencedSession(engine) as opened:
        act(opened, System("test"))
        yield opened
        opened.rollback()


@dataclass
class Panel:
    """A running application with its company; ``as_`` gives a signed-in client, ``system`` a session behind the pages."""

    app: Flask
    company: Company
    settings: Settings

    def as_(self, code: str) -> PageClient:
        """A client signed in as the account ``code`` of tests.company.PEOPLE."""
        return PageClient(self.app).sign_in(code)

    @contextmanager
    def system(self) -> Iterator[Session]:
        """A session that acts for the system, committed at the end."""
        with self.app.app_context(), FencedSession(db.engine) as session:
            act(session, System("test"))
            yield session
            session.commit()


def _company(engine: Engine) -> Company:
    with FencedSession(engine) as session:
        act(session, System("test company"))
        company = build(session)
        session.commit()
    return company


@contextmanager
def running_panel(folder: Path) -> Iterator[Panel]:
    """A panel on a database of its own."""
    compile_english()
    with filled_database(folder, _company) as (engine, company):
        settings = Settings(folder, engine.url.render_as_string(hide_password=False), "k" * 64, 0, production=False)
        app = create_app(settings, TESTING=True)
        yield Panel(app, company, settings)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    """One panel for all tests that only add to it."""
    with running_panel(tmp_path_factory.mktemp("panel")) as made:
        yield made


@pytest.fixture
def own_panel(tmp_path: Path) -> Iterator[Panel]:
    """A panel for one test alone, which may change roles, settings and everything."""
    with running_panel(tmp_path) as made:
        yield made


@pytest.fixture
def client(panel: Panel) -> Callable[[str], PageClient]:
    """``client("clerk")`` is a signed-in browser."""
    return panel.as_


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for what the walks of tests/doors have tried together, whichever worker did which."""
    reports = [report for several in terminalreporter.stats.values() for report in several]
    properties = [one for report in reports if getattr(report, "when", "") == "call" for one in report.user_properties]
    walks = [value for name, value in properties if name == "doors"]
    if walks:
        (registers, fields), attempts, leaks = walks[0][:2], sum(walk[2] for walk in walks), sum(walk[3] for walk in walks)
        terminalreporter.write_line(
            f"doors: {registers} registers × {fields} fields × {len(walks)} readers, {attempts:,} attempts, {leaks} leaks"
        )
