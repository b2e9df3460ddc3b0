"""特殊情况报告 — a situation the regulations do not foresee, reported to management for a solution (A15.1)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ExceptionState(StrEnum):
    """Reported, decided or withdrawn."""

    REPORTED = "reported"
    SOLVED = "solved"
    REFUSED = "refused"


_S = ExceptionState


class ExceptionRequest(Record):
    """One situation and the solution management has decided on; nobody decides on his own."""

    register = Register(
        title=Term("特殊情况报告", "Exception requests"),
        area=Area.GOVERNANCE,
        rank=16,
        kept=True,
        clauses=("A15.1",),
        label="number",
        sub="title",
        list=("number", "title", "department", "asked_by", "state", "decided_by", "decided_at"),
        search=("number", "title"),
        owner="asked_by",
        department="department",
        draft_only="A15.1",
        workflow=Workflow(
            "state",
            _S.REPORTED,
            (
                Move("solve", _S.REPORTED, _S.SOLVED, Term("决定处理办法", "Decide"), "A15.1", needs=("solution",), stamps=("decided_by", "decided_at"),
                     apart_from=("asked_by",), waits=True),
                Move("refuse_exception", _S.REPORTED, _S.REFUSED, Term("按现行制度办理", "No exception"), "A15.1", needs=("solution",),
                     stamps=("decided_by", "decided_at"), apart_from=("asked_by",)),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("exception", "特〔{year}〕{no:03d}"))
    title: Mapped[str] = fields.text("事项", "Matter", required=True)
    situation: Mapped[str] = fields.long_text("情况", "Situation", length=4000, required=True, clause="A15.1")
    proposed: Mapped[str | None] = fields.long_text("建议办法", "Proposed", length=2000)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("报告部门", "Department")
    asked_by_id: Mapped[int | None]
    asked_by: Mapped[Employee | None] = fields.person("报告人", "Reported by")
    state: Mapped[ExceptionState] = fields.choice(
        "状态", "State",
        {_S.REPORTED: Term("待决定", "Reported"), _S.SOLVED: Term("已决定", "Decided"), _S.REFUSED: Term("按现行制度办理", "No exception")},
        required=True, default=_S.REPORTED, system=True, tones={_S.REPORTED: "soon", _S.SOLVED: "done", _S.REFUSED: "stopped"},
    )  # fmt: skip
    solution: Mapped[str | None] = fields.long_text("处理办法", "Solution", length=4000, system=True, clause="A15.1")
    decided_by_id: Mapped[int | None]
    decided_by: Mapped[Employee | None] = fields.person("决定人（管理层）", "Decided by", system=True)
    decided_at: Mapped[datetime | None] = fields.moment("决定时间", "Decided at", system=True, indexed=False)
