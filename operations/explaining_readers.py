"""Who can read a field: every person with every path, since when, and who let it happen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.terms import Term
from domain.values import write_moment
from models.access.policy import PolicyVersion
from models.fence import acting
from models.fields import Field
from models.organisation.employee import Employee
from models.register import Register
from operations import explaining_words as words
from operations.explaining import NEEDS, Cell
from operations.holding_words import HoldingWords
from operations.holdings import holdings, in_force, people_now
from operations.rights import areas_off, catalogue, facts_of, read_caps, read_rights, read_settings
from permissions.actor import Person, System
from permissions.explaining import ByRole, Explanation, explain
from permissions.separation import Holding


@dataclass(frozen=True, slots=True)
class Way:
    """One path by which somebody reads the field."""

    role: Term
    how: Term
    rows: Term
    level: Level
    since: datetime | None
    granted_by: Term
    cell: Cell


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads the field on some rows."""

    person_id: int
    account: str
    name: str
    department: str
    level: Level
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Readers:
    """Everybody who reads a field, and which policy, by whom, says so."""

    readers: tuple[Reader, ...]
    policy: Term


def readers(session: Session, register: Register, spec: Field, channel: Channel = Channel.DETAILS, least: Level = Level.READ) -> Readers:
    """Everybody who may sign in now and has at least ``least`` on ``spec`` through ``channel`` on some rows."""
    with acting(session, System("权限说明 who reads a field?")):
        return Readers(tuple(_Search(session, register, spec, channel, least).found()), _policy(session))


class _Search:
    def __init__(self, session: Session, register: Register, spec: Field, channel: Channel, least: Level) -> None:
        self._session, self._register, self._spec, self._channel, self._least = session, register, spec, channel, least
        self._rights, self._caps, self._facts = read_rights(session), read_caps(session), facts_of(register)
        self._known: dict[tuple[object, ...], Explanation] = {}

    def found(self) -> Iterator[Reader]:
        """Name by name."""
        if self._register.key not in catalogue(areas_off(read_settings(self._session))):
            return
        people = [(person, roles, self._level(person, roles)) for person, roles in people_now(self._session)]
        people = [(person, roles, level) for person, roles, level in people if level >= self._least]
        now = self._session.info["clock"]()
        everybody = {person.person_id for person, _, _ in people}
        held = [one for one in holdings(self._session, now, everybody) if in_force(one, now)]
        said = HoldingWords(self._session, held)
        for person, roles, level in people:
            mine = [one for one in held if one.person_id == person.person_id]
            ways = tuple(self._ways(self._explained(person, roles, Action.VIEW), person, mine, said))
            yield Reader(person.person_id, person.code, person.name, person.department, level, ways)

    def _level(self, person: Person, roles: frozenset[str]) -> Level:
        level = self._explained(person, roles, Action.VIEW).level
        needed = NEEDS.get(self._channel)
        if needed is None:
            return level
        other = self._explained(person, roles, needed)
        if not other.roles:
            return Level.HIDDEN
        return min(level, other.level) if self._channel is Channel.EXPORT else level

    def _explained(self, person: Person, roles: frozenset[str], action: str) -> Explanation:
        others = tuple(one.roles for one in person.standing_in)
        key = (roles, others, action)
        if key not in self._known:
            self._known[key] = explain(
                self._rights, roles, self._caps, self._facts, self._spec.stable_key, self._channel, action=action, standing_in=others
            )
        return self._known[key]

    def _ways(self, part: Explanation, person: Person, held: list[Holding], said: HoldingWords) -> Iterator[Way]:
        for one in part.roles:
            if one.level < self._least:
                continue
            for path in held:
                if path.role == one.chain[0] and path.principal_id == _principal(person, one):
                    yield Way(
                        said.chain(one.chain), said.how(path), words.rows(one.scopes), one.level, said.since(path),
                        said.granted_by(path) or words.BY_SYSTEM, Cell(one.role, self._register.key, self._spec.stable_key),
                    )  # fmt: skip


def _principal(person: Person, one: ByRole) -> int | None:
    return person.standing_in[one.whose - 1].person_id if one.whose else None


def _policy(session: Session) -> Term:
    last = session.query(PolicyVersion).order_by(PolicyVersion.number.desc()).first()
    if last is None:
        return words.NO_VERSION

    def name(key: int | None) -> Term:
        found = session.get(Employee, key) if key is not None else None
        return Term(found.name, found.name) if found else words.BY_SYSTEM

    return words.POLICY.format(
        number=last.number, title=last.title, at=write_moment(last.published_at), author=name(last.author_id),
        reviewer=name(last.reviewer_id),
    )  # fmt: skip
