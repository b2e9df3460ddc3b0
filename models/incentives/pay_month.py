"""工资月份 — the pay of one month: collected, verified by finance, verified by personnel, closed, each by another (K2.21)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class PayState(StrEnum):
    """How far the month is."""

    OPEN = "open"
    COLLECTED = "collected"
    FINANCE = "finance"
    PERSONNEL = "personnel"
    CLOSED = "closed"


PAY_STATES = {
    PayState.OPEN: Term("待归集", "To be collected"),
    PayState.COLLECTED: Term("已归集", "Collected"),
    PayState.FINANCE: Term("财务已核实", "Verified by finance"),
    PayState.PERSONNEL: Term("人力已核实", "Verified by personnel"),
    PayState.CLOSED: Term("已关账", "Closed"),
}
_S = PayState


class PayMonth(Record):
    """One month, begun by the clock; closed, nothing of it changes any more, and errors are put right in a later one."""

    register = Register(
        title=Term("工资月份", "Pay months"),
        area=Area.INCENTIVES,
        rank=20,
        kept=True,
        read_only=True,
        clauses=("K2.21", "K2.3", "K2.5", "K2.16"),
        list=(
            "name",
            "month_on",
            "state",
            "people",
            "total",
            "team_share",
            "collected_by",
            "finance_by",
            "personnel_by",
            "closed_by",
        ),
        newest="month_on",
        workflow=Workflow(
            "state",
            _S.OPEN,
            (
                Move(
                    "collect",
                    _S.OPEN,
                    _S.COLLECTED,
                    Term("归集数据", "Collect"),
                    "K2.21",
                    also=(_S.COLLECTED,),
                    stamps=("collected_by", "collected_at"),
                    waits=True,
                ),
                Move(
                    "verify_finance",
                    _S.COLLECTED,
                    _S.FINANCE,
                    Term("财务核实", "Verify (finance)"),
                    "K2.21",
                    stamps=("finance_by", "finance_at"),
                    apart_from=("collected_by",),
                    waits=True,
                ),
                Move(
                    "verify_personnel",
                    _S.FINANCE,
                    _S.PERSONNEL,
                    Term("人力核实", "Verify (personnel)"),
                    "K2.21",
                    stamps=("personnel_by", "personnel_at"),
                    apart_from=("collected_by", "finance_by"),
                    waits=True,
                ),
                Move(
                    "close_month",
                    _S.PERSONNEL,
                    _S.CLOSED,
                    Term("关账", "Close"),
                    "K2.21",
                    stamps=("closed_by", "closed_at"),
                    apart_from=("collected_by",),
                    destructive=True,
                    sensitive=True,
                    waits=True,
                ),
                Move(
                    "return_month_pay",
                    _S.COLLECTED,
                    _S.OPEN,
                    Term("退回", "Return"),
                    "K2.21",
                    needs=("back_because",),
                    also=(_S.FINANCE, _S.PERSONNEL),
                ),
            ),
        ),
    )

    name: Mapped[str] = fields.text("名称", "Name", length=60, required=True)
    month_on: Mapped[date] = fields.month(
        "月份",
        "Month",
        required=True,
        unique=True,
        help=Term("该月任意一天，存为第一天。", "Any day of it; kept as its first."),
    )
    state: Mapped[PayState] = fields.choice(
        "状态",
        "State",
        PAY_STATES,
        required=True,
        default=PayState.OPEN,
        system=True,
        tones={_S.OPEN: "soon", _S.COLLECTED: "calm", _S.FINANCE: "calm", _S.PERSONNEL: "calm", _S.CLOSED: "done"},
    )
    people: Mapped[int | None] = fields.number("人数", "People", system=True, indexed=False)
    total: Mapped[Decimal | None] = fields.money("应发合计", "Gross in all", system=True, indexed=False)
    team_share: Mapped[Decimal | None] = fields.money(
        "团队季度奖金", "Shares of teams", system=True, indexed=False, clause="K2.11"
    )
    collected_by_id: Mapped[int | None]
    collected_by: Mapped[Employee | None] = fields.person("归集人", "Collected by", system=True, clause="K2.21")
    collected_at: Mapped[datetime | None] = fields.moment("归集时间", "Collected at", system=True, indexed=False)
    finance_by_id: Mapped[int | None]
    finance_by: Mapped[Employee | None] = fields.person("财务核实人", "Finance", system=True, clause="K2.21")
    finance_at: Mapped[datetime | None] = fields.moment("财务核实时间", "Finance at", system=True, indexed=False)
    personnel_by_id: Mapped[int | None]
    personnel_by: Mapped[Employee | None] = fields.person("人力核实人", "Personnel", system=True, clause="K2.21")
    personnel_at: Mapped[datetime | None] = fields.moment("人力核实时间", "Personnel at", system=True, indexed=False)
    closed_by_id: Mapped[int | None]
    closed_by: Mapped[Employee | None] = fields.person("关账人", "Closed by", system=True)
    closed_at: Mapped[datetime | None] = fields.moment("关账时间", "Closed at", system=True, indexed=False)
    back_because: Mapped[str | None] = fields.long_text("退回原因", "Why returned", length=400, system=True)
