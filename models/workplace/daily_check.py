"""每日摆放检查 — the leader's check of the place before half past eight on every working day (K1.8)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class CheckResult(StrEnum):
    """What the check found."""

    CONFORMING = "conforming"
    NOT_CONFORMING = "not_conforming"


class DailyCheck(Record):
    """One department on one day; who does not check in time is reminded, and it stays visible that it was late."""

    register = Register(
        title=Term("每日摆放检查", "Daily checks"),
        area=Area.WORKPLACE,
        rank=20,
        kept=True,
        clauses=("K1.8",),
        label="department",
        list=("day_on", "department", "checker", "checked_at", "on_time", "result", "responsible", "problem"),
        newest="day_on",
        owner="checker",
        department="department",
        assigned=("responsible",),
        draft_only="K1.8",
        at_once=True,
    )
    __table_args__ = (UniqueConstraint("day_on", "department_id"),)

    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    day_on: Mapped[date | None] = fields.day("日期", "Day", system=True)
    checker_id: Mapped[int | None]
    checker: Mapped[Employee | None] = fields.person("检查人（组长）", "Checked by")
    checked_at: Mapped[datetime] = fields.moment(
        "检查时间", "Checked at", now=True, required=True, past=True, clause="K1.8",
        help=Term("本人检查的以提交时间为准；代他人登记的填实际时间。", "One's own is by the clock; for another's enter when it was."),
    )  # fmt: skip
    on_time: Mapped[bool] = fields.yes_no("8:30 前完成", "In time", system=True, clause="K1.8")
    result: Mapped[CheckResult] = fields.choice(
        "结果", "Result",
        {CheckResult.CONFORMING: Term("符合要求", "As required"), CheckResult.NOT_CONFORMING: Term("未按要求摆放", "Not as required")},
        required=True, tones={CheckResult.CONFORMING: "done", CheckResult.NOT_CONFORMING: "late"},
    )  # fmt: skip
    responsible_id: Mapped[int | None]
    responsible: Mapped[Employee | None] = fields.person("责任人", "Person responsible", needed_when=("result", (CheckResult.NOT_CONFORMING,)), clause="K1.8")
    problem: Mapped[str | None] = fields.text("问题", "Problem", needed_when=("result", (CheckResult.NOT_CONFORMING,)))
