"""投诉逾期 — the terms that were not kept: facts that closing, re-opening, another rule or another calendar never undo."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.complaint_clocks import clock_title
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.organisation.department import Department
from models.register import Register


class ComplaintBreach(Record):
    """One clock of one round ran past what was due then; the database refuses to change or delete it (models.ddl)."""

    register = Register(
        title=Term("投诉逾期", "Complaint breaches"),
        area=Area.COMPLAINTS,
        rank=31,
        minor=True,
        clauses=("T3.1", "R6.1"),
        label="code",
        list=("complaint", "code", "round", "due_at", "noted_at", "department"),
        filters=("due_at", "noted_at", "round", "department"),
        newest="due_at",
        parent="complaint",
        read_only=True,
    )
    __table_args__ = (UniqueConstraint("complaint_id", "code", "round", "due_at"),)

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    code: Mapped[str] = fields.text("时限", "Clock", length=20, required=True, says=clock_title)
    round: Mapped[int] = fields.number("轮次", "Round", required=True, default=1, minimum=1, indexed=False)
    due_at: Mapped[datetime] = fields.moment("到期", "Was due at", required=True)
    noted_at: Mapped[datetime] = fields.moment("记录时间", "Noted at", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("当时经办部门", "Department then in charge")
    calendar_version: Mapped[int] = fields.number("日历版本", "Calendar version", required=True, default=0, indexed=False)
