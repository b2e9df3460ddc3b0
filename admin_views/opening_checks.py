"""对账表 — on the page of an opening ledger: what its lines come to, and everything in them that contradicts itself (K10.5)."""

from dataclasses import dataclass

from flask import url_for

from admin_views.cards import Panel
from admin_views.screen import Screen
from domain.access import Action, Channel, Level
from domain.custody import AccountKind
from models.archives.account import KINDS
from models.archives.opening_ledger import OpeningLedger, OpeningState
from models.base import Record
from models.register import registers
from operations.archives.opening import reading_of
from web.extensions import db
from web.i18n import say

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One of them: the line as it was written, where to correct it, and what is wrong."""

    row: str
    url: str
    number: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OpeningCard:
    """Sums by whereabouts, then what is wrong; ``more`` counts what is not shown."""

    lines: int
    set_aside: int
    sums: tuple[tuple[str, int], ...]
    wrong: tuple[Contradiction, ...]
    count: int
    gaps: tuple[str, ...]
    url_import: str
    open: bool


def opening_panel(screen: Screen, record: Record) -> Panel | None:
    """For whoever may read the lines in full."""
    assert isinstance(record, OpeningLedger)
    lines = registers["opening_line"]
    levels = screen.plan.levels(lines.key, Channel.DETAILS)
    if any(levels.get(spec.stable_key, Level.HIDDEN) < Level.READ for spec in lines.fields.values()):
        return None
    read = reading_of(db.session(), record)
    booked = [one for one in read.lines if not one.set_aside]
    sums = tuple(
        (say(KINDS[kind]), count)
        for kind in (AccountKind.SHELF, AccountKind.PERSON, AccountKind.EXTERNAL, AccountKind.MISSING)
        if (count := sum(one.whereabouts is kind for one in booked))
    )
    wrong = [(one, key, sentence) for one in booked for key, sentence in one.wrong]
    may_import = record.state is OpeningState.CHECKING and screen.plan.may(lines.key, Action.IMPORT)
    shown = tuple(
        Contradiction(
            str(one.row), url_for("opening_line.edit_view", id=one.line), one.written or "—", say(lines.fields[key].label), say(sentence)
        )
        for one, key, sentence in wrong[:SHOWN]
    )  # fmt: skip
    gaps = tuple(f"{year}{word}第{no:03d}号" for (_, year, no), word in read.gaps[:SHOWN])
    return Panel(
        "archives/opening.html",
        OpeningCard(
            len(read.lines), len(read.lines) - len(booked), sums, shown, len(wrong), gaps,
            url_for("importing.upload", register_key=lines.key) if may_import else "", record.state is OpeningState.CHECKING,
        ),
    )  # fmt: skip
