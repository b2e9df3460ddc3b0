"""Judging: what one reader is shown, measured against what he may see; and the count of all that was tried."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from doors.answers import canaries_in, token_of, told
from doors.canaries import SHAPES
from doors.canary_rows import Row
from doors.expecting import Reader
from models.engine import FencedSession
from models.fence import act
from models.register import Register, registers
from web.extensions import db

NONSENSE = "zq99999vk"
NO_FIELD = "no_such_field"
NO_ROW = 999_999_999


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that came out, or an answer that told something."""

    reader: str
    door: str
    what: str


@dataclass
class Tally:
    """How much was tried, and what leaked."""

    attempts: int = 0
    granted: int = 0
    """Answers that did hold canaries: a walk that sees nothing proves nothing."""
    leaks: list[Leak] = field(default_factory=list)
    tried: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(register, field, door) → how many attempts would have shown a leak of just this field."""


class Walker:
    """One reader in front of the doors of some registers."""

    def __init__(self, app: Flask, http: FlaskClient, reader: Reader, keys: Iterable[str]) -> None:
        self.app, self.http, self.reader = app, http, reader
        self.aviary = reader.aviary
        self.registers = [registers[key] for key in keys]
        self.tally = Tally()
        self.looked: set[str] = set()
        self.at: Register | None = None
        """The register whose doors are being tried."""
        self.token = token_of(self.http.get("/me/"))

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session with the reader's rights."""
        with FencedSession(db.engine) as session:
            act(session, self.reader.authority)
            session.info["reading"] = True
            yield session

    def leak(self, door: str, what: str) -> None:
        """Keep what came out; cut, because a whole page helps nobody."""
        self.tally.leaks.append(Leak(self.reader.code, door, what[:160]))

    def note(self, door: str, keys: Iterable[str] | None = None) -> None:
        """An attempt at ``door`` that would have shown a leak of the fields ``keys`` (of all that hold canaries)."""
        if self.at is not None:
            for key in self.aviary.carried(self.at) if keys is None else keys:
                self.tally.tried[self.at.key, key, door] += 1

    def expect(self, door: str, truth: bool, what: str, *keys: str) -> None:
        """One attempt whose answer about ``keys`` is right or wrong."""
        self.tally.attempts += 1
        self.note(door, keys)
        if not truth:
            self.leak(door, what)

    def judge(
        self, door: str, response: TestResponse, allowed: set[str] | frozenset[str], said: str = ""
    ) -> TestResponse:
        """Nothing in the response but what is allowed here (and what was typed by the reader himself)."""
        self.tally.attempts += 1
        self.note(door)
        found = {text for text in canaries_in(response) if text in self.aviary.all}
        self.tally.granted += bool(found & allowed)
        wrong = found - allowed - set(SHAPES.findall(said))
        if wrong:
            self.leak(door, f"{response.request.path} shows {sorted(wrong)[:4]} ({self.aviary.origin(min(wrong))})")
        if response.status_code >= 500:
            self.leak(door, f"{response.request.path}: {response.status_code}")
        response.close()
        return response

    def get(
        self, door: str, path: str, allowed: set[str] | frozenset[str] = frozenset(), said: str = "", **args: Any
    ) -> TestResponse:
        """Fetch a page and judge it."""
        return self.judge(door, self.http.get(path, query_string=args or None), allowed, said)

    def post(
        self, door: str, path: str, data: dict[str, Any], allowed: set[str] | frozenset[str] = frozenset(), said: str = ""
    ) -> TestResponse:
        """Send a form with a token and judge the answer."""
        sent = self.http.post(path, data={**data, "csrf_token": self.token})
        return self.judge(door, sent, allowed, said)

    def alike(self, door: str, one: TestResponse, other: TestResponse, *mentions: str) -> None:
        """The two answers tell nothing apart, whatever was named in asking."""
        self.expect(door, told(one, *mentions) == told(other, *mentions), f"{one.request.url} differs from {other.request.url}")

    def tried(self, register: Register) -> list[Row]:
        """The records to knock at: of the many that are only pointed to, one."""
        rows = self.aviary.rows[register.key]
        return [row for row in rows if row.case not in ("filler", "scan")] + [row for row in rows if row.case in ("filler", "scan")][:1]

    def path(self, register: Register, rest: str = "") -> str:
        """The address of a page of a register."""
        return f"/{register.area}/{register.key}/{rest}"

    def _only_visible(self, register: Register, ids: Iterable[int]) -> bool:
        unseen = {row.id for row in self.aviary.rows[register.key] if not self.reader.may(row)}
        return not unseen & set(ids)

    def _names(self, register: Register) -> set[str]:
        """What may be chosen in the form of a register."""
        targets = {spec.target for spec in register.fields.values() if spec.target}
        return set().union(*(self.reader.name_of(row) for key in targets for row in self.aviary.rows[key]))

    def forged(self, register: Register) -> dict[str, Any]:
        """Every column and more, each with a value of its own kind."""
        values: dict[str, Any] = {"id": "1", "created_at": "2020-01-01", "updated_at": "2020-01-01", "name_pinyin": "x|x"}
        for key, spec in register.fields.items():
            found = self.aviary.value(spec)
            values[spec.column] = values[key] = found[1].typed if found else next(iter(spec.titles), "1")
        return values
