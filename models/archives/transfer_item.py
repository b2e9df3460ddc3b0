"""移交权证清单 — the certificates of a transfer: name, number and how many, as three people check them (K3.19)."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.certificate import CERTIFICATE_KINDS, CertificateKind
from models.archives.transfer import ArchiveTransfer
from models.base import Record
from models.register import Register


class TransferItem(Record):
    """One certificate to be handed over; it becomes a certificate of the ledger when the transfer is accepted."""

    register = Register(
        title=Term("移交权证清单", "Certificates handed over"),
        area=Area.ARCHIVES,
        rank=15,
        minor=True,
        clauses=("K3.17", "K3.19"),
        label="certificate_no",
        sub="right_holder",
        list=("transfer", "kind", "certificate_no", "right_holder", "copies", "expires_on"),
        filters=("transfer", "kind"),
        search=("certificate_no", "right_holder"),
        parent="transfer",
        ascending=True,
    )
    __table_args__ = (UniqueConstraint("transfer_id", "certificate_no"),)

    transfer_id: Mapped[int]
    transfer: Mapped[ArchiveTransfer] = fields.reference("移交单", "Transfer", "archive_transfer", required=True)
    kind: Mapped[CertificateKind] = fields.choice("种类", "Kind", CERTIFICATE_KINDS, required=True, clause="K3.17")
    certificate_no: Mapped[str] = fields.text("权证号", "Certificate no.", length=100, required=True, clause="K3.19")
    right_holder: Mapped[str] = fields.text("权利人", "Right holder", length=120, required=True)
    issuer: Mapped[str | None] = fields.text("发证机关", "Issuer", length=120)
    copies: Mapped[int] = fields.number("份数", "Copies", required=True, default=1, minimum=1, indexed=False, clause="K3.19")
    expires_on: Mapped[date | None] = fields.day("到期日期", "Expires on")
