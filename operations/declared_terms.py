"""What fields say of their neighbours: days in order, fields that a choice demands, terms that a rule computes and somebody is told of."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.kinds import Kind
from domain.months import months_after
from domain.rules.rule import DAYS, HOURS, MINUTES, MONTHS, WORKING_DAYS, WORKING_HOURS, YEARS
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_day, write_moment
from models.base import Record
from models.fields import Field, Within
from models.register import Register, registers
from operations.declared_guards import people_in
from operations.labels import labels
from operations.notices import notify
from operations.office_clock import today
from operations.rule_numbers import rules
from operations.working_days import BEYOND_THE_CALENDAR, working_calendar, working_days_after

IN_THE_FUTURE = Term("「{label}」不能晚于现在。", "“{label}” cannot lie in the future.")
TOO_EARLY = Term("「{label}」不能早于「{other}」（{value}）。", "“{label}” cannot be before “{other}” ({value}).")
MOST_NAMED = 3
"""So many values are named in a hint; more of them would hide the field."""
NEEDED_THEN = Term("「{other}」为「{value}」时必填。", "Needed when “{other}” is “{value}”.")
NEEDED_SOMETIMES = Term("有些「{other}」须填写。", "Needed for some “{other}”.")
NEEDED_WHEN = Term("「{other}」为「{value}」时须填写「{label}」。", "“{label}” is needed when “{other}” is “{value}”.")
NEAR = Term("「{register}」{name}的「{label}」是 {day}，请按时办理。", "{register} {name}: {label} is {day}.")
OVER = Term("「{register}」{name}的「{label}」（{day}）已过，请立即办理。", "{register} {name}: {label} was {day}; see to it now.")
YES, NO = Term("是", "yes"), Term("否", "no")
DAY_BEFORE = timedelta(days=1)


def declared_problems(session: Session, register: Register, values: Callable[[str], Any], keys: Iterable[str] | None = None) -> dict[str, Term]:
    """Field → sentence for what the declarations of ``register`` refuse; ``values`` gives what stands in a field, as kept."""
    problems: dict[str, Term] = {}
    for key in register.declaring if keys is None else keys:
        spec = register.fields[key]
        value = values(key)
        if value is None or value in ("", []):
            if spec.needed_when and (sentence := _needed(register, spec, values)):
                problems[key] = sentence
        elif spec.past and _later(value, session.info["clock"]()):
            problems[key] = IN_THE_FUTURE.format(label=spec.label)
        elif spec.not_before and (other := values(spec.not_before)) is not None and _earlier(value, other):
            earliest = write_moment(other) if isinstance(other, datetime) else other.isoformat()
            problems[key] = TOO_EARLY.format(label=spec.label, other=register.fields[spec.not_before].label, value=earliest)
    return problems


def needed_hint(register: Register, spec: Field) -> Term | None:
    """When a field that is not always required must be filled, said before somebody is refused; None for all others."""
    if spec.needed_when is None:
        return None
    key, wanted = spec.needed_when
    other = register.fields[key]
    if len(wanted) > MOST_NAMED:
        return NEEDED_SOMETIMES.format(other=other.label)
    said = [other.titles[str(one)] if other.kind is Kind.CHOICE else YES if one else NO for one in wanted]
    return NEEDED_THEN.format(other=other.label, value=Term("」或「".join(one.zh for one in said), "” or “".join(one.en for one in said)))


def _needed(register: Register, spec: Field, values: Callable[[str], Any]) -> Term | None:
    assert spec.needed_when is not None
    key, wanted = spec.needed_when
    found = values(key)
    if found not in wanted:
        return None
    other = register.fields[key]
    said = other.titles[str(found)] if other.kind is Kind.CHOICE else YES if found else NO
    return NEEDED_WHEN.format(label=spec.label, other=other.label, value=said)


def _later(value: date | datetime, now: datetime) -> bool:
    if isinstance(value, datetime):
        return value > now
    return value > now.astimezone(OFFICE_ZONE).date()


def _earlier(value: date | datetime, other: date | datetime) -> bool:
    """Before; a day and a moment are compared by the day."""
    if isinstance(value, datetime) and isinstance(other, datetime):
        return value < other
    return day_of(value) < day_of(other)


def day_of(value: date | datetime) -> date:
    """The day in the office."""
    return value.astimezone(OFFICE_ZONE).date() if isinstance(value, datetime) else value


def terms_computed(session: Session, record: Record) -> set[str]:
    """Set every term that follows from another field of ``record``; returns their keys. A record keeps the number it began with (R4.5).

    Raises Invalid for a day too far away for the calendar.
    """
    keys: set[str] = set()
    for key in record.register.timed:
        within = record.register.fields[key].within
        assert within is not None
        keys.add(key)
        start = getattr(record, within.start)
        begun = day_of(start) if start is not None else None
        term = None if begun is None else _end(session, within, start, rules(session, begun))
        if getattr(record, key) != term:  # what stays as it is makes no new version of a record just stored
            setattr(record, key, term)
    return keys


def _end(session: Session, within: Within, start: Any, numbers: Mapping[str, int]) -> Any:
    amount, unit = numbers[within.rule], within.rule.rule.unit
    match unit:
        case _ if unit == HOURS:
            return start + timedelta(hours=amount)
        case _ if unit == MINUTES:
            return start + timedelta(minutes=amount)
        case _ if unit == WORKING_HOURS:
            return working_calendar(session).add_working_time(start, timedelta(hours=amount))
    day = day_of(start)
    try:
        match unit:
            case _ if unit == DAYS:
                return day + timedelta(days=amount)
            case _ if unit == WORKING_DAYS:
                return working_days_after(session, day, amount)
            case _ if unit == MONTHS:
                return months_after(day, amount)
            case _ if unit == YEARS:
                return months_after(day, 12 * amount)
    except (OverflowError, ValueError) as error:
        raise Invalid(BEYOND_THE_CALENDAR, day=write_day(day)) from error
    raise AssertionError(f"{within.rule} is no length of time")


def remind_of_terms(session: Session) -> int:
    """Tell those whom each running term names, once when it is near and once when it is over; returns how many were told."""
    return sum(_remind(session, register, register.fields[key]) for register in registers.values() for key in register.timed)


def _remind(session: Session, register: Register, spec: Field) -> int:
    within = spec.within
    assert within is not None
    if not within.told:
        return 0
    now = session.info["clock"]()
    model: Any = register.model
    column = getattr(model, spec.key)
    near = now + DAY_BEFORE if spec.kind is Kind.MOMENT else today(session) + DAY_BEFORE
    told = 0
    for record in session.scalars(select(model).where(column <= near, running(model, register, within)).order_by(model.id)):
        due = getattr(record, spec.key)
        over = due < now if isinstance(due, datetime) else due < today(session)
        written = write_moment(due) if isinstance(due, datetime) else due.isoformat()
        said = (OVER if over else NEAR).format(register=register.title, name=_name(session, record), label=spec.label, day=written)
        for person in sorted({one for key in within.told for one in people_in(record, key)}):
            told += notify(session, person, f"term.{spec.key}.{'over' if over else 'near'}", record, said, once=written)
    return told


def running(model: Any, register: Register, within: Within) -> ColumnElement[bool]:
    """The rows whose term has not been kept yet."""
    tests: list[ColumnElement[bool]] = []
    if within.done:
        tests.append(getattr(model, register.fields[within.done].column).is_(None))
    if register.workflow is not None:
        flow = register.workflow
        tests.append(getattr(model, flow.state).in_({state for state in type(flow.start) if flow.moves_from(state)}))
    return or_(*tests) if len(tests) == 1 else tests[0] & tests[1]


def _name(session: Session, record: Record) -> str:
    spec = record.register.fields[record.register.label]
    value = getattr(record, spec.column)
    if spec.target:
        return labels(session, spec.target, {value}).get(value, "") if value else ""
    return str(spec.titles[str(value)].zh if spec.kind is Kind.CHOICE and value is not None else value or "")
