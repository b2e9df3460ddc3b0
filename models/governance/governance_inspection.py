"""制度执行检查 — how a department carries the regulations out, with a score (A10.1, R6.2)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class GovernanceInspection(Record):
    """One inspection of one department; its score counts in the performance of the department and of its head."""

    register = Register(
        title=Term("制度执行检查", "Inspections"),
        area=Area.GOVERNANCE,
        rank=12,
        kept=True,
        clauses=("A10.1", "R6.2"),
        label="title",
        list=("inspected_on", "title", "department", "inspector", "score", "effect"),
        search=("title",),
        newest="inspected_on",
        department="department",
        draft_only="A10.1",
        at_once=True,
        fixed=("title", "inspected_on", "department", "inspector", "score", "effect"),
    )

    title: Mapped[str] = fields.text("检查事项", "Subject", required=True)
    inspected_on: Mapped[date] = fields.day("检查日期", "Inspected on", now=True, required=True, past=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("被检查部门", "Department", required=True, clause="A10.1")
    inspector_id: Mapped[int | None]
    inspector: Mapped[Employee | None] = fields.person("检查人（管理层）", "Led by", clause="A10.2")
    score: Mapped[int] = fields.number("得分", "Score", required=True, minimum=0, maximum=100, clause="A10.1")
    effect: Mapped[str] = fields.text("执行效果", "Effect", required=True, clause="A10.1")
    findings: Mapped[str | None] = fields.long_text("问题和整改要求", "Findings", length=4000)
