"""移交签字 — who signed a transfer as what, and whether that still holds for what it says now (K3.7, K3.14)."""

from dataclasses import dataclass

from admin_views.cards import Panel
from admin_views.screen import Screen
from domain.values import write_moment
from models.archives.transfer import ArchiveTransfer
from models.archives.transfer_signature import Signer
from models.base import Record
from operations.archives.signing import SIGNERS, digest_of, measure, signatures
from web.extensions import db
from web.i18n import say


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


def signatures_panel(_screen: Screen, record: Record) -> Panel:
    """The panel of a transfer."""
    assert isinstance(record, ArchiveTransfer)
    session = db.session()
    current = record.content if record.content and digest_of(session, record) == record.content else ""
    rows = tuple(
        SignatureRow(say(SIGNERS[Signer(row.role)]), row.name, write_moment(row.signed_at), row.content == current)
        for row in signatures(session, record.id)
    )
    items, pages = measure(session, record)
    return Panel("archives/signatures.html", SignaturesCard(items, pages, current[:16].upper(), rows))
