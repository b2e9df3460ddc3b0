"""Cards: the read-only projections that templates receive; they hold only what this reader may see (third fence)."""

from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Secret:
    """The field for the operation password: why there is none to give, with the way to set one, or what was wrong with the one given."""

    url: str
    missing: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Something to go to: ``label`` is already in the reader's language; ``post`` means a form with a token."""

    label: str
    url: str
    icon: str = ""
    post: bool = False
    confirm: str = ""
    """The question asked on a page of its own before a destructive action."""
    tone: str = ""
    """calm, soon, late, done or stopped; by meaning, never by colour."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list page."""

    key: str
    label: str
    numeric: bool = False
    sort_url: str = ""
    """Empty: this reader may not sort by it."""
    sorted: str = ""
    """``asc``, ``desc`` or empty."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """An entry of the column chooser."""

    key: str
    label: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a related list: the first cell, and the others as escaped HTML joined by ``</td><td>``.

    A list has hundreds of cells; one piece of markup a row renders four times as fast as one a cell.
    """

    id: int
    url: str
    first: Markup
    rest: Markup


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, with the address of the list without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter that may be added: ``name`` is the query parameter (``f.<field>.<operator>``)."""

    key: str
    label: str
    kind: str
    """text, choice, day, moment, number, yes_no or reference."""
    operators: tuple[tuple[str, str], ...]
    """(parameter name, label) pairs; the value is sent under that name."""
    options: tuple[tuple[str, str], ...] = ()
    lookup_url: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named combination of filters, order and columns, shown as a tab."""

    id: int
    label: str
    url: str
    active: bool
    delete_url: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything ``templates/register/list.html`` draws."""

    title: str
    key: str
    head: Markup
    """``register/head.html``: the columns with their sort links."""
    rows: Markup
    """``register/row.html`` for each row, filled in; empty when there is none."""
    count: str
    """'1,204', or '10,000+' when there are more than the cap."""
    search: str
    search_hint: str
    chips: tuple[Chip, ...]
    filters: tuple[FilterChoice, ...]
    filters_html: Markup
    """``register/filters.html`` with these filters: drawn once per plan and language."""
    choices: Markup
    """``register/choices.html``: the column chooser."""
    size: int
    sizes: tuple[int, ...]
    hidden: tuple[tuple[str, str], ...]
    """(name, value) of the query parameters a GET form must keep (filters, sort, size, columns)."""
    first_url: str = ""
    newer_url: str = ""
    older_url: str = ""
    last_url: str = ""
    new: Link | None = None
    import_: Link | None = None
    exports: tuple[Link, ...] = ()
    """One POST link per format, allowed to this reader only."""
    links: tuple[Link, ...] = ()
    """Other pages about the same register."""
    bulk: tuple[Link, ...] = ()
    """Actions on selected rows, posted with ``ids``."""
    views: tuple[SavedView, ...] = ()
    save_view_url: str = ""
    reset_url: str = ""
    clauses: tuple[str, ...] = ()
    notice: str = ""
    born_at: Link | None = None
    """Where the records of an empty list come about, for who may go there."""


@dataclass(frozen=True, slots=True)
class Item:
    """One label and value of a details page."""

    key: str
    label: str
    value: Markup
    clause: str = ""
    wide: bool = False
    reveal_url: str = ""
    """Where this reader may have the masked value shown; empty without the right."""


@dataclass(frozen=True, slots=True)
class RevealWindow:
    """The small window that asks why a masked value must be seen."""

    first_url: str
    least: int
    most: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of items (details) or of form field names (form)."""

    title: str
    items: tuple[Item, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a record's history, redacted by the reader's rights."""

    at: str
    who: str
    what: str
    """'新建', '修改', '删除' …"""
    source: str
    """Where from: address, import, job."""
    reason: str
    fields: tuple[tuple[str, Markup, Markup], ...]
    """(label, old, new)."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A move that is not possible now, and why."""

    label: str
    why: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """A list of records of another register that point here."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    more_url: str = ""
    new: Link | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Something a topic shows on the page of a record: ``template`` draws ``card``, both made in admin_views.panels."""

    template: str
    card: object


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """Everything ``templates/register/details.html`` draws."""

    title: str
    register_title: str
    list_url: str
    number: str = ""
    badges: tuple[Markup, ...] = ()
    notice: str = ""
    """What the record still needs, in a sentence; not an error."""
    sections: tuple[Section, ...] = ()
    primary: Link | None = None
    actions: tuple[Link, ...] = ()
    """Moves allowed now and secondary actions."""
    denied: tuple[Denied, ...] = ()
    prints: tuple[Link, ...] = ()
    """Printed forms of the record, with a page of their own each."""
    destructive: tuple[Link, ...] = ()
    history_url: str = ""
    history: tuple[Change, ...] = ()
    panels: tuple[Panel, ...] = ()
    related: tuple[Related, ...] = ()
    clauses: tuple[str, ...] = ()
    reveal: RevealWindow | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that somebody else changed while this form was open."""

    key: str
    label: str
    mine: str
    theirs: str
    prefer_theirs: bool = False
    """This reader has not touched the field, or has chosen so before."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything ``templates/register/form.html`` draws beside the WTForms form itself."""

    title: str
    register_title: str
    list_url: str
    back_url: str
    sections: tuple[Section, ...]
    creating: bool
    conflicts: tuple[Conflict, ...] = ()
    conflict_by: str = ""
    read_only: tuple[Item, ...] = ()
    """Fields this actor reads but does not write, shown as text."""
    clauses: tuple[str, ...] = ()
    again: bool = False
    """Offer "save and add another"; that button posts ``then=again``."""
    likely_url: str = ""
    likely_fields: str = ""
    """The fields, with spaces between, whose values are asked about while they are typed."""
    """Asked while a new record is typed which others may be about the same."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the menu on the left; ``find`` is what the menu search matches (title, pinyin, initials)."""

    label: str
    url: str
    key: str
    find: str = ""


@dataclass(frozen=True, slots=True)
class NavGroup:
    """An area with the registers this reader may open."""

    label: str
    icon: str
    items: tuple[NavItem, ...] = field(default_factory=tuple)
    more: tuple[NavItem, ...] = ()
    """Minor registers and pages, folded under the others where the list would be long."""
