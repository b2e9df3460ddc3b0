"""The buttons of the steps on the page of a record: in which order they stand, and which of them is the one to press."""

from collections.abc import Sequence

from flask import url_for

from admin_views.cards import Link
from domain.workflow import Move
from models.base import Record
from models.register import Register
from operations.moves import Choice
from web.i18n import say


def steps_of(record: Record, moves: Sequence[Choice]) -> tuple[Link, ...]:
    """What leads on comes before what changes no state, and both before what undoes: that is never the button to press."""
    ordered = _ordered(moves)
    return tuple(
        Link(
            say(choice.move.label),
            url_for(f"{record.register.key}.move", move_name=choice.move.name, id=record.id),
            tone="stopped" if choice.move.destructive else "",
        )
        for choice in ordered
    )


def primary_of(register: Register, possible: Sequence[Link], moves: Sequence[Choice]) -> Link | None:
    """The step to press; None where the one that leads on is not possible yet, or where one may only refuse: neither giving up nor refusing is a next step."""
    leading = next((one for one in moves if not (one.move.destructive or one.move.stays)), None)
    held_up = leading is not None and leading.refusal is not None
    if not possible or possible[0].tone or held_up:
        return None
    return None if refuses(register, _ordered(moves)[0].move) else possible[0]


def refuses(register: Register, move: Move) -> bool:
    """Whether a step ends in a state that the register shows as stopped: refused, withdrawn, void."""
    return not move.stays and register.fields[register.state_field].tones.get(move.target) == "stopped"


def _ordered(moves: Sequence[Choice]) -> list[Choice]:
    return sorted((one for one in moves if one.refusal is None), key=lambda one: (one.move.destructive, one.move.stays))
