"""Terms that the kernel computes or somebody has set, in a list or on a page: red once they are over, as long as nothing shows that they were kept."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from admin_views.presenting import EMPTY, SOON, Cell, badge
from domain.values import OFFICE_ZONE
from models.base import Record
from models.fields import Field
from models.register import Register
from operations.wording import in_words_of
from web.context import now


def term_cell(register: Register, spec: Field, at: int, places: Mapping[str, int], locale: str) -> Cell:
    """The cell of a term: toned while it runs, plain once it is kept or where the list does not show whether it is."""
    words, empty = in_words_of(spec), str(EMPTY)  # digits and signs only: nothing to escape
    runs = _running(register, spec, places)

    def draw(row: Sequence[Any]) -> str:
        value: date | datetime | None = row[at]
        if value is None:
            return empty
        text = words(spec, value, locale)
        if not runs(row):
            return text
        left = _left(value)
        if left < timedelta():
            return str(badge(f"{text} {_('逾期')}", "late"))
        return str(badge(text, "soon" if left <= SOON else "calm"))

    return draw


def term_html(record: Record, spec: Field, shown: Collection[str], locale: str) -> Markup:
    """A term on the page of its record, as its list shows it; ``shown``: the stable keys of what the reader reads there."""
    register = record.register
    done = spec.within.done if spec.within else ""
    told = [key for key in (done, register.state_field) if key and register.fields[key].stable_key in shown]
    keys = dict.fromkeys((spec.key, *told))
    drawn = term_cell(register, spec, 0, {key: place for place, key in enumerate(keys)}, locale)
    return Markup(drawn([getattr(record, register.fields[key].column) for key in keys]))  # noqa: S704  # drawn escaped


def _left(value: date | datetime) -> timedelta:
    if isinstance(value, datetime):
        return value - now()
    return value - now().astimezone(OFFICE_ZONE).date()


def _running(register: Register, spec: Field, places: Mapping[str, int]) -> Callable[[Sequence[Any]], bool]:
    """Whether the term of a row still runs, as far as the shown columns tell; a term nobody can see kept is not called late."""
    flow = register.workflow
    if spec.within is not None and spec.within.done:
        done = places.get(spec.within.done)
        return (lambda row: row[done] is None) if done is not None else lambda _row: False
    state = places.get(register.state_field)
    if flow is None or state is None:
        return lambda _row: False
    if spec.runs:
        return lambda row: row[state] in spec.runs
    return lambda row: row[state] is not None and bool(flow.moves_from(row[state]))
