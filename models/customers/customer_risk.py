"""客户风险 — identified, scored by four factors and a matrix, answered with one of four strategies; a high one blocks (Y7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.appointment import Post
from models.organisation.employee import Employee
from models.register import Register


class RiskKind(StrEnum):
    """Y7.1: extensible, the last one says in words."""

    CREDIT = "credit"
    MARKET = "market"
    LEGAL = "legal"
    OPERATION = "operation"
    OTHER = "other"


class Source(StrEnum):
    """Y7.2: how it was seen."""

    ANALYSIS = "analysis"
    RESEARCH = "research"
    INDUSTRY = "industry"
    OTHER = "other"


class RiskLevel(StrEnum):
    """Y7.3: what matrix and factors make of it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Strategy(StrEnum):
    """Y7.5: the four answers."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    ACCEPT = "accept"


class Faced(StrEnum):
    """Where a risk stands."""

    IDENTIFIED = "identified"
    ANSWERED = "answered"
    CONTROLLED = "controlled"
    CLOSED = "closed"


_S, _K = Faced, RiskKind
LEADERS = ((Post.GENERAL_MANAGER, ""), (Post.DEPUTY_GENERAL_MANAGER, ""), (Post.CHAIRMAN, ""))
MOVES = (
    Move("answer_risk", _S.IDENTIFIED, _S.ANSWERED, Term("制定应对策略", "Answer it"), "Y7.5", needs=("strategy", "measures", "responsible", "review_on")),
    Move("control_risk", _S.ANSWERED, _S.CONTROLLED, Term("执行控制", "Put under control"), "Y7.5", only_for=("responsible",)),
    Move("approve_risk", _S.ANSWERED, _S.CONTROLLED, Term("批准高风险应对", "Approve for a high risk"), "Y7.6", needs=("approval",),
         stamps=("approved_by",), posts=LEADERS, apart_from=("responsible",), waits=True),
    Move("reassess", _S.CONTROLLED, _S.IDENTIFIED, Term("重新评估", "Assess anew"), "Y7.3", needs=("review",)),
    Move("close_risk", _S.CONTROLLED, _S.CLOSED, Term("解除", "Close"), "Y7.6", needs=("review",), stamps=("closed_on", "closed_by"),
         apart_from=("responsible",)),
)  # fmt: skip


class CustomerRisk(Record):
    """One risk of one customer; while a high one is open, special terms and contracts need it settled first (Y7.6)."""

    register = Register(
        title=Term("客户风险", "Customer risks"),
        area=Area.CUSTOMERS,
        rank=86,
        minor=True,
        clauses=("Y7.1", "Y7.2", "Y7.3", "Y7.4", "Y7.5", "Y7.6"),
        label="number",
        list=("number", "customer", "kind", "level", "score", "factors", "state", "strategy", "responsible", "review_on"),
        search=("number", "details"),
        filters=("kind", "source", "level", "state", "strategy", "identified_on", "review_on", "responsible"),
        newest="identified_on",
        parent="customer",
        kept=True,
        draft_only="Y7.3",
        fixed=("customer", "kind", "likelihood", "impact", "finance", "operation", "credit", "market"),
        workflow=Workflow("state", _S.IDENTIFIED, MOVES),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("customer_risk", "险〔{year}〕{no:03d}"))
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    kind: Mapped[RiskKind] = fields.choice(
        "风险类型", "Kind", {
            _K.CREDIT: Term("信用", "Credit"), _K.MARKET: Term("市场", "Market"), _K.LEGAL: Term("法律", "Legal"),
            _K.OPERATION: Term("经营", "Operation"), _K.OTHER: Term("其他", "Other"),
        }, required=True, growing=True, clause="Y7.1",
    )  # fmt: skip
    other_kind: Mapped[str | None] = fields.text("其他类型", "Which other kind", length=60, needed_when=("kind", (_K.OTHER,)), clause="Y7.1")
    source: Mapped[Source] = fields.choice(
        "来源", "Source", {
            Source.ANALYSIS: Term("信息分析", "Analysis of information"), Source.RESEARCH: Term("市场调研", "Market research"),
            Source.INDUSTRY: Term("行业监测", "Monitoring of the industry"), Source.OTHER: Term("其他", "Other"),
        }, required=True, growing=True, clause="Y7.2",
    )  # fmt: skip
    identified_on: Mapped[date] = fields.day("识别日期", "Identified on", now=True, required=True, past=True)
    details: Mapped[str] = fields.long_text("风险说明", "What it is", length=4000, required=True, clearance=Clearance.INTERNAL)
    likelihood: Mapped[int] = fields.number("可能性", "Likelihood", required=True, minimum=1, maximum=5, clause="Y7.3")
    impact: Mapped[int] = fields.number("影响程度", "Impact", required=True, minimum=1, maximum=5, clause="Y7.3")
    finance: Mapped[int] = fields.number("财务状况", "Finance", required=True, minimum=1, maximum=5, clause="Y7.4", help=Term("1 好，5 差。", "1 good, 5 bad."))
    operation: Mapped[int] = fields.number("经营情况", "Operation of business", required=True, minimum=1, maximum=5, clause="Y7.4")
    credit: Mapped[int] = fields.number("信用记录", "Credit record", required=True, minimum=1, maximum=5, clause="Y7.4")
    market: Mapped[int] = fields.number("市场环境", "Market around it", required=True, minimum=1, maximum=5, clause="Y7.4")
    score: Mapped[int | None] = fields.number("矩阵得分", "Score of the matrix", system=True, clause="Y7.3")
    factors: Mapped[int | None] = fields.number("四因素得分", "Score of the factors", system=True, clause="Y7.4")
    level: Mapped[RiskLevel | None] = fields.choice(
        "风险等级", "Level", {RiskLevel.LOW: Term("低", "Low"), RiskLevel.MEDIUM: Term("中", "Medium"), RiskLevel.HIGH: Term("高", "High")},
        tones={RiskLevel.LOW: "done", RiskLevel.MEDIUM: "soon", RiskLevel.HIGH: "late"}, system=True, growing=True, clause="Y7.3",
    )  # fmt: skip
    state: Mapped[Faced] = fields.choice(
        "状态", "State", {
            _S.IDENTIFIED: Term("已识别·待应对", "Identified"), _S.ANSWERED: Term("已定策略", "Answered"), _S.CONTROLLED: Term("控制中", "Controlled"),
            _S.CLOSED: Term("已解除", "Closed"),
        }, required=True, default=_S.IDENTIFIED, system=True, growing=True,
        tones={_S.IDENTIFIED: "soon", _S.ANSWERED: "soon", _S.CONTROLLED: "calm", _S.CLOSED: "done"},
    )  # fmt: skip
    strategy: Mapped[Strategy | None] = fields.choice(
        "应对策略", "Strategy", {
            Strategy.AVOID: Term("规避", "Avoid"), Strategy.REDUCE: Term("降低", "Reduce"), Strategy.TRANSFER: Term("转移", "Transfer"),
            Strategy.ACCEPT: Term("接受", "Accept"),
        }, system=True, growing=True, clause="Y7.5",
    )  # fmt: skip
    measures: Mapped[str | None] = fields.long_text("控制措施", "Measures", length=4000, system=True, clause="Y7.5")
    responsible_id: Mapped[int | None]
    responsible: Mapped[Employee | None] = fields.person("责任人", "Responsible", system=True, clause="Y7.5")
    review_on: Mapped[date | None] = fields.day("复查日期", "Reviewed on", system=True)
    approval: Mapped[str | None] = fields.long_text("批准意见", "Approval", length=1000, system=True, clause="Y7.6")
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True, clause="Y7.6")
    review: Mapped[str | None] = fields.long_text("复查情况", "What the review showed", length=2000, system=True)
    closed_on: Mapped[date | None] = fields.day("解除日期", "Closed on", system=True)
    closed_by: Mapped[Employee | None] = fields.person("解除人", "Closed by", system=True)
