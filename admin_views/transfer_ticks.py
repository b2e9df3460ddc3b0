"""移交逐项核对 — the archivist ticks a transfer line by line at its acceptance (K3.14)."""

from collections.abc import Sequence
from typing import ClassVar

from flask_babel import gettext as _

from admin_views.tick_sheet import TickSheetView
from domain.terms import Term
from models.archives.transfer import ArchiveTransfer, TransferKind
from operations.archives import ticking
from operations.archives.tick_sheet import TickLine, Typed
from web.extensions import db


class TransferTicksView(TickSheetView):
    """One sheet a transfer, ticked by its archivist."""

    REGISTER = "archive_transfer"
    CLAUSES: ClassVar[tuple[str, ...]] = ("K3.14", "K3.19")
    WRITING = Term(
        "相符的勾选（空格键），不符的填实点数和说明；Tab 键到下一格。可以分次保存，不符的项留痕并阻止接收。",
        "Tick what agrees (space), else type what was counted and a remark; Tab goes on. It can be saved in parts; a difference stays and blocks.",
    )
    READING = Term("由移交单上的档案员在「档案员核对」阶段勾选。", "The archivist of the transfer ticks it while it is with him.")

    def lines(self, record: ArchiveTransfer) -> list[TickLine]:
        """Those of the signed list."""
        return ticking.lines(db.session(), record)

    def save(self, record: ArchiveTransfer, typed: Sequence[Typed]) -> int:
        """By its archivist, while it is with him."""
        return ticking.save(db.session(), record, typed)

    def may_read(self, record: ArchiveTransfer) -> bool:
        """By the fields the lines come from."""
        return ticking.may_read(db.session(), record)

    def may_tick(self, record: ArchiveTransfer) -> bool:
        """Only its archivist."""
        return ticking.may_tick(db.session(), record)

    def called(self, record: ArchiveTransfer) -> str:
        """Its number and title."""
        return f"{record.number} {record.title}"

    def counted(self, record: ArchiveTransfer) -> str:
        """Pages of papers, copies of certificates."""
        return _("份数") if record.kind == TransferKind.CERTIFICATES else _("页数")
