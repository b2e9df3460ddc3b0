"""A workflow that contradicts itself is found when the program starts."""

from enum import StrEnum

import pytest

from domain.errors import Misdeclared
from domain.terms import Term
from domain.workflow import Move, Workflow


class State(StrEnum):
    OPEN = "open"
    HELD = "held"
    DONE = "done"


def move(name: str, source: State, target: State) -> Move:
    return Move(name, source, target, Term(name, name), "K7.6")


def test_a_sound_workflow_knows_its_moves() -> None:
    flow = Workflow("state", State.OPEN, (move("hold", State.OPEN, State.HELD), move("end", State.HELD, State.DONE)))
    assert [found.name for found in flow.moves_from(State.OPEN)] == ["hold"]
    assert flow.moves_from(State.DONE) == ()
    assert flow.by_name["end"].target is State.DONE


def test_a_state_that_no_move_reaches_is_misdeclared() -> None:
    with pytest.raises(Misdeclared, match="held"):
        Workflow("state", State.OPEN, (move("end", State.OPEN, State.DONE),))


def test_a_state_reached_only_from_an_unreachable_one_is_misdeclared() -> None:
    with pytest.raises(Misdeclared, match="done"):
        Workflow("state", State.OPEN, (move("end", State.HELD, State.DONE), move("back", State.DONE, State.HELD)))


def test_a_workflow_without_an_end_is_misdeclared() -> None:
    circle = (move("hold", State.OPEN, State.HELD), move("end", State.HELD, State.DONE), move("again", State.DONE, State.OPEN))
    with pytest.raises(Misdeclared, match="no end"):
        Workflow("state", State.OPEN, circle)


def test_two_moves_of_one_name_are_misdeclared() -> None:
    with pytest.raises(Misdeclared, match="same name"):
        Workflow("state", State.OPEN, (move("go", State.OPEN, State.HELD), move("go", State.HELD, State.DONE)))
