"""投诉分析报告 — the figures of a week or month as they stood at its cut-off; what came in later does not change them (T5.1, A6.3)."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class ComplaintReport(Record):
    """One frozen report: what was counted is kept as it was shown, with who froze it and when."""

    register = Register(
        title=Term("投诉分析报告", "Complaint reports"),
        area=Area.COMPLAINTS,
        rank=60,
        clauses=("T5.1", "T5.3", "A6.3"),
        label="number",
        sub="period",
        list=("number", "period", "first_on", "last_on", "cut_off_at", "made_by"),
        filters=("first_on", "cut_off_at", "made_by"),
        newest="cut_off_at",
        owner="made_by",
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("complaint_report", "诉报〔{year}〕{no:03d}"))
    period: Mapped[str | None] = fields.text("期间", "Period", length=20, system=True)
    first_on: Mapped[date | None] = fields.day("起", "From", system=True)
    last_on: Mapped[date | None] = fields.day("止", "To", system=True)
    cut_off_at: Mapped[datetime | None] = fields.moment("截止时间", "Cut-off", system=True, clause="T5.1")
    made_by_id: Mapped[int]
    made_by: Mapped[Employee] = fields.person("编制人", "Made by", required=True)
    assessment: Mapped[str | None] = fields.long_text(
        "总体评价", "Overall evaluation", length=4000, clause="T5.2",
        help=Term("与客户期望相比如何，主要问题和原因。", "Measured by what customers expected; the main problems and causes."),
    )  # fmt: skip
    figures: Mapped[str | None] = fields.long_text("冻结的数字", "Frozen figures", length=400_000, system=True)
