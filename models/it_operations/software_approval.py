"""软件和外来介质审批 — nothing is installed and no unknown medium is read without permission and a check for viruses (K5.31)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class SoftwareState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    REMOVED = "removed"


class SoftwareKind(StrEnum):
    """What is to be brought in."""

    SOFTWARE = "software"
    MEDIUM = "medium"


SOFTWARE = {SoftwareKind.SOFTWARE: Term("安装软件", "Install software"), SoftwareKind.MEDIUM: Term("使用外来介质", "Use a medium from outside")}
SOFTWARE_STATES = {
    SoftwareState.ASKED: Term("待审批", "To be approved"),
    SoftwareState.APPROVED: Term("已批准", "Approved"),
    SoftwareState.REFUSED: Term("不予批准", "Refused"),
    SoftwareState.REMOVED: Term("已卸载", "Removed"),
}
_S = SoftwareState


class SoftwareApproval(Record):
    """One program or medium on one machine; what is approved here is the list of what may be there."""

    register = Register(
        title=Term("软件审批", "Software approvals"),
        area=Area.IT_OPERATIONS,
        rank=24,
        minor=True,
        kept=True,
        clauses=("K5.31",),
        label="name",
        list=("name", "kind", "machine", "applicant", "state", "asked_on"),
        search=("name", "machine"),
        newest="asked_on",
        owner="applicant",
        draft_only="K5.31",
        workflow=Workflow(
            "state",
            _S.ASKED,
            (
                Move("approve_software", _S.ASKED, _S.APPROVED, Term("批准使用", "Approve"), "K5.31", needs=("checked",), stamps=("decided_by",),
                     apart_from=("applicant",), waits=True),
                Move("refuse_software", _S.ASKED, _S.REFUSED, Term("不予批准", "Refuse"), "K5.31", needs=("checked",), stamps=("decided_by",),
                     apart_from=("applicant",)),
                Move("remove_software", _S.APPROVED, _S.REMOVED, Term("登记卸载", "Note its removal"), "K5.31"),
            ),
        ),
    )  # fmt: skip

    name: Mapped[str] = fields.text("软件或介质", "Software or medium", length=120, required=True)
    kind: Mapped[SoftwareKind] = fields.choice("事项", "Kind", SOFTWARE, required=True)
    machine: Mapped[str] = fields.text("使用的设备", "On which machine", length=120, required=True)
    source: Mapped[str] = fields.text("来源和许可", "Source and licence", required=True)
    reason: Mapped[str] = fields.text("用途", "What for", required=True)
    applicant_id: Mapped[int]
    applicant: Mapped[Employee] = fields.person("申请人", "Applicant", required=True)
    asked_on: Mapped[date] = fields.day("申请日期", "Asked on", now=True, required=True, past=True)
    state: Mapped[SoftwareState] = fields.choice(
        "状态", "State", SOFTWARE_STATES, required=True, default=_S.ASKED, system=True,
        tones={_S.ASKED: "soon", _S.APPROVED: "done", _S.REFUSED: "stopped", _S.REMOVED: "stopped"},
    )  # fmt: skip
    checked: Mapped[str | None] = fields.text("病毒检查和意见", "Check for viruses, and opinion", system=True)
    decided_by: Mapped[Employee | None] = fields.person("审批人", "Decided by", system=True)
