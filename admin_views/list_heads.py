"""What stands over the columns of a list: their names with links to sort by, and the chooser; drawn once per plan and language."""

from functools import partial
from urllib.parse import urlencode

from flask import current_app
from markupsafe import Markup, escape

from admin_views.address import ListAddress
from admin_views.beside import beside_of
from admin_views.cards import Column, ColumnChoice
from admin_views.screen import NUMERIC, Screen
from domain.access import Action
from domain.kinds import ORDERED
from models.fields import Field
from operations.listing import Page
from operations.printing.label_sheets import LABELLED
from operations.projection import Projection
from web.i18n import locale, say

_REST = "\x01"
"""Where search, filters, size and columns stand in the links of a head that is kept for all of them."""


def head_html(screen: Screen, projection: Projection, found: Page, address: ListAddress, path: str) -> Markup:
    """``register/head.html``: the beginning of the table up to its first row."""
    draw = partial(_head, screen, projection, found, path)
    kept = ("head", locale(), path, found.sort, "desc" if found.descending else "asc")
    html = draw() if address.columns else screen.kept(kept, draw)
    pairs = [("q", address.search)] if address.search else []
    pairs += [pair for pair in address.pairs() if pair[0] != "sort"]
    return Markup(html.replace(_REST, escape(f"&{urlencode(pairs)}" if pairs else "")))  # noqa: S704  # our own template


def choices_html(screen: Screen, projection: Projection, address: ListAddress) -> Markup:
    """``register/choices.html``: every column there is, with a mark at those that are shown."""
    draw = partial(_choices, screen, projection)
    return draw() if address.columns else screen.kept(("choices", locale()), draw)


def picks(screen: Screen) -> bool:
    """Whether rows are picked: there is something to do with several of them."""
    return screen.may(Action.DELETE) or (screen.register.key in LABELLED and screen.may(Action.PRINT))


def _head(screen: Screen, projection: Projection, found: Page, path: str) -> str:
    columns = [_column(screen, spec, found, path) for spec in projection.fields]
    if (more := beside_of(screen.plan, screen.register.key)) is not None:
        columns.append(Column("", say(more.title)))
    return _template("register/head.html", columns=columns, picks=picks(screen))


def _column(screen: Screen, spec: Field, found: Page, path: str) -> Column:
    here = found.sort == spec.key
    url = ""
    if spec.key in screen.sortable:
        first = f"-{spec.key}" if spec.kind in ORDERED else spec.key
        other = spec.key if found.descending else f"-{spec.key}"
        url = f"{path}?sort={other if here else first}{_REST}"
    order = ("desc" if found.descending else "asc") if here else ""
    return Column(spec.key, say(spec.label), spec.kind in NUMERIC, url, order)


def _choices(screen: Screen, projection: Projection) -> Markup:
    shown = {spec.key for spec in projection.fields}
    choices = [ColumnChoice(spec.key, say(spec.label), spec.key in shown) for spec in screen.listable]
    return Markup(_template("register/choices.html", choices=choices))  # noqa: S704  # our own template, which escapes


def _template(name: str, **values: object) -> str:
    return current_app.jinja_env.get_template(name).render(**values)
