"""Why a level is what it is: the same arithmetic as the plan, told step by step, so that the two can never disagree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.access import Action, Channel, Level, Scope
from permissions.grants import AreaRight, Caps, FieldFacts, RegisterFacts, Rights
from permissions.levels import BOUNDS, ORACLES, by_clearance
from permissions.policy import scopes_of
from permissions.separation import chains


class Why(StrEnum):
    """What sets or lowers a level."""

    CHANNEL_RULE = "channel_rule"
    """The role has a rule for this field on this channel."""
    FIELD_RULE = "field_rule"
    """The role has a rule for this field on all channels."""
    WRITES = "writes"
    """The field lies within the clearance up to which the role writes."""
    READS = "reads"
    """… up to which it reads."""
    ABOVE = "above"
    """The field lies just above what the role reads."""
    BEYOND = "beyond"
    """The field lies further above."""
    NO_AREA = "no_area"
    """The role has no clearance in the area."""
    BOUND = "bound"
    """The channel shows no more than another one."""
    READ_ONLY = "read_only"
    """Nothing is written through this channel."""
    SYSTEM = "system"
    """The field is written by moves and the kernel only."""
    CAP = "cap"
    """A ceiling above all roles."""
    ORACLE = "oracle"
    """A question about a value one may not read would give it away."""


LIMITS = frozenset({Why.BOUND, Why.READ_ONLY, Why.SYSTEM, Why.CAP, Why.ORACLE})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that sets or lowers the level, and the level after it; ``channel`` is where a bound or cap was met."""

    why: Why
    level: Level
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class ByRole:
    """What one role says: how it comes about, on which rows it lets the holder act, and the level there."""

    chain: tuple[str, ...]
    """From the role held to this one, which may be inherited."""
    whose: int
    """0 where it is held in the holder's own name, n in the place of the n-th person."""
    scopes: frozenset[Scope]
    steps: tuple[Step, ...]

    @property
    def role(self) -> str:
        """The role that states it."""
        return self.chain[-1]

    @property
    def level(self) -> Level:
        """The level on the rows of ``scopes``."""
        return self.steps[-1].level

    @property
    def decisive(self) -> Step:
        """The last step that changed anything."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that bears on one field through one channel, the strongest role first."""

    register: str
    field: str
    channel: Channel
    action: str
    roles: tuple[ByRole, ...]
    """The roles that allow the action on some rows."""
    without: tuple[tuple[str, ...], ...]
    """Chains of the roles held that do not allow it at all."""

    @property
    def level(self) -> Level:
        """What all roles together give on some row: exactly ``Plan.level``."""
        return max((one.level for one in self.roles), default=Level.HIDDEN)

    def on(self, rows: Iterable[tuple[Scope, int]]) -> Level:
        """The level on a row that lies in just these (scope, whose): exactly ``Plan.level`` with the bits of the row."""
        return max((one.level for one in self.reaching(rows)), default=Level.HIDDEN)

    def reaching(self, rows: Iterable[tuple[Scope, int]]) -> tuple[ByRole, ...]:
        """The roles that reach a row which lies in just these (scope, whose)."""
        lies = set(rows)
        return tuple(one for one in self.roles if any((scope, one.whose) in lies for scope in one.scopes))

    @property
    def decides(self) -> ByRole | None:
        """The role that gives the level; None when no role allows the action."""
        return self.roles[0] if self.roles else None


def explain(
    rights: Mapping[str, Rights],
    roles: Iterable[str],
    caps: Caps,
    facts: RegisterFacts,
    field: str,
    channel: Channel,
    *,
    action: str = Action.VIEW,
    standing_in: Sequence[Iterable[str]] = (),
) -> Explanation:
    """Why the holder of ``roles`` (and of those of others, see compile_plan) has the level he has on ``field``.

    ``field`` is a stable key; one that does not exist is explained by no role at all, and is hidden.
    """
    spec = next((one for one in facts.fields if one.key == field), None)
    found: list[ByRole] = []
    without: list[tuple[str, ...]] = []
    for whose, several in enumerate((roles, *standing_in)):
        for chain in _reached(rights, several):
            scopes = scopes_of(facts, rights[chain[-1]], action) if action in facts.actions else frozenset()
            if scopes and spec is not None:
                found.append(ByRole(chain, whose, scopes, _steps(facts, spec, rights[chain[-1]], caps, channel)))
            elif not scopes:
                without.append(chain)
    found.sort(key=lambda one: (-one.level, one.whose, len(one.chain), one.chain))
    return Explanation(facts.key, field, channel, action, tuple(found), tuple(without))


def _reached(rights: Mapping[str, Rights], roles: Iterable[str]) -> list[tuple[str, ...]]:
    """The shortest chain to each role that ``roles`` lead to."""
    best: dict[str, tuple[str, ...]] = {}
    for role in sorted(set(roles)):
        for chain in chains(rights, role):
            known = best.get(chain[-1])
            if known is None or len(chain) < len(known):
                best[chain[-1]] = chain
    return [best[role] for role in sorted(best)]


def _steps(facts: RegisterFacts, spec: FieldFacts, rights: Rights, caps: Caps, channel: Channel) -> tuple[Step, ...]:
    """The step that sets the level, then those that lower it; what changes nothing is left out."""
    steps = [_stated(facts, spec, rights, channel)]

    def at_most(level: Level, why: Why, met: Channel | None = None) -> None:
        if level < steps[-1].level:
            steps.append(Step(why, level, met))

    wide = BOUNDS.get(channel)
    if wide is not None:
        at_most(_steps(facts, spec, rights, caps, wide)[-1].level, Why.BOUND, wide)
    if channel is not Channel.FORM:
        at_most(Level.READ, Why.READ_ONLY)
    elif spec.system:
        at_most(Level.READ, Why.SYSTEM)
    for met in (None, channel):
        cap = caps.get((facts.key, spec.key, met))
        if cap is not None:
            at_most(cap, Why.CAP, met)
    if channel in ORACLES and steps[-1].level < Level.READ:
        at_most(Level.HIDDEN, Why.ORACLE)
    return tuple(steps)


def _stated(facts: RegisterFacts, spec: FieldFacts, rights: Rights, channel: Channel) -> Step:
    for met, why in ((channel, Why.CHANNEL_RULE), (None, Why.FIELD_RULE)):
        level = rights.fields.get((facts.key, spec.key, met))
        if level is not None:
            return Step(why, level, met)
    area = rights.areas.get(facts.area, rights.areas.get(None))
    return Step(_cleared(spec, area), by_clearance(spec.clearance, area))


def _cleared(spec: FieldFacts, area: AreaRight | None) -> Why:
    if area is None:
        return Why.NO_AREA
    if area.writes is not None and spec.clearance <= area.writes:
        return Why.WRITES
    if spec.clearance <= area.reads:
        return Why.READS
    return Why.ABOVE if spec.clearance == area.reads + 1 else Why.BEYOND
