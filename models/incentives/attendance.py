"""考勤 — when somebody signed in and whether he was late (K8.6, K8.20)."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Attendance(Record):
    """One day of one person; late is computed from the hours of the working calendar."""

    register = Register(
        title=Term("考勤签到", "Attendance"),
        area=Area.INCENTIVES,
        rank=36,
        clauses=("K8.6", "K8.20"),
        label="person",
        list=("day_on", "person", "department", "signed_in_at", "signed_out_at", "late", "excuse"),
        newest="day_on",
        owner="person",
        department="department",
    )
    __table_args__ = (UniqueConstraint("day_on", "person_id"),)

    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("员工", "Person", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    day_on: Mapped[date | None] = fields.day("日期", "Day", system=True)
    signed_in_at: Mapped[datetime] = fields.moment(
        "签到时间", "Signed in at", now=True, required=True, past=True, clause="K8.6",
        help=Term("本人签到以保存时的系统时间为准。", "One's own is that of the clock when it is saved."),
    )  # fmt: skip
    signed_out_at: Mapped[datetime | None] = fields.moment("签退时间", "Signed out at", past=True, not_before="signed_in_at", indexed=False)
    late: Mapped[bool] = fields.yes_no("迟到", "Late", system=True, clause="K8.20")
    excuse: Mapped[str | None] = fields.text(
        "外勤或请假说明", "Excused because", clause="K8.20",
        help=Term("由管理考勤的人员填写，填写后不计迟到。", "Entered by who keeps the attendance; then it does not count as late."),
    )  # fmt: skip
