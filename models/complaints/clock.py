"""投诉时限 — every clock of a case, in every round: when it began, when it is due by which rule and calendar, when it stopped."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.clocks import Unit
from domain.complaint_clocks import clock_title
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.register import Register

UNITS = {
    Unit.HOURS: Term("小时", "hours"),
    Unit.WORKING_HOURS: Term("工作小时", "working hours"),
    Unit.WORKING_DAYS: Term("个工作日", "working days"),
    Unit.DAY_OF_NEXT_MONTH: Term("日（次月）", "of the next month"),
    Unit.MOMENT: Term("约定时间", "as agreed"),
}


class ComplaintClock(Record):
    """One clock, written by the moves only (see operations.complaints.clocks)."""

    register = Register(
        title=Term("投诉时限", "Complaint clocks"),
        area=Area.COMPLAINTS,
        rank=30,
        minor=True,
        clauses=("T2.5", "T2.8", "T3.1", "T4.1", "K6.3", "K10.11"),
        label="code",
        list=("complaint", "code", "round", "started_at", "due_at", "stopped_at"),
        filters=("due_at", "stopped_at", "started_at", "round"),
        newest="started_at",
        parent="complaint",
        read_only=True,
    )

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    code: Mapped[str] = fields.text("时限", "Clock", length=20, required=True, says=clock_title)
    round: Mapped[int] = fields.number("轮次", "Round", required=True, default=1, minimum=1, indexed=False)
    unit: Mapped[Unit] = fields.choice("单位", "Unit", UNITS, required=True, indexed=False, growing=True)
    amount: Mapped[int] = fields.number("长度", "Length", required=True, default=0, minimum=0, indexed=False)
    at: Mapped[datetime | None] = fields.moment("约定时间", "Agreed for", indexed=False)
    net: Mapped[bool] = fields.yes_no(
        "净计时", "Net", indexed=False, help=Term("等待客户补材料的时间不计。", "Time spent waiting for the customer is left out.")
    )
    started_at: Mapped[datetime] = fields.moment("开始", "Started at", required=True)
    stopped_at: Mapped[datetime | None] = fields.moment("停止", "Stopped at")
    due_at: Mapped[datetime | None] = fields.moment("到期", "Due at", deadline=False)
    calendar_version: Mapped[int] = fields.number("日历版本", "Calendar version", required=True, default=0, indexed=False)
