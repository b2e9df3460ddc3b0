"""绩效考核台账 — what counts for or against a person: one line each, where it comes from, and his objection (K1.13)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.codes import register_title
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class EntryState(StrEnum):
    """Whether it stands."""

    NOTED = "noted"
    OBJECTED = "objected"
    UPHELD = "upheld"
    REVOKED = "revoked"


ENTRY_STATES = {
    EntryState.NOTED: Term("已记入", "Noted"),
    EntryState.OBJECTED: Term("申诉中", "Objected to"),
    EntryState.UPHELD: Term("已维持", "Upheld"),
    EntryState.REVOKED: Term("已撤销", "Revoked"),
}
_S = EntryState
_ANSWERED = ("answered_by",)


class PerformanceEntry(Record):
    """One line of one person, written by the kernel beside what it comes from (operations.incentives.performance)."""

    register = Register(
        title=Term("绩效考核台账", "Performance ledger"),
        area=Area.INCENTIVES,
        rank=10,
        clauses=("K1.13", "K1.3", "K1.6", "K1.7", "R6.2"),
        label="item",
        sub="clause",
        list=("happened_on", "person", "clause", "item", "points", "amount", "state", "object_until_on"),
        search=("item",),
        filters=("happened_on", "person", "department", "state", "object_until_on"),
        newest="happened_on",
        owner="person",
        department="department",
        read_only=True,
        kept=True,
        journal_of=("register_key", "record_id"),
        workflow=Workflow(
            "state",
            _S.NOTED,
            (
                Move("object", _S.NOTED, _S.OBJECTED, Term("申诉", "Object"), "K1.13", needs=("objection",), stamps=("objected_at",),
                     only_for=("person",)),
                Move("uphold", _S.OBJECTED, _S.UPHELD, Term("维持", "Uphold"), "K1.13", needs=("answer",), stamps=_ANSWERED,
                     apart_from=("person", "entered_by"), waits=True),
                Move("revoke", _S.OBJECTED, _S.REVOKED, Term("撤销", "Revoke"), "K1.13", needs=("answer",), stamps=_ANSWERED,
                     apart_from=("person", "entered_by"), destructive=True),
            ),
        ),
    )  # fmt: skip
    __table_args__ = (UniqueConstraint("person_id", "clause", "register_key", "record_id"),)

    happened_on: Mapped[date] = fields.day("日期", "Date", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("被考核人", "Person", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("当时部门", "Department then")
    clause: Mapped[str] = fields.text("条款", "Clause", length=20, required=True, indexed=False)
    item: Mapped[str] = fields.text("考核事项", "Item", required=True, indexed=False)
    points: Mapped[Decimal] = fields.decimal("考核分", "Points", required=True, default=0)
    amount: Mapped[Decimal] = fields.money(
        "金额", "Amount", required=True, default=0,
        help=Term("负数为扣罚；申诉期满或维持后计入工资。", "Negative is a fine; it counts once nobody can object any more."),
    )  # fmt: skip
    state: Mapped[EntryState] = fields.choice(
        "状态", "State", ENTRY_STATES, required=True, default=EntryState.NOTED, system=True,
        tones={_S.NOTED: "calm", _S.OBJECTED: "soon", _S.UPHELD: "done", _S.REVOKED: "stopped"},
    )  # fmt: skip
    object_until_on: Mapped[date] = fields.day("申诉截止", "Objection until", required=True, clause="K1.13")
    objection: Mapped[str | None] = fields.long_text("申诉理由", "Objection", length=2000, system=True)
    objected_at: Mapped[datetime | None] = fields.moment("申诉时间", "Objected at", system=True, indexed=False)
    answer: Mapped[str | None] = fields.long_text("申诉答复", "Answer", length=2000, system=True)
    answered_by_id: Mapped[int | None]
    answered_by: Mapped[Employee | None] = fields.person("答复人", "Answered by", system=True)
    entered_by_id: Mapped[int | None]
    entered_by: Mapped[Employee | None] = fields.person(
        "记入人", "Entered by", clause="K1.13",
        help=Term("发现或登记的人，由他人答复申诉；系统自行记入的空着。", "Who found or entered it: another answers the objection. Empty when the panel did."),
    )  # fmt: skip
    register_key: Mapped[str] = fields.text("来源登记簿", "Comes from", length=60, required=True, indexed=False, says=register_title)
    record_id: Mapped[int] = fields.number("来源记录", "Record", required=True, indexed=False)
    paid_in_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    """The pay month that has counted the amount; no field, as it tells its reader nothing."""
    given_back_in_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    """The pay month that has given back what a closed one took, as the line was revoked since."""
