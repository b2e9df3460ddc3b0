"""投诉审议会 — where a major matter is decided: who was called, who came, who kept away, what was said (K4.10, K4.12)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.organisation.employee import Employee
from models.register import Register


class Assembly(StrEnum):
    """K4.10, T5.3: which meeting it is."""

    OFFICE = "office"
    PARTNERS = "partners"
    REGULAR = "regular"


class MeetingStage(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    RESOLVED = "resolved"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Notify(StrEnum):
    """K4.12: the meeting decides this too; saying nothing is not a no."""

    YES = "yes"
    NO = "no"


ASSEMBLIES = {
    Assembly.OFFICE: Term("所务会议", "Office meeting"),
    Assembly.PARTNERS: Term("合伙人会议", "Partners' meeting"),
    Assembly.REGULAR: Term("例会", "Regular meeting"),
}
STAGES = {
    MeetingStage.PLANNED: Term("待召开", "Planned"),
    MeetingStage.HELD: Term("已到会·待决议", "In session"),
    MeetingStage.RESOLVED: Term("已形成决议", "Resolved"),
    MeetingStage.FAILED: Term("未通过", "Not carried"),
    MeetingStage.CANCELLED: Term("已取消", "Cancelled"),
}
TONES = {
    MeetingStage.PLANNED: "soon", MeetingStage.HELD: "soon", MeetingStage.RESOLVED: "done",
    MeetingStage.FAILED: "late", MeetingStage.CANCELLED: "stopped",
}  # fmt: skip
NOTIFY = {Notify.YES: Term("通报", "Notify"), Notify.NO: Term("不通报", "Do not notify")}
_M = MeetingStage
WORKFLOW = Workflow(
    "stage",
    _M.PLANNED,
    (
        Move(
            "hold", _M.PLANNED, _M.HELD, Term("到会登记", "Open the meeting"), "K4.10",
            needs=("present", "chair", "secretary"), stamps=("held_at",),
        ),
        Move(
            "conclude", _M.HELD, _M.RESOLVED, Term("形成决议", "Record the resolution"), "K4.12",
            needs=("minutes", "decision", "notify"), stamps=("ended_at",),
        ),
        Move("fail", _M.HELD, _M.FAILED, Term("未通过", "Not carried"), "K4.12", needs=("minutes",), stamps=("ended_at",)),
        Move(
            "cancel", _M.PLANNED, _M.CANCELLED, Term("取消会议", "Cancel the meeting"), "K4.10",
            needs=("cancelled_because",), destructive=True,
        ),
    ),
)  # fmt: skip


class ComplaintMeeting(Record):
    """One meeting about one complaint, from the invitation to the resolution."""

    register = Register(
        title=Term("投诉审议会", "Meetings on complaints"),
        area=Area.COMPLAINTS,
        rank=40,
        clauses=("K4.10", "K4.12", "T5.3"),
        label="number",
        list=("complaint", "number", "kind", "planned_at", "stage", "chair", "notify"),
        search=("number", "agenda"),
        newest="planned_at",
        sections=(
            (Term("召集", "Call"), ("number", "stage", "complaint", "round", "kind", "planned_at", "members", "recused", "agenda", "papers")),
            (Term("到会", "Attendance"), ("present", "chair", "secretary", "held_at")),
            (Term("决议", "Resolution"), ("minutes", "decision", "notify", "ended_at", "cancelled_because")),
        ),
        parent="complaint",
        workflow=WORKFLOW,
    )

    number: Mapped[str] = fields.serial("会议编号", "Meeting no.", Series("complaint_meeting", "投审〔{year}〕{no:03d}"))
    stage: Mapped[MeetingStage] = fields.choice("状态", "Stage", STAGES, tones=TONES, required=True, default=MeetingStage.PLANNED, system=True)
    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    round: Mapped[int | None] = fields.number("投诉轮次", "Round of the complaint", system=True, clause="K4.22")
    kind: Mapped[Assembly] = fields.choice("会议", "Meeting", ASSEMBLIES, required=True, clause="K4.10")
    planned_at: Mapped[datetime] = fields.moment("召开时间", "Planned for", required=True)
    members: Mapped[list[Employee]] = fields.references(
        "应到人员", "Members", "employee", clause="K4.10",
        help=Term("有表决权的全体成员；应当回避的自动列出，不计入应到人数。", "All who may vote; those who keep away are listed and not counted."),
    )  # fmt: skip
    recused: Mapped[list[Employee]] = fields.references("回避人员", "Recused", "employee", system=True, clause="K4.7")
    agenda: Mapped[str | None] = fields.long_text("议题", "Agenda", length=4000)
    papers: Mapped[str | None] = fields.text(
        "材料指纹", "Fingerprint of the papers", length=64, system=True,
        help=Term("召集时案卷材料的指纹；材料后来改动的，不能据此形成决议。", "Of the papers when it was called; none is resolved on others."),
    )  # fmt: skip

    present: Mapped[list[Employee]] = fields.references("实到人员", "Present", "employee", system=True, clause="K4.10")
    chair_id: Mapped[int | None]
    chair: Mapped[Employee | None] = fields.person("主持人", "Chair", system=True, apart=True, clause="K4.7")
    secretary_id: Mapped[int | None]
    secretary: Mapped[Employee | None] = fields.person("记录人", "Secretary", system=True, apart=True)
    held_at: Mapped[datetime | None] = fields.moment("到会登记时间", "Opened at", system=True)

    minutes: Mapped[str | None] = fields.long_text("会议纪要", "Minutes", system=True, clause="K4.12")
    decision: Mapped[str | None] = fields.long_text("会议决定", "Decision", length=4000, system=True, clause="K4.10")
    notify: Mapped[Notify | None] = fields.choice("是否向主管部门通报", "Notify the authority?", NOTIFY, system=True, clause="K4.12")
    ended_at: Mapped[datetime | None] = fields.moment("结束时间", "Ended at", system=True)
    cancelled_because: Mapped[str | None] = fields.text("取消原因", "Why cancelled", system=True)
