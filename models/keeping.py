"""What the kernel derives from what was just written, in the same transaction: nobody types it and no path forgets it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.register import Register


@dataclass(frozen=True, slots=True)
class Written:
    """One record that was written: field → [old, new], as the audit keeps it."""

    register: Register
    id: int
    action: str
    values: Mapping[str, Sequence[Any]]


Keeper = Callable[[Session, Sequence[Written]], None]
"""Gets what was written before anybody's reach is measured on it; writes on the connection and never flushes."""
_KEEPERS: dict[str, list[Keeper]] = {}


class NoKeeper(RuntimeError):
    """Nobody derives what rows are withheld by: a mistake in the program, refused before anything is kept."""


def keeps(*registers: str) -> Callable[[Keeper], Keeper]:
    """Have a keeper called after every flush and every bulk insert that writes one of ``registers``; a decorator."""

    def kept(keeper: Keeper) -> Keeper:
        for key in registers:
            _KEEPERS.setdefault(key, []).append(keeper)
        return keeper

    return kept


def watched(register: Register) -> bool:
    """Whether something is derived from its records; raises NoKeeper when it withholds rows and nobody says from whom."""
    if register.recused and register.fields[register.recused].system and register.key not in _KEEPERS:
        raise NoKeeper("operations.complaints.keeping_away was not imported")
    return register.key in _KEEPERS


def keep(session: Session, written: Sequence[Written]) -> None:
    """Derive what follows from what was written."""
    seen = [one for one in written if watched(one.register)]
    for keeper in dict.fromkeys(keeper for one in seen for keeper in _KEEPERS[one.register.key]):
        keeper(session, [one for one in seen if keeper in _KEEPERS[one.register.key]])
