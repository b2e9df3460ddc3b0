"""Records that may be the same as one that is stored or typed, as the reader's list would show them."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import url_for
from markupsafe import Markup
from sqlalchemy import Select

from admin_views.cards import Row
from admin_views.list_page import row_card
from admin_views.screen import Screen
from operations.projection import with_bits
from web.context import authority
from web.i18n import locale

One = TypeVar("One")


def likely_rows(
    screen: Screen, columns: tuple[str, ...], found: Callable[[Select[Any]], Iterable[tuple[tuple[Any, ...], One]]]
) -> list[tuple[Row, str, One]]:
    """(row, its cells in words, what ``found`` says of it) for what ``found`` selects of ``columns``; none where the reader sees none of them."""
    projection = screen.projection(columns)
    if not projection.fields:
        return []
    statement, bits = with_bits(projection, authority())
    url = f"{url_for(f'{screen.register.key}.details_view')}?id="
    made = []
    for row, told in found(statement):
        cells = screen.cells(projection, row[-1] if bits else -1, locale(), url)
        said = " ".join(Markup(draw(row)).striptags() for draw in cells)  # noqa: S704  # cells are escaped
        made.append((row_card(cells, row, url), said, told))
    return made
