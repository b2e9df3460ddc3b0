"""All guards of a complaint's moves, put together: a topic has a file of its own, and here is the order they are asked in."""

from collections.abc import Iterable, Mapping
from typing import Any

from models.complaints.stages import WORKFLOW
from operations.complaints import (
    archiving,
    correcting,
    criticising,
    declaring,
    destruction,
    hearing,
    late,
    measures,
    meetings,
    merging,
    profile_steps,
    promising,
    remedies,
    rounds,
    routing,
    spot_checks,
    steps,
    waiting,
)
from operations.complaints.steps import Check, Guard

_GUARDS: tuple[Mapping[str, tuple[Guard, ...]], ...] = (
    steps.GUARDS, late.GUARDS, waiting.GUARDS, measures.GUARDS, meetings.CASE_GUARDS, archiving.GUARDS, destruction.GUARDS,
    criticising.GUARDS, rounds.GUARDS, merging.GUARDS, hearing.SUBMITTING, spot_checks.GUARDS,
)  # fmt: skip
"""Per topic: the guards of a move by its name."""
_CHOICES: tuple[Mapping[str, tuple[Check, ...]], ...] = (
    steps.CHOICES, promising.CHOICES, waiting.CHOICES, remedies.CHOICES, archiving.CHOICES, profile_steps.CHOICES,
    routing.CHOICES, criticising.CHOICES, merging.CHOICES, hearing.FOUND,
)  # fmt: skip
"""Per topic: what the values of a move must meet."""


def _joined(tables: Iterable[Mapping[str, tuple[Any, ...]]], name: str) -> tuple[Any, ...]:
    return tuple(one for table in tables for one in table.get(name, ()))


GUARDS: dict[tuple[str, str], tuple[Guard, ...]] = {
    ("complaint", move.name): (steps.impartial(move.name), *_joined(_GUARDS, move.name)) for move in WORKFLOW.moves
} | measures.MEASURE_GUARDS | meetings.GUARDS | criticising.SHEET_GUARDS | declaring.GUARDS | hearing.GUARDS | spot_checks.CHECK_GUARDS | correcting.GUARDS
CHOICES: dict[tuple[str, str], tuple[Check, ...]] = {
    ("complaint", move.name): found for move in WORKFLOW.moves if (found := _joined(_CHOICES, move.name))
} | measures.MEASURE_CHOICES | meetings.CHOICES | criticising.SHEET_CHOICES | hearing.CHOICES | spot_checks.CHECK_CHOICES
