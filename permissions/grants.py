"""The rights as IT states them: what a register is made of, and what one role may do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.access import Channel, Clearance, Level, Scope
from domain.areas import Area

ANY = "*"


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What the policy must know of a field; ``key`` is its stable key."""

    key: str
    clearance: Clearance
    system: bool = False
    """Written by moves and the kernel only, whatever a role says."""
    required: bool = False
    """A record cannot be entered without it."""


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What the policy must know of a register."""

    key: str
    area: Area
    fields: tuple[FieldFacts, ...]
    actions: frozenset[str]
    """The actions that exist on it, moves included."""


Catalogue = Mapping[str, RegisterFacts]


@dataclass(frozen=True, slots=True)
class AreaRight:
    """Up to which clearance a role reads and writes, and what it sees of the fields just above ``reads``."""

    reads: Clearance
    writes: Clearance | None = None
    above: Level = Level.HIDDEN


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything one role states itself; what it inherits is merged by :func:`permissions.policy.compile_plan`."""

    role: str
    areas: Mapping[Area | None, AreaRight] = field(default_factory=dict)
    """None stands for every area without an entry of its own."""
    actions: Mapping[tuple[str, str], frozenset[Scope]] = field(default_factory=dict)
    """(register, ``area.*`` or ``*``; action or ``*``) → row scopes."""
    fields: Mapping[tuple[str, str, Channel | None], Level] = field(default_factory=dict)
    """(register, stable key, channel or None for all) → level."""
    parents: frozenset[str] = frozenset()


Caps = Mapping[tuple[str, str, Channel | None], Level]
"""(register, stable key, channel or None) → the most anybody gets."""
