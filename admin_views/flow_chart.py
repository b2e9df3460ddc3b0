"""流程图 — how a process of a register runs, drawn from its table of moves, to look at and to print (K7.20)."""

from dataclasses import dataclass
from typing import ClassVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin_views.gated import GatedView
from domain.access import Action
from domain.workflow import Workflow
from models.register import Register, registers
from web.context import authority
from web.i18n import say

LEFT, WIDE, HIGH, STEP, LANE = 12, 180, 44, 96, 118


@dataclass(frozen=True, slots=True)
class Box:
    """A state and where it stands."""

    title: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A move from one state to another: its line, and where its name stands."""

    path: str
    label: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A move in words."""

    label: str
    source: str
    target: str
    needs: str
    clause: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its size."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


class FlowsView(GatedView):
    """One process at a time, of the registers the reader may see."""

    REGISTER = "rule_value"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Exposed method → the action it needs on the numbers of the regulations, which everybody may read."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Which process, its chart and its steps."""
        reader = authority()
        known = {key: one for key, one in registers.items() if one.workflow and one.menu and reader.may(key, Action.VIEW)}
        chosen = known.get(request.args.get("register", "")) or next(iter(known.values()), None)
        flows = tuple((key, say(one.title), one is chosen) for key, one in known.items())
        return self.render(
            "governance/flows.html", nav_key="flows", flows=flows, url_here=url_for(".index"), title=say(chosen.title) if chosen else "",
            clauses=chosen.clauses if chosen else (), chart=chart_of(chosen) if chosen else None, rows=_rows(chosen) if chosen else (),
        )  # fmt: skip


def chart_of(register: Register) -> Chart:
    """The states below each other in the order in which they are reached, every move an arrow in a lane of its own."""
    workflow = register.workflow
    assert workflow is not None
    titles = register.fields[workflow.state].titles
    place = {state: number for number, state in enumerate(_reached(workflow))}
    boxes = tuple(Box(say(titles[state]), LEFT, LEFT + number * STEP) for state, number in place.items())
    arrows: list[Arrow] = []
    lane = 0
    for source, move, target in workflow.steps():
        if source == target:
            continue
        first, last = place[str(source)], place[str(target)]
        if last == first + 1 and not any(one.x == LEFT + WIDE // 2 + 6 and one.y == _between(first) for one in arrows):
            middle = LEFT + WIDE // 2
            arrows.append(Arrow(f"M{middle} {LEFT + first * STEP + HIGH}V{LEFT + last * STEP}", say(move.label), middle + 6, _between(first)))
            continue
        edge, over = LEFT + WIDE, LEFT + WIDE + 30 + lane * LANE
        start, end = LEFT + first * STEP + HIGH // 2 + 6, LEFT + last * STEP + HIGH // 2 - 6
        arrows.append(Arrow(f"M{edge} {start}H{over}V{end}H{edge}", say(move.label), over + 6, (start + end) // 2 + 4))
        lane += 1
    return Chart(boxes, tuple(arrows), LEFT + WIDE + 40 + max(lane, 1) * LANE, LEFT + len(boxes) * STEP)


def _between(number: int) -> int:
    return LEFT + number * STEP + (HIGH + STEP) // 2 + 4


def _reached(workflow: Workflow) -> tuple[str, ...]:
    """The states, each after one that leads to it."""
    order: dict[str, None] = {str(workflow.start): None}
    for state in order.copy():
        _follow(workflow, state, order)
    return tuple(order)


def _follow(workflow: Workflow, state: str, order: dict[str, None]) -> None:
    for source, _move, target in workflow.steps():
        if str(source) == state and str(target) not in order:
            order[str(target)] = None
            _follow(workflow, str(target), order)


def _rows(register: Register) -> tuple[StepRow, ...]:
    workflow = register.workflow
    assert workflow is not None
    titles = register.fields[workflow.state].titles
    return tuple(
        StepRow(
            say(move.label), "、".join(say(titles[str(state)]) for state in move.sources), "" if move.stays else say(titles[str(move.target)]),
            "、".join(say(register.fields[key].label) for key in move.needs), move.clause,
        )
        for move in workflow.moves
    )  # fmt: skip
