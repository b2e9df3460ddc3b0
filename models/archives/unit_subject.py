"""案卷当事人 — whom a file is about: he neither borrows it nor approves that anybody does (I15)."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class SubjectRole(StrEnum):
    """Why a file is about somebody."""

    PERSONNEL = "personnel"
    RESPONDENT = "respondent"
    PARTY = "party"


SUBJECT_ROLES = {
    SubjectRole.PERSONNEL: Term("人事档案本人", "Personnel file"),
    SubjectRole.RESPONDENT: Term("被投诉人", "Respondent"),
    SubjectRole.PARTY: Term("其他当事人", "Other party"),
}


class UnitSubject(Record):
    """One person whom one file is about."""

    register = Register(
        title=Term("案卷当事人", "Subjects of files"),
        area=Area.ARCHIVES,
        rank=65,
        minor=True,
        clauses=("K3.4", "K4.7", "K10.13", "K10.22"),
        label="role",
        list=("unit", "person", "role", "remark"),
        filters=("unit", "person", "role"),
    )
    __table_args__ = (UniqueConstraint("unit_id", "person_id"),)

    unit_id: Mapped[int]
    unit: Mapped[ArchiveUnit] = fields.reference("档案", "Unit", "archive_unit", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("当事人", "Subject", required=True)
    role: Mapped[SubjectRole] = fields.choice("关系", "Why", SUBJECT_ROLES, required=True, default=SubjectRole.PERSONNEL)
    remark: Mapped[str | None] = fields.text("备注", "Remark", length=200)
