"""满意度调查 — questionnaires and interviews by telephone: how satisfied and how loyal a customer is (A8.3, Y4.8)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.masking import Mask
from domain.numbering import Series
from domain.terms import Term
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register


class Means(StrEnum):
    """How he was asked."""

    QUESTIONNAIRE = "questionnaire"
    INTERVIEW = "interview"
    FEEDBACK = "feedback"


class CustomerSurvey(Record):
    """What one customer answered on one day; scores from 1 to 5."""

    register = Register(
        title=Term("满意度调查", "Satisfaction surveys"),
        area=Area.CUSTOMERS,
        rank=80,
        minor=True,
        clauses=("A8.3", "Y4.8", "A8.1"),
        label="number",
        list=("number", "customer", "means", "asked_on", "satisfaction", "loyalty", "service", "asker"),
        search=("number", "says"),
        filters=("means", "asked_on", "satisfaction", "loyalty", "service"),
        newest="asked_on",
        parent="customer",
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("customer_survey", "访〔{year}〕{no:04d}"))
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    means: Mapped[Means] = fields.choice(
        "方式", "Means", {
            Means.QUESTIONNAIRE: Term("问卷调查", "Questionnaire"), Means.INTERVIEW: Term("电话访谈", "Interview by telephone"),
            Means.FEEDBACK: Term("反馈收集", "Feedback collected"),
        }, required=True, growing=True, clause="A8.3",
    )  # fmt: skip
    asked_on: Mapped[date] = fields.day("调查日期", "Asked on", required=True, past=True)
    answered_by: Mapped[str | None] = fields.text("受访人", "Who answered", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME)
    satisfaction: Mapped[int] = fields.number("满意度", "Satisfaction", required=True, minimum=1, maximum=5, clause="A8.1")
    loyalty: Mapped[int] = fields.number("忠诚度", "Loyalty", required=True, minimum=1, maximum=5, clause="A8.1")
    service: Mapped[int] = fields.number("服务质量", "Service", required=True, minimum=1, maximum=5, clause="A8.2")
    says: Mapped[str | None] = fields.long_text(
        "意见", "What he says", length=4000, needed_when=("means", (Means.INTERVIEW,)), help=Term("电话访谈须记录内容。", "Its content is kept.")
    )
    asker_id: Mapped[int | None]
    asker: Mapped[Employee | None] = fields.person("调查人", "Asked by")
