"""客户拜访 — planned by the kernel for each class, reported by the visitor (Y5.1, Y5.2, K6.12)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register


class VisitKind(StrEnum):
    """Who visits whom."""

    REGULAR = "regular"
    DIRECTOR = "director"
    ROUND = "round"


class VisitState(StrEnum):
    """Whether it took place."""

    PLANNED = "planned"
    VISITED = "visited"
    CANCELLED = "cancelled"


VISIT_KINDS = {
    VisitKind.REGULAR: Term("客户拜访", "Customer visit"),
    VisitKind.DIRECTOR: Term("主任家访", "Director's home visit"),
    VisitKind.ROUND: Term("物管员走访", "Round of the area"),
}
VISIT_STATES = {
    VisitState.PLANNED: Term("待拜访", "Planned"),
    VisitState.VISITED: Term("已拜访", "Visited"),
    VisitState.CANCELLED: Term("已取消", "Cancelled"),
}
VISIT_TONES = {VisitState.PLANNED: "soon", VisitState.VISITED: "done", VisitState.CANCELLED: "stopped"}
_V = VisitState


class CustomerVisit(Record):
    """One visit of one customer in one period."""

    register = Register(
        title=Term("客户拜访", "Visits"),
        area=Area.CUSTOMERS,
        rank=32,
        clauses=("Y5.1", "Y5.2", "Y5.3", "Y3.5", "K6.12", "K6.16", "K6.17"),
        label="number",
        list=("number", "customer", "kind", "due_on", "state", "visitor", "visited_on"),
        filters=("customer", "kind", "state", "visitor", "due_on", "visited_on"),
        search=("number",),
        newest="due_on",
        kept=True,
        draft_only="Y5.1",
        fixed=("customer", "kind", "due_on", "visitor"),
        parent="customer",
        workflow=Workflow(
            "state",
            _V.PLANNED,
            (
                Move("report_visit", _V.PLANNED, _V.VISITED, Term("登记拜访", "Report"), "Y5.2",
                     needs=("visited_on", "usage", "opinions", "suggestions"), only_for=("visitor",)),
                Move("cancel_visit", _V.PLANNED, _V.CANCELLED, Term("取消拜访", "Cancel"), "Y5.1", needs=("cancelled_because",), destructive=True),
            ),
        ),
    )  # fmt: skip
    __table_args__ = (UniqueConstraint("customer_id", "kind", "period_on"),)

    number: Mapped[str] = fields.serial("拜访编号", "Number", Series("customer_visit", "访{year}-{no:05d}"))
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    kind: Mapped[VisitKind] = fields.choice("类别", "Kind", VISIT_KINDS, required=True, default=VisitKind.REGULAR, clause="K6.16")
    period_on: Mapped[date | None] = fields.day("计划周期", "Period from", system=True, indexed=False, clause="Y5.3")
    due_on: Mapped[date] = fields.day("拜访期限", "Due on", required=True, clause="Y5.1", runs=(VisitState.PLANNED,))
    visitor_id: Mapped[int]
    visitor: Mapped[Employee] = fields.person("拜访人", "Visitor", required=True)
    state: Mapped[VisitState] = fields.choice("状态", "State", VISIT_STATES, tones=VISIT_TONES, required=True, default=_V.PLANNED, system=True)
    visited_on: Mapped[date | None] = fields.day("拜访日期", "Visited on", system=True, past=True, not_before="period_on")
    usage: Mapped[str | None] = fields.long_text("产品和服务使用情况", "Use of product and service", length=2000, system=True, clause="Y5.2")
    opinions: Mapped[str | None] = fields.long_text("意见", "Opinions", length=2000, system=True, clause="Y5.2")
    suggestions: Mapped[str | None] = fields.long_text("建议", "Suggestions", length=2000, system=True, clause="Y5.2")
    cancelled_because: Mapped[str | None] = fields.text("取消原因", "Why cancelled", system=True)
