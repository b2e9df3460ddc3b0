"""报告职责 — who reports what to whom, each working day, week, month or quarter (K8.5, K8.21, K9.13, K9.22, A6.3)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class ReportKind(StrEnum):
    """What the report is about."""

    WORK = "work"
    QUESTIONS = "questions"
    CHANNELS = "channels"
    FEEDBACK = "feedback"


class Every(StrEnum):
    """How often it is due."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


KINDS = {
    ReportKind.WORK: Term("工作日报", "Work report"),
    ReportKind.QUESTIONS: Term("常见问题汇总", "Digest of common questions"),
    ReportKind.CHANNELS: Term("渠道充值情况汇总", "Channels and top-ups"),
    ReportKind.FEEDBACK: Term("客户反馈分析", "Analysis of feedback"),
}
PERIODS = {
    Every.DAY: Term("每个工作日", "Each working day"), Every.WEEK: Term("每周", "Each week"), Every.MONTH: Term("每月", "Each month"),
    Every.QUARTER: Term("每季度", "Each quarter"),
}  # fmt: skip


class ReportDuty(Record):
    """One person's duty to report; reports fall due by it until it ends."""

    register = Register(
        title=Term("报告职责", "Duties to report"),
        area=Area.SERVICE,
        rank=61,
        minor=True,
        clauses=("K8.5", "K8.21", "K9.13", "K9.22", "A6.3"),
        list=("name", "author", "kind", "every", "reader", "from_on", "until_on"),
        search=("name",),
        filters=("author", "reader", "kind", "every", "until_on"),
        newest="from_on",
        assigned=("author", "reader"),
    )

    name: Mapped[str] = fields.text("名称", "Name", length=80, required=True)
    author_id: Mapped[int]
    author: Mapped[Employee] = fields.person("报告人", "Who reports", required=True)
    reader_id: Mapped[int]
    reader: Mapped[Employee] = fields.person("报给", "To whom", required=True, differs_from="author", clause="K8.5")
    kind: Mapped[ReportKind] = fields.choice("内容", "About", KINDS, required=True, growing=True)
    every: Mapped[Every] = fields.choice("周期", "Every", PERIODS, required=True, growing=True)
    from_on: Mapped[date] = fields.day("开始日期", "From", required=True)
    until_on: Mapped[date | None] = fields.day("结束日期", "Until", not_before="from_on")
