"""The list of a register as a card: columns, rows, chips, filters and the steps to older and newer pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from admin_views.address import SIZES, ListAddress, query_of, token_of
from admin_views.beside import beside, beside_of
from admin_views.cards import Chip, FilterChoice, Link, ListPage, Row, SavedView
from admin_views.exact_hits import exact_hits
from admin_views.list_heads import choices_html, head_html, picks
from admin_views.places import PLACES
from admin_views.presenting import Cell, joined
from admin_views.screen import Screen
from domain.access import Action, Level, Scope
from domain.errors import Invalid
from domain.kinds import POINTERS, Kind
from domain.terms import Term
from domain.values import write_day, write_moment, write_money
from models import checks
from models.fields import Field
from operations import listing
from operations.filtering import NO_VALUE, OPERATORS, Op, operators_of
from operations.labels import labels
from operations.printing.label_sheets import LABELLED
from operations.projection import Projection
from operations.views import saved_views
from permissions.actor import Authority
from web.extensions import db
from web.i18n import comma, locale, say

_FILTER_KINDS = {
    Kind.CHOICE: "choice", Kind.DAY: "day", Kind.MOMENT: "moment", Kind.MONEY: "number", Kind.NUMBER: "number", Kind.YES_NO: "yes_no",
}  # fmt: skip
_counts = listing.Counts()
_ID, _CELL = "\x01", "\x02"
_END = "</tr>"
MORE = {"reveal": ((Term("本周异常查看", "Unusual this week"), "unusual.index", "eye"),)}
"""Register → pages that look at all of it: what it is called, where it is, and its icon."""
BORN_AT = {"customer_merge": "customer_merging", "day_close": "archive_days", "safe_session": "safes"}
"""Register nobody enters → the page (see admin_views.places) where its records come about; its empty list leads there."""
EXPORTS = (("xlsx", "Excel", "table"), ("csv", "CSV", "file-text"))


def list_page(screen: Screen, authority: Authority, address: ListAddress, endpoint: str) -> ListPage:
    """Query one page and draw it; raises Invalid for an address that asks what may not be asked."""
    register = screen.register
    path = url_for(f"{endpoint}.index_view")
    hits, notice = exact_hits((register,), address.search)
    query = replace(query_of(address, register), found=hits.get(register.key, ()))
    projection = screen.projection(_columns(screen, address))
    fixed = screen.kept(("toolbar", locale(), request.script_root), lambda: _toolbar(screen, endpoint))
    found = listing.page(db.session(), authority, projection, query)
    # A list that fits on one page has been counted by showing it.
    whole = not (found.has_newer or found.has_older)
    number, more = (len(found.rows), False) if whole else _counts.count(db.session(), authority, register, query)
    return ListPage(
        title=say(register.title),
        key=register.key,
        head=head_html(screen, projection, found, address, path),
        rows=_rows(screen, projection, found, f"{url_for(f'{endpoint}.details_view')}?id="),
        count=f"{number:,}+" if more else f"{number:,}",
        search=address.search,
        search_hint=fixed.search_hint,
        chips=_chips(screen, address, path, _named(projection, found)),
        filters=fixed.filters,
        filters_html=fixed.filters_html,
        choices=choices_html(screen, projection, address),
        size=address.size,
        sizes=SIZES,
        hidden=tuple(address.pairs()),
        **_steps(projection, found, address, path),
        new=fixed.new,
        import_=fixed.import_,
        exports=fixed.exports,
        bulk=fixed.bulk,
        views=_saved(authority, register.key, address, path, endpoint),
        save_view_url=fixed.save_view_url,
        reset_url=path,
        clauses=register.clauses,
        links=fixed.links,
        notice=notice,
        born_at=None if found.rows else _born_at(register.key, authority),
    )  # fmt: skip


def _born_at(register: str, authority: Authority) -> Link | None:
    place = next((one for one in PLACES if one.key == BORN_AT.get(register) and authority.may(one.register, one.action)), None)
    return Link(say(place.title), url_for(place.endpoint), "chevron-right") if place else None


def _columns(screen: Screen, address: ListAddress) -> tuple[str, ...]:
    may = {spec.key for spec in screen.listable}
    unknown = [key for key in address.columns if key not in may]
    if unknown:
        raise Invalid(listing.NOT_SHOWN, key=unknown[0][:40])
    return address.columns or screen.usual


def _rows(screen: Screen, projection: Projection, found: listing.Page, url: str) -> Markup:
    language = locale()
    strata = {row[-1] for row in found.rows} if found.bits else {-1}
    pattern = partial(_row_pattern, screen, url, projection)
    lines = {bits: screen.line(projection, bits, language, url, pattern) for bits in strata}
    drawn = [(row[0], lines[row[-1] if found.bits else -1](row)) for row in found.rows]
    column = beside_of(screen.plan, screen.register.key) if drawn else None
    if column is not None:
        label, said = escape(say(column.title)), beside(db.session(), column, [key for key, _row in drawn])
        drawn = [(key, f'{row.removesuffix(_END)}<td data-label="{label}">{said(key)}</td>{_END}') for key, row in drawn]
    return Markup("\n".join([row for _key, row in drawn]))  # noqa: S704  # cells are escaped


def _row_pattern(screen: Screen, url: str, projection: Projection, cells: int) -> str:
    """``register/row.html`` with ``%d`` for the id of a row and ``%s`` for each of its cells."""
    template = current_app.jinja_env.get_template("register/row.html")
    pick = _("选择") if picks(screen) else ""
    labelled = [(say(spec.label), _CELL) for spec in projection.fields[:cells]]
    html = template.render(url=url, pick=pick, id=_ID, cells=labelled)
    return html.replace("%", "%%").replace(_ID, "%d").replace(_CELL, "%s")


def row_card(cells: tuple[Cell, ...], row: Sequence[Any], url: str) -> Row:
    """One row of values as a card."""
    return Row(row[0], f"{url}{row[0]}", Markup(cells[0](row)), joined(cells[1:], row))  # noqa: S704  # cells are escaped


def _steps(projection: Projection, found: listing.Page, address: ListAddress, path: str) -> dict[str, Any]:
    def place(row: tuple[Any, ...]) -> str:
        if not found.sort:
            return token_of(None, row[0])
        at = next((p for s, p in zip(projection.fields, projection.positions, strict=True) if s.key == found.sort), None)
        return token_of(row[at] if at is not None else _sort_value(projection, row[0], found.sort), row[0])

    steps = dict.fromkeys(("first_url", "newer_url", "older_url", "last_url"), "")
    if found.rows and found.has_newer:
        steps["first_url"] = address.url(path)
        steps["newer_url"] = address.url(path, place=("before", place(found.rows[0])))
    if found.rows and found.has_older:
        steps["older_url"] = address.url(path, place=("after", place(found.rows[-1])))
        steps["last_url"] = address.url(path, place=("end", "1"))
    return steps


def _sort_value(projection: Projection, key: int, sort: str) -> Any:
    """The sort value of a row when its column is not shown."""
    model = projection.register.model
    return db.session.scalar(db.select(getattr(model, sort)).where(model.id == key))


@dataclass(frozen=True, slots=True)
class _Toolbar:
    """What stands above a list and depends on plan and language only."""

    search_hint: str
    filters: tuple[FilterChoice, ...]
    filters_html: Markup
    new: Link | None
    import_: Link | None
    exports: tuple[Link, ...]
    bulk: tuple[Link, ...]
    save_view_url: str
    links: tuple[Link, ...]


def _toolbar(screen: Screen, endpoint: str) -> _Toolbar:
    hint = comma().join(say(spec.label) for spec in screen.search_hint)
    filters = _filters(screen, endpoint)
    exports = [(label, url_for(f"{endpoint}.export", export_type=kind), icon) for kind, label, icon in EXPORTS]
    importing = url_for("importing.upload", register_key=screen.register.key)
    deleting = Link(_("删除"), url_for(f"{endpoint}.action_view", what="delete"), "trash", post=True, tone="stopped")
    template = current_app.jinja_env.get_template("register/filters.html")
    return _Toolbar(
        _("查找：%(fields)s", fields=hint) if hint else "",
        filters,
        Markup(template.render(filters=filters)),  # noqa: S704  # the output of our own template, which escapes
        Link(_("新建"), url_for(f"{endpoint}.create_view"), "plus") if screen.may(Action.CREATE) else None,
        Link(_("导入"), importing, "upload") if screen.may(Action.IMPORT) else None,
        tuple(Link(label, url, icon, post=True) for label, url, icon in exports) if screen.may(Action.EXPORT) else (),
        (*_labelling(screen), *((deleting,) if screen.may(Action.DELETE) else ())),
        url_for(f"{endpoint}.save_view"),
        _links(screen),
    )


def _labelling(screen: Screen) -> tuple[Link, ...]:
    key = screen.register.key
    offered = key in LABELLED and screen.may(Action.PRINT)
    return (Link(_("标签"), url_for("labels.picked", register_key=key), "printer", post=True),) if offered else ()


def _links(screen: Screen) -> tuple[Link, ...]:
    whole = any(stratum.scope is Scope.ALL for stratum in screen.plan.of(screen.register.key, Action.VIEW))
    return tuple(Link(say(title), url_for(endpoint), icon) for title, endpoint, icon in MORE.get(screen.register.key, ()) if whole)


def _named(projection: Projection, found: listing.Page) -> dict[tuple[str, str], str]:
    """(field, id) → name, of the references in the first row: a list filtered by one has asked for its name already."""
    if not found.rows:
        return {}
    row, shown = found.rows[0], zip(projection.fields, projection.positions, projection.label_levels, strict=True)
    plain = [(spec.key, at) for spec, at, level in shown if spec.kind in POINTERS and not spec.directory and level >= Level.READ]
    return {(key, str(row[at])): str(row[at + 1]) for key, at in plain if row[at + 1] is not None}


def _chips(screen: Screen, address: ListAddress, path: str, named: dict[tuple[str, str], str]) -> tuple[Chip, ...]:
    chips = []
    specs = {spec.key: spec for spec in screen.filters}
    for condition in address.conditions:
        spec = specs[condition.key]
        rest = tuple(other for other in address.conditions if other is not condition)
        words = say(OPERATORS[condition.operator])
        sign = "=" if condition.operator == Op.IS else f" {words} "
        text = "" if condition.operator in NO_VALUE else comma().join(named.get((spec.key, value)) or _in_words(spec, value) for value in condition.values)
        chips.append(Chip(say(spec.label), f"{sign} {text}".strip(), address.url(path, conditions=rest)))
    return tuple(chips)


def _in_words(spec: Field, text: str) -> str:
    if spec.kind in POINTERS or spec.kind is Kind.REFERENCES:
        key = checks.values.read_number(text)
        return labels(db.session(), spec.target, [key]).get(key, text)
    if spec.kind is Kind.CHOICE and text in spec.titles:
        return say(spec.titles[text])
    value = checks.read(spec, text)
    match spec.kind:
        case Kind.DAY:
            return write_day(value, locale())
        case Kind.MOMENT:
            return write_moment(value)
        case Kind.MONEY:
            return f"{value:,.2f}" if spec.plain else write_money(value)
        case Kind.YES_NO:
            return _("是") if value else _("否")
    return text


def _filters(screen: Screen, endpoint: str) -> tuple[FilterChoice, ...]:
    return tuple(
        FilterChoice(
            spec.key,
            say(spec.label),
            _FILTER_KINDS.get(spec.kind, "reference" if spec.target else "text"),
            tuple((f"f.{spec.key}.{name}", say(OPERATORS[name])) for name in operators_of(spec)),
            tuple((value, say(title)) for value, title in spec.titles.items()),
            url_for(f"{endpoint}.lookup", key=spec.key) if spec.target else "",
        )
        for spec in screen.filters
    )


def _saved(
    authority: Authority, key: str, address: ListAddress, path: str, endpoint: str
) -> tuple[SavedView, ...]:
    here = address.url("")
    return tuple(
        SavedView(
            view.id, view.label, path + view.query, view.query == here, url_for(f"{endpoint}.delete_view_saved", view_id=view.id)
        )
        for view in saved_views(db.session(), authority.person.account_id, key)
    )
