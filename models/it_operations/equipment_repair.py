"""设备维修 — outside hands on our equipment: approved, supervised, without our data, accepted and free of viruses, or scrapped (K5.2, K5.3, K5.27–K5.29)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.it_operations.backup import Backup
from models.organisation.appointment import Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class RepairKind(StrEnum):
    """Where it is done."""

    ON_SITE = "on_site"
    SENT_OUT = "sent_out"


class RepairState(StrEnum):
    """Where a repair stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    IN_REPAIR = "in_repair"
    ACCEPTED = "accepted"
    TO_SCRAP = "to_scrap"
    SCRAPPED = "scrapped"


class Virus(StrEnum):
    """What the check for viruses has shown."""

    CLEAN = "clean"
    REMOVED = "removed"
    NO_STORAGE = "no_storage"


REPAIRS = {RepairKind.ON_SITE: Term("外单位人员上门", "Outside technician on site"), RepairKind.SENT_OUT: Term("送外维修", "Sent out")}
REPAIR_STATES = {
    RepairState.ASKED: Term("待批准", "To be approved"),
    RepairState.APPROVED: Term("已批准", "Approved"),
    RepairState.REFUSED: Term("不予批准", "Refused"),
    RepairState.IN_REPAIR: Term("维修中", "In repair"),
    RepairState.ACCEPTED: Term("已验收", "Accepted"),
    RepairState.TO_SCRAP: Term("待批准报废", "Scrapping to be approved"),
    RepairState.SCRAPPED: Term("已报废", "Scrapped"),
}
VIRUS = {Virus.CLEAN: Term("无病毒", "Clean"), Virus.REMOVED: Term("已清除病毒", "Removed"), Virus.NO_STORAGE: Term("无存储部件", "No storage")}
_S = RepairState
_HEAD = ((Post.DEPARTMENT_MANAGER, "department"),)


class EquipmentRepair(Record):
    """One repair of one piece, from the request to its acceptance."""

    register = Register(
        title=Term("设备维修", "Repairs"),
        area=Area.IT_OPERATIONS,
        rank=22,
        kept=True,
        clauses=("K5.2", "K5.3", "K5.27", "K5.28", "K5.29"),
        label="equipment",
        list=("equipment", "kind", "vendor", "supervisor", "state", "asked_on", "accepted_at"),
        search=("equipment", "fault", "vendor"),
        newest="asked_on",
        department="department",
        assigned=("supervisor",),
        draft_only="K5.27",
        workflow=Workflow(
            "state",
            _S.ASKED,
            (
                Move("approve_repair", _S.ASKED, _S.APPROVED, Term("批准维修", "Approve"), "K5.3", needs=("answer",), stamps=("approved_by",),
                     posts=_HEAD, waits=True),
                Move("refuse_repair", _S.ASKED, _S.REFUSED, Term("不予批准", "Refuse"), "K5.3", needs=("answer",), stamps=("approved_by",), posts=_HEAD),
                Move("begin_repair", _S.APPROVED, _S.IN_REPAIR, Term("开始维修或送出", "Begin or send out"), "K5.27",
                     offers=("copy", "wiped"), stamps=("begun_at",)),
                Move("accept_repair", _S.IN_REPAIR, _S.ACCEPTED, Term("验收", "Accept"), "K5.28", needs=("acceptance", "virus"),
                     stamps=("accepted_by", "accepted_at"), waits=True),
                Move("ask_scrap", _S.IN_REPAIR, _S.TO_SCRAP, Term("申请报废", "Ask to scrap"), "K5.29", needs=("waste",), offers=("copy", "wiped"),
                     stamps=("scrap_asked_by",), also=(_S.APPROVED,)),
                Move("scrap", _S.TO_SCRAP, _S.SCRAPPED, Term("批准报废", "Approve scrapping"), "K5.29", needs=("scrap_answer",),
                     stamps=("accepted_by", "accepted_at"), apart_from=("scrap_asked_by",), posts=_HEAD, destructive=True, waits=True),
                Move("refuse_scrap", _S.TO_SCRAP, _S.IN_REPAIR, Term("不同意报废", "Refuse scrapping"), "K5.29", needs=("scrap_answer",), posts=_HEAD),
            ),
        ),
    )  # fmt: skip

    equipment: Mapped[str] = fields.text("设备", "Equipment", length=120, required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("责任部门", "Department responsible", required=True, clause="K5.3")
    kind: Mapped[RepairKind] = fields.choice("方式", "Way", REPAIRS, required=True)
    fault: Mapped[str] = fields.long_text("故障情况", "Fault", length=2000, required=True, clause="K5.27")
    vendor: Mapped[str] = fields.text("维修单位和人员", "Firm and technicians", required=True)
    supervisor_id: Mapped[int]
    supervisor: Mapped[Employee] = fields.person("全程监督人", "Supervisor throughout", required=True, clause="K5.2")
    has_data: Mapped[bool] = fields.yes_no("含数据存储", "Holds data", default=True, clause="K5.27")
    asked_on: Mapped[date] = fields.day("申请日期", "Asked on", now=True, required=True, past=True)
    state: Mapped[RepairState] = fields.choice(
        "状态", "State", REPAIR_STATES, required=True, default=_S.ASKED, system=True,
        tones={_S.ASKED: "soon", _S.APPROVED: "soon", _S.REFUSED: "stopped", _S.IN_REPAIR: "soon", _S.ACCEPTED: "done",
               _S.TO_SCRAP: "soon", _S.SCRAPPED: "stopped"},
    )  # fmt: skip
    answer: Mapped[str | None] = fields.text("批准意见", "Answer", system=True)
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True, clause="K5.3")
    copy_id: Mapped[int | None]
    copy: Mapped[Backup | None] = fields.reference("数据备份", "Backup of its data", "backup", system=True, clause="K5.27")
    wiped: Mapped[bool] = fields.yes_no("数据已删除", "Data deleted", system=True, clause="K5.27")
    begun_at: Mapped[datetime | None] = fields.moment("开始或送出时间", "Begun at", system=True, indexed=False)
    acceptance: Mapped[str | None] = fields.long_text("验收情况", "Acceptance", length=2000, system=True, clause="K5.28")
    virus: Mapped[Virus | None] = fields.choice("病毒检查", "Check for viruses", VIRUS, system=True, clause="K5.28")
    waste: Mapped[str | None] = fields.text("废弃物安全处理", "How the waste was handled", system=True, clause="K5.29")
    scrap_asked_by_id: Mapped[int | None]
    scrap_asked_by: Mapped[Employee | None] = fields.person("报废申请人", "Scrapping asked by", system=True, clause="K5.29")
    scrap_answer: Mapped[str | None] = fields.text("报废审批意见", "Answer on scrapping", system=True, clause="K5.29")
    accepted_by: Mapped[Employee | None] = fields.person("验收人", "Accepted by", system=True)
    accepted_at: Mapped[datetime | None] = fields.moment("验收时间", "Accepted at", system=True)
