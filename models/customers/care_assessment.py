"""客户维护考核 — visits and satisfaction in the assessment: of a department each month (K7.15), of a head's own visits each year (K6.11)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class AssessedSpan(StrEnum):
    """What is assessed."""

    MONTH = "month"
    YEAR = "year"


SPANS = {
    AssessedSpan.MONTH: Term("部门月度考核", "Month of a department"),
    AssessedSpan.YEAR: Term("主任年度走访计划", "Year of a head's visits"),
}


class CareAssessment(Record):
    """Counted by the kernel; the year goes on until it is over, then both are lines of the performance ledger."""

    register = Register(
        title=Term("客户维护考核", "Assessment of customer care"),
        area=Area.CUSTOMERS,
        rank=84,
        minor=True,
        read_only=True,
        kept=True,
        clauses=("K7.15", "K6.11", "K6.15"),
        label="name",
        list=("name", "person", "planned", "in_time", "late", "percent", "surveys", "satisfaction", "closed"),
        search=("name",),
        filters=("span", "from_on", "department", "person", "percent", "satisfaction", "closed"),
        newest="from_on",
        owner="person",
        department="department",
    )
    __table_args__ = (UniqueConstraint("span", "department_id", "person_id", "from_on"),)

    name: Mapped[str] = fields.text("名称", "Name", length=120, required=True)
    span: Mapped[AssessedSpan] = fields.choice("类别", "Kind", SPANS, required=True, growing=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("负责人", "Head", required=True)
    from_on: Mapped[date] = fields.day("起始日期", "From", required=True)
    until_on: Mapped[date] = fields.day("截止日期", "Until", required=True)
    planned: Mapped[int] = fields.number(
        "计划拜访次数", "Visits planned", required=True, default=0, indexed=False, clause="K6.11",
        help=Term("期间内到期的，不含已取消的；年度含以后各期要安排的。", "Due in the period, none cancelled; of a year with those to come."),
    )  # fmt: skip
    visited: Mapped[int] = fields.number("已拜访次数", "Visited", required=True, default=0, indexed=False, clause="K6.11")
    in_time: Mapped[int] = fields.number("按期完成次数", "Made in time", required=True, default=0, indexed=False, clause="K7.15")
    late: Mapped[int] = fields.number("逾期次数", "Late", required=True, default=0, indexed=False, clause="K6.11")
    percent: Mapped[int | None] = fields.number(
        "完成率（%）", "Share in time (%)", clause="K7.15", help=Term("按期完成次数与计划次数之比。", "Of those planned.")
    )
    surveys: Mapped[int] = fields.number("满意度调查份数", "Surveys", required=True, default=0, indexed=False, clause="K7.15")
    satisfaction: Mapped[Decimal | None] = fields.decimal(
        "满意度平均分", "Mean satisfaction", clause="K7.15", help=Term("期间调查的平均分，满分五分。", "Of the period's surveys, out of five.")
    )
    closed: Mapped[bool] = fields.yes_no("已记入绩效台账", "In the performance ledger")
