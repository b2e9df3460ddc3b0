"""客户交接 — whoever leaves hands every customer over: told in time, and soon met by somebody else (K7.13)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules import CustomerRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register


class HandoverState(StrEnum):
    """How far it is."""

    ASSIGNED = "assigned"
    TOLD = "told"
    MET = "met"


STATES = {
    HandoverState.ASSIGNED: Term("待通知客户", "Customer to be told"),
    HandoverState.TOLD: Term("已通知·待联系", "Told"),
    HandoverState.MET: Term("已交接", "Handed over"),
}
TONES = {HandoverState.ASSIGNED: "soon", HandoverState.TOLD: "soon", HandoverState.MET: "done"}
_S = HandoverState


class CustomerHandover(Record):
    """One customer that goes from one manager to another."""

    register = Register(
        title=Term("客户交接", "Customers handed over"),
        area=Area.CUSTOMERS,
        rank=56,
        minor=True,
        clauses=("K7.13",),
        label="reason",
        list=("customer", "leaver", "successor", "assigned_on", "notice_due_on", "contact_due_on", "state"),
        filters=("customer", "state", "leaver", "successor", "assigned_on"),
        newest="assigned_on",
        parent="customer",
        kept=True,
        workflow=Workflow(
            "state",
            _S.ASSIGNED,
            (
                Move("tell_customer", _S.ASSIGNED, _S.TOLD, Term("登记通知", "Customer told"), "K7.13", needs=("noticed_on", "notice"), waits=True),
                Move("meet_customer", _S.TOLD, _S.MET, Term("登记首次联系", "First contact"), "K7.13", needs=("first_contact_on",), waits=True),
            ),
        ),
    )  # fmt: skip

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    reason: Mapped[str] = fields.text("交接原因", "Reason", length=120, required=True)
    leaver_id: Mapped[int | None]
    leaver: Mapped[Employee | None] = fields.person("原客户经理", "Leaves", system=True)
    successor_id: Mapped[int]
    successor: Mapped[Employee] = fields.person("接任客户经理", "Successor", required=True, clause="K7.13")
    assigned_on: Mapped[date | None] = fields.day("指定日期", "Assigned on", system=True)
    notice_due_on: Mapped[date | None] = fields.day(
        "通知期限", "Tell by", clause="K7.13",
        within=Within("assigned_on", CustomerRule.HANDOVER_NOTICE_DAYS, done="noticed_on", told=("successor",)),
    )  # fmt: skip
    contact_due_on: Mapped[date | None] = fields.day(
        "首次联系期限", "Meet by", clause="K7.13",
        within=Within("assigned_on", CustomerRule.HANDOVER_CONTACT_DAYS, done="first_contact_on", told=("successor",)),
    )  # fmt: skip
    state: Mapped[HandoverState] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=_S.ASSIGNED, system=True)
    noticed_on: Mapped[date | None] = fields.day("通知日期", "Told on", system=True, past=True, indexed=False)
    notice: Mapped[str | None] = fields.text("通知方式和内容", "How told", system=True)
    first_contact_on: Mapped[date | None] = fields.day("首次联系日期", "First contact on", system=True, past=True, indexed=False)
