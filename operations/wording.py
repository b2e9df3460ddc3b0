"""A value in words, for lists, details, exports and mails: the same text wherever a reader meets it."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.access import Action
from domain.kinds import Kind
from domain.terms import Term
from domain.values import write_day, write_moment, write_money, write_month, write_quarter
from models.fields import Field
from models.register import Register

YES = Term("是", "Yes")
NO = Term("否", "No")


def in_words(spec: Field, value: Any, locale: str) -> str:
    """``value`` of a field as people read it; empty for None. References come as their label."""
    if value is None:
        return ""
    return in_words_of(spec)(spec, value, locale)


def in_words_of(spec: Field) -> Callable[[Field, Any, str], str]:
    """The function behind :func:`in_words` for a field, for those who draw thousands of values."""
    return _said if spec.says else _period if spec.months else _WORDS.get(spec.kind, _plain)


def from_json(spec: Field, value: Any, locale: str) -> str:
    """A value as the audit keeps it (see models.audit.plain), in words."""
    if value is None:
        return ""
    match spec.kind:
        case Kind.DAY:
            value = date.fromisoformat(value)
        case Kind.MOMENT:
            value = datetime.fromisoformat(value)
        case Kind.MONEY:
            value = Decimal(value)
    return in_words(spec, value, locale)


def title_of_action(register: Register, action: str) -> Term:
    """How people call an action, a move or a further act of ``register``."""
    if register.workflow and action in register.workflow.by_name:
        return register.workflow.by_name[action].label
    if action in register.acts:
        return register.acts[action]
    return Action(action).title if action in list(Action) else Term(action, action)


def _plain(_spec: Field, value: Any, _locale: str) -> str:
    return str(value)


def _said(spec: Field, value: Any, locale: str) -> str:
    assert spec.says is not None
    return spec.says(str(value)).say(locale)


def _period(spec: Field, value: date, locale: str) -> str:
    return write_month(value, locale) if spec.months == 1 else write_quarter(value, locale)


def _choice(spec: Field, value: Any, locale: str) -> str:
    title = spec.titles.get(getattr(value, "value", value))
    return title.say(locale) if title else str(value)


_WORDS: dict[Kind, Callable[[Field, Any, str], str]] = {
    Kind.CHOICE: _choice,
    Kind.DAY: lambda _spec, value, locale: write_day(value, locale),
    Kind.MOMENT: lambda _spec, value, _locale: write_moment(value),
    Kind.MONEY: lambda spec, value, _locale: f"{value:,.2f}" if spec.plain else write_money(value),
    Kind.NUMBER: lambda _spec, value, _locale: f"{value:,}",
    Kind.YES_NO: lambda _spec, value, locale: (YES if value else NO).say(locale),
}
