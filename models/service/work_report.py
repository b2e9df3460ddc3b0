"""工作报告 — the report of a day or a period: due by the clock, missing ones are seen and told of (K8.5, K8.21, K9.13, A6.3)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules.service import ServiceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register
from models.service.report_duty import KINDS, ReportDuty, ReportKind


class Reported(StrEnum):
    """Where a report stands."""

    DUE = "due"
    SUBMITTED = "submitted"
    READ = "read"


_S = Reported
STATES = {_S.DUE: Term("待提交", "Due"), _S.SUBMITTED: Term("已提交", "Submitted"), _S.READ: Term("已阅", "Read")}
MOVES = (
    Move("submit_report", _S.DUE, _S.SUBMITTED, Term("提交", "Submit"), "K8.5", needs=("content",), offers=("problems",), stamps=("submitted_at",),
         only_for=("author",), waits=True),
    Move("read_report", _S.SUBMITTED, _S.READ, Term("阅示", "Read"), "A6.3", offers=("remark",), stamps=("read_at",), only_for=("reader",), waits=True),
    Move("return_report", _S.SUBMITTED, _S.DUE, Term("退回补充", "Return"), "K8.21", needs=("remark",), only_for=("reader",)),
)  # fmt: skip


class WorkReport(Record):
    """One report of one period; made by the clock (see operations.service.reporting), written by its author."""

    register = Register(
        title=Term("工作报告", "Work reports"),
        area=Area.SERVICE,
        rank=60,
        clauses=("K8.5", "K8.21", "K9.13", "K9.22", "A6.3"),
        label="name",
        list=("name", "author", "kind", "for_on", "due_on", "state", "submitted_at", "reader", "read_at"),
        search=("name",),
        filters=("state", "kind", "author", "reader", "for_on", "due_on", "submitted_at"),
        newest="for_on",
        owner="author",
        assigned=("reader",),
        kept=True,
        read_only=True,
        workflow=Workflow("state", _S.DUE, MOVES),
    )
    __table_args__ = (UniqueConstraint("duty_id", "for_on"),)

    name: Mapped[str] = fields.text("报告", "Report", length=120, required=True)
    duty_id: Mapped[int]
    duty: Mapped[ReportDuty] = fields.reference("报告职责", "Duty", "report_duty", required=True)
    author_id: Mapped[int | None]
    author: Mapped[Employee | None] = fields.person("报告人", "Author")
    reader_id: Mapped[int | None]
    reader: Mapped[Employee | None] = fields.person("报给", "Reader")
    kind: Mapped[ReportKind] = fields.choice("内容", "About", KINDS, required=True, growing=True)
    from_on: Mapped[date] = fields.day("起始日期", "From", required=True)
    for_on: Mapped[date] = fields.day("截止日期", "For", required=True)
    ready_on: Mapped[date] = fields.day(
        "可提交日期", "Can be written on", required=True,
        help=Term("日报为当日；周期报告留出统计的时间。", "The day itself; for longer periods there is time to count."),
    )  # fmt: skip
    due_on: Mapped[date | None] = fields.day(
        "提交期限", "Due on", clause="K8.21", within=Within("ready_on", ServiceRule.REPORT_DAYS, done="submitted_at", told=("author", "reader"))
    )
    state: Mapped[Reported] = fields.choice(
        "状态", "State", STATES, required=True, default=_S.DUE, system=True, growing=True,
        tones={_S.DUE: "soon", _S.SUBMITTED: "calm", _S.READ: "done"},
    )  # fmt: skip
    figures: Mapped[str | None] = fields.text(
        "系统统计", "Counted", length=400, system=True, clause="A6.3", help=Term("提交时按登记数统计。", "Counted from the registers when submitted.")
    )
    content: Mapped[str | None] = fields.long_text("报告内容", "What there is to report", system=True, clause="K8.5")
    problems: Mapped[str | None] = fields.long_text("问题和建议", "Problems and proposals", length=4000, system=True, clause="K9.13")
    submitted_at: Mapped[datetime | None] = fields.moment("提交时间", "Submitted at", system=True)
    read_at: Mapped[datetime | None] = fields.moment("阅示时间", "Read at", system=True, clause="A6.3")
    remark: Mapped[str | None] = fields.long_text("阅示意见", "Remark", length=1000, system=True)
