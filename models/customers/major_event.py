"""重大事项 — major changes at the customer, and between the customer and us (K7.4, K7.5)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register


class EventSide(StrEnum):
    """Where the change happened."""

    CUSTOMER = "customer"
    BETWEEN = "between"


class MajorEvent(Record):
    """One change worth keeping in the customer's archive."""

    register = Register(
        title=Term("重大事项", "Major events"),
        area=Area.CUSTOMERS,
        rank=60,
        clauses=("K7.4", "K7.5"),
        label="title",
        list=("customer", "happened_on", "side", "title", "recorder"),
        search=("title",),
        newest="happened_on",
        parent="customer",
    )

    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    side: Mapped[EventSide] = fields.choice(
        "发生在",
        "Side",
        {EventSide.CUSTOMER: Term("客户方", "Customer's side"), EventSide.BETWEEN: Term("双方之间", "Between us")},
        required=True,
    )
    happened_on: Mapped[date] = fields.day("发生日期", "Happened on", required=True)
    title: Mapped[str] = fields.text("事项", "Event", required=True)
    details: Mapped[str | None] = fields.long_text("详情", "Details", clearance=Clearance.INTERNAL)
    recorder: Mapped[Employee | None] = fields.person("记录人", "Recorder")
