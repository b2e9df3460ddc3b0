"""Filters of a list, named by field and operator; a field that may not be filtered answers like one that does not exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from domain.access import Channel
from domain.errors import Invalid
from domain.kinds import POINTERS, TEXTS, Kind
from domain.terms import Term
from domain.values import OFFICE_ZONE, read_day, read_moment, read_number
from models import checks
from models.fields import Field
from models.register import Register
from models.search import contains
from permissions.actor import Authority
from permissions.policy import Plan

NO_SUCH_FILTER = Term("没有「{name}」这个筛选条件。", "There is no filter “{name}”.")
MANY = 50
"""Values of one filter at the most."""


class Op:
    """The operators by name, in the order in which they are offered."""

    IS = "is"
    IS_NOT = "not"
    CONTAINS = "has"
    FROM = "from"
    TO = "to"
    EMPTY = "empty"
    FILLED = "filled"


NO_VALUE = (Op.EMPTY, Op.FILLED)
"""Operators that ask about no value; the address says ``=1``."""

OPERATORS: Mapping[str, Term] = {
    Op.IS: Term("等于", "is"),
    Op.IS_NOT: Term("不等于", "is not"),
    Op.CONTAINS: Term("包含", "contains"),
    Op.FROM: Term("不早于/不小于", "from"),
    Op.TO: Term("不晚于/不大于", "to"),
    Op.EMPTY: Term("为空", "is empty"),
    Op.FILLED: Term("不为空", "is not empty"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A field, an operator and the raw text values of the address."""

    key: str
    operator: str
    values: tuple[str, ...]


def operators_of(spec: Field) -> tuple[str, ...]:
    """The operators that make sense for a field."""
    match spec.kind:
        case Kind.DAY | Kind.MOMENT | Kind.MONEY | Kind.NUMBER:
            usual: tuple[str, ...] = (Op.FROM, Op.TO, Op.IS)
        case Kind.YES_NO:
            usual = (Op.IS,)
        case kind if kind in TEXTS:
            usual = (Op.CONTAINS, Op.IS)
        case _:
            usual = (Op.IS, Op.IS_NOT)
    return usual if spec.required else (*usual, *NO_VALUE)


def filterable(plan: Plan, register: Register) -> tuple[Field, ...]:
    """The fields this reader may filter by."""
    return tuple(
        register.fields[key]
        for key in register.filterable
        if plan.everywhere(register.key, register.fields[key].stable_key, Channel.FILTER)
    )


def condition_of(authority: Authority, register: Register, condition: Condition) -> ColumnElement[bool]:
    """The SQL of one filter; raises Invalid, with the same words for a forbidden and an unknown field."""
    spec = next((spec for spec in filterable(authority.plan, register) if spec.key == condition.key), None)
    if spec is None or condition.operator not in operators_of(spec) or len(condition.values) > MANY:
        raise Invalid(NO_SUCH_FILTER, name=condition.key[:40])
    attribute = _attribute(register, spec)
    if condition.operator in NO_VALUE:
        return _empty(attribute, spec, empty=(condition.operator == Op.EMPTY) == (condition.values[0] != "0"))
    return _TESTS[condition.operator](attribute, spec, condition.values)


def _empty(attribute: Any, spec: Field, *, empty: bool) -> ColumnElement[bool]:
    if spec.kind is Kind.REFERENCES:
        link = attribute.property.secondary
        linked = attribute.class_.id.in_(select(link.c.record_id))
        return ~linked if empty else linked
    if spec.kind in TEXTS:  # whoever wrote the text into the table: nothing is nothing
        return or_(attribute.is_(None), attribute == "") if empty else attribute != ""
    return attribute.is_(None) if empty else attribute.is_not(None)


def _attribute(register: Register, spec: Field) -> Any:
    return getattr(register.model, spec.column)


def _value(spec: Field, text: str) -> Any:
    if spec.kind in POINTERS or spec.kind is Kind.REFERENCES:
        return read_number(text)
    if spec.kind is Kind.MOMENT:
        return read_moment(text)
    # What cannot be stored may be asked for all the same: no row has it, and that is the answer.
    return checks.read(replace(spec, minimum=None, maximum=None), text) if spec.kind not in TEXTS else text


def _is(attribute: Any, spec: Field, texts: tuple[str, ...]) -> ColumnElement[bool]:
    if spec.kind is Kind.REFERENCES:
        link = attribute.property.secondary
        return attribute.class_.id.in_(
            select(link.c.record_id).where(link.c.target_id.in_([_value(spec, text) for text in texts]))
        )
    found = [_value(spec, text) for text in texts]
    return attribute == found[0] if len(found) == 1 else attribute.in_(found)


def _is_not(attribute: Any, spec: Field, texts: tuple[str, ...]) -> ColumnElement[bool]:
    if spec.kind is Kind.REFERENCES:
        return ~_is(attribute, spec, texts)
    found = [_value(spec, text) for text in texts]
    # A row without a value is not that value either; SQL would leave it out.
    return attribute.not_in(found) if spec.required else or_(attribute.not_in(found), attribute.is_(None))


def _to(attribute: Any, spec: Field, texts: tuple[str, ...]) -> ColumnElement[bool]:
    if spec.kind is Kind.MOMENT and ":" not in texts[0]:
        # "Up to 21 November" means the whole of that day.
        day = read_day(texts[0])
        if day == date.max:
            return attribute.is_not(None)
        return attribute < read_moment(day + timedelta(days=1)).astimezone(OFFICE_ZONE)
    return attribute <= _value(spec, texts[0])


_TESTS: dict[str, Callable[[Any, Field, tuple[str, ...]], ColumnElement[bool]]] = {
    Op.IS: _is,
    Op.IS_NOT: _is_not,
    Op.CONTAINS: lambda attribute, _spec, texts: contains(attribute, texts[0]),
    Op.FROM: lambda attribute, spec, texts: attribute >= _value(spec, texts[0]),
    Op.TO: _to,
}
