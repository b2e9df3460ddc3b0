"""流程监督小组 — who supervises how filed processes are kept to, from when until when (R6.1)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class ProcessSupervisor(Record):
    """One member of the group."""

    register = Register(
        title=Term("流程监督小组", "Supervision group"),
        area=Area.FILINGS,
        rank=16,
        minor=True,
        clauses=("R6.1",),
        label="member",
        list=("member", "leads", "from_on", "until_on", "document"),
        newest="from_on",
        owner="member",
    )

    member_id: Mapped[int]
    member: Mapped[Employee] = fields.person("成员", "Member", required=True)
    leads: Mapped[bool] = fields.yes_no("组长", "Leads")
    from_on: Mapped[date] = fields.day("任命日期", "From", required=True)
    until_on: Mapped[date | None] = fields.day("结束日期", "Until", not_before="from_on")
    document: Mapped[str | None] = fields.text("任命文号", "Document no.", length=60)
