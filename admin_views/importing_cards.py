"""Cards of the import pages and of background jobs: what ``templates/importing`` and ``templates/jobs`` draw.

Labels, counts and moments arrive as finished text in the reader's language; a template never formats a number.
"""

from dataclasses import dataclass, field

from markupsafe import Markup

from admin_views.cards import Link


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of the empty Excel template, told to the clerk before he fills it in."""

    label: str
    required: bool = False
    hint: str = ""
    """'2026-11-21', '是 / 否', '11 位手机号' …"""


@dataclass(frozen=True, slots=True)
class UploadPage:
    """``importing/upload.html``: choose a file. Posts multipart ``file`` to ``action_url``."""

    register_title: str
    list_url: str
    action_url: str
    template_url: str
    accept: str = ".xlsx,.csv"
    limit: str = ""
    """'20 MB,100,000 行'."""
    columns: tuple[TemplateColumn, ...] = ()
    error: str = ""
    """Why the last file was refused, and what to do."""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of the file; ``target`` is the guessed field key, empty for 不导入."""

    index: int
    """From 0; the select is posted as ``map.<index>``."""
    header: str
    samples: tuple[str, ...] = ()
    """At most three values, as they stand in the file."""
    target: str = ""
    guess: str = ""
    """How the guess was made, in a few words: '标题相同', '上次的对应'."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A field that may be imported by this reader."""

    key: str
    label: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A value typed once for all rows: ``const.<key>``; a select where there are ``options``."""

    key: str
    label: str
    value: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    hint: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class MappingPage:
    """``importing/mapping.html``: which column is which field.

    Posts ``map.<index>`` = field key or empty, ``const.<key>`` = a value for all rows, ``key`` = field key or empty (every
    row is new), ``on_bad`` = ``all`` (one bad row refuses the file) or ``skip`` (bad rows are left out), ``clear`` = ``1``
    when empty cells shall empty fields, ``remember`` = ``1`` when ticked; or ``sheet`` = the name of another sheet to read.
    """

    register_title: str
    list_url: str
    action_url: str
    back_url: str
    file_name: str
    count: str
    """How many rows the file has: '1,204'."""
    encoding: str
    """'Excel', 'UTF-8', 'GB18030' — how the file was read."""
    columns: tuple[FileColumn, ...]
    targets: tuple[Target, ...]
    keys: tuple[tuple[str, str], ...] = ()
    """(field key, label) of the fields that tell rows apart; empty: every row is new."""
    key: str = ""
    on_bad: str = "all"
    remembered: str = ""
    """'沿用 2026-10-08 (四) 的对应' when the same headers were mapped before."""
    error: str = ""
    constants: tuple[Constant, ...] = ()
    """Fields that need a value although no column was recognised for them; or that were given one before."""
    other_constants: tuple[Constant, ...] = ()
    """All other fields, folded away."""
    clear_blanks: bool = False
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadCell:
    """One refused value: row number as Excel counts it, column header, what stood there, why it cannot be."""

    row: int
    column: str
    value: str
    why: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it will be stored."""

    row: int
    badge: Markup
    """'新建', '更新' or '不变' with its tone."""
    cells: tuple[Markup, ...]
    changed: tuple[int, ...] = ()
    """Indexes of the cells an update changes."""


@dataclass(frozen=True, slots=True)
class DryRunPage:
    """``importing/dry_run.html``: what would happen. Confirms by POST to ``action_url``; nothing is stored before."""

    register_title: str
    list_url: str
    action_url: str
    back_url: str
    """Back to the mapping."""
    file_name: str
    created: str
    updated: str
    unchanged: str
    refused: str
    """How many rows, as text; '0' for none."""
    button: str
    """'导入 1,180 条'; empty when there is nothing to import."""
    why_not: str = ""
    """The sentence in place of the button: '有 3 行不合格，按"全部或不导入",一行也不导入。'"""
    bad: tuple[BadCell, ...] = ()
    """The first ones; the whole list is in the error file."""
    bad_more: str = ""
    """'还有 112 处，见错误文件。'"""
    error_file_url: str = ""
    columns: tuple[str, ...] = ()
    preview: tuple[PreviewRow, ...] = ()


@dataclass(frozen=True, slots=True)
class JobPage:
    """``jobs/show.html``: one job in the background.

    ``status_url`` answers a GET with JSON ``{state, state_label, done, total, message, result_url, finished}``; the
    page reloads once ``finished`` is true, so that links and facts come from the server.
    """

    title: str
    state: str
    """queued, running, done, failed or cancelled."""
    badge: Markup
    message: str = ""
    done: int = 0
    total: int = 0
    """0: not known yet."""
    finished: bool = False
    status_url: str = ""
    cancel_url: str = ""
    """POST; empty when it cannot be stopped."""
    result: Link | None = None
    """The file to download."""
    undo: Link | None = None
    """For an import: goes to a page that asks first."""
    back: Link | None = None
    """The register the job belongs to."""
    facts: tuple[tuple[str, str], ...] = ()
    """(label, value): who started it, when, how long, how many."""
    bad: tuple[BadCell, ...] = ()
    error_file_url: str = ""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One line of the list of jobs."""

    title: str
    url: str
    badge: Markup
    started: str
    took: str = ""
    who: str = ""
    result: Link | None = None


@dataclass(frozen=True, slots=True)
class JobsPage:
    """``jobs/list.html``: this reader's jobs, newest first."""

    rows: tuple[JobRow, ...] = field(default_factory=tuple)
    kept: str = ""
    """'结果文件保留 7 天。'"""
    newer_url: str = ""
    older_url: str = ""
