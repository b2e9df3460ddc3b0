"""Cards of the pages around the registers: home and the search for everything."""

from dataclasses import dataclass

from markupsafe import Markup

from admin_views.cards import Link, NavGroup
from admin_views.importing_cards import JobRow


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
