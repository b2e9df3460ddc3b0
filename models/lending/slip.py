"""出借单 — what an employee asks to borrow; approved by relation, once, for just this content (K3.23, K3.24)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.appointment import POSTS, Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class SlipState(StrEnum):
    """Where a slip stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    LENT = "lent"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class LoanMode(StrEnum):
    """Whether the paper is taken along, or looked into at the archive and on the screen (K7.8)."""

    ORIGINAL = "original"
    VIEW = "view"


MODES = {LoanMode.ORIGINAL: Term("借出原件", "Take the original"), LoanMode.VIEW: Term("查阅（不带走）", "View only")}
SLIP_STATES = {
    SlipState.DRAFT: Term("草稿", "Draft"),
    SlipState.SUBMITTED: Term("待审批", "Submitted"),
    SlipState.APPROVED: Term("已批准·待领取", "Approved"),
    SlipState.LENT: Term("借出中", "Lent"),
    SlipState.RETURNED: Term("已还清", "Returned"),
    SlipState.REJECTED: Term("不同意", "Rejected"),
    SlipState.WITHDRAWN: Term("已撤回", "Withdrawn"),
    SlipState.EXPIRED: Term("批准已过期", "Expired"),
}
TONES = {
    **dict.fromkeys((SlipState.SUBMITTED, SlipState.APPROVED), "soon"), SlipState.LENT: "calm", SlipState.RETURNED: "done",
    **dict.fromkeys((SlipState.REJECTED, SlipState.WITHDRAWN, SlipState.EXPIRED), "stopped"),
}  # fmt: skip
_S = SlipState
WORKFLOW = Workflow(
    "state",
    SlipState.DRAFT,
    (
        Move("submit", _S.DRAFT, _S.SUBMITTED, Term("提交审批", "Submit"), "K3.23", stamps=("submitted_at",)),
        Move("approve", _S.SUBMITTED, _S.APPROVED, Term("同意", "Approve"), "K3.23", needs=("opinion",), stamps=("decided_by", "decided_at")),
        Move("reject", _S.SUBMITTED, _S.REJECTED, Term("不同意", "Reject"), "K3.23", needs=("opinion",), stamps=("decided_by", "decided_at")),
        Move("revise", _S.SUBMITTED, _S.DRAFT, Term("取回修改", "Take back to change"), "K3.23", also=(_S.APPROVED,)),
        Move("withdraw", _S.DRAFT, _S.WITHDRAWN, Term("撤回", "Withdraw"), "K3.23", also=(_S.SUBMITTED, _S.APPROVED), destructive=True),
        Move("check_out", _S.APPROVED, _S.LENT, Term("办理借出", "Check out"), "K3.24", stamps=("issued_by", "issued_at")),
        Move("expire", _S.APPROVED, _S.EXPIRED, Term("批准过期", "Expire"), "K3.25"),
        Move("settle_slip", _S.LENT, _S.RETURNED, Term("还清", "All returned"), "K3.26"),
    ),
)


class BorrowingSlip(Record):
    """One slip; an approval holds for its ``content`` only, and for one checkout (see operations.lending)."""

    register = Register(
        title=Term("档案资料出借单", "Borrowing slips"),
        area=Area.LENDING,
        rank=10,
        kept=True,
        clauses=("K3.23", "K3.24", "K3.25", "K7.8", "K7.9"),
        label="number",
        sub="reason",
        list=("number", "borrower", "department", "mode", "reason", "due_on", "state", "decided_by"),
        filters=("state", "mode", "borrower", "department", "due_on"),
        search=("number", "reason"),
        owner="borrower",
        department="department",
        assigned=("decided_by",),
        workflow=WORKFLOW,
    )

    number: Mapped[str] = fields.serial("单号", "Slip", Series("borrowing_slip", "出借〔{year}〕{no:04d}号"), clause="K3.23")
    borrower_id: Mapped[int]
    borrower: Mapped[Employee] = fields.person("借阅人", "Borrower", required=True, clause="K3.23")
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    mode: Mapped[LoanMode] = fields.choice(
        "方式", "Mode", MODES, required=True, default=LoanMode.ORIGINAL, clause="K7.8",
        help=Term("查阅：当日在档案室看，或看电子件；本部门档案由部门经理批，其他部门的由总经理批。",
                  "Viewed the same day in the archive, or on the screen; own department: its manager decides, another's: the general manager."),
    )  # fmt: skip
    units: Mapped[list[ArchiveUnit]] = fields.references("借阅档案", "Units", "archive_unit", clause="K3.24")
    reason: Mapped[str] = fields.text("借阅事由", "Reason", required=True)
    due_on: Mapped[date] = fields.day("归还期限", "Due on", required=True, clause="K3.25", help=Term("须为工作日。", "A working day."))
    state: Mapped[SlipState] = fields.choice("状态", "State", SLIP_STATES, tones=TONES, required=True, default=SlipState.DRAFT, system=True)
    revision: Mapped[int] = fields.number("修订号", "Revision", required=True, default=1, minimum=1, indexed=False, system=True)
    submitted_at: Mapped[datetime | None] = fields.moment("提交时间", "Submitted at", system=True, indexed=False)
    decided_by_id: Mapped[int | None]
    decided_by: Mapped[Employee | None] = fields.person("审批人", "Decided by", system=True)
    decided_post: Mapped[Post | None] = fields.choice("审批职务", "Decided as", POSTS, system=True, indexed=False)
    decided_at: Mapped[datetime | None] = fields.moment("审批时间", "Decided at", system=True, indexed=False)
    opinion: Mapped[str | None] = fields.long_text("审批意见", "Opinion", length=1000, system=True)
    valid_until_on: Mapped[date | None] = fields.day("批准有效至", "Valid until", system=True)
    issued_by_id: Mapped[int | None]
    issued_by: Mapped[Employee | None] = fields.person("经办档案员", "Issued by", system=True)
    issued_at: Mapped[datetime | None] = fields.moment("借出时间", "Issued at", system=True, indexed=False)
    content: Mapped[str | None] = mapped_column(String(64), nullable=True)
    """The digest of what was submitted; no field, as it tells its reader nothing."""
