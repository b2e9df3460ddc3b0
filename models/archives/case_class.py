"""案卷类目 — the classes a department files by, each year, with clause numbers (K10.24, K10.26)."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.register import Register


class Secrecy(StrEnum):
    """How confidential a file is (K10.22)."""

    OPEN = "open"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


SECRECIES = {Secrecy.OPEN: Term("公开", "Open"), Secrecy.INTERNAL: Term("内部", "Internal"), Secrecy.CONFIDENTIAL: Term("机密", "Confidential")}


class Basis(StrEnum):
    """From which event a retention period runs."""

    FILED = "filed"
    CONTRACT_END = "contract_end"
    LOAN_SETTLED = "loan_settled"
    CASE_CLOSED = "case_closed"


BASES = {
    Basis.FILED: Term("归档之日", "Filing"),
    Basis.CONTRACT_END: Term("合同终止之日", "End of the contract"),
    Basis.LOAN_SETTLED: Term("贷款结清之日", "Settlement of the loan"),
    Basis.CASE_CLOSED: Term("办结之日", "Closing of the case"),
}


class CaseClass(Record):
    """One class of one department and year; its clause number names it within both."""

    register = Register(
        title=Term("案卷类目", "Case classes"),
        area=Area.ARCHIVES,
        rank=50,
        clauses=("K10.24", "K10.26", "K10.22"),
        label="title",
        sub="clause_no",
        list=("year", "department", "clause_no", "title", "retention_months", "secrecy"),
        filters=("year", "department", "secrecy"),
        search=("title", "clause_no"),
        department="department",
    )
    __table_args__ = (UniqueConstraint("year", "department_id", "clause_no"),)

    year: Mapped[int] = fields.number("年度", "Year", required=True, minimum=1990)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    clause_no: Mapped[str] = fields.text("条款号", "Clause no.", length=30, required=True, clause="K10.24")
    title: Mapped[str] = fields.text("类目名称", "Title", length=120, required=True)
    retention_months: Mapped[int | None] = fields.number(
        "保管期限（月）", "Kept for (months)", minimum=1, help=Term("永久保管的留空。", "Empty when it is kept for good.")
    )
    basis: Mapped[Basis] = fields.choice("起算", "Counted from", BASES, required=True, default=Basis.FILED, indexed=False)
    secrecy: Mapped[Secrecy] = fields.choice("密级", "Secrecy", SECRECIES, required=True, default=Secrecy.INTERNAL)
