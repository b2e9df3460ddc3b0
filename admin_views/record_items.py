"""The heading and the fields of one record, each as far as its reader may see it on this row: for its page, its forms, a desk."""

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from admin_views.cards import Item
from admin_views.presenting import EMPTY, reference_html, several, value_html
from admin_views.presenting_terms import term_html
from admin_views.screen import Screen
from domain.access import Action, Channel, Level
from domain.kinds import POINTERS, Kind
from models.base import Record
from models.fields import Field
from models.register import Register, registers
from operations.directory import own_name
from operations.labels import labels, labels_beside
from operations.projection import label_level
from web.extensions import db
from web.i18n import locale, say

Names = dict[tuple[str, int], str | None]


def title_of(screen: Screen, record: Record, bits: int) -> str:
    """The heading of a record: its label as this reader may see it, its id otherwise."""
    register = screen.register
    spec = register.fields[register.label]
    level = screen.plan.level(register.key, spec.stable_key, Channel.DETAILS, bits=bits)
    if level is Level.HIDDEN or (spec.kind in POINTERS and level < Level.READ):
        return f"{say(register.title)} {record.id}"
    if spec.kind in POINTERS:
        key = getattr(record, spec.column)
        return labels(db.session(), spec.target, [key]).get(key, "") or own_name(db.session(), record, spec) or "—"
    text = value_html(spec, getattr(record, spec.key), level, locale(), short=True).striptags()
    return text or f"{say(register.title)} {record.id}"


def items_of(
    screen: Screen, record: Record, bits: int, keys: tuple[str, ...], eyes: frozenset[str] = frozenset(), names: Names | None = None
) -> tuple[Item, ...]:
    """The fields ``keys`` of a record as far as its reader may see them on this row; ``eyes``: those he may have shown.

    ``names``: the labels of what the record points to, where they were read at once.
    """
    levels = screen.plan.levels(screen.register.key, Channel.DETAILS, bits=bits)
    shown, items = frozenset(name for name, level in levels.items() if level >= Level.READ), []
    for key in keys:
        spec = screen.register.fields[key]
        level = levels.get(spec.stable_key, Level.HIDDEN)
        if level is Level.HIDDEN:
            continue
        eye = url_for(f"{screen.register.key}.reveal", key=key, id=record.id) if key in eyes else ""
        value = term_html(record, spec, shown, locale()) if (spec.within or spec.runs) and level >= Level.READ else _value(screen, record, spec, level, names)
        items.append(Item(key, say(spec.label), value, spec.clause, spec.kind in (Kind.LONG_TEXT, Kind.REFERENCES), eye))
    return tuple(items)


def _value(screen: Screen, record: Record, spec: Field, level: Level, names: Names | None) -> Markup:
    if spec.kind is Kind.ATTACHMENT:
        return _file(screen.register, record, spec, level)
    if spec.key in screen.register.journal_of[1:] and level >= Level.READ and (link := _origin(screen, record)):
        return link
    if not spec.target:
        return value_html(spec, getattr(record, spec.key), level, locale())
    level = min(level, label_level(screen.plan, spec))
    if spec.kind is Kind.REFERENCES:
        ids = [item.id for item in getattr(record, spec.key)]
        called = {key: names.get((spec.target, key)) for key in ids} if names is not None else labels(db.session(), spec.target, ids)
        return several([reference_html(name, _url(screen, spec, key), level, spec) for key in ids if (name := called.get(key))])
    key = getattr(record, spec.column)
    found = names if names is not None else labels_beside(db.session(), record.register, record.id, [spec])
    name = found.get((spec.target, key)) if key else ""
    if not name:  # of a request of his own he reads for whom it is, and cannot open it
        return reference_html(own_name(db.session(), record, spec), "", level, spec)
    return reference_html(name, _url(screen, spec, key), level, spec)


def _url(screen: Screen, spec: Field, key: int) -> str:
    shown = registers[spec.target].menu and screen.plan.may(spec.target, Action.VIEW)
    return url_for(f"{spec.target}.details_view", id=key) if shown else ""


def _origin(screen: Screen, record: Record) -> Markup | None:
    """The record that a line of a journal is about, by its name, where the reader may open it."""
    key, number = (getattr(record, name) for name in screen.register.journal_of)
    about = registers.get(key)
    if about is None or not number or not about.menu or not screen.plan.may(key, Action.VIEW) or about.fields[about.label].kind in POINTERS:
        return None
    name = labels(db.session(), key, [number]).get(number, "")
    url = url_for(f"{key}.details_view", id=number)
    return reference_html(name, url, Level.READ, screen.register.fields[screen.register.journal_of[1]]) if name else None


def _file(register: Register, record: Record, spec: Field, level: Level) -> Markup:
    if level < Level.READ or getattr(record, spec.column) is None:
        return EMPTY
    url = url_for(f"{register.key}.file", id=record.id, key=spec.key)
    return reference_html(_("下载"), url, level, spec)
