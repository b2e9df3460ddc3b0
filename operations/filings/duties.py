"""Which department writes which kind of process: the one that answers for it (R5.1–R5.3)."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from models.base import columns_of
from models.filings.process_filing import PROCESS_KINDS, ProcessFiling, ProcessKind
from operations.office_clock import today
from operations.standing import departments_above

CLAUSES = {ProcessKind.COMPLAINTS: "R5.2", ProcessKind.AFTER_SALES: "R5.3"}
"""Customers' data, contracts and relations are of the sales departments (R5.1)."""
NOT_ITS_PROCESS = Term(
    "「{kind}」由{departments}负责，请由该部门编制报备；职责有变动的，先在「流程职责」登记。",
    "{kind} are in the hands of {departments}, which writes them; enter a change under “Duties for processes” first.",
)


def by_its_department(session: Session, process: ProcessFiling) -> None:
    """At submission: where departments answer for this kind of process, one of them or of their parts writes it. Raises Refused."""
    duty, department, day = columns_of("process_duty"), columns_of("department"), today(session)
    held = (
        select(duty.department_id, department.name)
        .join(department.id.table, department.id == duty.department_id)
        .where(duty.kind == process.kind, duty.from_on <= day, or_(duty.until_on.is_(None), duty.until_on >= day))
        .order_by(duty.id)
    )
    answering = {one.department_id: one.name for one in session.connection().execute(held)}
    if answering and not answering.keys() & departments_above(session, process.department_id):
        kind = ProcessKind(process.kind)
        raise Refused(NOT_ITS_PROCESS, kind=PROCESS_KINDS[kind], departments="、".join(answering.values()), clause=CLAUSES.get(kind, "R5.1"))
