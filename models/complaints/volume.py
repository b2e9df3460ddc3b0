"""投诉卷宗 — a closed case bound as one file: numbered by year, chained to the volume before it, kept until it may be destroyed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record, RowId
from models.complaints.complaint import Complaint
from models.complaints.words import RETENTIONS, Retention
from models.organisation.employee import Employee
from models.register import Register


class VolumeStage(StrEnum):
    """Whether a volume is kept, or how far its destruction has come."""

    KEPT = "kept"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DESTROYED = "destroyed"


STAGES = {
    VolumeStage.KEPT: Term("在库", "Kept"),
    VolumeStage.PROPOSED: Term("已提出销毁·待鉴定", "Destruction proposed"),
    VolumeStage.AGREED: Term("已鉴定·待批准", "Destruction agreed"),
    VolumeStage.DESTROYED: Term("已销毁", "Destroyed"),
}
_S = VolumeStage
WORKFLOW = Workflow(
    "stage",
    VolumeStage.KEPT,
    (
        Move(
            "propose_destruction", _S.KEPT, _S.PROPOSED, Term("提出销毁", "Propose destruction"), "T4.4",
            needs=("destroy_because",), stamps=("proposed_at", "proposed_by"),
        ),
        Move("agree_destruction", _S.PROPOSED, _S.AGREED, Term("鉴定同意", "Agree"), "T4.4", stamps=("agreed_at", "agreed_by")),
        Move(
            "destroy", _S.AGREED, _S.DESTROYED, Term("批准并销毁", "Approve and destroy"), "T4.4",
            stamps=("destroyed_at", "destroyed_by"), destructive=True,
        ),
        Move("keep_on", _S.PROPOSED, _S.KEPT, Term("不予销毁", "Keep it"), "T4.4", needs=("kept_because",), also=(_S.AGREED,)),
        Move("freeze", _S.KEPT, _S.KEPT, Term("冻结", "Hold"), "T4.4", needs=("held_because",), stamps=("held_at",)),
        Move("thaw", _S.KEPT, _S.KEPT, Term("解除冻结", "Release"), "T4.4", needs=("kept_because",)),
    ),
)  # fmt: skip


class ComplaintVolume(Record):
    """One volume; its file is read by whoever may read all of the case (see operations.complaints.volumes)."""

    register = Register(
        title=Term("投诉卷宗", "Complaint volumes"),
        area=Area.COMPLAINTS,
        rank=70,
        clauses=("T4.4", "K4.20", "K10.17"),
        label="number",
        list=("number", "complaint", "archived_on", "retention", "keep_until", "stage", "pages"),
        filters=("stage", "archived_on", "retention", "keep_until", "complaint"),
        newest="archived_on",
        parent="complaint",
        workflow=WORKFLOW,
        read_only=True,
    )

    number: Mapped[str] = fields.serial("卷号", "Volume", Series("complaint_volume", "投诉卷〔{year}〕{no:04d}"), clause="K4.20")
    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    stage: Mapped[VolumeStage] = fields.choice("状态", "Stage", STAGES, required=True, default=VolumeStage.KEPT, system=True)
    archived_on: Mapped[date] = fields.day("归档日期", "Archived on", required=True, clause="K10.11")
    archived_by_id: Mapped[int | None]
    archived_by: Mapped[Employee | None] = fields.person("立卷人", "Bound by")
    retention: Mapped[Retention] = fields.choice("保存期", "Kept", RETENTIONS, required=True, clause="T4.4")
    keep_until: Mapped[date | None] = fields.day(
        "保存至", "Kept until", clause="T4.4", help=Term("长期保存的为空。", "Empty when it is kept long-term.")
    )
    pages: Mapped[int] = fields.number("页数", "Pages", required=True, default=0, indexed=False)
    held_because: Mapped[str | None] = fields.long_text("冻结原因", "Why held", length=1000, system=True)
    held_at: Mapped[datetime | None] = fields.moment("冻结时间", "Held since", system=True, indexed=False)
    kept_because: Mapped[str | None] = fields.long_text("不予销毁或解除冻结的理由", "Why kept or released", length=1000, system=True)
    destroy_because: Mapped[str | None] = fields.long_text("销毁理由", "Why destroyed", length=1000, system=True)
    proposed_at: Mapped[datetime | None] = fields.moment("提出时间", "Proposed at", system=True, indexed=False)
    proposed_by_id: Mapped[int | None]
    proposed_by: Mapped[Employee | None] = fields.person("提出人", "Proposed by", system=True)
    agreed_at: Mapped[datetime | None] = fields.moment("鉴定时间", "Agreed at", system=True, indexed=False)
    agreed_by_id: Mapped[int | None]
    agreed_by: Mapped[Employee | None] = fields.person("鉴定人", "Agreed by", system=True)
    destroyed_at: Mapped[datetime | None] = fields.moment("销毁时间", "Destroyed at", system=True, indexed=False)
    destroyed_by_id: Mapped[int | None]
    destroyed_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True)
    file_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("attachment.id", ondelete="RESTRICT"), nullable=True)
    """No field: it holds every field of the case, so no level of a field can speak for it."""
    content: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """The digest of what is bound, as printed on every page."""
    file_digest: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    previous: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """The seal of the volume before it in the year; empty for the first."""
    seal: Mapped[str] = mapped_column(String(64), nullable=False, default="")
