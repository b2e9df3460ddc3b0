"""排班表 — who is on duty when: what comes in outside office hours is received by him (K9.9, K4.1)."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class DutyShift(Record):
    """One shift of one person; several may be on duty at once, the first entered is asked first."""

    register = Register(
        title=Term("值班排班表", "Duty roster"),
        area=Area.COMPLAINTS,
        rank=47,
        clauses=("K9.9",),
        label="person",
        list=("person", "from_at", "until_at", "note", "made_by"),
        filters=("person", "from_at", "until_at"),
        newest="from_at",
        owner="made_by",
        assigned=("person",),
    )
    __table_args__ = (CheckConstraint("until_at > from_at", name="in_order"),)

    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("值班人", "On duty", required=True, clause="K9.9")
    from_at: Mapped[datetime] = fields.moment("值班开始", "From", required=True)
    until_at: Mapped[datetime] = fields.moment("值班结束", "Until", required=True)
    note: Mapped[str | None] = fields.text("说明", "Note", length=200)
    made_by: Mapped[Employee | None] = fields.person("排班人", "Made by")
