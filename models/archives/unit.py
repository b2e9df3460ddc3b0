"""案卷与权证 — everything a person can carry away; where it is stands in the journal of custody and nowhere else (K3.2)."""

from sqlalchemy import Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Clearance
from domain.areas import Area
from domain.custody import UnitKind
from domain.terms import Term
from models import fields
from models.archives.account import ArchiveAccount
from models.archives.case_class import SECRECIES, CaseClass, Secrecy
from models.archives.number_word import NumberWord
from models.base import Record
from models.customers.customer import Customer
from models.organisation.department import Department
from models.register import Register

UNIT_KINDS = {UnitKind.VOLUME: Term("案卷", "Volume"), UnitKind.CERTIFICATE: Term("权证", "Certificate")}


class ArchiveUnit(Record):
    """A volume, or a certificate that bears the number of its volume (K3.21); what it is never changes (models.archives.guarding)."""

    register = Register(
        title=Term("档案台账", "Archive ledger"),
        area=Area.ARCHIVES,
        rank=10,
        clauses=("K3.1", "K3.2", "K3.15", "K3.16", "K3.21", "K10.5", "K10.22"),
        kept=True,
        label="number",
        sub="title",
        list=("number", "kind", "title", "department", "customer", "home", "pages", "secrecy"),
        filters=("kind", "department", "case_class", "customer", "home", "secrecy"),
        search=("number", "title"),
        department="department",
        region="customer",
        acts={"move_unit": Term("出入库", "Move units"), "see_book": Term("查看登记本", "See the registration book")},
    )
    __table_args__ = (
        UniqueConstraint("id", "kind"),
        UniqueConstraint("word_id", "year", "no", "part_no"),
        Index("ix_archive_unit_number_part", "number", "part_no"),
    )

    number: Mapped[str] = fields.text("档号", "Archive no.", length=60, required=True, system=True, clause="K3.16")
    kind: Mapped[UnitKind] = fields.choice("类别", "Kind", UNIT_KINDS, required=True, default=UnitKind.VOLUME, system=True)
    word_id: Mapped[int]
    word: Mapped[NumberWord] = fields.reference("字号", "Word", "number_word", required=True, clause="K3.16")
    title: Mapped[str] = fields.text("题名", "Title", required=True)
    full_title: Mapped[str | None] = fields.text(
        "涉密题名", "Confidential title", system=True, indexed=False, clearance=Clearance.SECRET, clause="K10.22"
    )
    case_class_id: Mapped[int | None]
    case_class: Mapped[CaseClass | None] = fields.reference("案卷类目", "Case class", "case_class", clause="K10.26")
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("归档部门", "Department", required=True)
    customer_id: Mapped[int | None]
    customer: Mapped[Customer | None] = fields.reference("客户", "Customer", "customer")
    pages: Mapped[int | None] = fields.number("页数", "Pages", minimum=1, clause="K3.6")
    secrecy: Mapped[Secrecy] = fields.choice("密级", "Secrecy", SECRECIES, required=True, default=Secrecy.INTERNAL, clause="K10.22")
    home_id: Mapped[int]
    home: Mapped[ArchiveAccount] = fields.reference(
        "常设位置", "Belongs to", "archive_account", required=True, clause="K3.20",
        help=Term("不借出时放在这里：案卷放架位，权证放保险柜。", "Where it rests: volumes on a shelf, certificates in a safe."),
    )  # fmt: skip
    volume_id: Mapped[int | None]
    volume: Mapped["ArchiveUnit | None"] = fields.reference("所属案卷", "Volume", "archive_unit", system=True, clause="K3.21")
    remark: Mapped[str | None] = fields.long_text("备注", "Remark", length=1000)
    year: Mapped[int | None] = mapped_column(Integer, nullable=True)
    no: Mapped[int | None] = mapped_column(Integer, nullable=True)
    part_no: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """0 for a volume; the certificates of a volume share its number and count from 1."""
