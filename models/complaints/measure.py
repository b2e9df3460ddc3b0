"""处理措施 — what a plan of handling consists of: what is done, by whom, until when, and the proof that it was (Y6.5, T4.1)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.governance.attachment import Attachment
from models.organisation.employee import Employee
from models.register import Register


class MeasureState(StrEnum):
    """Where a measure stands."""

    PLANNED = "planned"
    DONE = "done"
    WAIVED = "waived"


class ComplaintMeasure(Record):
    """One measure of one complaint; done with proof, or waived by the leader who approves."""

    register = Register(
        title=Term("处理措施", "Measures"),
        area=Area.COMPLAINTS,
        rank=30,
        minor=True,
        clauses=("Y6.5", "T4.1"),
        label="content",
        list=("complaint", "content", "responsible", "due_on", "state", "done_on", "round"),
        search=("content",),
        newest="due_on",
        parent="complaint",
        workflow=Workflow(
            "state",
            MeasureState.PLANNED,
            (
                Move(
                    "complete", MeasureState.PLANNED, MeasureState.DONE, Term("已落实", "Done"), "T4.1",
                    needs=("done_on", "proof"), offers=("proof_file",),
                ),
                Move(
                    "waive", MeasureState.PLANNED, MeasureState.WAIVED, Term("免予落实", "Waive"), "T4.1",
                    needs=("waived_because",), stamps=("waived_by", "waived_at"),
                ),
            ),
        ),
    )  # fmt: skip

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    content: Mapped[str] = fields.text("措施内容", "Measure", length=400, required=True, clause="Y6.5")
    responsible_id: Mapped[int]
    responsible: Mapped[Employee] = fields.person("责任人", "Responsible", required=True, clause="Y6.5", apart=True)
    due_on: Mapped[date] = fields.day(
        "完成期限", "To be done by", required=True,
        help=Term("在办理期限以内的一个工作日。", "A working day within the term of the case."), runs=(MeasureState.PLANNED,),
    )  # fmt: skip
    state: Mapped[MeasureState] = fields.choice(
        "状态",
        "State",
        {
            MeasureState.PLANNED: Term("待落实", "Planned"),
            MeasureState.DONE: Term("已落实", "Done"),
            MeasureState.WAIVED: Term("已免予", "Waived"),
        },
        tones={MeasureState.PLANNED: "soon", MeasureState.DONE: "done", MeasureState.WAIVED: "stopped"},
        required=True,
        default=MeasureState.PLANNED,
        system=True,
    )
    done_on: Mapped[date | None] = fields.day("落实日期", "Done on", system=True, clause="T4.1")
    proof: Mapped[str | None] = fields.long_text("落实凭据", "Proof", length=2000, system=True, clause="T4.1")
    proof_file: Mapped[Attachment | None] = fields.attachment("凭据附件", "Proof as a file", system=True)
    waived_because: Mapped[str | None] = fields.long_text("免予理由", "Why waived", length=1000, system=True)
    waived_by: Mapped[Employee | None] = fields.person("免予批准人", "Waived by", system=True)
    waived_at: Mapped[datetime | None] = fields.moment("免予时间", "Waived at", system=True)
    round: Mapped[int] = fields.number("轮次", "Round", required=True, default=1, minimum=1, system=True, clause="K4.22")
