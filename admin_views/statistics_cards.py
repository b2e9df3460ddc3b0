"""The pack as the page shows it: in the reader's language, each figure with the address of the list behind it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from operations.complaints.statistics.cards import Cell, Filter, Pack, Rate, Table
from web.i18n import say

TINTS = 5


@dataclass(frozen=True, slots=True)
class RateCard:
    """One share."""

    title: str
    share: str
    parts: str
    url: str
    clause: str
    note: str
    interval: str
    target: str
    tone: str


@dataclass(frozen=True, slots=True)
class CellCard:
    """One figure; ``width`` (0 to 100) is drawn as a bar, ``tint`` (0 to 5) as a shade."""

    text: str
    url: str
    width: float | None
    tint: int | None


@dataclass(frozen=True, slots=True)
class TableCard:
    """One table: heads and (title, cells) of each line."""

    key: str
    title: str
    look: str
    first: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[CellCard, ...]], ...]
    clause: str
    note: str


def rate_cards(pack: Pack, *, linked: bool = True) -> tuple[RateCard, ...]:
    """The shares of a pack; without links where the figures are frozen and the lists have gone on."""
    return tuple(_rate(rate, linked=linked) for rate in pack.rates)


def table_cards(pack: Pack, *, linked: bool = True) -> tuple[TableCard, ...]:
    """The tables of a pack."""
    return tuple(_table(table, linked=linked) for table in pack.tables)


def _rate(rate: Rate, *, linked: bool) -> RateCard:
    tone = {True: "done", False: "late", None: ""}[rate.met if rate.whole else None]
    return RateCard(
        say(rate.title), rate.share, f"{rate.part:,} / {rate.whole:,}", _url(rate.behind, rate.register) if linked else "", rate.clause,
        say(rate.note), rate.interval, say(rate.target), tone,
    )  # fmt: skip


def _table(table: Table, *, linked: bool) -> TableCard:
    lines = tuple(
        (say(line.title), tuple(_cell(table, cell, place, linked=linked) for place, cell in enumerate(line.cells))) for line in table.lines
    )
    return TableCard(
        table.key, say(table.title), table.look, say(table.first), tuple(say(head) for head in table.heads), lines,
        table.clause, say(table.note),
    )  # fmt: skip


def _cell(table: Table, cell: Cell, place: int, *, linked: bool) -> CellCard:
    share = cell.count / table.highest if table.highest else 0.0
    return CellCard(
        cell.shown,
        _url(cell.behind) if linked and cell.count else "",
        round(share * 100, 1) if table.look in ("bars", "trend") and place == 0 else None,
        # Whatever was counted at all is tinted.
        (1 + int(share * (TINTS - 0.001)) if cell.count else 0) if table.look == "heat" else None,
    )


def _url(behind: Filter | None, register: str = "complaint") -> str:
    return f"{url_for(f'{register}.index_view')}?{urlencode(behind)}" if behind else ""
