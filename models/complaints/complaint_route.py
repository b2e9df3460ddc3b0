"""投诉去向 — which department a class of complaint goes to, and who handles it there first (T2.11–T2.20, K4.6)."""

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints import words
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ComplaintRoute(Record):
    """One class and its department: the newest entry holds, and without any the regulation's own department is looked for by its name."""

    register = Register(
        title=Term("投诉去向", "Routes"),
        area=Area.COMPLAINTS,
        rank=80,
        minor=True,
        clauses=("T2.11", "T2.15", "T2.18", "T2.20", "K9.12"),
        label="kind",
        list=("kind", "department", "handler", "basis"),
    )

    kind: Mapped[words.Kind] = fields.choice("投诉类别", "Class", words.KINDS, required=True, clause="T2.10")
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("经办部门", "Department in charge", required=True)
    handler_id: Mapped[int | None]
    handler: Mapped[Employee | None] = fields.person(
        "首选经办人", "Handler", clause="K9.9", help=Term("留空即为部门负责人。", "Empty means the head of the department.")
    )
    basis: Mapped[str | None] = fields.text("依据", "Basis")
