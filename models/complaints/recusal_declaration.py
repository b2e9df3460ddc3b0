"""回避申报 — somebody who takes part in a case says that he has an interest in it; another decides whether he keeps away."""

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


class Declared(StrEnum):
    """Where a declaration stands."""

    WAITING = "waiting"
    GRANTED = "granted"
    REJECTED = "rejected"


_WAITING = Declared.WAITING


class RecusalDeclaration(Record):
    """《回避申报》 and, once decided, 《回避决定书》 (P09)."""

    register = Register(
        title=Term("回避申报", "Recusal declarations"),
        area=Area.COMPLAINTS,
        rank=30,
        minor=True,
        clauses=("K4.7",),
        label="number",
        list=("number", "complaint", "person", "state", "decided_by", "decided_at"),
        search=("number", "reason"),
        parent="complaint",
        workflow=Workflow(
            "state",
            _WAITING,
            (
                Move("recuse", _WAITING, Declared.GRANTED, Term("决定回避", "Decide that he keeps away"), "K4.7",
                     needs=("decision",), stamps=("decided_by", "decided_at")),
                Move("keep_on", _WAITING, Declared.REJECTED, Term("决定不回避", "Decide that he goes on"), "K4.7",
                     needs=("decision",), stamps=("decided_by", "decided_at")),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("recusal", "避〔{year}〕{no:03d}"), clause="K4.7")
    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person(
        "申报人", "Who declares", required=True,
        help=Term("本人申报；投诉办公室可以代他人登记。", "Oneself; the complaint office may enter it for others."),
    )  # fmt: skip
    reason: Mapped[str] = fields.long_text("回避理由", "Reason", required=True, length=2000)
    state: Mapped[Declared] = fields.choice(
        "状态", "State",
        {
            Declared.WAITING: Term("待决定", "Waiting"),
            Declared.GRANTED: Term("回避", "Keeps away"),
            Declared.REJECTED: Term("不回避", "Goes on"),
        },
        tones={Declared.WAITING: "soon", Declared.GRANTED: "done", Declared.REJECTED: "stopped"},
        required=True, default=Declared.WAITING, system=True,
    )  # fmt: skip
    decision: Mapped[str | None] = fields.long_text("决定理由", "Decision", length=2000, system=True)
    decided_by: Mapped[Employee | None] = fields.person("决定人", "Decided by", system=True)
    decided_at: Mapped[datetime | None] = fields.moment("决定时间", "Decided at", system=True)
