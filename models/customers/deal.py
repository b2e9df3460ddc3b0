"""交易记录 — what a customer bought and what he wished for with it (Y2.3); the first deal makes a customer of a potential one (Y3.3)."""

from datetime import date
from decimal import Decimal
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


class DealKind(StrEnum):
    """What was agreed."""

    ORDER = "order"
    CONTRACT = "contract"
    SERVICE = "service"


DEAL_KINDS = {
    DealKind.ORDER: Term("订单", "Order"),
    DealKind.CONTRACT: Term("合同", "Contract"),
    DealKind.SERVICE: Term("服务", "Service"),
}


class Deal(Record):
    """One order, contract or service."""

    register = Register(
        title=Term("交易记录", "Deals"),
        area=Area.CUSTOMERS,
        rank=52,
        clauses=("Y2.3", "Y3.3"),
        label="subject",
        list=("customer", "dealt_on", "kind", "subject", "amount", "handler"),
        search=("subject", "document"),
        newest="dealt_on",
        parent="customer",
    )

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    dealt_on: Mapped[date] = fields.day("交易日期", "Dealt on", required=True, past=True, clause="Y2.3")
    kind: Mapped[DealKind] = fields.choice("交易类型", "Kind", DEAL_KINDS, required=True, default=DealKind.ORDER)
    subject: Mapped[str] = fields.text("交易内容", "Subject", required=True, clause="Y2.3")
    amount: Mapped[Decimal] = fields.money("金额", "Amount", required=True, minimum=0, clearance=Clearance.INTERNAL, clause="Y3.1")
    document: Mapped[str | None] = fields.text("订单或合同号", "Document no.", length=60)
    feedback: Mapped[str | None] = fields.long_text("需求反馈", "Needs told", length=2000, clearance=Clearance.INTERNAL, clause="Y2.3")
    handler: Mapped[Employee | None] = fields.person("业务人员", "Handler")
