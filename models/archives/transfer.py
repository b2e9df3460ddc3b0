"""档案移交单 — from the project's A to its B to the archivist, each signing the same content; certificates go alone (K3.5–K3.19)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.account import ArchiveAccount
from models.archives.number_word import NumberWord
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.customers.customer import Customer
from models.organisation.appointment import Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class TransferKind(StrEnum):
    """What is handed over."""

    PAPERS = "papers"
    CERTIFICATES = "certificates"


class TransferState(StrEnum):
    """With whom a transfer is."""

    SORTING = "sorting"
    WITH_B = "with_b"
    WITH_ARCHIVIST = "with_archivist"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


TRANSFER_KINDS = {TransferKind.PAPERS: Term("项目档案", "Project papers"), TransferKind.CERTIFICATES: Term("权证", "Certificates")}
TRANSFER_STATES = {
    TransferState.SORTING: Term("A 角整理", "With A"),
    TransferState.WITH_B: Term("B 角核对", "With B"),
    TransferState.WITH_ARCHIVIST: Term("档案员核对", "With the archivist"),
    TransferState.SENT_BACK: Term("已退回", "Sent back"),
    TransferState.ACCEPTED: Term("已接收归档", "Accepted"),
    TransferState.CANCELLED: Term("已作废", "Cancelled"),
}
TONES = {
    **dict.fromkeys((TransferState.SORTING, TransferState.WITH_B, TransferState.WITH_ARCHIVIST), "soon"), TransferState.SENT_BACK: "late",
    TransferState.ACCEPTED: "done", TransferState.CANCELLED: "stopped",
}  # fmt: skip
_S = TransferState
_CHECKED = ("complete", "authorised", "coded")
WORKFLOW = Workflow(
    "state",
    TransferState.SORTING,
    (
        Move("hand_to_b", _S.SORTING, _S.WITH_B, Term("签字移交 B 角", "Sign over to B"), "K3.6", also=(_S.SENT_BACK,), stamps=("handed_at",)),
        Move("hand_in", _S.WITH_B, _S.WITH_ARCHIVIST, Term("核对签字移交档案员", "Check and sign over"), "K3.8", needs=_CHECKED, stamps=("handed_in_at",)),
        Move("accept", _S.WITH_ARCHIVIST, _S.ACCEPTED, Term("逐项核对签收归档", "Check, sign and file"), "K3.14",
             needs=("place",), stamps=("accepted_at",), posts=((Post.ARCHIVIST, ""),)),
        Move("return_to_b", _S.WITH_ARCHIVIST, _S.WITH_B, Term("退回 B 角", "Return to B"), "K3.14", needs=("back_because",)),
        Move("return_to_a", _S.WITH_B, _S.SENT_BACK, Term("退回 A 角", "Return to A"), "K3.9", needs=("back_because",)),
        Move("send_back", _S.WITH_ARCHIVIST, _S.SENT_BACK, Term("退回 A 角重签", "Send back to A"), "K3.14", needs=("back_because",)),
        Move("ask_longer", _S.SORTING, _S.SORTING, Term("申请延期", "Ask for more time"), "K3.13", needs=("longer_until_on", "longer_because"),
             stamps=("longer_asked_by",), also=(_S.WITH_B, _S.SENT_BACK), stays=True),
        Move("grant_longer", _S.SORTING, _S.SORTING, Term("同意延期", "Grant more time"), "K3.13", stamps=("longer_decided_by",),
             also=(_S.WITH_B, _S.SENT_BACK), stays=True),
        Move("refuse_longer", _S.SORTING, _S.SORTING, Term("不同意延期", "Refuse more time"), "K3.13", stamps=("longer_decided_by",),
             also=(_S.WITH_B, _S.SENT_BACK), stays=True),
        Move("cancel_transfer", _S.SORTING, _S.CANCELLED, Term("作废", "Cancel"), "K3.6", needs=("back_because",), also=(_S.SENT_BACK,),
             destructive=True),
    ),
)  # fmt: skip


class ArchiveTransfer(Record):
    """One hand-over of the papers, or of the certificates, of one project; three people sign it (see operations.archives.transfers)."""

    register = Register(
        title=Term("档案移交单", "Transfers"),
        area=Area.ARCHIVES,
        rank=14,
        clauses=("K3.5", "K3.7", "K3.12", "K3.14", "K3.15", "K3.18", "K3.19"),
        kept=True,
        label="number",
        sub="title",
        list=("number", "kind", "title", "a", "b", "archivist", "due_on", "state", "volume"),
        filters=("state", "kind", "department", "due_on", "paid_on"),
        search=("number", "title"),
        newest="paid_on",
        owner="a",
        department="department",
        assigned=("b",),
        beside=("volume",),
        workflow=WORKFLOW,
    )
    __table_args__ = (CheckConstraint("a_id <> b_id AND archivist_id <> a_id AND archivist_id <> b_id", name="three_people"),)

    number: Mapped[str] = fields.serial("移交单号", "Transfer", Series("archive_transfer", "移交〔{year}〕{no:04d}号"), clause="K3.15")
    kind: Mapped[TransferKind] = fields.choice("种类", "Kind", TRANSFER_KINDS, required=True, default=TransferKind.PAPERS, clause="K3.18")
    title: Mapped[str] = fields.text("项目名称", "Project", required=True)
    word_id: Mapped[int]
    word: Mapped[NumberWord] = fields.reference("字号", "Word", "number_word", required=True, clause="K3.16")
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    customer_id: Mapped[int | None]
    customer: Mapped[Customer | None] = fields.reference("客户", "Customer", "customer")
    a_id: Mapped[int]
    a: Mapped[Employee] = fields.person("A 角", "A", required=True, clause="K3.5")
    b_id: Mapped[int]
    b: Mapped[Employee] = fields.person("B 角", "B", required=True, differs_from="a", clause="K3.5")
    archivist_id: Mapped[int]
    archivist: Mapped[Employee] = fields.person("档案员", "Archivist", required=True, differs_from="b", clause="K3.14")
    paid_on: Mapped[date] = fields.day(
        "放款日期", "Paid out on", required=True, clause="K3.12", help=Term("移交期限从这一天起算。", "The terms run from this day.")
    )
    volume_id: Mapped[int | None]
    volume: Mapped[ArchiveUnit | None] = fields.reference(
        "档案", "Volume", "archive_unit", clause="K3.16", help=Term("留空则接收时编档号。", "Empty: its number is given when it is accepted.")
    )
    state: Mapped[TransferState] = fields.choice("状态", "State", TRANSFER_STATES, tones=TONES, required=True, default=TransferState.SORTING, system=True)
    due_on: Mapped[date | None] = fields.day("当前期限", "Due on", system=True, clause="K3.12", runs=(_S.SORTING, _S.WITH_B, _S.WITH_ARCHIVIST, _S.SENT_BACK))
    a_due_on: Mapped[date | None] = fields.day("A 角期限", "A's term", system=True, indexed=False, clause="K3.12")
    b_due_on: Mapped[date | None] = fields.day("B 角期限", "B's term", system=True, indexed=False, clause="K3.12")
    handed_at: Mapped[datetime | None] = fields.moment("A 角移交时间", "Handed over by A at", system=True, indexed=False)
    handed_in_at: Mapped[datetime | None] = fields.moment("B 角移交时间", "Handed in by B at", system=True, indexed=False)
    accepted_at: Mapped[datetime | None] = fields.moment("接收时间", "Accepted at", system=True, clause="K3.15")
    complete: Mapped[bool] = fields.yes_no("资料完整", "Complete", system=True, clause="K3.8")
    authorised: Mapped[bool] = fields.yes_no("签字授权齐全", "Signatures complete", system=True, clause="K3.8")
    coded: Mapped[bool] = fields.yes_no("编码完成", "Coded", system=True, clause="K3.8")
    items_counted: Mapped[int | None] = fields.number("核对件数", "Items counted", system=True, indexed=False, minimum=1, clause="K3.14")
    pages_counted: Mapped[int | None] = fields.number(
        "核对页数", "Pages counted", system=True, indexed=False, minimum=0, clause="K3.14", help=Term("权证为 0。", "0 for certificates.")
    )
    place_id: Mapped[int | None]
    place: Mapped[ArchiveAccount | None] = fields.reference("存放位置", "Place", "archive_account", system=True, clause="K3.20")
    back_because: Mapped[str | None] = fields.long_text("退回或作废原因", "Why back", length=1000, system=True)
    longer_until_on: Mapped[date | None] = fields.day("申请延至", "Asked until", system=True, indexed=False, clause="K3.13")
    longer_because: Mapped[str | None] = fields.long_text("延期理由", "Why longer", length=1000, system=True, clause="K3.13")
    longer_asked_by_id: Mapped[int | None]
    longer_asked_by: Mapped[Employee | None] = fields.person("延期申请人", "Asked by", system=True)
    longer_decided_by_id: Mapped[int | None]
    longer_decided_by: Mapped[Employee | None] = fields.person("延期审批人", "Decided by", system=True, clause="K3.13")
    round: Mapped[int] = fields.number("签交轮次", "Round", required=True, default=0, minimum=0, indexed=False, system=True)
    content: Mapped[str | None] = mapped_column(String(64), nullable=True)
    """The digest that the three sign; no field, as it tells its reader nothing."""
