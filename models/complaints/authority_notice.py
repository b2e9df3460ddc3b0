"""向主管部门通报 — what the meeting resolved to report, by when, and that it was reported (K4.12)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.register import Register


class AuthorityNotice(Record):
    """One report to the authority; made by the meeting's resolution, done with a day and a document number."""

    register = Register(
        title=Term("向主管部门通报", "Notices to the authority"),
        area=Area.COMPLAINTS,
        rank=44,
        minor=True,
        clauses=("K4.12",),
        label="authority",
        list=("complaint", "authority", "due_on", "sent_on", "document_no"),
        search=("authority", "document_no"),
        parent="complaint",
    )

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    authority: Mapped[str] = fields.text("主管部门", "Authority", length=120, required=True)
    because: Mapped[str | None] = fields.text("依据", "On the ground of", length=200, system=True)
    due_on: Mapped[date | None] = fields.day("通报期限", "Due", system=True, clause="K4.12")
    sent_on: Mapped[date | None] = fields.day(
        "通报日期", "Sent on", clause="K4.12", help=Term("填写后即视为已通报，须同时填写文号。", "With the document's number."),
    )  # fmt: skip
    document_no: Mapped[str | None] = fields.text("通报文号", "Document no.", length=60)
    content: Mapped[str | None] = fields.long_text("通报内容", "Content", length=4000)
