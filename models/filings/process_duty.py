"""流程职责 — which department answers for which kind of process, from when until when (R5.1–R5.3)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.filings.process_filing import PROCESS_KINDS, ProcessKind
from models.organisation.department import Department
from models.register import Register


class ProcessDuty(Record):
    """One kind of process in the hands of one department; a kind may have several."""

    register = Register(
        title=Term("流程职责", "Duties for processes"),
        area=Area.FILINGS,
        rank=17,
        minor=True,
        clauses=("R5.1", "R5.2", "R5.3"),
        label="department",
        sub="kind",
        list=("kind", "department", "from_on", "until_on", "document"),
        newest="from_on",
        department="department",
    )

    kind: Mapped[ProcessKind] = fields.choice("流程种类", "Kind", PROCESS_KINDS, required=True, clause="R2.1")
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("负责部门", "Department", required=True)
    from_on: Mapped[date] = fields.day("开始日期", "From", now=True, required=True)
    until_on: Mapped[date | None] = fields.day("结束日期", "Until", not_before="from_on")
    document: Mapped[str | None] = fields.text("依据文号", "Document no.", length=60)
