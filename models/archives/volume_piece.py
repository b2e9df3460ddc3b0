"""册内资料 — one paper in a volume: its part in the fixed order, what it is, and how many pages it has (K3.6, K3.10, K3.11, K3.16)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.volume_list import VolumeList
from models.base import Record
from models.register import Register


class Part(StrEnum):
    """The four parts of K3.10, in their order."""

    APPROVAL = "approval"
    CONTRACTS = "contracts"
    SURVEY = "survey"
    CUSTOMER = "customer"


PARTS = {
    Part.APPROVAL: Term("一、立项审批资料", "1 Approval"),
    Part.CONTRACTS: Term("二、重要合同或单据", "2 Contracts and documents"),
    Part.SURVEY: Term("三、项目调查资料", "3 Survey"),
    Part.CUSTOMER: Term("四、客户或企业资料", "4 Customer"),
}


class VolumePiece(Record):
    """One line of an edition; it changes only while the edition is being written (models.archives.guarding)."""

    register = Register(
        title=Term("册内资料", "Pieces"),
        area=Area.ARCHIVES,
        rank=13,
        minor=True,
        clauses=("K3.6", "K3.10", "K3.11", "K3.16"),
        label="title",
        sub="document_no",
        list=("volume_list", "line_no", "part", "title", "document_no", "author", "dated_on", "pages", "annex", "contract_no"),
        filters=("volume_list", "part", "annex"),
        search=("title", "document_no"),
        parent="volume_list",
        ascending=True,
    )
    __table_args__ = (UniqueConstraint("volume_list_id", "line_no"), CheckConstraint("NOT annex OR code IS NULL", name="annex_has_no_code"))

    volume_list_id: Mapped[int]
    volume_list: Mapped[VolumeList] = fields.reference("清单", "List", "volume_list", required=True)
    line_no: Mapped[int | None] = fields.number(
        "序号", "Line", minimum=1, help=Term("留空则排在最后；定稿时按四部分次序重排。", "Empty: the last; freezing puts the four parts in order.")
    )
    part: Mapped[Part] = fields.choice("部分", "Part", PARTS, required=True, clause="K3.10")
    title: Mapped[str] = fields.text("题名", "Title", required=True)
    document_no: Mapped[str | None] = fields.text("文号", "Document no.", length=80)
    author: Mapped[str | None] = fields.text("责任者", "Author", length=80)
    dated_on: Mapped[date | None] = fields.day("日期", "Date")
    pages: Mapped[int] = fields.number("页数", "Pages", required=True, minimum=1, clause="K3.6")
    annex: Mapped[bool] = fields.yes_no("附件", "Annex", default=False, clause="K3.11")
    code: Mapped[str | None] = fields.text("编码", "Code", length=40, clause="K3.11", help=Term("附件不编码。", "Annexes have none."))
    contract_no: Mapped[int | None] = fields.number(
        "合同序号", "Contract no.", minimum=1, system=True, indexed=False, clause="K3.16",
        help=Term("定稿时编，接在档号之后；以后各版不变。", "Given when it is frozen, follows the number of the volume, and stays in later editions."),
    )  # fmt: skip
    remark: Mapped[str | None] = fields.text("备注", "Remark", length=120)
