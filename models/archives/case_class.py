"""案卷类目 — the classes a department files by, each year, with clause numbers (K10.24, K10.26)."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.retention_period import RetentionPeriod
from models.base import Record
from models.organisation.department import Department
from models.register import Register


class Secrecy(StrEnum):
    """How confidential a file is (K10.22)."""

    OPEN = "open"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


SECRECIES = {Secrecy.OPEN: Term("公开", "Open"), Secrecy.INTERNAL: Term("内部", "Internal"), Secrecy.CONFIDENTIAL: Term("机密", "Confidential")}


class CaseClass(Record):
    """One class of one department and year; its clause number names it within both."""

    register = Register(
        title=Term("案卷类目", "Case classes"),
        area=Area.ARCHIVES,
        rank=50,
        clauses=("K10.24", "K10.26", "K10.22"),
        label="title",
        sub="clause_no",
        list=("year", "department", "clause_no", "title", "retention", "secrecy"),
        filters=("year", "department", "retention", "secrecy"),
        search=("title", "clause_no"),
        department="department",
    )
    __table_args__ = (UniqueConstraint("year", "department_id", "clause_no"),)

    year: Mapped[int] = fields.number("年度", "Year", required=True, minimum=1990)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    clause_no: Mapped[str] = fields.text("条款号", "Clause no.", length=30, required=True, clause="K10.24")
    title: Mapped[str] = fields.text("类目名称", "Title", length=120, required=True)
    retention_id: Mapped[int | None]
    retention: Mapped[RetentionPeriod | None] = fields.reference("保管期限", "Kept", "retention_period", clause="K10.5")
    secrecy: Mapped[Secrecy] = fields.choice("密级", "Secrecy", SECRECIES, required=True, default=Secrecy.INTERNAL)
