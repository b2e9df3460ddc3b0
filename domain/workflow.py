"""A workflow is a table of moves; buttons, forms and tests are read from it (guards stand in operations/guards.py)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.errors import Misdeclared
from domain.terms import Term


@dataclass(frozen=True, slots=True)
class Move:
    """One step: who may take it is a grant named ``action`` on the register."""

    name: str
    source: StrEnum
    target: StrEnum
    label: Term
    clause: str
    needs: tuple[str, ...] = ()
    """Fields of the record asked for on the move's page."""
    stamps: tuple[str, ...] = ()
    """Fields set by the move itself: a moment to now, a day to today, a person to the actor."""
    destructive: bool = False
    also: tuple[StrEnum, ...] = ()
    """Further states it may be taken from: a customer can withdraw at almost any time."""
    offers: tuple[str, ...] = ()
    """Fields of the record that the move's page shows as well and that may stay empty."""

    @property
    def asked(self) -> tuple[str, ...]:
        """All fields of the move's page: those needed, then those that may stay empty."""
        return (*self.needs, *self.offers)

    @property
    def sources(self) -> tuple[StrEnum, ...]:
        """All states it may be taken from."""
        return (self.source, *self.also)


@dataclass(frozen=True, slots=True)
class Workflow:
    """The moves of one register over its state field; checks itself when declared."""

    state: str
    start: StrEnum
    moves: Sequence[Move]
    by_name: dict[str, Move] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {move.name: move for move in self.moves})
        if len(self.by_name) != len(self.moves):
            raise Misdeclared("two moves of a workflow have the same name")
        reached = {self.start}
        while more := {move.target for move in self.moves if reached & set(move.sources)} - reached:
            reached |= more
        unreachable = set(type(self.start)) - reached
        if unreachable:
            raise Misdeclared(f"no move leads to {sorted(unreachable)}")
        if not any(state for state in reached if not self.moves_from(state)):
            raise Misdeclared("the workflow has no end")

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that the table allows from ``state``, whoever asks."""
        return tuple(move for move in self.moves if state in move.sources)
