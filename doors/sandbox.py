"""A company of its own to knock at: a temporary database and folder, the real application, and canaries in every field."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event

from doors.answers import token_of
from doors.canaries import Aviary
from doors.company import PASSWORD, found_company
from doors.eyes import knock
from doors.handing import hand_over
from doors.judging import Tally
from doors.walk import Walk, readers_of
from models import all as all_models
from models import ddl
from models.base import Base
from models.engine import FencedSession, prepare
from models.fence import act
from models.register import registers
from operations import revealing
from operations.directory import Pace
from permissions.actor import System
from permissions.document import Document
from web.extensions import db
from web.settings import Settings

CreateApp = Callable[..., Flask]
"""``app.create_app``, handed in because nobody imports ``app`` but its starters."""
ENOUGH = 1_000_000
"""A walk asks for more values in a minute than anybody may in an hour; limits have tests of their own."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The running application and what lives in it."""

    app: Flask
    aviary: Aviary
    people: Sequence[Collection[str]]

    def walk(self, position: int) -> Tally:
        """Everything that the person with the ``position``-th set of roles can try."""
        code, other = f"p{position}", f"p{(position + 1) % len(self.people)}"
        with self.app.app_context(), FencedSession(db.engine) as session:
            act(session, System("doors: whose rows?"))
            hand_over(session, self.aviary, self.aviary.company.employees[code])
            session.commit()
        readers = readers_of(self.app, self.aviary, [code, other])
        walk = Walk(self.app, sign_in(self.app, code, PASSWORD), readers[code], tuple(registers))
        walk.other = readers[other]
        walk.go()
        for register in walk.registers:
            knock(walk, register)
        return walk.tally


def sign_in(app: Flask, code: str, password: str) -> FlaskClient:
    """A client signed in as ``code``; raises AssertionError when that does not work."""
    client = app.test_client()
    token = token_of(client.get("/sign-in"))
    sent = client.post("/sign-in", data={"code": code, "password": password, "csrf_token": token})
    assert sent.status_code == 303, f"sign-in as {code}: {sent.status_code}"
    return client


@contextmanager
def sandbox(folder: Path, create_app: CreateApp, document: Document, people: Sequence[Collection[str]]) -> Iterator[Sandbox]:
    """A sandbox in the empty ``folder``, under the policy ``document``, with one person per set of roles of ``people``.

    Whatever the environment says about databases and keys is not looked at.
    """
    url = f"sqlite:///{folder / 'sandbox.db'}"
    company = _build(url, document, people)
    app = create_app(Settings(folder, url, token_hex(32), 0, production=False), TESTING=True)
    app.extensions["taizhang_directory_pace"] = Pace(())
    with app.app_context():
        event.listen(db.engine, "connect", _in_a_hurry)
        with FencedSession(db.engine) as session:
            act(session, System("doors: canaries"))
            aviary = Aviary(session, company, folder)
            session.commit()
    yield Sandbox(app, aviary, people)
    with app.app_context():
        db.engine.dispose()


def lift_limits() -> None:
    """Let a reader look as often as a walk needs; only for a process that does nothing but walk."""
    revealing.AT_MOST.update({kind: (ENOUGH, said) for kind, (_most, said) in revealing.AT_MOST.items()})


def _build(url: str, document: Document, people: Sequence[Collection[str]]) -> Any:
    engine = prepare(create_engine(url))
    event.listen(engine, "connect", _in_a_hurry)
    registers = all_models.load()  # before the tables: a model that nobody has imported yet has none
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        ddl.install(connection, registers)
    with FencedSession(engine) as session:
        act(session, System("doors: a company"))
        company = found_company(session, document, people)
        session.commit()
    engine.dispose()
    return company


def _in_a_hurry(connection: Any, _record: Any) -> None:
    # The sandbox is thrown away in any case; nobody needs it to survive a power cut.
    connection.execute("PRAGMA synchronous=OFF")
