"""The buttons of the steps on the page of a record: in which order they stand, and which of them is the one to press."""

from collections.abc import Sequence

from flask import url_for

from admin_views.cards import Link
from models.base import Record
from operations.moves import Choice
from web.i18n import say


def steps_of(record: Record, moves: Sequence[Choice]) -> tuple[Link, ...]:
    """What leads on comes before what changes no state, and both before what undoes: that is never the button to press."""
    ordered = sorted((one for one in moves if one.refusal is None), key=lambda one: (one.move.destructive, one.move.stays))
    return tuple(
        Link(
            say(choice.move.label),
            url_for(f"{record.register.key}.move", move_name=choice.move.name, id=record.id),
            tone="stopped" if choice.move.destructive else "",
        )
        for choice in ordered
    )


def primary_of(possible: Sequence[Link], moves: Sequence[Choice]) -> Link | None:
    """The step to press; None where the one that leads on is not possible yet: giving up instead is no next step."""
    leading = next((one for one in moves if not (one.move.destructive or one.move.stays)), None)
    held_up = leading is not None and leading.refusal is not None
    return possible[0] if possible and not possible[0].tone and not held_up else None
