"""How complete an archive is: A3.1 names what must be held, the score says how much of it is there and what is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.terms import Term


@dataclass(frozen=True, slots=True)
class Block:
    """A part an archive must hold: every one of ``fields``, and a record in at least one of ``registers``."""

    title: Term
    fields: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completeness:
    """``held`` of ``wanted`` blocks are there."""

    held: int
    wanted: int
    missing: tuple[Term, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def completeness(blocks: Sequence[Block], filled: Collection[str], kept: Collection[str]) -> Completeness:
    """The score of an archive whose fields ``filled`` have a value and that has records in the registers ``kept`` (A3.1)."""
    missing = tuple(block.title for block in blocks if not _is_held(block, filled, kept))
    return Completeness(len(blocks) - len(missing), len(blocks), missing)


def _is_held(block: Block, filled: Collection[str], kept: Collection[str]) -> bool:
    return all(key in filled for key in block.fields) and (not block.registers or any(key in kept for key in block.registers))
