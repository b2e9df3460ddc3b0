"""The words in which a base role is declared: what it clears, what it may on which rows, which fields differ."""

from dataclasses import dataclass

from domain.access import Action, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from models.access.role import RoleKind

ALL = (Scope.ALL,)
LOOK: tuple[str, ...] = (Action.VIEW, Action.EXPORT, Action.PRINT, Action.HISTORY)
KEEP = (*LOOK, Action.CREATE, Action.EDIT)

@dataclass(frozen=True, slots=True)
class Clears:
    """Up to which clearance a role reads and writes in ``areas`` (None: all not named), and what lies just above."""

    areas: tuple[Area | None, ...]
    reads: Clearance
    writes: Clearance | None = None
    above: Level = Level.MASKED


@dataclass(frozen=True, slots=True)
class May:
    """Every one of ``actions`` on every one of ``registers``, on the rows of every one of ``scopes``."""

    registers: tuple[str, ...]
    actions: tuple[str, ...]
    scopes: tuple[Scope, ...]


@dataclass(frozen=True, slots=True)
class Except:
    """One field that differs from what the clearance says."""

    register: str
    field: str
    level: Level


@dataclass(frozen=True, slots=True)
class BaseRole:
    """A role as declared; what its parents may, it may too."""

    code: str
    title: Term
    note: Term
    clears: tuple[Clears, ...]
    may: tuple[May, ...]
    kind: RoleKind = RoleKind.BUSINESS
    parents: tuple[str, ...] = ("employee",)
    exceptions: tuple[Except, ...] = ()
