"""Cards of the pages around the registers: home and the search for everything."""

from dataclasses import dataclass

from markupsafe import Markup

from admin_views.cards import Link, NavGroup
from admin_views.importing_cards import JobRow


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What waits for the reader: a record, the step, and its term as a badge."""

    step: str
    step_url: str
    label: str
    url: str
    sub: str
    register: str
    due: Markup | str = ""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice of the list."""

    told: str
    sentence: str
    url: str
    """The record; empty where it has no page."""
    read_url: str
    """Where it is marked as read; empty once it is."""
    due: Markup | str = ""


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """``notices.html``: the reader's notices, newest first."""

    lines: tuple[NoticeLine, ...]
    only_unread: bool
    unread: int
    all_url: str
    unread_url: str
    read_all_url: str
    older_url: str = ""


@dataclass(frozen=True, slots=True)
class HomePage:
    """``home.html``: every area with its registers, what was opened last, and the jobs that run."""

    areas: tuple[NavGroup, ...]
    shortcuts: tuple[Link, ...] = ()
    """What this reader does often: '登记投诉', '借阅归还'; with icons."""
    recent: tuple[Link, ...] = ()
    """Records or registers opened last."""
    jobs: tuple[JobRow, ...] = ()
    today: str = ""
    """'2026-11-21 (六) · 休息日'."""
    tasks: tuple[TaskLine, ...] = ()
    """待我办理."""
    absences: tuple[str, ...] = ()
    """Who decides for the reader while he is away, and for whom he decides."""
    tasks_note: str = ""
    """That not all of them are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found."""

    label: str
    sub: str
    url: str
    badge: Markup | str = ""


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """What was found in one register."""

    title: str
    url: str
    """The register's list, with the same words searched."""
    hits: tuple[Hit, ...]
    more: str = ""
    """'还有 12 条' when not all are shown."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """``search.html``: the query as typed (parameter ``q``) and what was found, register by register."""

    query: str
    groups: tuple[SearchGroup, ...] = ()
    note: str = ""
    """'只查您可以看的登记簿和字段。'"""
