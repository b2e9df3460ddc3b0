"""移交签字 — who signed a transfer as what, and whether that still holds for what it says now (K3.7, K3.14)."""

from dataclasses import dataclass

from admin_views.cards import Panel
from admin_views.screen import Screen
from domain.access import Channel, Level
from domain.values import write_moment
from models.archives.transfer import ArchiveTransfer
from models.archives.transfer_signature import Signer
from models.base import Record
from models.register import registers
from operations.archives.signing import SIGNERS, digest_of, measure, signatures
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
    return Panel("archives/signatures.html", SignaturesCard(items, pages, current[:16].upper(), rows))
