"""A workflow is a table of moves; buttons, forms, clocks and tests are read from it (guards stand in operations/guards.py)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.errors import Misdeclared
from domain.terms import Term


@dataclass(frozen=True, slots=True)
class Sensitive:
    """An act that is no move and asks for the operation password as a sensitive move does; ``label`` is what refusals call it (K5.14)."""

    label: Term
    sensitive: bool = True


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
    sensitive: bool = False
    """Its actor proves himself once more with the operation password (K5.14)."""
    also: tuple[StrEnum, ...] = ()
    """Further states it may be taken from: a customer can withdraw at almost any time."""
    offers: tuple[str, ...] = ()
    """Fields of the record that the move's page shows as well and that may stay empty."""
    stays: bool = False
    """It leaves the record in whichever of its states it was taken from: asking for more time changes no state."""
    starts: tuple[str, ...] = ()
    """The clocks that begin with it, by code."""
    stops: tuple[str, ...] = ()
    """The clocks that end with it, where they run."""
    pauses: tuple[str, ...] = ()
    """The clocks whose net time stands still from then on."""
    resumes: tuple[str, ...] = ()
    """The clocks whose net time runs on."""

    apart_from: tuple[str, ...] = ()
    """Person fields of the record: who stands there does not take it, nor somebody in his place (four eyes)."""
    only_for: tuple[str, ...] = ()
    """Person fields of the record: only who stands in one of them takes it."""
    posts: tuple[tuple[StrEnum, str], ...] = ()
    """The posts one of which its actor holds, himself or as a deputy: of the department in the field named, of any where it is empty."""
    waits: bool = False
    """Somebody must take it next: it stands in the inbox of whoever may, by the three above."""
    needs_records: tuple[tuple[str, int], ...] = ()
    """Registers and how many of their records must name this one first: nothing is published that was not deliberated."""

    @property
    def asked(self) -> tuple[str, ...]:
        """All fields of the move's page: those needed, then those that may stay empty."""
        return (*self.needs, *self.offers)

    @property
    def sources(self) -> tuple[StrEnum, ...]:
        """All states it may be taken from."""
        return (self.source, *self.also)

    def leads(self, state: StrEnum) -> StrEnum:
        """The state it leads to when taken from ``state``."""
        return state if self.stays else self.target


@dataclass(frozen=True, slots=True)
class Workflow:
    """The moves of one register over its state field; checks itself when declared."""

    state: str
    start: StrEnum
    moves: Sequence[Move]
    begins: tuple[str, ...] = ()
    """The clocks that run from the moment the record is entered."""
    by_name: dict[str, Move] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {move.name: move for move in self.moves})
        if len(self.by_name) != len(self.moves):
            raise Misdeclared("two moves of a workflow have the same name")
        reached = {self.start}
        while more := {end for state, _, end in self.steps() if state in reached} - reached:
            reached |= more
        unreachable = set(type(self.start)) - reached
        if unreachable:
            raise Misdeclared(f"no move leads to {sorted(unreachable)}")
        if not any(state for state in reached if not self.moves_from(state)):
            raise Misdeclared("the workflow has no end")
        self._check_clocks(reached)

    def steps(self) -> Iterator[tuple[StrEnum, Move, StrEnum]]:
        """Every way of every move: from, move, to."""
        return ((state, move, move.leads(state)) for move in self.moves for state in move.sources)

    def _check_clocks(self, states: set[StrEnum]) -> None:
        """No clock may still run where no move leads on: nobody could ever stop it."""
        running: dict[StrEnum, set[str]] = {state: set() for state in states}
        running[self.start].update(self.begins)
        grown = True
        while grown:
            grown = False
            for state, move, end in self.steps():
                more = (running[state] - set(move.stops)) | set(move.starts)
                grown = grown or not more <= running[end]
                running[end] |= more
        for state in sorted(states):
            if running[state] and not self.moves_from(state):
                raise Misdeclared(f"nothing stops {sorted(running[state])} on some way to {state}")
        held = {code for move in self.moves for code in move.pauses}
        freed = {code for move in self.moves for code in move.resumes}
        if held != freed:
            raise Misdeclared(f"paused but never resumed, or the other way round: {sorted(held ^ freed)}")

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that the table allows from ``state``, whoever asks."""
        return tuple(move for move in self.moves if state in move.sources)
