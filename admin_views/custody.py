"""出入库流水 — where a unit is now and every hand it went through, on its own page and on that of its certificate (K3.2)."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from admin_views.cards import Panel
from admin_views.screen import Screen
from domain.custody import REASONS, AccountKind, Reason
from domain.values import write_day, write_moment
from models.archives.account import KINDS, ArchiveAccount
from models.archives.certificate import Certificate
from models.archives.custody_entry import CustodyEntry
from models.archives.unit import ArchiveUnit
from models.base import Record
from operations.archives.chain import chain
from operations.archives.desk import code_of
from operations.archives.ledger import held_by
from operations.archives.stocktake_scans import blind_counts_at
from web.extensions import db
from web.i18n import locale, say

TONES = {
    AccountKind.SHELF: "done", AccountKind.SAFE: "done", AccountKind.DESK: "soon", AccountKind.TRANSIT: "soon", AccountKind.PERSON: "calm",
    AccountKind.EXTERNAL: "calm", AccountKind.MISSING: "late", AccountKind.RELEASED: "stopped", AccountKind.DESTROYED: "stopped",
}  # fmt: skip

SHOWN = 100


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One movement in the reader's language."""

    number: int
    reason: str
    way: str
    on: str
    at: str
    document: str
    hands: str
    note: str


@dataclass(frozen=True, slots=True)
class CustodyCard:
    """Where it is, and how it came there; the latest movement first."""

    code: str
    place: str
    kind: str
    tone: str
    rows: tuple[EntryRow, ...]


def custody_panel(_screen: Screen, record: Record) -> Panel | None:
    """The panel of a unit."""
    assert isinstance(record, ArchiveUnit)
    return _panel(record.id, code_of(record.number, record.part_no))


def certificate_panel(_screen: Screen, record: Record) -> Panel | None:
    """The panel of a certificate: its unit's."""
    assert isinstance(record, Certificate)
    unit = db.session().get(ArchiveUnit, record.unit_id) if record.unit_id else None
    return _panel(unit.id, code_of(unit.number, unit.part_no)) if unit is not None else None


@dataclass(frozen=True, slots=True)
class HeldCard:
    """What is at a place or with a person now, as far as the reader may see it; ``more`` when there is more than shown."""

    units: tuple[tuple[str, str, str], ...]
    """Label, address and title of each."""
    more: bool
    counting: str = ""
    """The blind stocktakes during which the page does not say what is there (K10.5)."""


def held_panel(_screen: Screen, record: Record) -> Panel | None:
    """The panel of a place; None where nothing is that the reader may see."""
    assert isinstance(record, ArchiveAccount)
    if numbers := blind_counts_at(db.session(), record.id):
        return Panel("archives/held.html", HeldCard((), more=False, counting="、".join(numbers[:3])))
    here = select(CustodyEntry.unit_id).where(held_by(record.id))
    wanted = select(ArchiveUnit.id, ArchiveUnit.number, ArchiveUnit.part_no, ArchiveUnit.title).where(ArchiveUnit.id.in_(here.scalar_subquery()))
    rows = db.session().execute(wanted.order_by(ArchiveUnit.number, ArchiveUnit.part_no).limit(SHOWN + 1)).all()
    units = tuple((code_of(row.number, row.part_no), url_for("archive_unit.details_view", id=row.id), row.title) for row in rows[:SHOWN])
    return Panel("archives/held.html", HeldCard(units, len(rows) > SHOWN)) if units else None


def _panel(unit: int, code: str) -> Panel:
    # Below the fence: who may see the unit may see whose hands it went through (K3.2).
    entries = chain(db.session().connection(), unit)
    last = AccountKind(entries[-1].to_kind) if entries else AccountKind.ORIGIN
    rows = tuple(
        EntryRow(
            one.id, say(REASONS[Reason(one.reason)]), f"{one.source} → {one.target}", write_day(one.occurred_on, locale()),
            write_moment(one.recorded_at), one.document, " · ".join(name for name in (one.actor, one.witness) if name), one.note or "",
        )
        for one in reversed(entries)
    )  # fmt: skip
    place = entries[-1].target if entries else say(KINDS[AccountKind.ORIGIN])
    return Panel("archives/custody.html", CustodyCard(code, place, say(KINDS[last]), TONES.get(last, "soon"), rows))
