"""数据处置单 — data are brought back, cleaned up, moved or destroyed only by an order that others approve, and verified afterwards (K5.8, K5.23–K5.26)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.it_operations.backup import Backup
from models.it_operations.medium import Medium
from models.organisation.employee import Employee
from models.register import Register


class OrderKind(StrEnum):
    """What is to be done."""

    RESTORE = "restore"
    CLEAN_UP = "clean_up"
    RECOPY = "recopy"
    MOVE = "move"
    DISPOSE = "dispose"
    DESTROY = "destroy"


class OrderState(StrEnum):
    """Where an order stands."""

    ASKED = "asked"
    ENDORSED = "endorsed"
    APPROVED = "approved"
    REJECTED = "rejected"
    CARRIED_OUT = "carried_out"
    VERIFIED = "verified"


KINDS = {
    OrderKind.RESTORE: Term("数据恢复", "Restore"),
    OrderKind.CLEAN_UP: Term("数据清理", "Clean up"),
    OrderKind.RECOPY: Term("长期数据转存", "Copy long-term data anew"),
    OrderKind.MOVE: Term("数据、介质转移", "Move data or media"),
    OrderKind.DISPOSE: Term("废弃", "Dispose"),
    OrderKind.DESTROY: Term("销毁", "Destroy"),
}
STATES = {
    OrderState.ASKED: Term("待审核", "To be endorsed"),
    OrderState.ENDORSED: Term("待批准", "To be approved"),
    OrderState.APPROVED: Term("已批准·待执行", "Approved"),
    OrderState.REJECTED: Term("不予批准", "Rejected"),
    OrderState.CARRIED_OUT: Term("已执行·待验证", "Carried out"),
    OrderState.VERIFIED: Term("已验证", "Verified"),
}
_S, _K = OrderState, OrderKind


class DataOrder(Record):
    """One order: asked for by one, endorsed by his head, approved by a superior, carried out, and verified by another."""

    register = Register(
        title=Term("数据处置单", "Orders about data"),
        area=Area.IT_OPERATIONS,
        rank=12,
        kept=True,
        clauses=("K5.8", "K5.23", "K5.24", "K5.25", "K5.26", "K5.29", "K5.40"),
        label="number",
        sub="what",
        list=("number", "kind", "what", "state", "due_on", "asked_by", "approved_by", "carried_at", "verified_by"),
        search=("number", "what"),
        newest="due_on",
        owner="asked_by",
        workflow=Workflow(
            "state",
            _S.ASKED,
            (
                Move("endorse_order", _S.ASKED, _S.ENDORSED, Term("审核同意", "Endorse"), "K5.23", needs=("endorsement",),
                     stamps=("endorsed_by", "endorsed_at"), apart_from=("asked_by",), waits=True),
                Move("approve", _S.ENDORSED, _S.APPROVED, Term("批准", "Approve"), "K5.8", needs=("answer",),
                     stamps=("approved_by", "approved_at"), apart_from=("asked_by", "endorsed_by"), waits=True, sensitive=True),
                Move("reject", _S.ENDORSED, _S.REJECTED, Term("不予批准", "Reject"), "K5.23", needs=("answer",),
                     stamps=("approved_by", "approved_at"), also=(_S.ASKED,), apart_from=("asked_by",)),
                Move("carry_out_order", _S.APPROVED, _S.CARRIED_OUT, Term("执行", "Carry out"), "K5.25", needs=("done",),
                     offers=("before",), stamps=("carried_by", "carried_at"), waits=True, sensitive=True),
                Move("verify_order", _S.CARRIED_OUT, _S.VERIFIED, Term("验证", "Verify"), "K5.24", needs=("verification",),
                     stamps=("verified_by", "verified_at"), apart_from=("carried_by",), waits=True),
            ),
        ),
    )  # fmt: skip
    __table_args__ = (
        CheckConstraint("kind NOT IN ('restore', 'clean_up') OR state NOT IN ('carried_out', 'verified') OR before_id IS NOT NULL", name="backed_up_first"),
    )

    number: Mapped[str] = fields.serial("单号", "Number", Series("data_order", "数〔{year}〕{no:03d}"))
    kind: Mapped[OrderKind] = fields.choice("事项", "Kind", KINDS, required=True)
    what: Mapped[str] = fields.text("处置的数据或介质", "Which data or media", required=True)
    reason: Mapped[str] = fields.long_text("理由和步骤", "Why, and step by step", length=4000, required=True, clause="K5.23")
    medium_id: Mapped[int | None]
    medium: Mapped[Medium | None] = fields.reference("介质", "Medium", "medium", needed_when=("kind", (_K.DISPOSE, _K.DESTROY, _K.RECOPY)))
    target_id: Mapped[int | None]
    target: Mapped[Medium | None] = fields.reference(
        "转存到的介质", "Copied to the medium", "medium", needed_when=("kind", (_K.RECOPY,)), differs_from="medium", clause="K5.26"
    )
    source_id: Mapped[int | None]
    source: Mapped[Backup | None] = fields.reference("要恢复的备份", "Backup to restore", "backup", needed_when=("kind", (_K.RESTORE,)), clause="K5.24")
    due_on: Mapped[date] = fields.day("要求完成日期", "To be done by", required=True, runs=(OrderState.ASKED, OrderState.ENDORSED, OrderState.APPROVED))
    state: Mapped[OrderState] = fields.choice(
        "状态", "State", STATES, required=True, default=_S.ASKED, system=True,
        tones={_S.ASKED: "soon", _S.ENDORSED: "soon", _S.APPROVED: "soon", _S.REJECTED: "stopped", _S.CARRIED_OUT: "soon", _S.VERIFIED: "done"},
    )  # fmt: skip
    asked_by_id: Mapped[int | None]
    asked_by: Mapped[Employee | None] = fields.person("申请人", "Asked by", system=True)
    endorsement: Mapped[str | None] = fields.long_text("审核意见", "The head's opinion", length=1000, system=True, clause="K5.23")
    endorsed_by_id: Mapped[int | None]
    endorsed_by: Mapped[Employee | None] = fields.person("审核人", "Endorsed by", system=True)
    endorsed_at: Mapped[datetime | None] = fields.moment("审核时间", "Endorsed at", system=True, indexed=False)
    answer: Mapped[str | None] = fields.long_text("批准意见", "The superior's answer", length=1000, system=True, clause="K5.8")
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True, clause="K5.8")
    approved_at: Mapped[datetime | None] = fields.moment("批准时间", "Approved at", system=True, indexed=False)
    before_id: Mapped[int | None]
    before: Mapped[Backup | None] = fields.reference(
        "执行前的备份", "Backup taken before", "backup", system=True, clause="K5.25",
        help=Term("恢复、清理前先备份并核验。", "Before restoring or cleaning up: back up and verify."),
    )  # fmt: skip
    done: Mapped[str | None] = fields.long_text("执行情况", "What was done", length=4000, system=True, clause="K5.24")
    carried_by_id: Mapped[int | None]
    carried_by: Mapped[Employee | None] = fields.person("执行人", "Carried out by", system=True)
    carried_at: Mapped[datetime | None] = fields.moment("执行时间", "Carried out at", system=True)
    verification: Mapped[str | None] = fields.long_text("验证情况", "Verification", length=2000, system=True, clause="K5.24")
    verified_by_id: Mapped[int | None]
    verified_by: Mapped[Employee | None] = fields.person("验证人", "Verified by", system=True)
    verified_at: Mapped[datetime | None] = fields.moment("验证时间", "Verified at", system=True, indexed=False)
