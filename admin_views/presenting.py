"""Values as HTML: one small function per column, chosen once per plan and language, so that a cell costs almost nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape as html_escape
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup, escape

from domain.access import Level
from domain.kinds import POINTERS, Kind
from domain.masking import masked
from models.fields import Field
from operations.wording import in_words, in_words_of
from web.context import now
from web.i18n import comma

Cell = Callable[[Sequence[Any]], str]
"""A row of values → the escaped HTML of one cell; plain text, because a Markup object per cell costs more than the cell."""
EMPTY = Markup("—")
SHORTENED = 60
SOON = timedelta(days=1)
"""So long before its end a term is shown as near."""
_MASKED = Markup('<span class="masked">{}</span>')
_LINK = Markup('<a href="{}">{}</a>')
_MAIL = Markup('<a href="mailto:{}">{}</a>')
_TEXT = Markup('<span class="prose">{}</span>')


@lru_cache(maxsize=4096)
def badge(label: str, tone: str) -> Markup:
    """A word with a tone, drawn by the one macro that knows how."""
    module = current_app.jinja_env.get_template("macros/parts.html").module
    return Markup(module.badge(label, tone or "calm"))  # type: ignore[attr-defined]  # noqa: S704  # our own macro, which escapes


def value_html(spec: Field, value: Any, level: Level, locale: str, *, short: bool = False) -> Markup:
    """One value for a list cell (``short``) or a details page, as far as ``level`` shows it."""
    if level is Level.HIDDEN or value is None or value == "":
        return EMPTY
    if level is Level.MASKED:
        text = in_words(spec, value, locale) if spec.kind not in POINTERS else str(value)
        return _MASKED.format(masked(text, spec.mask))
    if spec.kind is Kind.CHOICE and spec.tones:
        return badge(in_words(spec, value, locale), spec.tones.get(value.value, "calm"))
    if spec.deadline:
        return Markup(_deadline_cell(spec, 0, locale)((value,)))  # noqa: S704  # a badge, escaped by its macro
    text = in_words(spec, value, locale)
    if spec.kind is Kind.LONG_TEXT:
        return escape(_shortened(text)) if short else _TEXT.format(text)
    if spec.kind is Kind.EMAIL and not short:
        return _MAIL.format(text, text)
    return escape(text)


def masked_html(text: str) -> Markup:
    """A text that is masked already, marked as such."""
    return _MASKED.format(text)


def _shortened(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= SHORTENED else line[:SHORTENED] + "…"


_HERE = "@"
"""Where the words stand in the badge that is drawn once for each tone."""


def cell(spec: Field, level: Level, position: int, locale: str) -> Cell:
    """The function that draws one column of a row."""
    at = position + 1 if spec.kind in POINTERS else position
    empty = str(EMPTY)
    if level is Level.HIDDEN:
        return lambda _row: empty
    if level >= Level.READ and spec.says is None:
        match spec.kind:
            case Kind.CHOICE:
                assert spec.choices is not None
                drawn: dict[Any, str] = {one: str(value_html(spec, one, level, locale, short=True)) for one in spec.choices}
                drawn[None] = empty
                return lambda row: drawn[row[at]]
            case Kind.MOMENT if spec.deadline:
                return _deadline_cell(spec, at, locale)
            case Kind.DAY | Kind.MONEY | Kind.MOMENT:
                words = in_words_of(spec)  # digits and signs only: nothing to escape
                return lambda row: empty if row[at] is None else words(spec, row[at], locale)
            case kind if kind in POINTERS or kind in (Kind.TEXT, Kind.SERIAL, Kind.PHONE, Kind.EMAIL):
                return lambda row: (text if text.isalnum() else html_escape(text)) if (text := row[at]) else empty
    if level is Level.MASKED:
        return _masked_cell(spec, at, locale)
    return lambda row: str(value_html(spec, row[at], level, locale, short=True))


def _deadline_cell(spec: Field, at: int, locale: str) -> Cell:
    """A term that still runs: how near its end is shows as a tone, and in words once it is over."""
    words, empty = in_words_of(spec), str(EMPTY)  # digits and signs only: nothing to escape
    late: list[str] = []  # the word in the locale of this column, asked for once and not for each of its cells
    frames = {tone: str(badge(_HERE, tone)).split(_HERE) for tone in ("late", "soon", "calm")}

    def draw(row: Sequence[Any]) -> str:
        value: datetime | None = row[at]
        if value is None:
            return empty
        left, text = value - now(), words(spec, value, locale)
        over = left < timedelta()
        before, after = frames["late" if over else "soon" if left <= SOON else "calm"]
        if not over:
            return f"{before}{text}{after}"
        if not late:
            late.append(_("逾期"))
        return f"{before}{text} {late[0]}{after}"

    return draw


def _masked_cell(spec: Field, at: int, locale: str) -> Cell:
    """As value_html, without a Markup object on the way: a page of a clerk has a hundred of these."""
    words, empty = in_words_of(spec), str(EMPTY)
    before, after = str(_MASKED).split("{}")

    def draw(row: Sequence[Any]) -> str:
        value = row[at]
        if value is None or value == "":
            return empty
        text = str(value) if spec.kind in POINTERS else words(spec, value, locale)
        return f"{before}{html_escape(masked(text, spec.mask))}{after}"

    return draw


def linked(drawn: Cell, url: str) -> Cell:
    """The same cell as a link to the record's page: ``url`` ends where the id follows."""
    start = html_escape(url)
    return lambda row: f'<a href="{start}{row[0]:d}">{drawn(row)}</a>'


def line(pattern: str, cells: Sequence[Cell]) -> Cell:
    """The function that draws a whole row: ``pattern`` holds a ``%d`` wherever its id stands, then a ``%s`` for each cell."""
    ids = pattern.count("%d")
    return lambda row: pattern % (*(row[0],) * ids, *[draw(row) for draw in cells])


def joined(cells: Sequence[Cell], row: Sequence[Any]) -> Markup:
    """All cells but the first of one row, ready to stand between the first ``<td>`` and the last ``</td>``."""
    return Markup("</td><td>".join([draw(row) for draw in cells]))  # noqa: S704  # each part is escaped


def reference_html(label: str, url: str, level: Level, spec: Field) -> Markup:
    """A reference on a details page: a link where the reader may open it, a label otherwise."""
    if not label or level is Level.HIDDEN:
        return EMPTY
    if level is Level.MASKED:
        return _MASKED.format(masked(label, spec.mask))
    return _LINK.format(url, label) if url else escape(label)


def several(parts: Sequence[Markup]) -> Markup:
    """Several values in a row."""
    return escape(comma()).join(parts) if parts else EMPTY
