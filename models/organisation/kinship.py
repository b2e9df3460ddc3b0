"""亲属及利害关系 — who is related to whom, or shares his interests: both keep away from a complaint about one of them (K4.7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class KinshipKind(StrEnum):
    """How two employees are bound to each other."""

    SPOUSE = "spouse"
    PARENT_CHILD = "parent_child"
    SIBLING = "sibling"
    RELATIVE = "relative"
    INTEREST = "interest"


KINSHIPS = {
    KinshipKind.SPOUSE: Term("配偶", "Spouses"),
    KinshipKind.PARENT_CHILD: Term("父母子女", "Parent and child"),
    KinshipKind.SIBLING: Term("兄弟姐妹", "Siblings"),
    KinshipKind.RELATIVE: Term("其他近亲属", "Other close relatives"),
    KinshipKind.INTEREST: Term("其他利害关系", "Other shared interest"),
}


class Kinship(Record):
    """One declared relation; it holds both ways."""

    register = Register(
        title=Term("亲属及利害关系", "Kinship and interests"),
        area=Area.ORGANISATION,
        rank=60,
        clauses=("K4.7",),
        label="employee",
        list=("employee", "other", "kind", "declared_on"),
        filters=("employee", "other", "kind", "declared_on"),
        newest="declared_on",
        owner="employee",
    )

    employee_id: Mapped[int]
    employee: Mapped[Employee] = fields.person("员工", "Employee", required=True, clearance=Clearance.PERSONAL)
    other_id: Mapped[int]
    other: Mapped[Employee] = fields.person(
        "关系人", "Related to", required=True, differs_from="employee", clearance=Clearance.PERSONAL
    )
    kind: Mapped[KinshipKind] = fields.choice("关系", "Relation", KINSHIPS, required=True, clearance=Clearance.PERSONAL)
    declared_on: Mapped[date] = fields.day("申报日期", "Declared on", now=True, required=True)
    note: Mapped[str | None] = fields.text("备注", "Note", clearance=Clearance.PERSONAL)
