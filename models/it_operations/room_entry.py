"""机房出入登记 — never alone, with a leader's permission, escorted, and signed by who worked and who watched (K5.32–K5.35)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class Visitor(StrEnum):
    """Who comes."""

    IT = "it"
    STAFF = "staff"
    OUTSIDER = "outsider"


class EntryState(StrEnum):
    """Where a visit stands."""

    ASKED = "asked"
    ALLOWED = "allowed"
    REFUSED = "refused"
    LEFT = "left"
    SIGNED = "signed"
    COUNTERSIGNED = "countersigned"


VISITORS = {
    Visitor.IT: Term("信息部门人员", "IT staff"),
    Visitor.STAFF: Term("其他部门人员", "Staff of other departments"),
    Visitor.OUTSIDER: Term("外单位人员", "Outsiders"),
}
ENTRY_STATES = {
    EntryState.ASKED: Term("待许可", "To be permitted"),
    EntryState.ALLOWED: Term("已许可", "Permitted"),
    EntryState.REFUSED: Term("不许可", "Refused"),
    EntryState.LEFT: Term("已离开·待签字", "Left, to be signed"),
    EntryState.SIGNED: Term("操作人已签", "Signed by who worked"),
    EntryState.COUNTERSIGNED: Term("双方已签", "Signed by both"),
}
_S = EntryState


class RoomEntry(Record):
    """One visit: who, with whom, on whose permission, from when until when, and what was done."""

    register = Register(
        title=Term("机房出入登记", "Machine room entries"),
        area=Area.IT_OPERATIONS,
        rank=26,
        kept=True,
        clauses=("K5.32", "K5.33", "K5.34", "K5.35"),
        label="purpose",
        list=("entered_at", "room", "visitor", "operator", "supervisor", "purpose", "left_at", "state"),
        search=("purpose", "outsiders", "room"),
        newest="entered_at",
        assigned=("operator", "supervisor", "duty"),
        draft_only="K5.34",
        workflow=Workflow(
            "state",
            _S.ASKED,
            (
                Move("allow_entry", _S.ASKED, _S.ALLOWED, Term("许可进入", "Permit"), "K5.33", stamps=("allowed_by", "allowed_at"),
                     apart_from=("operator",), waits=True),
                Move("refuse_entry", _S.ASKED, _S.REFUSED, Term("不许可", "Refuse"), "K5.33", stamps=("allowed_by", "allowed_at")),
                Move("leave_room", _S.ALLOWED, _S.LEFT, Term("登记离开", "Note the leaving"), "K5.34", needs=("done", "left_at"), waits=True),
                Move("sign_entry", _S.LEFT, _S.SIGNED, Term("操作人签字", "Sign"), "K5.35", stamps=("signed_at",), only_for=("operator",), waits=True),
                Move("countersign_entry", _S.SIGNED, _S.COUNTERSIGNED, Term("监督人签字", "Countersign"), "K5.35",
                     stamps=("countersigned_at",), only_for=("supervisor",), waits=True),
            ),
        ),
    )  # fmt: skip

    room: Mapped[str] = fields.text("机房", "Room", length=80, required=True)
    visitor: Mapped[Visitor] = fields.choice("人员", "Who comes", VISITORS, required=True, clause="K5.33")
    operator_id: Mapped[int]
    operator: Mapped[Employee] = fields.person(
        "操作人", "Who works there", required=True, clause="K5.32", help=Term("外单位人员来时填接待人。", "With outsiders: who receives them.")
    )
    supervisor_id: Mapped[int]
    supervisor: Mapped[Employee] = fields.person(
        "陪同监督人", "Escort", required=True, differs_from="operator", clause="K5.32", help=Term("进入主机房至少两人。", "At least two persons.")
    )
    others: Mapped[list[Employee]] = fields.references("其他进入人员", "Others", "employee")
    outsiders: Mapped[str | None] = fields.text("外单位人员姓名单位", "Outsiders: names and firms", needed_when=("visitor", (Visitor.OUTSIDER,)))
    purpose: Mapped[str] = fields.text("事由", "Purpose", required=True, clause="K5.34")
    operates: Mapped[bool] = fields.yes_no("非信息人员须操作设备", "Somebody not of IT works on equipment", clause="K5.35")
    grounds: Mapped[str | None] = fields.text("须操作的理由", "Why he must", needed_when=("operates", (True,)), clause="K5.35")
    duty: Mapped[Employee] = fields.person("值班登记人", "Duty officer", required=True, clause="K5.34")
    entered_at: Mapped[datetime] = fields.moment("进入时间", "Entered at", now=True, required=True, clause="K5.34")
    state: Mapped[EntryState] = fields.choice(
        "状态", "State", ENTRY_STATES, required=True, default=_S.ASKED, system=True,
        tones={_S.ASKED: "soon", _S.ALLOWED: "calm", _S.REFUSED: "stopped", _S.LEFT: "soon", _S.SIGNED: "soon", _S.COUNTERSIGNED: "done"},
    )  # fmt: skip
    allowed_by: Mapped[Employee | None] = fields.person("许可人", "Permitted by", system=True, clause="K5.33")
    allowed_at: Mapped[datetime | None] = fields.moment("许可时间", "Permitted at", system=True, indexed=False)
    left_at: Mapped[datetime | None] = fields.moment("离开时间", "Left at", system=True, past=True, not_before="entered_at", clause="K5.34")
    done: Mapped[str | None] = fields.long_text("操作内容", "What was done", length=2000, system=True, clause="K5.32")
    signed_at: Mapped[datetime | None] = fields.moment("操作人签字时间", "Signed at", system=True, indexed=False, clause="K5.35")
    countersigned_at: Mapped[datetime | None] = fields.moment("监督人签字时间", "Countersigned at", system=True, indexed=False, clause="K5.35")
