"""活动名单与反馈 — whom a department names for an event, whom a campaign is for, and what he said there (A4.3, K6.18–K6.20, K7.16)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.customers.programme import CustomerProgramme
from models.organisation.department import Department
from models.register import Register


class ProgrammeGuest(Record):
    """A customer of a programme: whom a department names (K7.16), whom a campaign is for (A4.3), what he said there (K6.18, K6.19)."""

    register = Register(
        title=Term("活动名单与反馈", "Guests and feedback"),
        area=Area.CUSTOMERS,
        rank=45,
        minor=True,
        clauses=("A4.3", "K6.18", "K6.19", "K6.20", "K7.16"),
        label="guest",
        list=("programme", "customer", "guest", "department", "attended", "supplied_on"),
        search=("guest",),
        parent="customer",
        beside=("programme",),
    )

    programme_id: Mapped[int]
    programme: Mapped[CustomerProgramme] = fields.reference("活动", "Programme", "customer_programme", required=True)
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    guest: Mapped[str] = fields.text("参加人", "Guest", length=60, required=True)
    department: Mapped[Department | None] = fields.department("报送部门", "Named by", system=True, clause="K7.16")
    supplied_on: Mapped[date | None] = fields.day("报送日期", "Named on", system=True, clause="K7.16")
    attended: Mapped[bool] = fields.yes_no("已参加", "Attended")
    feedback: Mapped[str | None] = fields.long_text("意见和反馈", "What was said", length=2000, clause="K6.18")
