"""档案盘点 — shelves counted against a list that was frozen, while lending goes on (K10.5)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.account import ArchiveAccount
from models.archives.case_class import CaseClass
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class StocktakeState(StrEnum):
    """How far a stocktake has come."""

    OPEN = "open"
    COUNTING = "counting"
    COUNTED = "counted"
    RECONCILED = "reconciled"
    APPROVED = "approved"
    CANCELLED = "cancelled"


STOCKTAKE_STATES = {
    StocktakeState.OPEN: Term("已冻结·待盘点", "Frozen"),
    StocktakeState.COUNTING: Term("盘点中", "Being counted"),
    StocktakeState.COUNTED: Term("已盘完·待对账", "Counted, to be reconciled"),
    StocktakeState.RECONCILED: Term("已对账·待批准", "Reconciled"),
    StocktakeState.APPROVED: Term("已批准", "Approved"),
    StocktakeState.CANCELLED: Term("已取消", "Cancelled"),
}
TONES = {
    **dict.fromkeys((StocktakeState.OPEN, StocktakeState.COUNTED, StocktakeState.RECONCILED), "soon"), StocktakeState.COUNTING: "calm",
    StocktakeState.APPROVED: "done", StocktakeState.CANCELLED: "stopped",
}  # fmt: skip
_S = StocktakeState
WORKFLOW = Workflow(
    "state",
    StocktakeState.OPEN,
    (
        Move("begin_count", _S.OPEN, _S.COUNTING, Term("开始盘点", "Begin to count"), "K10.5", stamps=("begun_at",)),
        Move("end_count", _S.COUNTING, _S.COUNTED, Term("结束盘点", "End the count"), "K10.5", stamps=("counted_at",)),
        Move("reconcile", _S.COUNTED, _S.RECONCILED, Term("完成对账", "Reconciled"), "K10.5", stamps=("reconciled_by", "reconciled_at")),
        Move("count_again", _S.COUNTED, _S.COUNTING, Term("复盘", "Count again"), "K10.5", needs=("recount_because",)),
        Move("approve", _S.RECONCILED, _S.APPROVED, Term("批准盘点结果", "Approve"), "K10.5", needs=("opinion",), stamps=("decided_by", "decided_at")),
        Move("reject", _S.RECONCILED, _S.COUNTED, Term("退回对账", "Send back"), "K10.5", needs=("opinion",), stamps=("decided_by", "decided_at")),
        Move("cancel_stocktake", _S.OPEN, _S.CANCELLED, Term("取消盘点", "Cancel"), "K10.5", needs=("cancelled_because",),
             also=(_S.COUNTING, _S.COUNTED), destructive=True),
    ),
)  # fmt: skip


class Stocktake(Record):
    """One stocktake: its list is frozen when it is entered, its scans are only added to, its results are computed (operations.archives.stocktakes)."""

    register = Register(
        title=Term("档案盘点", "Stocktakes"),
        area=Area.ARCHIVES,
        rank=64,
        clauses=("K10.5", "K3.2"),
        kept=True,
        label="number",
        sub="purpose",
        list=("number", "purpose", "frozen_at", "opener", "state", "counted_at", "decided_at"),
        filters=("state", "opener"),
        search=("number", "purpose"),
        newest="frozen_at",
        owner="opener",
        workflow=WORKFLOW,
        acts={"count_stocktake": Term("盘点扫码", "Count units")},
    )

    number: Mapped[str] = fields.serial(
        "盘点号", "Stocktake", Series("stocktake", "盘点〔{year}〕{no:03d}号"), clause="K10.5"
    )
    purpose: Mapped[str] = fields.text("盘点事由", "Purpose", length=200, required=True)
    places: Mapped[list[ArchiveAccount]] = fields.references(
        "盘点位置", "Places", "archive_account", clause="K10.5",
        help=Term("连同其中的架位；保险柜须单独选上。不选则为全部架位。", "With the shelves in them; a safe must be named itself. None: every shelf."),
    )  # fmt: skip
    case_class_id: Mapped[int | None]
    case_class: Mapped[CaseClass | None] = fields.reference(
        "只盘案卷类目", "Only the class", "case_class", clause="K10.24"
    )
    year: Mapped[int | None] = fields.number("只盘类目年度", "Only classes of the year", minimum=1990, indexed=False)
    blind: Mapped[bool] = fields.yes_no(
        "盲盘",
        "Blind",
        default=True,
        help=Term("盘点的人看不到账上有什么。", "Who counts does not see what is expected."),
    )
    opener_id: Mapped[int]
    opener: Mapped[Employee] = fields.person("发起人", "Opened by", required=True)
    state: Mapped[StocktakeState] = fields.choice(
        "状态", "State", STOCKTAKE_STATES, tones=TONES, required=True, default=StocktakeState.OPEN, system=True
    )
    frozen_entry: Mapped[int] = fields.number(
        "冻结时流水号", "Frozen at entry", required=True, default=0, system=True, indexed=False
    )
    frozen_at: Mapped[datetime | None] = fields.moment("冻结时间", "Frozen at", system=True)
    begun_at: Mapped[datetime | None] = fields.moment("开始盘点时间", "Begun at", system=True, indexed=False)
    counted_at: Mapped[datetime | None] = fields.moment("结束盘点时间", "Counted at", system=True, indexed=False)
    counted_entry: Mapped[int | None] = fields.number("盘完时流水号", "Counted at entry", system=True, indexed=False)
    recount_because: Mapped[str | None] = fields.text(
        "复盘原因", "Why counted again", length=400, system=True, indexed=False
    )
    reconciled_by_id: Mapped[int | None]
    reconciled_by: Mapped[Employee | None] = fields.person("对账人", "Reconciled by", system=True)
    reconciled_at: Mapped[datetime | None] = fields.moment("对账时间", "Reconciled at", system=True, indexed=False)
    opinion: Mapped[str | None] = fields.long_text("审批意见", "Opinion", length=1000, system=True)
    decided_by_id: Mapped[int | None]
    decided_by: Mapped[Employee | None] = fields.person("审批人", "Decided by", system=True)
    decided_at: Mapped[datetime | None] = fields.moment("审批时间", "Decided at", system=True)
    cancelled_because: Mapped[str | None] = fields.text(
        "取消原因", "Why cancelled", length=400, system=True, indexed=False
    )
