"""电子调阅 — what the approved slip of mode 查阅 opens: a unit's scan, for its borrower and some hours (K7.8, K7.9)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.lending.slip import BorrowingSlip
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ViewState(StrEnum):
    """Whether a scan may be looked at."""

    GRANTED = "granted"
    ENDED = "ended"


VIEW_STATES = {ViewState.GRANTED: Term("可调阅", "Granted"), ViewState.ENDED: Term("已收回", "Ended")}
TONES = {ViewState.GRANTED: "calm", ViewState.ENDED: "stopped"}
_S = ViewState


class ViewGrant(Record):
    """One person may look at one unit's newest scan until ``until_at``; each page he opens is kept (models.lending.page_access).

    Made by the approval of a slip and by nothing else; those of before slips were the one approval name none and are over.
    """

    register = Register(
        title=Term("电子调阅", "Digital viewing"),
        area=Area.LENDING,
        rank=30,
        kept=True,
        read_only=True,
        clauses=("K7.8", "K7.9"),
        label="unit",
        sub="purpose",
        list=("unit", "slip", "viewer", "department", "purpose", "until_at", "state", "decided_by"),
        filters=("state", "slip", "viewer", "department", "until_at"),
        search=("purpose",),
        owner="viewer",
        department="department",
        assigned=("decided_by",),
        beside=("slip",),
        workflow=Workflow(
            "state",
            ViewState.GRANTED,
            (
                Move("end_view", _S.GRANTED, _S.ENDED, Term("收回", "End it"), "K7.8", destructive=True),
            ),
        ),
    )

    unit_id: Mapped[int]
    unit: Mapped[ArchiveUnit] = fields.reference("档案", "Unit", "archive_unit", required=True, clause="K7.8")
    slip_id: Mapped[int | None]
    slip: Mapped[BorrowingSlip | None] = fields.reference("出借单", "Slip", "borrowing_slip", system=True, clause="K7.8")
    viewer_id: Mapped[int]
    viewer: Mapped[Employee] = fields.person("调阅人", "Viewer", required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    purpose: Mapped[str] = fields.text("调阅事由", "Purpose", required=True)
    state: Mapped[ViewState] = fields.choice("状态", "State", VIEW_STATES, tones=TONES, required=True, default=ViewState.GRANTED, system=True)
    decided_by_id: Mapped[int | None]
    decided_by: Mapped[Employee | None] = fields.person("审批人", "Decided by", system=True)
    decided_at: Mapped[datetime | None] = fields.moment("审批时间", "Decided at", system=True, indexed=False)
    opinion: Mapped[str | None] = fields.long_text("审批意见", "Opinion", length=1000, system=True)
    until_at: Mapped[datetime | None] = fields.moment("调阅截止", "Until", system=True)
