"""客户关系评价 — satisfaction, loyalty, service, speed of response and feedback of one customer over a period (A8.1, A8.2, A8.4)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.rules.service import ServiceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register


class Judged(StrEnum):
    """Whether it has been concluded."""

    DRAFT = "draft"
    CONCLUDED = "concluded"


_S = Judged


class RelationEvaluation(Record):
    """One evaluation; what surveys, clocks and registers hold is computed, the conclusion is written."""

    register = Register(
        title=Term("客户关系评价", "Relation evaluations"),
        area=Area.CUSTOMERS,
        rank=82,
        minor=True,
        clauses=("A8.1", "A8.2", "A8.4"),
        label="number",
        list=("number", "customer", "from_on", "until_on", "satisfaction", "loyalty", "service", "speed", "total", "state"),
        search=("number",),
        filters=("state", "from_on", "until_on", "due_on", "total"),
        newest="until_on",
        parent="customer",
        kept=True,
        draft_only="A8.1",
        workflow=Workflow(
            "state",
            _S.DRAFT,
            (
                Move("conclude_evaluation", _S.DRAFT, _S.CONCLUDED, Term("完成评价", "Conclude"), "A8.1", needs=("conclusion",), stamps=("concluded_by",)),
            ),
        ),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("relation_evaluation", "评〔{year}〕{no:04d}"))
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    from_on: Mapped[date] = fields.day("起始日期", "From", required=True)
    until_on: Mapped[date] = fields.day("截止日期", "Until", required=True, not_before="from_on")
    evaluator_id: Mapped[int | None]
    evaluator: Mapped[Employee | None] = fields.person("评价人", "Evaluated by")
    due_on: Mapped[date | None] = fields.day(
        "评价期限", "Due on", clause="A8.1", within=Within("until_on", ServiceRule.EVALUATION_DAYS)
    )
    state: Mapped[Judged] = fields.choice(
        "状态", "State", {_S.DRAFT: Term("评价中", "Draft"), _S.CONCLUDED: Term("已完成", "Concluded")}, required=True, default=_S.DRAFT,
        system=True, growing=True, tones={_S.DRAFT: "soon", _S.CONCLUDED: "done"},
    )  # fmt: skip
    satisfaction: Mapped[int | None] = fields.number(
        "满意度", "Satisfaction", system=True, clause="A8.1", help=Term("期间调查的平均分。", "Mean of the surveys.")
    )
    loyalty: Mapped[int | None] = fields.number("忠诚度", "Loyalty", system=True, clause="A8.1")
    service: Mapped[int | None] = fields.number("服务质量", "Service", system=True, clause="A8.2")
    hours: Mapped[int | None] = fields.number(
        "平均响应小时", "Hours to the first word", system=True, clause="A8.2", help=Term("按工单和投诉的计时计算。", "From the clocks of cases.")
    )
    speed: Mapped[int | None] = fields.number("响应速度", "Speed of response", system=True, clause="A8.2")
    heard: Mapped[str | None] = fields.text("客户反馈", "Feedback", length=200, system=True, clause="A8.2")
    total: Mapped[int | None] = fields.number("总分（百分制）", "Total of a hundred", system=True, clause="A8.2")
    conclusion: Mapped[str | None] = fields.long_text("评价结论", "Conclusion", length=4000, system=True, clause="A8.4")
    concluded_by: Mapped[Employee | None] = fields.person("完成人", "Concluded by", system=True)
