"""One record as a card: its fields in sections, the moves possible now or not and why, related records and its history."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from admin_views.archive_score import score_of
from admin_views.beside import beside_of, standing_of, with_column
from admin_views.cards import Change, Denied, DetailsPage, Link, Related, RevealWindow, Section
from admin_views.list_page import row_card
from admin_views.presenting import EMPTY, badge, masked_html
from admin_views.print_menu import prints_of
from admin_views.record_items import Names, items_of, title_of
from admin_views.screen import Screen, screen_of
from admin_views.step_buttons import primary_of, steps_of
from domain.access import Action, Channel, Level
from domain.kinds import Kind
from domain.revealing import REASON_AT_LEAST, SHOWN_FOR
from domain.values import write_moment
from models.base import Record
from models.codes import action_title
from models.fence import bits_of
from models.fields import Field
from models.register import Register, registers
from operations import listing
from operations.declared_guards import is_settled
from operations.filtering import Condition
from operations.histories import Altered, Past, history, labels_of
from operations.labels import labels, labels_beside
from operations.moves import choices
from operations.related import pointing
from operations.revealing import REASON_LENGTH, revealable
from operations.wording import from_json
from permissions.actor import Authority
from web.extensions import db
from web.i18n import comma, locale, say

RELATED, LINES = 5, 20


def details_page(screen: Screen, authority: Authority, record: Record) -> DetailsPage:
    """The card of ``record``, which the reader is known to see."""
    register = screen.register
    bits = bits_of(db.session(), record, Action.VIEW)
    edit, delete = _edit(screen, record), _delete(screen, record)
    moves = choices(db.session(), record)
    possible = steps_of(record, moves)
    primary = primary_of(register, possible, moves) or edit
    related = _related(screen, authority, record)
    sections = _sections(screen, record, bits)
    score = score_of(screen, record, bits, {key: bool(one.rows) for key, one in related})
    return DetailsPage(
        title=title_of(screen, record, bits),
        register_title=say(register.title),
        list_url=url_for(f"{register.key}.index_view"),
        badges=(*_badges(screen, record, bits), *score.badges),
        notice=score.lacks,
        sections=sections,
        primary=primary,
        actions=tuple(link for link in (*possible, edit) if link and link is not primary),
        denied=tuple(
            Denied(say(choice.move.label), say(choice.refusal.sentence), choice.refusal.clause or choice.move.clause)
            for choice in moves
            if choice.refusal is not None
        ),
        prints=prints_of(record),
        destructive=(delete,) if delete else (),
        history=_history(record),
        related=tuple(one for _key, one in related),
        clauses=register.clauses,
        reveal=_reveal_window(sections),
    )


def _edit(screen: Screen, record: Record) -> Link | None:
    may = not is_settled(record) and screen.may(Action.EDIT) and bits_of(db.session(), record, Action.EDIT)
    return Link(_("修改"), url_for(f"{screen.register.key}.edit_view", id=record.id), "pencil") if may else None


def _delete(screen: Screen, record: Record) -> Link | None:
    if not (screen.may(Action.DELETE) and bits_of(db.session(), record, Action.DELETE)):
        return None
    return Link(_("删除"), url_for(f"{screen.register.key}.delete_view", id=record.id), "trash", tone="stopped")


def _badges(screen: Screen, record: Record, bits: int) -> tuple[Markup, ...]:
    key = screen.register.state_field
    if not key:
        return ()
    spec = screen.register.fields[key]
    if screen.plan.level(screen.register.key, spec.stable_key, Channel.DETAILS, bits=bits) < Level.READ:
        return ()
    state = getattr(record, key)
    return badge(say(spec.titles[state.value]), spec.tones.get(state.value, "calm")), *standing_of(db.session(), screen.plan, screen.register.key, record.id)


def _sections(screen: Screen, record: Record, bits: int) -> tuple[Section, ...]:
    register = screen.register
    named = {key for _title, keys in register.sections for key in keys}
    groups: list[tuple[str, tuple[str, ...]]] = [(say(title), keys) for title, keys in register.sections]
    rest = tuple(key for key in register.fields if key not in named)
    groups.append((_("其他") if named else "", rest))
    eyes = revealable(db.session(), record)
    levels = screen.plan.levels(register.key, Channel.DETAILS, bits=bits)
    pointers = [spec for spec in register.pointers.values() if levels.get(spec.stable_key, Level.HIDDEN) > Level.HIDDEN]
    names = labels_beside(db.session(), register, record.id, [one for one in pointers if one.kind is not Kind.ATTACHMENT])
    names |= _names_of_many(record, [one for one in register.fields.values() if levels.get(one.stable_key, Level.HIDDEN) > Level.HIDDEN])
    sections = [Section(title, items_of(screen, record, bits, _reached(record, keys), eyes, names)) for title, keys in groups]
    return tuple(section for section in sections if section.items)


def _reached(record: Record, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Without what later steps fill: a case at its second step is not told through fifty empty lines."""
    if record.register.workflow is None:
        return keys
    return tuple(key for key in keys if not (record.register.fields[key].system and _empty(record, key)))


def _empty(record: Record, key: str) -> bool:
    spec = record.register.fields[key]
    value = getattr(record, key if spec.kind is Kind.REFERENCES else spec.column)
    return value is None or value in ("", []) or value is False


def _names_of_many(record: Record, shown: Iterable[Field]) -> Names:
    """The labels of what the fields with several references name: one statement a register, not one a field."""
    ids: dict[str, set[int]] = {}
    for spec in shown:
        if spec.kind is Kind.REFERENCES:
            ids.setdefault(spec.target, set()).update(one.id for one in getattr(record, spec.key))
    return {(target, key): label for target, keys in ids.items() for key, label in labels(db.session(), target, sorted(keys)).items()}


def _reveal_window(sections: tuple[Section, ...]) -> RevealWindow | None:
    urls = [item.reveal_url for section in sections for item in section.items if item.reveal_url]
    return RevealWindow(urls[0], REASON_AT_LEAST, REASON_LENGTH, int(SHOWN_FOR.total_seconds())) if urls else None


def _history(record: Record) -> tuple[Change, ...]:
    past = history(db.session(), record)
    names = labels_of(db.session(), tuple(change for entry in past for change in entry.altered))
    return tuple(_change(entry, names) for entry in past)


def _change(entry: Past, names: dict[tuple[str, int], str]) -> Change:
    return Change(
        write_moment(entry.at),
        entry.who,
        say(action_title(entry.action)),
        entry.source,
        entry.reason,
        _values(entry.altered, names),
    )


def past_values(altered: tuple[Altered, ...]) -> tuple[tuple[str, Markup, Markup], ...]:
    """(label, old, new) of each altered field, said for the reader."""
    return _values(altered, labels_of(db.session(), altered))


def _values(altered: tuple[Altered, ...], names: dict[tuple[str, int], str]) -> tuple[tuple[str, Markup, Markup], ...]:
    return tuple((say(a.field.label), _past_value(a, a.old, names), _past_value(a, a.new, names)) for a in altered)


def _past_value(altered: Altered, value: Any, names: dict[tuple[str, int], str]) -> Markup:
    spec = altered.field
    if value in (None, "", []):
        return EMPTY
    if altered.masked:
        return masked_html(value)  # what the history gives is masked already
    if spec.target:
        ids = value if isinstance(value, list) else [value]
        return escape(comma()).join(names.get((spec.target, key), "—") for key in ids)
    return Markup.escape(from_json(spec, value, locale()))


def _related(screen: Screen, authority: Authority, record: Record) -> tuple[tuple[str, Related], ...]:
    """The newest records of every register that belongs to this one (its ``parent`` or a reference named so)."""
    wanted = []
    for other in registers.values():
        for key, spec in other.pointers.items():
            if spec.target != screen.register.key or not other.menu or not _listed_with(other, key):
                continue
            theirs = screen_of(screen.plan, other)
            if not theirs.may(Action.VIEW) or key not in {field.key for field in theirs.filters}:
                continue
            wanted.append((theirs, key))
    pointers = [(theirs.register.key, key) for theirs, key in wanted]
    # To ask about a single list would cost as much as the list.
    there = pointing(db.session(), pointers, record.id) if len(pointers) > 1 else set(pointers)
    return tuple(
        (theirs.register.key, _related_list(theirs, authority, record, key, empty=(theirs.register.key, key) not in there))
        for theirs, key in wanted
    )


def _listed_with(other: Register, key: str) -> bool:
    return other.parent == key or key in other.beside or (other.workflow is not None and key == other.label)


def _related_list(theirs: Screen, authority: Authority, record: Record, key: str, *, empty: bool) -> Related:
    register = theirs.register
    keys = tuple(column for column in theirs.usual if column != key)
    projection = theirs.projection(keys)
    size = LINES if register.ascending else RELATED
    query = listing.Query(conditions=(Condition(key, "is", (str(record.id),)),), descending=not register.ascending, size=size)
    page = listing.NOTHING if empty else listing.page(db.session(), authority, projection, query)
    url = f"{url_for(f'{register.key}.details_view')}?id="
    rows = tuple(row_card(theirs.cells(projection, row[-1] if page.bits else -1, locale(), url), row, url) for row in page.rows)
    narrowed: dict[str, Any] = {f"f.{key}.is": record.id}
    new = None
    if theirs.may(Action.CREATE):
        preset: dict[str, Any] = {key: record.id}
        new = Link(_("新建"), url_for(f"{register.key}.create_view", **preset), "plus")
    columns = tuple(say(spec.label) for spec in projection.fields)
    if rows and (more := beside_of(theirs.plan, register.key)) is not None:
        columns, rows = (*columns, say(more.title)), with_column(db.session(), more, rows)
    return Related(say(register.title), columns, rows, url_for(f"{register.key}.index_view", **narrowed) if page.has_older else "", new)
