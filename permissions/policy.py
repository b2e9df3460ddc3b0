"""Merging: effective level = min(max over the grants of all roles, every cap); compiled once per set of roles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.access import Action, Channel, Level, Scope
from permissions.grants import ANY, Caps, Catalogue, RegisterFacts, Rights
from permissions.levels import Levels, Spread, Spreading

_COVERS = {
    Scope.ALL: frozenset(Scope),
    Scope.SUBTREE: frozenset({Scope.SUBTREE, Scope.DEPARTMENT}),
    Scope.DEPARTMENT: frozenset({Scope.DEPARTMENT}),
    Scope.REGION: frozenset({Scope.REGION}),
    Scope.OWN: frozenset({Scope.OWN}),
    Scope.ASSIGNED: frozenset({Scope.ASSIGNED}),
}
_ORDER = (Scope.ALL, Scope.SUBTREE, Scope.DEPARTMENT, Scope.REGION, Scope.ASSIGNED, Scope.OWN)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rows in ``scope`` with the levels granted on just these rows: fields of one role never on rows of another."""

    scope: Scope
    levels: Spread
    whose: int = 0
    """Whose rows: 0 the holder's, n those of the n-th person in whose place he decides."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What a set of roles may do; immutable, shared by all who hold just these roles, and its own key in caches."""

    version: int
    roles: frozenset[str]
    catalogue: Catalogue
    strata: Mapping[tuple[str, str], tuple[Stratum, ...]]
    caps: Caps = field(default_factory=dict, compare=False, repr=False)
    """What holds above every role, for the few answers that no role's levels decide (see operations.directory)."""
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What others derive from the plan; it goes when the plan goes."""
    _merged: dict[tuple[str, str, Channel, int], Levels] = field(default_factory=dict, compare=False, repr=False)

    def may(self, register: str, action: str) -> bool:
        """Whether any role lets the holder take ``action`` on some rows of ``register``."""
        return (register, action) in self.strata

    def of(self, register: str, action: str) -> tuple[Stratum, ...]:
        """The strata of an action, widest scope first; empty when it is refused."""
        return self.strata.get((register, action), ())

    def levels(self, register: str, channel: Channel, *, action: str = Action.VIEW, bits: int = -1) -> Levels:
        """Field → level on a row that lies in the strata whose bit is set (all of them by default)."""
        key = (register, action, channel, bits)
        found = self._merged.get(key)
        if found is None:
            chosen = [stratum.levels[channel] for i, stratum in enumerate(self.of(register, action)) if bits >> i & 1]
            found = {name: max(levels[name] for levels in chosen) for name in chosen[0]} if chosen else {}
            self._merged[key] = found
        return found

    def level(self, register: str, name: str, channel: Channel, *, action: str = Action.VIEW, bits: int = -1) -> Level:
        """The level of one field; whatever is unknown is hidden."""
        return self.levels(register, channel, action=action, bits=bits).get(name, Level.HIDDEN)

    def everywhere(self, register: str, name: str, channel: Channel) -> bool:
        """Whether the field may be read through ``channel`` on every row in view.

        Sorting, filtering and searching answer about all rows at once, so one stratum that hides the field forbids them.
        """
        strata = self.of(register, Action.VIEW)
        return bool(strata) and all(s.levels[channel].get(name, Level.HIDDEN) >= Level.READ for s in strata)


def compile_plan(
    version: int,
    catalogue: Catalogue,
    rights: Mapping[str, Rights],
    roles: Iterable[str],
    caps: Caps,
    standing_in: Sequence[Iterable[str]] = (),
) -> Plan:
    """The plan of ``roles`` with all they inherit; a role that does not exist grants nothing.

    ``standing_in``: the roles held for others, in the order of ``Person.standing_in``. They hold on the rows of those
    others only, and the holder's own roles on his own rows only: a deputy gets nothing that neither of the two may.
    """
    held = [closure(rights, roles), *(closure(rights, others) for others in standing_in)]
    names = sorted(frozenset().union(*held))
    strata: dict[tuple[str, str], tuple[Stratum, ...]] = {}
    spread = Spreading({name: rights[name] for name in names}, caps)
    stated = {name: _by_register(rights[name]) for name in names}
    # All rows are the same rows, whoever holds the role.
    whose_rows = {name: [n for n, several in enumerate(held) if name in several] for name in names}
    for facts in catalogue.values():
        on_this = [(name, places) for name in names if (places := _on(facts, stated[name]))]
        if not on_this:
            continue
        levels = spread.of(facts)
        for action in facts.actions:
            by_place: dict[tuple[Scope, int], list[str]] = {}
            for name, places in on_this:
                for scope in {scope for place in places for scope in (*place.get(action, ()), *place.get(ANY, ()))}:
                    for whose in (0,) if scope is Scope.ALL else whose_rows[name]:
                        by_place.setdefault((scope, whose), []).append(name)
            if by_place:
                order = sorted(by_place, key=lambda place: (_ORDER.index(place[0]), place[1]))
                merged = [Stratum(scope, levels.most(tuple(by_place[scope, whose])), whose) for scope, whose in order]
                strata[facts.key, action] = _without_covered(merged) if len(merged) > 1 else tuple(merged)
    return Plan(version, frozenset(names), catalogue, strata, caps)


Stated = Mapping[str, Mapping[str, frozenset[Scope]]]


def _by_register(rights: Rights) -> Stated:
    found: dict[str, dict[str, frozenset[Scope]]] = {}
    for (register, action), scopes in rights.actions.items():
        found.setdefault(register, {})[action] = scopes
    return found


def _on(facts: RegisterFacts, stated: Stated) -> list[Mapping[str, frozenset[Scope]]]:
    """What a role states about a register: by its name, for its area, for all."""
    return [stated[name] for name in (facts.key, f"{facts.area}.*", ANY) if name in stated]


def closure(rights: Mapping[str, Rights], roles: Iterable[str]) -> frozenset[str]:
    """``roles`` and all they inherit from; a cycle ends by itself."""
    held: set[str] = set()
    waiting = [role for role in roles if role in rights]
    while waiting:
        role = waiting.pop()
        if role not in held:
            held.add(role)
            waiting.extend(parent for parent in rights[role].parents if parent in rights)
    return frozenset(held)


def scopes_of(facts: RegisterFacts, rights: Rights, action: str) -> frozenset[Scope]:
    """The rows on which a role itself allows ``action``, not counting what it inherits."""
    found: set[Scope] = set()
    for register in (facts.key, f"{facts.area}.*", ANY):
        for name in (action, ANY):
            found |= rights.actions.get((register, name), frozenset())
    return frozenset(found)


def _without_covered(strata: list[Stratum]) -> tuple[Stratum, ...]:
    """Drop a stratum whose rows lie in another's that shows at least as much: fewer strata, the same answers."""
    return tuple(
        stratum
        for stratum in strata
        if not any(
            other is not stratum
            and stratum.scope in _COVERS[other.scope]
            and (other.whose == stratum.whose or other.scope is Scope.ALL)
            and other.levels.at_least(stratum.levels)
            for other in strata
        )
    )
