"""服务计划 — the year's plan split into quarters and months, each part with its progress (K9.6, K9.7, K9.23)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Span(StrEnum):
    """How long a plan runs."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


class Focus(StrEnum):
    """K9.23: the three priorities of a quarter; K9.7: training."""

    SALES = "sales"
    SUPPORT = "support"
    AFTERSALES = "aftersales"
    TRAINING = "training"
    WHOLE = "whole"


class Planned(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    DONE = "done"


_S = Planned
MOVES = (
    Move("approve_plan", _S.DRAFT, _S.IN_FORCE, Term("批准", "Approve"), "K9.5", stamps=("approved_by",), apart_from=("owner",), waits=True),
    Move("report_progress", _S.IN_FORCE, _S.IN_FORCE, Term("填报进度", "Report progress"), "K9.6", stays=True, needs=("progress", "result"),
         only_for=("owner",)),
    Move("conclude_plan", _S.IN_FORCE, _S.DONE, Term("总结", "Conclude"), "K9.6", needs=("result",), only_for=("owner",)),
)  # fmt: skip


class ServicePlan(Record):
    """One plan, or the part of a longer one that falls into a quarter or a month."""

    register = Register(
        title=Term("服务计划", "Service plans"),
        area=Area.SERVICE,
        rank=70,
        clauses=("K9.6", "K9.7", "K9.23", "K9.5"),
        label="title",
        list=("title", "span", "focus", "above", "from_on", "until_on", "owner", "progress", "state"),
        search=("title", "target"),
        filters=("span", "focus", "state", "department", "owner", "above", "from_on", "until_on"),
        newest="from_on",
        owner="owner",
        department="department",
        beside=("above",),
        draft_only="K9.5",
        workflow=Workflow("state", _S.DRAFT, MOVES),
    )

    title: Mapped[str] = fields.text("计划", "Plan", length=120, required=True)
    span: Mapped[Span] = fields.choice(
        "周期", "Span", {Span.YEAR: Term("年度", "Year"), Span.QUARTER: Term("季度", "Quarter"), Span.MONTH: Term("月度", "Month")},
        required=True, growing=True, clause="K9.6",
    )  # fmt: skip
    focus: Mapped[Focus] = fields.choice(
        "重点", "Priority", {
            Focus.WHOLE: Term("全面工作", "All work"), Focus.SALES: Term("销售", "Sales"), Focus.SUPPORT: Term("后台技术支持", "Technical support"),
            Focus.AFTERSALES: Term("售后客服", "After-sales service"), Focus.TRAINING: Term("培训", "Training"),
        }, required=True, growing=True, clause="K9.23",
    )  # fmt: skip
    above_id: Mapped[int | None]
    above: Mapped["ServicePlan | None"] = fields.reference("所属计划", "Part of", "service_plan", clause="K9.6")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    owner_id: Mapped[int | None]
    owner: Mapped[Employee | None] = fields.person("负责人", "Owner")
    from_on: Mapped[date] = fields.day("开始日期", "From", required=True)
    until_on: Mapped[date] = fields.day("结束日期", "Until", required=True, not_before="from_on")
    target: Mapped[str] = fields.long_text("目标和任务", "Targets", length=4000, required=True)
    state: Mapped[Planned] = fields.choice(
        "状态", "State", {_S.DRAFT: Term("待批准", "Draft"), _S.IN_FORCE: Term("执行中", "In force"), _S.DONE: Term("已完成", "Done")},
        required=True, default=_S.DRAFT, system=True, growing=True, tones={_S.DRAFT: "soon", _S.IN_FORCE: "calm", _S.DONE: "done"},
    )  # fmt: skip
    progress: Mapped[int | None] = fields.number(
        "进度（百分数）", "Progress (percent)", minimum=0, maximum=100, system=True, clause="K9.6",
        help=Term("有分解计划的，按各部分的平均进度计算。", "Of a plan with parts: their average."),
    )  # fmt: skip
    result: Mapped[str | None] = fields.long_text("完成情况", "What was done", length=4000, system=True)
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True, clause="K9.5")
