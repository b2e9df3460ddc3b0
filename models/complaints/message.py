"""投诉往来 — what a complainant and the company write to each other about a case; written by the panel, changed by nobody."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.register import Register


class Direction(StrEnum):
    """Who wrote it."""

    IN = "in"
    OUT = "out"


class Purpose(StrEnum):
    """What a message is for."""

    MESSAGE = "message"
    MATERIAL = "material"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"


DIRECTIONS = {Direction.IN: Term("投诉人来信", "From the complainant"), Direction.OUT: Term("发给投诉人", "To the complainant")}
PURPOSES = {
    Purpose.MESSAGE: Term("留言", "Message"),
    Purpose.MATERIAL: Term("补充材料", "Further material"),
    Purpose.OBJECTION: Term("异议", "Objection"),
    Purpose.WITHDRAWAL: Term("申请撤回", "Wish to withdraw"),
}
LONGEST = 2000
"""Characters of one message."""


class ComplaintMessage(Record):
    """One message; a journal, because nobody changes what was said."""

    register = Register(
        title=Term("投诉往来", "Messages about complaints"),
        area=Area.COMPLAINTS,
        rank=30,
        minor=True,
        clauses=("Y6.8", "K4.22"),
        label="text",
        list=("complaint", "text", "direction", "purpose", "sent_at", "read_at"),
        search=("text",),
        newest="sent_at",
        parent="complaint",
        read_only=True,
    )

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    direction: Mapped[Direction] = fields.choice("方向", "Direction", DIRECTIONS, required=True)
    purpose: Mapped[Purpose] = fields.choice("性质", "Purpose", PURPOSES, required=True, clause="K4.22")
    text: Mapped[str] = fields.long_text("内容", "Text", length=LONGEST, required=True)
    sent_at: Mapped[datetime] = fields.moment("时间", "Sent at", required=True)
    read_at: Mapped[datetime | None] = fields.moment("对方阅读时间", "Read by the other side")
