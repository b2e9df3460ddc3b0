"""权证 — originals of title certificates: six kinds, in a safe, under the number of their volume (K3.17–K3.21)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.account import ArchiveAccount
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.register import Register


class CertificateKind(StrEnum):
    """The six kinds of K3.17."""

    OWNERS_TITLE = "owners_title"
    GUARANTORS_TITLE = "guarantors_title"
    OTHER_RIGHT = "other_right"
    CHATTEL_MORTGAGE = "chattel_mortgage"
    EQUITY_PLEDGE = "equity_pledge"
    OTHER = "other"


CERTIFICATE_KINDS = {
    CertificateKind.OWNERS_TITLE: Term("客户财产权属证明原件", "Customer's title"),
    CertificateKind.GUARANTORS_TITLE: Term("保证人财产权属证明原件", "Guarantor's title"),
    CertificateKind.OTHER_RIGHT: Term("他项权证原件", "Other right certificate"),
    CertificateKind.CHATTEL_MORTGAGE: Term("动产抵押登记通知书", "Chattel mortgage notice"),
    CertificateKind.EQUITY_PLEDGE: Term("股权出质设立登记通知书", "Equity pledge notice"),
    CertificateKind.OTHER: Term("其他权属证明原件", "Other title"),
}


class Certificate(Record):
    """The facts of one certificate; entering it makes a unit of its own under the number of the volume (K3.21)."""

    register = Register(
        title=Term("权证档案台账", "Certificates"),
        area=Area.ARCHIVES,
        rank=20,
        clauses=("K3.2", "K3.17", "K3.20", "K3.21"),
        kept=True,
        label="certificate_no",
        sub="kind",
        list=("certificate_no", "kind", "volume", "right_holder", "issuer", "expires_on", "home"),
        filters=("kind", "volume", "expires_on", "home"),
        search=("certificate_no", "right_holder", "issuer"),
        parent="volume",
    )

    certificate_no: Mapped[str] = fields.text("权证号", "Certificate no.", length=100, required=True, clause="K3.19")
    kind: Mapped[CertificateKind] = fields.choice("种类", "Kind", CERTIFICATE_KINDS, required=True, clause="K3.17")
    volume_id: Mapped[int]
    volume: Mapped[ArchiveUnit] = fields.reference("所属案卷", "Volume", "archive_unit", required=True, clause="K3.21")
    right_holder: Mapped[str] = fields.text("权利人", "Right holder", length=120, required=True)
    issuer: Mapped[str | None] = fields.text("发证机关", "Issuer", length=120)
    copies: Mapped[int] = fields.number("份数", "Copies", required=True, default=1, minimum=1, indexed=False)
    registered_on: Mapped[date | None] = fields.day("登记日期", "Registered on")
    expires_on: Mapped[date | None] = fields.day("到期日期", "Expires on")
    home_id: Mapped[int]
    home: Mapped[ArchiveAccount] = fields.reference("保险柜", "Safe", "archive_account", required=True, clause="K3.20")
    unit_id: Mapped[int | None]
    unit: Mapped[ArchiveUnit | None] = fields.reference("实物", "Unit", "archive_unit", unique=True, system=True)
