"""时间线 — what happened around one record, in order of time: each register says which of its moments belong to it.

One statement asks all registers at once, each part fenced for itself; a register, moment, text or name that the reader may not
read on every row he sees is left out, so nothing is told by its place in the order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Date, Select, String, and_, cast, false, func, literal, null, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from domain.access import Channel, Level
from domain.kinds import Kind
from domain.terms import Term
from domain.timelines import TIMELINES, Source
from domain.values import OFFICE_ZONE
from models.base import Record
from models.codes import action_title
from models.fence import authority_of
from models.fields import Field
from models.register import registers
from models.types import Moment
from operations.histories import Past, history
from operations.projection import label_level
from permissions.policy import Plan

TEXT = 160
"""So many characters of a text stand in a timeline; the record itself has the rest."""
STEPS = -1
"""Where the steps of the record itself stand among what happened at the same moment: they come from its history."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after the entry of this moment, source and id."""

    at: datetime
    source: int
    id: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened: when (``whole_day``: only the day is known), what, to which record, its words and who."""

    at: datetime
    whole_day: bool
    source: int
    id: int
    what: Term
    register: str
    record: int
    text: Term
    who: str

    @property
    def place(self) -> Place:
        """Where the next page begins when this entry is the last of one."""
        return Place(self.at, self.source, self.id)


def timeline(session: Session, record: Record, size: int, before: Place | None = None) -> tuple[list[Entry], bool]:
    """The newest ``size`` entries about ``record`` (those after ``before``), and whether there are older ones."""
    found = [*_stored(session, record, size, before), *_steps(session, record, before)]
    found.sort(key=lambda one: (one.at, one.source, one.id), reverse=True)
    return found[:size], len(found) > size


# ---- what other registers hold -----------------------------------------------------------------------------------------


def _stored(session: Session, record: Record, size: int, before: Place | None) -> Iterator[Entry]:
    sources = TIMELINES[record.register.key]
    plan = authority_of(session).plan
    parts = [
        part.order_by(part.selected_columns.moment.desc(), part.selected_columns.day.desc(), part.selected_columns.id.desc())
        .limit(size + 1).subquery()
        for number, source in enumerate(sources) if (part := _part(plan, source, number, record.id, before)) is not None
    ]  # fmt: skip
    if not parts:
        return
    model = type(record)
    together = union_all(*(select(part) for part in parts)).subquery()
    asked = select(model.id, together).join(together, together.c.about == model.id).where(model.id == record.id)
    for _id, number, _about, key, moment, day, text, who in session.execute(asked):
        source = sources[number]
        at = moment if moment is not None else _morning(day)
        said = _said(registers[source.register].fields.get(source.text), text)
        yield Entry(at, moment is None, number, key, source.what, source.register, key, said, who or "")


def _part(plan: Plan, source: Source, number: int, about: int, before: Place | None) -> Select[Any] | None:
    """What one register tells, under the same names as all others; None where the reader may not know that it does."""
    register = registers[source.register]
    link, model = register.fields[source.link], register.model
    told = register.fields.get(source.at)
    if not plan.everywhere(register.key, link.stable_key, Channel.FILTER) or not (told is None or _readable(plan, source, told)):
        return None
    column, whole_day = getattr(model, source.at), told is not None and told.kind is Kind.DAY
    words, name = register.fields.get(source.text), register.fields.get(source.who)
    text = func.substr(type_coerce(getattr(model, words.key), String), 1, TEXT) if words and _readable(plan, source, words) else literal("")
    who, target = _name(plan, source, name)
    part = select(
        literal(number).label("source"), getattr(model, link.column).label("about"), model.id.label("id"),
        (cast(null(), Moment) if whole_day else column).label("moment"),
        (column if whole_day else cast(null(), Date)).label("day"), text.label("text"), who.label("who"),
    ).where(getattr(model, link.column) == about, column.is_not(None))  # fmt: skip
    if target is not None and name is not None:
        part = part.outerjoin(target, target.id == getattr(model, name.column))
    return part if before is None else part.where(_older(model, column, whole_day=whole_day, number=number, before=before))


def _name(plan: Plan, source: Source, spec: Field | None) -> tuple[Any, Any]:
    """The label of who did it, and what it is read from."""
    if spec is None or not _readable(plan, source, spec) or label_level(plan, spec) < Level.READ:
        return literal(""), None
    person = aliased(registers[spec.target].model)
    return getattr(person, registers[spec.target].label), person


def _older(model: type[Record], column: Any, *, whole_day: bool, number: int, before: Place) -> Any:
    """What stands after ``before``: earlier, or at the same moment in a source or with an id that comes later."""
    bound: Any = before.at
    if whole_day:
        day = before.at.astimezone(OFFICE_ZONE).date()
        if _morning(day) != before.at:  # a day stands at its first moment, so this whole day is before any later one
            return column <= day
        bound = day
    same = column == bound if number < before.source else false()
    if number == before.source:
        same = and_(column == bound, model.id < before.id)
    return or_(column < bound, same)


def _readable(plan: Plan, source: Source, spec: Field) -> bool:
    return plan.everywhere(source.register, spec.stable_key, Channel.LIST)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_ZONE).astimezone(UTC)


def _said(spec: Field | None, text: str | None) -> Term:
    if not text or spec is None:
        return Term("", "")
    if spec.says is not None:
        return spec.says(text)
    return spec.titles.get(text) or Term(text, text)


# ---- the steps of the record itself ----------------------------------------------------------------------------------


def _steps(session: Session, record: Record, before: Place | None) -> Iterator[Entry]:
    """From its history, as far as the reader may read that: where it led, or what else was done."""
    state = record.register.state_field
    for past in history(session, record):
        entry = Entry(past.at, False, STEPS, past.id, _step(past, state), record.register.key, record.id, _led(past, state), past.who)
        if before is None or (entry.at, entry.source, entry.id) < (before.at, before.source, before.id):
            yield entry


def _step(past: Past, state: str) -> Term:
    return Term("办理", "Step") if state and any(one.field.key == state for one in past.altered) else action_title(past.action)


def _led(past: Past, state: str) -> Term:
    """The state it led to, or how many fields were changed."""
    for one in past.altered:
        if one.field.key == state and not one.masked and one.new:
            return one.field.titles.get(one.new, Term("", ""))
    count = len(past.altered)
    return Term(f"{count} 项", f"{count} fields") if count and past.action == "edit" else Term("", "")
