"""客户关怀 — greetings at festivals, wishes at birthdays, gifts: planned by the kernel, with what was sent (Y5.4, Y5.5)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.contact import Contact
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register


class CareKind(StrEnum):
    """What for."""

    FESTIVAL = "festival"
    BIRTHDAY = "birthday"
    GIFT = "gift"


class CareState(StrEnum):
    """Whether it was done."""

    PLANNED = "planned"
    DONE = "done"
    SKIPPED = "skipped"


CARE_KINDS = {
    CareKind.FESTIVAL: Term("节日问候", "Festival greeting"),
    CareKind.BIRTHDAY: Term("生日祝福", "Birthday wishes"),
    CareKind.GIFT: Term("专属礼遇", "Something special"),
}
STATES = {
    CareState.PLANNED: Term("待办理", "Planned"),
    CareState.DONE: Term("已办理", "Done"),
    CareState.SKIPPED: Term("不办理", "Left out"),
}
TONES = {CareState.PLANNED: "soon", CareState.DONE: "done", CareState.SKIPPED: "stopped"}
_S = CareState


class CustomerCare(Record):
    """One occasion of one customer."""

    register = Register(
        title=Term("客户关怀", "Care"),
        area=Area.CUSTOMERS,
        rank=36,
        clauses=("Y5.4", "Y5.5"),
        label="occasion",
        list=("customer", "kind", "occasion", "due_on", "state", "person", "sent"),
        filters=("customer", "kind", "state", "due_on", "person"),
        search=("occasion",),
        newest="due_on",
        parent="customer",
        workflow=Workflow(
            "state",
            _S.PLANNED,
            (
                Move("do_care", _S.PLANNED, _S.DONE, Term("登记办理", "Done"), "Y5.4", needs=("sent",), offers=("cost",), stamps=("done_on",), waits=True),
                Move("skip_care", _S.PLANNED, _S.SKIPPED, Term("不办理", "Leave out"), "Y5.4", needs=("sent",)),
            ),
        ),
    )  # fmt: skip

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    kind: Mapped[CareKind] = fields.choice("类别", "Kind", CARE_KINDS, required=True, default=CareKind.GIFT, clause="Y5.4")
    occasion: Mapped[str] = fields.text("事由", "Occasion", length=60, required=True)
    contact_id: Mapped[int | None]
    contact: Mapped[Contact | None] = fields.reference("联系人", "Contact", "contact")
    due_on: Mapped[date] = fields.day("办理期限", "Due on", required=True, clause="Y5.4", runs=(_S.PLANNED,))
    person_id: Mapped[int | None]
    person: Mapped[Employee | None] = fields.person("办理人", "By")
    state: Mapped[CareState] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=_S.PLANNED, system=True)
    sent: Mapped[str | None] = fields.text(
        "办理情况", "What was sent", system=True, clause="Y5.4",
        help=Term("写明问候方式、礼品，或不办理的原因。", "How, with what, or why not."),
    )  # fmt: skip
    cost: Mapped[Decimal | None] = fields.money("费用", "Cost", minimum=0, system=True)
    done_on: Mapped[date | None] = fields.day("办理日期", "Done on", system=True)
