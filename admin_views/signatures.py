"""移交签字 — who signed a transfer as what, whether that still holds, and what the archivist counted of it (K3.7, K3.14)."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from admin_views.cards import Panel
from admin_views.screen import Screen
from domain.access import Channel, Level
from domain.values import write_moment
from models.archives.transfer import ArchiveTransfer, TransferState
from models.archives.transfer_signature import Signer
from models.base import Record
from models.register import registers
from operations.archives.signing import SIGNERS, digest_of, measure, signatures
from operations.archives.tick_sheet import differences
from operations.archives.ticking import lines
from web.extensions import db
from web.i18n import say

COUNTED = {"archive_transfer": ("a", "b", "archivist"), "transfer_item": ("copies",), "volume_list": ("total_pages",), "volume_piece": ("pages",)}
"""The fields that numbers and names of the panel come from."""


def _reads(screen: Screen, register: str, names: tuple[str, ...]) -> bool:
    levels = screen.plan.levels(register, Channel.DETAILS)
    return all(levels.get(registers[register].fields[name].stable_key, Level.HIDDEN) >= Level.READ for name in names)


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signature in the reader's language."""

    signed_as: str
    who: str
    at: str
    holds: bool


@dataclass(frozen=True, slots=True)
class SignaturesCard:
    """What is signed for, and by whom; the latest last."""

    items: int
    pages: int
    digest: str
    rows: tuple[SignatureRow, ...]
    ticked: str
    differs: tuple[str, ...]
    url: str


def signatures_panel(screen: Screen, record: Record) -> Panel | None:
    """The panel of a transfer, for whoever may read what is counted and who signs."""
    assert isinstance(record, ArchiveTransfer)
    if not all(_reads(screen, register, names) for register, names in COUNTED.items()):
        return None
    session = db.session()
    current = record.content if record.content and digest_of(session, record) == record.content else ""
    rows = tuple(
        SignatureRow(say(SIGNERS[Signer(row.role)]), row.name, write_moment(row.signed_at), row.content == current)
        for row in signatures(session, record.id)
    )
    items, pages = measure(session, record)
    counted = lines(session, record) if record.content else []
    differing = tuple(say(sentence) for sentence in differences(counted))
    done = sum(line.counted is not None for line in counted)
    ticked = _("已核对 %(done)s 项，共 %(all)s 项", done=done, all=len(counted)) if done or record.state == TransferState.WITH_ARCHIVIST else ""
    url = url_for("transfer_ticks.index", id=record.id) if ticked else ""
    return Panel("archives/signatures.html", SignaturesCard(items, pages, current[:16].upper(), rows, ticked, differing, url))
