"""待我办理: what waits for whom. Per register, the steps that somebody must take next, with whose they are; sorted by their term."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.kinds import POINTERS, Kind
from domain.workflow import Move
from models.criteria import condition_for
from models.fence import authority_of
from models.fields import Field
from models.register import Register, registers
from operations.labels import labels
from operations.waiting_steps import Waits, waiting
from permissions.actor import Authority

MOST = 50
"""So many lines are shown per register."""
TOGETHER = 40
"""So many registers are asked about in one statement; neither database plans many more of them well."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the inbox; ``about`` are the fields that tell it from others, each with its value or the label of what it points to."""

    register: Register
    record_id: int
    label: str
    about: tuple[tuple[Field, Any], ...]
    move: Move
    due: datetime | date | None


def tasks(session: Session) -> tuple[Task, ...]:
    """What waits for the actor, the earliest term first, MOST of each register at the most; nothing for the system."""
    authority = authority_of(session)
    if authority.person is None:
        return ()
    asked = [one for key, steps in waiting().items() if key in registers for one in _asked_of(authority, registers[key], steps)]
    lines = [line for one in _having(session, asked) for line in _lines(session, authority, one)]
    names = _names(session, lines)
    found = [_task(line, names, authority.person.person_id) for line in lines]
    return tuple(sorted(found, key=lambda task: (task.due is None, str(task.due or ""), task.register.key, task.record_id)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A register some steps of which the reader may take: each with the condition of the rows that wait for it."""

    register: Register
    moves: tuple[Move, ...]
    tests: tuple[ColumnElement[bool], ...]


def _asked_of(authority: Authority, register: Register, steps: tuple[Waits, ...]) -> Iterator[_Asked]:
    assert register.workflow is not None
    if not authority.may(register.key, Action.VIEW):
        return
    open_steps = [one for one in steps if one.move in register.workflow.by_name and authority.may(register.key, one.move)]
    if open_steps:
        moves = tuple(register.workflow.by_name[one.move] for one in open_steps)
        yield _Asked(register, moves, tuple(_test(authority, register, one) for one in open_steps))


def _having(session: Session, asked: list[_Asked]) -> Iterator[_Asked]:
    """Those of ``asked`` with anything that waits, TOGETHER in one statement, below the fence: nobody sees the answer itself.

    Most registers have nothing for most readers; each that has is asked once more, through the fence, for its lines.
    """
    for begin in range(0, len(asked), TOGETHER):
        part = asked[begin : begin + TOGETHER]
        there: list[ColumnElement[Any]] = []
        for position, one in enumerate(part):
            model: Any = one.register.model
            there.append(exists(select(model.id).where(or_(*one.tests))).label(f"has_{position}"))
        row = session.connection().execute(select(*there)).one()
        yield from (one for one, has in zip(part, row, strict=True) if has)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that waits: the step, which fields tell it from others, and the values of those shown; of a reference the id."""

    register: Register
    record_id: int
    move: Move
    about: tuple[str, ...]
    values: dict[str, Any]


def _lines(session: Session, authority: Authority, asked: _Asked) -> list[_Line]:
    register, model = asked.register, cast("Any", asked.register.model)
    about = _about(register)
    wanted = dict.fromkeys((register.label, *about, _due_key(register)))
    shown = [key for key in wanted if key and _readable(authority, register, key)]
    which = case(*((test, position) for position, test in enumerate(asked.tests)), else_=-1)
    columns = [getattr(model, register.fields[key].column) for key in shown]
    rows = _rows(session, register, shown, select(model.id, which, *columns).where(or_(*asked.tests)))
    return [_Line(register, row[0], asked.moves[row[1]], about, dict(zip(shown, row[2:], strict=True))) for row in rows]


def _about(register: Register) -> tuple[str, ...]:
    """What a line says beside its label: the second name of the record, whom or what it is about, and the amount; as its list has them."""
    columns = [register.fields[key] for key in register.list if key != register.label]
    pointer = next((spec.key for spec in columns if spec.kind in POINTERS), "")
    amount = next((spec.key for spec in columns if spec.kind is Kind.MONEY and not spec.plain), "")
    return tuple(key for key in dict.fromkeys((register.sub, pointer, amount)) if key)


def _rows(session: Session, register: Register, shown: list[str], found: Any) -> list[Any]:
    """The rows whose term ends first, then those without one, MOST together."""
    model: Any = register.model
    key = _due_key(register)
    if key not in shown:
        return list(session.execute(found.order_by(model.id).limit(MOST)))
    due = getattr(model, key)
    rows = list(session.execute(found.where(due.is_not(None)).order_by(due, model.id).limit(MOST)))
    if len(rows) < MOST:
        # Said so that no index on the term is used: of those whose term is empty, nearly all are closed long since.
        empty = case((due.is_(None), 1), else_=0) == 1
        rows += session.execute(found.where(empty).order_by(model.id).limit(MOST - len(rows)))
    return rows


def _test(authority: Authority, register: Register, one: Waits) -> ColumnElement[bool]:
    assert register.workflow is not None
    model: Any = register.model
    reader = authority.person
    parts = [getattr(model, register.workflow.state).in_(register.workflow.by_name[one.move].sources)]
    inside = condition_for(authority, register.model, one.move)
    if inside is not None:
        parts.append(inside)
    if one.mine:
        parts.append(getattr(model, register.fields[one.mine].column) == reader.person_id)
    if one.when is not None:
        parts.append(one.when(model, reader))
    return and_(*parts)


def _due_key(register: Register) -> str:
    deadline = next((key for key, spec in register.fields.items() if spec.deadline), "")
    return deadline or next((key for key, spec in register.fields.items() if key == "due_on" and spec.kind is Kind.DAY), "")


def _readable(authority: Authority, register: Register, key: str) -> bool:
    spec = register.fields[key]
    return authority.plan.everywhere(register.key, spec.stable_key, Channel.LIST) and (
        authority.plan.level(register.key, spec.stable_key, Channel.LIST) >= Level.READ
    )


def _names(session: Session, lines: list[_Line]) -> dict[tuple[str, int], str]:
    """(register, id) → label of all that ``lines`` point to: one statement for each register pointed to."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        for key, value in line.values.items():
            if value is not None and (spec := line.register.fields[key]).kind in POINTERS:
                wanted[spec.target].add(value)
    return {(target, key): label for target, ids in wanted.items() for key, label in labels(session, target, ids).items()}


def _task(line: _Line, names: dict[tuple[str, int], str], reader: int | None) -> Task:
    """``reader`` knows himself: a line does not say again that it is about him, nor what its label says."""
    register, fields = line.register, line.register.fields
    said = {key: names.get((fields[key].target, value), "") if fields[key].kind in POINTERS else value for key, value in line.values.items()}
    label = str(said.get(register.label) or "")
    himself = {key for key, value in line.values.items() if value == reader and fields[key].kind in POINTERS and fields[key].target == "employee"}
    about = tuple((fields[key], said[key]) for key in line.about if key not in himself and said.get(key) and str(said[key]) not in label)
    return Task(register, line.record_id, label, about, line.move, line.values.get(_due_key(register)))
