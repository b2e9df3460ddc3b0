"""Separation of duties: who, by which path, comes to both sides of what one person may not hold or do together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from permissions.grants import Catalogue, RegisterFacts, Rights
from permissions.policy import scopes_of

_NOBODY: Mapping[int, int] = {}


class ApartKind(StrEnum):
    """What is kept apart."""

    STATIC = "static"
    """Nobody holds a role of one side and a role of the other."""
    MOVE = "move"
    """Nobody may take an action of one side and an action of the other on the register at all."""
    RECORD = "record"
    """Whoever took an action of one side on a record may not take one of the other side on the same record."""


class Via(StrEnum):
    """How a person comes to a role."""

    PERSON = "person"
    DEPARTMENT = "department"
    POST = "post"
    DELEGATION = "delegation"
    EMERGENCY = "emergency"


BORROWED = frozenset({Via.DELEGATION, Via.EMERGENCY})
"""Ways to a right that is not one's own for good."""


@dataclass(frozen=True, slots=True)
class Apart:
    """One rule: the sides are role codes (static), or actions and moves of ``register_key``."""

    code: str
    title: str
    kind: ApartKind
    register_key: str
    side_a: frozenset[str]
    side_b: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that a person holds, by which grant or delegation and, where that is known, from when until when."""

    person_id: int
    role: str
    via: Via
    source: int
    """The id of the grant; of the delegation when it comes through one."""
    principal_id: int | None = None
    """In whose place, through a delegation."""
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """From a holding through the roles it inherits to what it reaches: a role code, or an action."""

    holding: Holding
    chain: tuple[str, ...]
    """The role held, its parent …; the last one states what is reached."""
    reached: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A person who comes to both sides of a rule; ``one`` leads to side a, ``other`` to side b."""

    apart: Apart
    person_id: int
    one: Path
    other: Path

    @property
    def is_warning(self) -> bool:
        """Whether he may hold both sides, and only the same record is refused to him."""
        return self.apart.kind is ApartKind.RECORD


@dataclass(frozen=True, slots=True)
class Torn:
    """A role that brings both sides of a rule by itself, to whomever it is granted."""

    apart: Apart
    role: str
    one: tuple[str, ...]
    other: tuple[str, ...]


def clashes(
    aparts: Iterable[Apart],
    rights: Mapping[str, Rights],
    holdings: Iterable[Holding],
    catalogue: Catalogue,
    *,
    same: Mapping[int, int] = _NOBODY,
) -> list[Clash]:
    """Every person with both sides of a rule at some common moment, once for each pair of holdings.

    ``same`` leads from a person's further record to his first one. Of a record rule only what goes around it is named:
    one side is held in one's own right, the other one only in another's place, for an emergency or as another person.
    """
    held: dict[int, list[Holding]] = {}
    for holding in holdings:
        held.setdefault(same.get(holding.person_id, holding.person_id), []).append(holding)
    found: list[Clash] = []
    for apart in aparts:
        reach = _Reach(apart, rights, catalogue)
        for person in sorted(held):
            found.extend(_of_person(reach, person, held[person]))
    return found


def torn(aparts: Iterable[Apart], rights: Mapping[str, Rights], catalogue: Catalogue) -> list[Torn]:
    """The roles that no person can hold without breaking a static or move rule."""
    found = []
    for apart in aparts:
        if apart.kind is ApartKind.RECORD:
            continue
        reach = _Reach(apart, rights, catalogue)
        for role in sorted(rights):
            one, other = reach.side_a(role), reach.side_b(role)
            if one and other:
                found.append(Torn(apart, role, one[0], other[0]))
    return found


def faults(apart: Apart, rights: Mapping[str, Rights], catalogue: Catalogue) -> frozenset[str]:
    """The names in a rule that mean nothing: roles, actions or a register that do not exist, or stand on both sides.

    The empty name stands for a side without any. A rule with a fault may keep nothing apart, so it is reported.
    """
    sides = apart.side_a | apart.side_b
    wrong = set(apart.side_a & apart.side_b)
    if not apart.side_a or not apart.side_b:
        wrong.add("")
    if apart.kind is ApartKind.STATIC:
        return frozenset(wrong | {name for name in sides if name not in rights})
    facts = catalogue.get(apart.register_key)
    if facts is None:
        return frozenset(wrong | {apart.register_key})
    return frozenset(wrong | {name for name in sides if name not in facts.actions})


def chains(rights: Mapping[str, Rights], role: str) -> Iterator[tuple[str, ...]]:
    """The shortest chain from ``role`` to itself and to each role it inherits from, nearest first; a cycle ends by itself."""
    waiting: list[tuple[str, ...]] = [(role,)] if role in rights else []
    seen = {role}
    while waiting:
        chain = waiting.pop(0)
        yield chain
        for parent in sorted(rights[chain[-1]].parents):
            if parent in rights and parent not in seen:
                seen.add(parent)
                waiting.append((*chain, parent))


def states(facts: RegisterFacts, rights: Rights, action: str) -> bool:
    """Whether a role itself allows ``action`` on some rows of the register, not counting what it inherits."""
    return action in facts.actions and bool(scopes_of(facts, rights, action))


class _Reach:
    """Which roles lead to which side of one rule; each role is looked at once."""

    def __init__(self, apart: Apart, rights: Mapping[str, Rights], catalogue: Catalogue) -> None:
        self.apart = apart
        self._rights = rights
        self._facts = catalogue.get(apart.register_key)
        self._known: dict[tuple[str, bool], tuple[tuple[str, ...], ...]] = {}

    def side_a(self, role: str) -> tuple[tuple[str, ...], ...]:
        """Chain and what it reaches (its last item) for each name of side a that ``role`` leads to."""
        return self._side(role, first=True)

    def side_b(self, role: str) -> tuple[tuple[str, ...], ...]:
        """The same for side b."""
        return self._side(role, first=False)

    def _side(self, role: str, *, first: bool) -> tuple[tuple[str, ...], ...]:
        found = self._known.get((role, first))
        if found is None:
            names = self.apart.side_a if first else self.apart.side_b
            found = self._known[role, first] = tuple(
                (*chain, name) for chain in chains(self._rights, role) for name in sorted(names) if self._leads(chain[-1], name)
            )
        return found

    def _leads(self, role: str, name: str) -> bool:
        if self.apart.kind is ApartKind.STATIC:
            return role == name
        return self._facts is not None and states(self._facts, self._rights[role], name)


def _of_person(reach: _Reach, person: int, holdings: list[Holding]) -> Iterator[Clash]:
    ones = [Path(holding, way[:-1], way[-1]) for holding in holdings for way in reach.side_a(holding.role)[:1]]
    others = [Path(holding, way[:-1], way[-1]) for holding in holdings for way in reach.side_b(holding.role)[:1]]
    around = reach.apart.kind is ApartKind.RECORD
    for one in ones:
        for other in others:
            if not _together(one.holding, other.holding):
                continue
            if around and not (_goes_around(one, other, others) or _goes_around(other, one, ones)):
                continue
            yield Clash(reach.apart, person, one, other)


def _goes_around(own: Path, borrowed: Path, same_side: list[Path]) -> bool:
    """Whether ``own`` is one's own right and the other side is reached only as somebody else or for an emergency."""
    if own.holding.via in BORROWED:
        return False
    me = own.holding.person_id

    def foreign(path: Path) -> bool:
        return path.holding.via in BORROWED or path.holding.person_id != me

    return foreign(borrowed) and all(foreign(path) for path in same_side)


def _together(one: Holding, other: Holding) -> bool:
    """Whether both hold at a common moment."""
    starts = max((at for at in (one.from_at, other.from_at) if at), default=None)
    ends = min((at for at in (one.until_at, other.until_at) if at), default=None)
    return starts is None or ends is None or starts < ends
