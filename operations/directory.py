"""A directory: whoever may write a field that says so finds every record of its target by name and number, and nothing more.

K7.9 lets an employee ask to view another department's customer, so he must be able to say which one. He sees of it what
stands on the cover: the label and the number, of at most ten that begin as typed, so many times an hour.
"""

import threading
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import TooOften
from domain.terms import Term
from models import search
from models.base import Record
from models.fence import acting, authority_of
from models.fields import Field
from models.register import Register, registers
from operations.labels import Candidate
from operations.wording import in_words
from permissions.actor import System
from permissions.policy import Plan

AT_LEAST, AT_MOST = 2, 10
PACES = ((timedelta(minutes=1), 40), (timedelta(hours=1), 400))
"""(time, look-ups of one account in it at the most)."""
TOO_OFTEN = Term("按名称查找太频繁，请稍后再试。", "Too many look-ups by name; try again later.")
READER = "directory_reader"
"""The bound parameter of :func:`own_label`: the person who reads, nobody unless he is said."""


def is_open(plan: Plan, spec: Field) -> bool:
    """Whether ``spec`` is a directory, and no cap above all roles closes its target's name or number."""
    if not spec.directory:
        return False
    target = registers[spec.target]
    capped = (
        plan.caps.get((target.key, target.fields[key].stable_key, channel), Level.READ)
        for key in (target.label, target.sub) if key for channel in (None, Channel.LIST)
    )  # fmt: skip
    return all(level >= Level.READ for level in capped)


def may_look_up(session: Session, register: Register, spec: Field) -> bool:
    """Whether the actor may search the directory of ``spec``: he may write it into a new record."""
    authority = authority_of(session)
    if authority.is_system or not is_open(authority.plan, spec):
        return False
    levels = authority.plan.levels(register.key, Channel.FORM, action=Action.CREATE)
    return bool(levels.get(spec.stable_key, Level.HIDDEN) >= Level.WRITE)


def entries(session: Session, spec: Field, typed: str, locale: str, pace: "Pace") -> list[Candidate]:
    """At most ten records whose name or number begins with ``typed`` (two characters at least), by name.

    For who :func:`may_look_up`. Raises TooOften.
    """
    typed = typed.strip()
    if len(typed) < AT_LEAST:
        return []
    account_id = authority_of(session).account_id
    pace.step(account_id, session.info["clock"]())
    target = registers[spec.target]
    keys = [key for key in (target.label, target.sub) if key]
    # Numbers are written in capitals, whatever is typed.
    asked = [(key, text) for key in keys for text in dict.fromkeys((typed, typed.upper() if key == target.sub else typed))]
    found: dict[int, Candidate] = {}
    # Below the row scopes on purpose: every name, but only names and numbers.
    with acting(session, System("look up a name in the directory", acting_for=account_id)):
        for key, text in asked:
            columns = [getattr(target.model, name) for name in keys]
            by_name = getattr(target.model, key)
            statement = select(target.model.id, *columns).where(*_begins(session, target.model, key, text))
            for row in session.execute(statement.order_by(by_name, target.model.id).limit(AT_MOST)):
                sub = in_words(target.fields[target.sub], row[2], locale) if target.sub else ""
                found.setdefault(row[0], Candidate(row[0], str(row[1]), sub))
    return list(found.values())[:AT_MOST]


def _begins(session: Session, model: type[Record], key: str, typed: str) -> list[ColumnElement[bool]]:
    column: Any = getattr(model, key)
    begins = column.startswith(typed, autoescape=True)
    dialect = session.get_bind().dialect.name
    if dialect == "sqlite":  # LIKE uses no index there, a range does
        return [begins, column >= typed, column < typed + "\U0010ffff"]
    proposed = search.candidates(model, typed, dialect)
    return [begins] if proposed is None else [begins, proposed]


def own_label(register: Register, spec: Field) -> ColumnElement[Any]:
    """The label ``spec`` points to, on rows that belong to the reader (see :data:`READER`), NULL on all others."""
    target = registers[spec.target]
    table: Any = target.model.__table__.c
    row: Any = register.model
    mine = getattr(row, register.fields[register.owner].column) == bindparam(READER, None, BigInteger)
    return select(table[target.label]).where(table.id == getattr(row, spec.column), mine).scalar_subquery()


def own_name(session: Session, record: Record, spec: Field) -> str:
    """What the directory calls that which ``spec`` of the actor's own ``record`` points to; nothing on other records."""
    authority, key = authority_of(session), getattr(record, spec.column)
    if not key or authority.is_system or not is_open(authority.plan, spec):
        return ""
    if getattr(record, record.register.fields[record.register.owner].column) != authority.person.person_id:
        return ""
    target = registers[spec.target]
    table: Any = target.model.__table__.c
    return str(session.connection().scalar(select(table[target.label]).where(table.id == key)) or "")


def exists(session: Session, spec: Field, key: int) -> bool:
    """Whether the directory of ``spec`` has a record ``key``, for an actor to whom it is open."""
    authority = authority_of(session)
    if authority.is_system or not is_open(authority.plan, spec):
        return False
    table: Any = registers[spec.target].model.__table__.c
    return session.connection().scalar(select(table.id).where(table.id == key)) is not None


class Pace:
    """How often each account has looked something up lately, in this worker."""

    def __init__(self, paces: Sequence[tuple[timedelta, int]] = PACES) -> None:
        self._paces = paces
        self._lock = threading.Lock()
        self._past: dict[int | None, deque[datetime]] = {}

    def step(self, account_id: int | None, now: datetime) -> None:
        """Count one look-up; raises TooOften when the account has had its share."""
        longest = max((length for length, _most in self._paces), default=timedelta())
        with self._lock:
            past = self._past.setdefault(account_id, deque())
            while past and past[0] <= now - longest:
                past.popleft()
            for length, most in self._paces:
                if sum(at > now - length for at in past) >= most:
                    raise TooOften(TOO_OFTEN, clause="K7.9")
            past.append(now)
