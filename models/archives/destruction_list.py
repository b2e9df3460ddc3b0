"""销毁清册 — volumes whose time is over: proposed, appraised, approved, waited for, counted, signed, destroyed (T4.4)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class DestructionState(StrEnum):
    """How far a destruction has come."""

    PROPOSED = "proposed"
    APPRAISED = "appraised"
    WAITING = "waiting"
    COUNTED = "counted"
    EXECUTED = "executed"
    CANCELLED = "cancelled"


DESTRUCTION_STATES = {
    DestructionState.PROPOSED: Term("已提出·待鉴定", "Proposed"),
    DestructionState.APPRAISED: Term("已鉴定·待批准", "Appraised"),
    DestructionState.WAITING: Term("已批准·等待期", "Approved, waiting"),
    DestructionState.COUNTED: Term("已清点·待监销签认", "Counted, to be signed"),
    DestructionState.EXECUTED: Term("已销毁", "Destroyed"),
    DestructionState.CANCELLED: Term("已取消", "Cancelled"),
}
TONES = {
    **dict.fromkeys((DestructionState.PROPOSED, DestructionState.APPRAISED, DestructionState.COUNTED), "soon"), DestructionState.WAITING: "calm",
    DestructionState.EXECUTED: "done", DestructionState.CANCELLED: "stopped",
}  # fmt: skip
_S = DestructionState
WORKFLOW = Workflow(
    "state",
    DestructionState.PROPOSED,
    (
        Move("appraise", _S.PROPOSED, _S.APPRAISED, Term("鉴定同意", "Appraise"), "T4.4", needs=("appraisal",), stamps=("appraised_by", "appraised_at")),
        Move("approve", _S.APPRAISED, _S.WAITING, Term("批准销毁", "Approve"), "T4.4", needs=("opinion",), stamps=("approved_by", "approved_at"),
             sensitive=True),
        Move("count_units", _S.WAITING, _S.COUNTED, Term("销毁前清点", "Count before"), "T4.4", needs=("counted", "supervisors"),
             stamps=("executor", "counted_at")),
        Move("execute", _S.COUNTED, _S.EXECUTED, Term("执行销毁", "Destroy"), "T4.4", stamps=("executed_at",), destructive=True, sensitive=True),
        Move("cancel_destruction", _S.PROPOSED, _S.CANCELLED, Term("取消销毁", "Cancel"), "T4.4", needs=("cancelled_because",),
             also=(_S.APPRAISED, _S.WAITING, _S.COUNTED), destructive=True),
    ),
)  # fmt: skip


class DestructionList(Record):
    """One list; its units stay as they were proposed, and only the last step writes the journal (operations.archives.destruction)."""

    register = Register(
        title=Term("销毁清册", "Destruction lists"),
        area=Area.ARCHIVES,
        rank=56,
        clauses=("T4.4", "K3.4", "K10.5"),
        kept=True,
        label="number",
        sub="reason",
        list=("number", "reason", "proposer", "state", "wait_until", "executor", "executed_at"),
        filters=("state", "wait_until"),
        search=("number", "reason"),
        owner="proposer",
        assigned=("supervisors",),
        draft_only="T4.4",
        fixed=("reason",),
        workflow=WORKFLOW,
    )

    number: Mapped[str] = fields.serial("清册号", "List", Series("destruction_list", "销毁〔{year}〕{no:03d}号"), clause="T4.4")
    reason: Mapped[str] = fields.text("销毁理由", "Reason", length=400, required=True, indexed=False)
    units: Mapped[list[ArchiveUnit]] = fields.references("拟销毁档案", "Units", "archive_unit", clause="T4.4")
    proposer_id: Mapped[int]
    proposer: Mapped[Employee] = fields.person("提出人", "Proposed by", required=True, system=True, clause="T4.4")
    state: Mapped[DestructionState] = fields.choice(
        "状态", "State", DESTRUCTION_STATES, tones=TONES, required=True, default=DestructionState.PROPOSED, system=True
    )
    appraisal: Mapped[str | None] = fields.long_text("鉴定意见", "Appraisal", length=1000, system=True)
    appraised_by_id: Mapped[int | None]
    appraised_by: Mapped[Employee | None] = fields.person("鉴定人", "Appraised by", system=True)
    appraised_at: Mapped[datetime | None] = fields.moment("鉴定时间", "Appraised at", system=True, indexed=False)
    opinion: Mapped[str | None] = fields.long_text("批准意见", "Opinion", length=1000, system=True)
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True)
    approved_at: Mapped[datetime | None] = fields.moment("批准时间", "Approved at", system=True, indexed=False)
    wait_until: Mapped[date | None] = fields.day("等待期至", "Waits until", system=True)
    counted: Mapped[int | None] = fields.number("销毁前清点数", "Counted before", system=True, indexed=False, minimum=1)
    supervisors: Mapped[list[Employee]] = fields.references("监销人", "Supervisors", "employee", system=True)
    executor_id: Mapped[int | None]
    executor: Mapped[Employee | None] = fields.person("执行人", "Executor", system=True)
    counted_at: Mapped[datetime | None] = fields.moment("清点时间", "Counted at", system=True, indexed=False)
    executed_at: Mapped[datetime | None] = fields.moment("销毁时间", "Destroyed at", system=True, indexed=False)
    cancelled_because: Mapped[str | None] = fields.text("取消原因", "Why cancelled", length=400, system=True, indexed=False)
