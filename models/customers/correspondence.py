"""往来函件 — letters, faxes and long-distance calls, merged into the customer's archive (K7.11)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.governance.attachment import Attachment
from models.organisation.employee import Employee
from models.register import Register


class Means(StrEnum):
    """How it was exchanged."""

    LETTER = "letter"
    FAX = "fax"
    CALL = "call"
    MAIL = "mail"


class Direction(StrEnum):
    """Which way it went."""

    IN = "in"
    OUT = "out"


class Correspondence(Record):
    """One letter, fax or call."""

    register = Register(
        title=Term("往来函件", "Correspondence"),
        area=Area.CUSTOMERS,
        rank=70,
        clauses=("K7.11",),
        label="subject",
        list=("customer", "exchanged_on", "direction", "means", "subject", "handler"),
        search=("subject", "document"),
        newest="exchanged_on",
        parent="customer",
    )

    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    exchanged_on: Mapped[date] = fields.day("日期", "Date", now=True, required=True)
    direction: Mapped[Direction] = fields.choice(
        "方向", "Direction", {Direction.IN: Term("来", "In"), Direction.OUT: Term("往", "Out")}, required=True
    )
    means: Mapped[Means] = fields.choice(
        "方式",
        "Means",
        {
            Means.LETTER: Term("信函", "Letter"),
            Means.FAX: Term("传真", "Fax"),
            Means.CALL: Term("长途电话", "Long-distance call"),
            Means.MAIL: Term("邮件", "E-mail"),
        },
        required=True,
    )
    document: Mapped[str | None] = fields.text("文号", "Document no.", length=60)
    subject: Mapped[str] = fields.text("主题", "Subject", required=True)
    content: Mapped[str | None] = fields.long_text("内容", "Content", clearance=Clearance.INTERNAL)
    handler: Mapped[Employee | None] = fields.person("经办人", "Handler")
    scan: Mapped[Attachment | None] = fields.attachment("扫描件", "Scan", clearance=Clearance.INTERNAL)
