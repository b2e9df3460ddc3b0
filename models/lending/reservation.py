"""预约 — somebody waits for what another has borrowed; first come, first served, and no renewal meanwhile (I23)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class WaitState(StrEnum):
    """Where somebody stands who waits for a unit."""

    WAITING = "waiting"
    OFFERED = "offered"
    SERVED = "served"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


WAIT_STATES = {
    WaitState.WAITING: Term("等候中", "Waiting"),
    WaitState.OFFERED: Term("已到架·请来借", "Back: come and borrow it"),
    WaitState.SERVED: Term("已借到", "Borrowed"),
    WaitState.LAPSED: Term("逾期未借", "Not borrowed in time"),
    WaitState.WITHDRAWN: Term("已取消", "Withdrawn"),
}
TONES = {
    WaitState.WAITING: "calm", WaitState.OFFERED: "soon", WaitState.SERVED: "done", WaitState.LAPSED: "stopped", WaitState.WITHDRAWN: "stopped",
}  # fmt: skip
_S = WaitState
_OPEN = "state IN ('waiting', 'offered')"
WORKFLOW = Workflow(
    "state",
    WaitState.WAITING,
    (
        Move("offer", _S.WAITING, _S.OFFERED, Term("通知来借", "Tell that it is back"), "K3.25", needs=("offered_until_on",), stamps=("offered_at",)),
        Move("serve", _S.WAITING, _S.SERVED, Term("借到", "Borrowed"), "K3.24", stamps=("ended_at",), also=(_S.OFFERED,)),
        Move("lapse", _S.OFFERED, _S.LAPSED, Term("过期作废", "Lapse"), "K3.25", stamps=("ended_at",), destructive=True),
        Move("withdraw", _S.WAITING, _S.WITHDRAWN, Term("取消预约", "Withdraw"), "K3.24", stamps=("ended_at",), also=(_S.OFFERED,), destructive=True),
    ),
)


class LoanReservation(Record):
    """One person waits for one unit; the order of entry is the queue."""

    register = Register(
        title=Term("借阅预约", "Reservations"),
        area=Area.LENDING,
        rank=30,
        kept=True,
        clauses=("K3.24", "K3.25"),
        label="reason",
        list=("unit", "person", "department", "reason", "state", "offered_until_on"),
        filters=("state", "unit", "person"),
        search=("reason",),
        owner="person",
        department="department",
        workflow=WORKFLOW,
    )
    __table_args__ = (
        Index("uq_loan_reservation_open", "unit_id", "person_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    )

    unit_id: Mapped[int]
    unit: Mapped[ArchiveUnit] = fields.reference("档案", "Unit", "archive_unit", required=True, clause="K3.24")
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("预约人", "Who waits", required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    reason: Mapped[str] = fields.text("借阅事由", "Reason", required=True)
    state: Mapped[WaitState] = fields.choice("状态", "State", WAIT_STATES, tones=TONES, required=True, default=WaitState.WAITING, system=True)
    asked_at: Mapped[datetime | None] = fields.moment("预约时间", "Asked at", system=True, indexed=False)
    offered_at: Mapped[datetime | None] = fields.moment("通知时间", "Told at", system=True, indexed=False)
    offered_until_on: Mapped[date | None] = fields.day("保留至", "Kept until", system=True)
    ended_at: Mapped[datetime | None] = fields.moment("了结时间", "Ended at", system=True, indexed=False)
