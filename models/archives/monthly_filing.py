"""按月归档 — what each department files of a month, by the tenth of the next, signed over to the archivist of the house (K10.10, K10.11)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class FilingState(StrEnum):
    """Where the filing of a month stands."""

    DUE = "due"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"


FILING_STATES = {
    FilingState.DUE: Term("待归档", "To be filed"),
    FilingState.HANDED_OVER: Term("已移交待签收", "Handed over"),
    FilingState.RECEIVED: Term("已签收", "Received"),
}
TONES = {FilingState.DUE: "soon", FilingState.HANDED_OVER: "calm", FilingState.RECEIVED: "done"}
_S = FilingState
_SIGNED = ("handed_by", "handed_at")
WORKFLOW = Workflow(
    "state",
    FilingState.DUE,
    (
        Move("hand_over_month", _S.DUE, _S.HANDED_OVER, Term("签字移交", "Sign over"), "K10.25", stamps=_SIGNED),
        Move("nothing_this_month", _S.DUE, _S.HANDED_OVER, Term("本月无应归档资料", "Nothing to file"), "K10.2", needs=("nothing_because",), stamps=_SIGNED),
        Move("receive_month", _S.HANDED_OVER, _S.RECEIVED, Term("核对签收", "Check and sign"), "K10.11", needs=("pieces_received", "pages_received"),
             stamps=("received_by", "received_at")),
        Move("return_month", _S.HANDED_OVER, _S.DUE, Term("退回补齐", "Return"), "K10.25", needs=("back_because",)),
    ),
)  # fmt: skip


class MonthlyFiling(Record):
    """One month of one department; made by the clock, never typed (see operations.archives.monthly)."""

    register = Register(
        title=Term("按月归档", "Monthly filing"),
        area=Area.ARCHIVES,
        rank=17,
        kept=True,
        read_only=True,
        clauses=("K10.2", "K10.10", "K10.11", "K10.23", "K10.25", "K10.26"),
        label="name",
        list=("name", "department", "month_on", "due_on", "state", "pieces", "pages", "handed_by", "received_by", "received_at"),
        filters=("state", "department", "month_on", "due_on"),
        newest="month_on",
        department="department",
        workflow=WORKFLOW,
    )
    __table_args__ = (
        UniqueConstraint("department_id", "month_on"),
        CheckConstraint(
            "state <> 'received' OR (received_by_id IS NOT NULL AND handed_by_id IS NOT NULL AND content IS NOT NULL"
            " AND content_received = content AND pieces_received = pieces AND pages_received = pages)",
            name="received_as_signed",
        ),
    )

    name: Mapped[str] = fields.text("归档事项", "Filing", length=120, required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    month_on: Mapped[date] = fields.month("归档月份", "Month", required=True, help=Term("该月第一天。", "Its first day."))
    due_on: Mapped[date] = fields.day("归档期限", "Due on", required=True, clause="K10.11", runs=(_S.DUE, _S.HANDED_OVER))
    state: Mapped[FilingState] = fields.choice("状态", "State", FILING_STATES, tones=TONES, required=True, default=FilingState.DUE, system=True)
    pieces: Mapped[int | None] = fields.number("移交份数", "Copies", system=True, indexed=False, minimum=0, clause="K10.25")
    pages: Mapped[int | None] = fields.number("移交页数", "Pages", system=True, indexed=False, minimum=0, clause="K10.25")
    nothing_because: Mapped[str | None] = fields.long_text("无应归档资料的说明", "Why nothing", length=400, system=True, clause="K10.2")
    handed_by_id: Mapped[int | None]
    handed_by: Mapped[Employee | None] = fields.person("移交人", "Handed over by", system=True, clause="K10.10")
    handed_at: Mapped[datetime | None] = fields.moment("移交时间", "Handed over at", system=True, indexed=False)
    pieces_received: Mapped[int | None] = fields.number("核对份数", "Copies counted", system=True, indexed=False, minimum=0, clause="K10.11")
    pages_received: Mapped[int | None] = fields.number("核对页数", "Pages counted", system=True, indexed=False, minimum=0, clause="K10.11")
    received_by_id: Mapped[int | None]
    received_by: Mapped[Employee | None] = fields.person("签收人", "Received by", system=True, differs_from="handed_by", clause="K10.11")
    received_at: Mapped[datetime | None] = fields.moment("签收时间", "Received at", system=True)
    back_because: Mapped[str | None] = fields.long_text("退回原因", "Why returned", length=400, system=True)
    content: Mapped[str | None] = mapped_column(String(64), nullable=True)
    """The digest the keeper has signed; no field, as it tells its reader nothing."""
    content_received: Mapped[str | None] = mapped_column(String(64), nullable=True)
    """The digest the archivist has signed: the same."""
