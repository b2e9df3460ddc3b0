"""电子调阅单 — looking at a unit's scan instead of borrowing it: for a person, a purpose and some hours (K7.8, K7.9)."""

from datetime import datetime
from enum import StrEnum

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


class ViewState(StrEnum):
    """Where a request to view stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


VIEW_STATES = {
    ViewState.ASKED: Term("待审批", "Asked"),
    ViewState.GRANTED: Term("已同意", "Granted"),
    ViewState.REJECTED: Term("不同意", "Rejected"),
    ViewState.WITHDRAWN: Term("已撤回", "Withdrawn"),
    ViewState.ENDED: Term("已收回", "Ended"),
}
TONES = {ViewState.ASKED: "soon", ViewState.GRANTED: "calm", **dict.fromkeys((ViewState.REJECTED, ViewState.WITHDRAWN, ViewState.ENDED), "stopped")}
_S = ViewState


class ViewGrant(Record):
    """One person may look at one unit's newest scan until ``until_at``; each page he opens is kept (models.lending.page_access)."""

    register = Register(
        title=Term("电子调阅单", "Digital viewing"),
        area=Area.LENDING,
        rank=30,
        kept=True,
        clauses=("K7.8", "K7.9"),
        label="unit",
        sub="purpose",
        list=("unit", "viewer", "department", "purpose", "until_at", "state", "decided_by"),
        filters=("state", "viewer", "department", "until_at"),
        search=("purpose",),
        owner="viewer",
        department="department",
        assigned=("decided_by",),
        workflow=Workflow(
            "state",
            ViewState.ASKED,
            (
                Move("approve", _S.ASKED, _S.GRANTED, Term("同意", "Approve"), "K7.8", needs=("opinion",), stamps=("decided_by", "decided_at")),
                Move("reject", _S.ASKED, _S.REJECTED, Term("不同意", "Reject"), "K7.8", needs=("opinion",), stamps=("decided_by", "decided_at")),
                Move("withdraw", _S.ASKED, _S.WITHDRAWN, Term("撤回", "Withdraw"), "K7.8", destructive=True),
                Move("end_view", _S.GRANTED, _S.ENDED, Term("收回", "End it"), "K7.8", destructive=True),
            ),
        ),
    )

    unit_id: Mapped[int]
    unit: Mapped[ArchiveUnit] = fields.reference("档案", "Unit", "archive_unit", required=True, clause="K7.8")
    viewer_id: Mapped[int]
    viewer: Mapped[Employee] = fields.person("调阅人", "Viewer", required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True, system=True)
    purpose: Mapped[str] = fields.text("调阅事由", "Purpose", required=True)
    state: Mapped[ViewState] = fields.choice("状态", "State", VIEW_STATES, tones=TONES, required=True, default=ViewState.ASKED, system=True)
    decided_by_id: Mapped[int | None]
    decided_by: Mapped[Employee | None] = fields.person("审批人", "Decided by", system=True)
    decided_at: Mapped[datetime | None] = fields.moment("审批时间", "Decided at", system=True, indexed=False)
    opinion: Mapped[str | None] = fields.long_text("审批意见", "Opinion", length=1000, system=True)
    until_at: Mapped[datetime | None] = fields.moment("调阅截止", "Until", system=True)
