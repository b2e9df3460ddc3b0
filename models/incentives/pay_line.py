"""工资明细 — what one person gets for one month, with the steps that lead to each figure and the tax withheld (K2.21, K2.22)."""

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.incentives.pay_month import PayMonth
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class LineState(StrEnum):
    """Whether it may still change."""

    OPEN = "open"
    CLOSED = "closed"


class PayLine(Record):
    """Written when the month is collected; only the tax is typed, by who verifies for finance."""

    register = Register(
        title=Term("工资明细", "Pay of a person"),
        area=Area.INCENTIVES,
        rank=22,
        kept=True,
        read_only=True,
        clauses=("K2.21", "K2.22"),
        list=("name", "pay_month", "person", "department", "gross", "tax", "net", "state"),
        search=("name",),
        owner="person",
        department="department",
        beside=("pay_month",),
        workflow=Workflow(
            "state",
            LineState.OPEN,
            (
                Move("enter_tax", LineState.OPEN, LineState.OPEN, Term("录入代扣个税", "Enter the tax"), "K2.21", needs=("tax",), stays=True),
                Move("close_line", LineState.OPEN, LineState.CLOSED, Term("关账", "Close"), "K2.21"),
            ),
        ),
    )
    __table_args__ = (UniqueConstraint("pay_month_id", "person_id"),)

    name: Mapped[str] = fields.text("名称", "Name", length=120, required=True)
    pay_month_id: Mapped[int]
    pay_month: Mapped[PayMonth] = fields.reference("工资月份", "Month", "pay_month", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("员工", "Person", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    gross: Mapped[Decimal] = fields.money("应发", "Gross", required=True, default=0)
    tax: Mapped[Decimal | None] = fields.money("代扣个人所得税", "Income tax", system=True, indexed=False, minimum=0, clause="K2.21")
    net: Mapped[Decimal] = fields.money("实发", "Net", required=True, default=0, indexed=False)
    state: Mapped[LineState] = fields.choice(
        "状态", "State", {LineState.OPEN: Term("核算中", "Open"), LineState.CLOSED: Term("已关账", "Closed")},
        required=True, default=LineState.OPEN, system=True, tones={LineState.OPEN: "calm", LineState.CLOSED: "done"},
    )  # fmt: skip
