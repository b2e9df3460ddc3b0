"""借阅明细 — one unit out on one slip, or with an executive without a slip, until it is back and checked (K3.22, K3.24–K3.26)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.lending.slip import BorrowingSlip
from models.organisation.appointment import POSTS, Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class LoanState(StrEnum):
    """Where a loan of one unit stands."""

    OUT = "out"
    HANDED_BACK = "handed_back"
    SHORT = "short"
    LOST = "lost"
    COMPLETE = "complete"
    WRITTEN_OFF = "written_off"
    VOIDED = "voided"


LOAN_STATES = {
    LoanState.OUT: Term("借出", "Out"),
    LoanState.HANDED_BACK: Term("已交还·待核对", "Handed back"),
    LoanState.SHORT: Term("缺页", "Short"),
    LoanState.LOST: Term("申报遗失", "Declared lost"),
    LoanState.COMPLETE: Term("已归还", "Returned"),
    LoanState.WRITTEN_OFF: Term("已核销", "Written off"),
    LoanState.VOIDED: Term("已冲销", "Voided"),
}
TONES = {
    LoanState.OUT: "calm", LoanState.HANDED_BACK: "soon", LoanState.SHORT: "late", LoanState.LOST: "late", LoanState.COMPLETE: "done",
    LoanState.WRITTEN_OFF: "stopped", LoanState.VOIDED: "stopped",
}  # fmt: skip
_S = LoanState
_OPEN = "state IN ('out', 'handed_back', 'lost')"
WORKFLOW = Workflow(
    "state",
    LoanState.OUT,
    (
        Move("hand_back", _S.OUT, _S.HANDED_BACK, Term("交还", "Hand back"), "K3.25", stamps=("handed_back_at",), offers=("condition",)),
        Move("check_return", _S.HANDED_BACK, _S.COMPLETE, Term("核对归位", "Check and put back"), "K3.26", needs=("pages_back",),
             stamps=("checked_by", "checked_at")),
        Move("note_shortage", _S.HANDED_BACK, _S.SHORT, Term("登记缺页", "Note a shortage"), "K3.26", needs=("pages_back", "shortage"),
             stamps=("checked_by", "checked_at")),
        Move("supply", _S.SHORT, _S.COMPLETE, Term("缺页补齐", "Missing pages are there"), "K3.26", needs=("settled_because",)),
        Move("declare_lost", _S.OUT, _S.LOST, Term("申报遗失", "Declare lost"), "K3.4", needs=("lost_because",)),
        Move("find_again", _S.LOST, _S.HANDED_BACK, Term("找回", "Found again"), "K3.4", stamps=("handed_back_at",)),
        Move("write_off", _S.SHORT, _S.WRITTEN_OFF, Term("核销", "Write off"), "K3.4", needs=("settled_because",), stamps=("settled_by",),
             also=(_S.LOST,), destructive=True),
        Move("renew", _S.OUT, _S.OUT, Term("续借", "Renew"), "K3.25", needs=("due_on", "renewed_because"), stamps=("renewed_by",), stays=True),
        Move("recall", _S.OUT, _S.OUT, Term("召回", "Recall"), "K3.25", needs=("due_on", "recalled_because"), stamps=("recalled_by", "recalled_at"),
             stays=True),
        Move("part_back", _S.SHORT, _S.SHORT, Term("补回部分缺页", "Part of what was missing is back"), "K3.26", needs=("pages_back", "shortage"),
             stamps=("checked_by", "checked_at"), stays=True),
        Move("void", _S.OUT, _S.VOIDED, Term("红字冲销", "Void"), "K3.24", needs=("settled_because",), stamps=("settled_by",), destructive=True),
    ),
)  # fmt: skip


class LoanLine(Record):
    """One unit in one person's hands; opened by a checkout, closed by the check at the desk, never deleted."""

    register = Register(
        title=Term("借阅台账", "Loans"),
        area=Area.LENDING,
        rank=20,
        kept=True,
        clauses=("K3.22", "K3.24", "K3.25", "K3.26"),
        label="unit",
        list=("unit", "borrower", "department", "out_on", "due_on", "state", "slip"),
        filters=("state", "borrower", "department", "due_on", "out_on"),
        newest="out_on",
        owner="borrower",
        department="department",
        workflow=WORKFLOW,
        read_only=True,
        acts={"lend_directly": Term("免单借出", "Lend without a slip"), "see_leavers": Term("查看离调移交清单", "See what leavers hand over")},
    )
    __table_args__ = (
        Index("uq_loan_line_open", "unit_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        CheckConstraint("state <> 'complete' OR (pages_back IS NOT NULL AND checked_by_id IS NOT NULL)", name="complete_is_checked"),
    )

    unit_id: Mapped[int]
    unit: Mapped[ArchiveUnit] = fields.reference("档案", "Unit", "archive_unit", required=True, clause="K3.24")
    borrower_id: Mapped[int]
    borrower: Mapped[Employee] = fields.person("借阅人", "Borrower", required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    slip_id: Mapped[int | None]
    slip: Mapped[BorrowingSlip | None] = fields.reference("出借单", "Slip", "borrowing_slip", clause="K3.24")
    post: Mapped[Post | None] = fields.choice("免单职务", "Post without slip", POSTS, clause="K3.22", indexed=False)
    issued_by_id: Mapped[int]
    issued_by: Mapped[Employee] = fields.person("经办人", "Issued by", required=True, differs_from="borrower")
    out_on: Mapped[date] = fields.day("借出日期", "Out on", required=True)
    out_entry: Mapped[int] = fields.number("借出流水号", "Entry", required=True, indexed=False)
    due_on: Mapped[date] = fields.day("归还期限", "Due on", required=True, clause="K3.25", runs=(LoanState.OUT,))
    pages_out: Mapped[int | None] = fields.number("借出页（份）数", "Pages or copies out", indexed=False, clause="K3.26")
    list_version: Mapped[int | None] = fields.number("借出时清单版次", "List edition lent", indexed=False, clause="K3.26", system=True)
    state: Mapped[LoanState] = fields.choice("状态", "State", LOAN_STATES, tones=TONES, required=True, default=LoanState.OUT, system=True)
    handed_back_at: Mapped[datetime | None] = fields.moment("交还时间", "Handed back at", system=True, indexed=False)
    condition: Mapped[str | None] = fields.text("完好情况", "Condition", system=True, indexed=False)
    pages_back: Mapped[int | None] = fields.number("归还页（份）数", "Pages or copies back", system=True, indexed=False, clause="K3.26", minimum=0)
    shortage: Mapped[str | None] = fields.long_text("缺页情况", "What is missing", length=1000, system=True)
    checked_by_id: Mapped[int | None]
    checked_by: Mapped[Employee | None] = fields.person("核对人", "Checked by", system=True, differs_from="borrower")
    checked_at: Mapped[datetime | None] = fields.moment("核对时间", "Checked at", system=True, indexed=False)
    lost_because: Mapped[str | None] = fields.long_text("遗失经过", "How it was lost", length=1000, system=True)
    settled_because: Mapped[str | None] = fields.long_text("处理依据", "Ground", length=1000, system=True)
    settled_by_id: Mapped[int | None]
    settled_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True)
    recalled_because: Mapped[str | None] = fields.long_text("召回理由", "Why recalled", length=1000, system=True, clause="K3.25")
    recalled_by_id: Mapped[int | None]
    recalled_by: Mapped[Employee | None] = fields.person("召回人", "Recalled by", system=True)
    recalled_at: Mapped[datetime | None] = fields.moment("召回时间", "Recalled at", system=True, indexed=False)
    renewed_because: Mapped[str | None] = fields.long_text("续借理由", "Why renewed", length=1000, system=True, clause="K3.25")
    renewed_by_id: Mapped[int | None]
    renewed_by: Mapped[Employee | None] = fields.person("续借批准人", "Renewed by", system=True)
