"""投诉等待 — when a clock of a case stood still because somebody had to send something; gross time runs on all the same."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.register import Register


class ComplaintPause(Record):
    """One stretch of waiting of one clock, written by the moves only."""

    register = Register(
        title=Term("投诉等待", "Complaint pauses"),
        area=Area.COMPLAINTS,
        rank=32,
        clauses=("K4.11",),
        label="since_at",
        list=("complaint", "clock", "since_at", "until_at"),
        newest="since_at",
        parent="complaint",
        read_only=True,
        menu=False,
    )

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    clock_id: Mapped[int]
    clock: Mapped[ComplaintClock] = fields.reference("时限", "Clock", "complaint_clock", required=True)
    since_at: Mapped[datetime] = fields.moment("等待自", "Since", required=True)
    until_at: Mapped[datetime | None] = fields.moment("等待至", "Until", indexed=False)
