"""临时借用文件资料登记 — papers a department lends to an undertaker for a few days (K10.12)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class TemporaryState(StrEnum):
    """Where papers lent for a few days are."""

    OUT = "out"
    RETURNED = "returned"
    LOST = "lost"


STATES = {
    TemporaryState.OUT: Term("借用中", "Out"),
    TemporaryState.RETURNED: Term("已归还", "Returned"),
    TemporaryState.LOST: Term("遗失", "Lost"),
}
TONES = {TemporaryState.OUT: "soon", TemporaryState.RETURNED: "done", TemporaryState.LOST: "stopped"}
_S = TemporaryState


class TemporaryLoan(Record):
    """Papers that are no unit of the archive yet: who has them, from whom, until when."""

    register = Register(
        title=Term("临时借用登记", "Temporary loans"),
        area=Area.LENDING,
        rank=40,
        kept=True,
        clauses=("K10.12",),
        label="title",
        list=("title", "borrower", "department", "keeper", "lent_on", "due_on", "state"),
        filters=("state", "department", "borrower", "due_on"),
        search=("title",),
        newest="lent_on",
        owner="borrower",
        department="department",
        assigned=("keeper",),
        draft_only="K10.12",
        fixed=("title", "copies", "department", "keeper", "borrower", "lent_on"),
        workflow=Workflow(
            "state",
            TemporaryState.OUT,
            (
                Move("take_back", _S.OUT, _S.RETURNED, Term("收回", "Take back"), "K10.12", stamps=("received_by", "received_at"), offers=("condition",)),
                Move("report_lost", _S.OUT, _S.LOST, Term("登记遗失", "Lost"), "K10.4", needs=("condition",), stamps=("received_by", "received_at")),
            ),
        ),
    )
    __table_args__ = (CheckConstraint("due_on >= lent_on", name="in_order"),)

    title: Mapped[str] = fields.text("文件资料", "Papers", required=True, clause="K10.12")
    copies: Mapped[int] = fields.number("份数", "Copies", required=True, default=1, minimum=1, indexed=False)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("借出部门", "Lent by", required=True)
    keeper_id: Mapped[int]
    keeper: Mapped[Employee] = fields.person("部门档案员", "Keeper", required=True, clause="K10.10")
    borrower_id: Mapped[int]
    borrower: Mapped[Employee] = fields.person("借用人", "Borrower", required=True, differs_from="keeper")
    purpose: Mapped[str | None] = fields.text("用途", "Purpose")
    lent_on: Mapped[date] = fields.day("借出日期", "Lent on", now=True, required=True)
    due_on: Mapped[date] = fields.day("归还期限", "Due on", required=True, runs=(_S.OUT,))
    state: Mapped[TemporaryState] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=TemporaryState.OUT, system=True)
    received_by_id: Mapped[int | None]
    received_by: Mapped[Employee | None] = fields.person("收回人", "Received by", system=True, differs_from="borrower")
    received_at: Mapped[datetime | None] = fields.moment("收回时间", "Received at", system=True, indexed=False)
    condition: Mapped[str | None] = fields.text("完好情况", "Condition", system=True, indexed=False)
