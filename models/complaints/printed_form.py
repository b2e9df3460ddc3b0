"""打印记录 — which form of a case was printed by whom and when, with the digest of what stood on it (design, section 7)."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.organisation.employee import Employee
from models.register import Register


class PrintedForm(Record):
    """One print; whoever may not see the case does not see that it was printed either."""

    register = Register(
        title=Term("打印记录", "Prints"),
        area=Area.COMPLAINTS,
        rank=80,
        minor=True,
        clauses=("T6.2", "T6.3"),
        label="digest",
        list=("complaint", "form", "printed_at", "printed_by", "digest"),
        filters=("complaint", "printed_at"),
        newest="printed_at",
        parent="complaint",
        read_only=True,
    )

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    form: Mapped[str] = fields.text("表单", "Form", length=10, required=True, indexed=False)
    printed_at: Mapped[datetime] = fields.moment("打印时间", "Printed at", required=True)
    printed_by_id: Mapped[int | None]
    printed_by: Mapped[Employee | None] = fields.person("打印人", "Printed by")
    digest: Mapped[str] = fields.text("内容校验码", "Content code", length=64, required=True, indexed=True)
    locale: Mapped[str] = mapped_column(String(8), nullable=False, default="zh")
    whole: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """The digest of the same form with nothing masked: tells whether the case has changed since, whoever printed it."""
