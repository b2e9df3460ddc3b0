"""会议和议事 — discussions and deliberations of a regulation, exchanges between departments, with minutes (A12.2, A14.2)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.governance.regulation_version import RegulationVersion
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class MeetingKind(StrEnum):
    """What it is for."""

    EXCHANGE = "exchange"
    DISCUSSION = "discussion"
    DELIBERATION = "deliberation"
    MANAGEMENT = "management"


class MeetingResult(StrEnum):
    """What was decided."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    NOTED = "noted"


class MeetingState(StrEnum):
    """Planned, held or called off."""

    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called_off"


_S = MeetingState
_ABOUT = (MeetingKind.DISCUSSION, MeetingKind.DELIBERATION)


class GovernanceMeeting(Record):
    """One meeting; a deliberation that agreed opens the way to publishing its version."""

    register = Register(
        title=Term("会议和议事记录", "Meetings"),
        area=Area.GOVERNANCE,
        rank=10,
        kept=True,
        draft_only="A14.2",
        clauses=("A12.2", "A14.2"),
        label="title",
        list=("planned_on", "kind", "title", "department", "chair", "state", "result", "about_version"),
        search=("title",),
        newest="planned_on",
        beside=("about_version",),
        department="department",
        assigned=("participants",),
        workflow=Workflow(
            "state",
            _S.PLANNED,
            (
                Move(
                    "hold_meeting",
                    _S.PLANNED,
                    _S.HELD,
                    Term("登记纪要", "Enter the minutes"),
                    "A12.2",
                    needs=("held_on", "minutes", "result"),
                    offers=("decision",),
                ),
                Move(
                    "call_off_meeting", _S.PLANNED, _S.CALLED_OFF, Term("取消", "Call off"), "A12.2", destructive=True
                ),
            ),
        ),
    )

    title: Mapped[str] = fields.text("议题", "Topic", required=True)
    kind: Mapped[MeetingKind] = fields.choice(
        "种类",
        "Kind",
        {
            MeetingKind.EXCHANGE: Term("部门经验交流", "Exchange of experience"),
            MeetingKind.DISCUSSION: Term("制度讨论", "Discussion of a regulation"),
            MeetingKind.DELIBERATION: Term("制度审议", "Deliberation of a regulation"),
            MeetingKind.MANAGEMENT: Term("管理层会议", "Management"),
        },
        required=True,
        growing=True,
    )
    planned_on: Mapped[date] = fields.day("计划日期", "Planned on", required=True)
    department: Mapped[Department | None] = fields.department("召集部门", "Called by")
    chair: Mapped[Employee | None] = fields.person("主持人", "Chair")
    participants: Mapped[list[Employee]] = fields.references("参加人", "Participants", "employee")
    about_version_id: Mapped[int | None]
    about_version: Mapped[RegulationVersion | None] = fields.reference(
        "制度版本", "Version", "regulation_version", needed_when=("kind", _ABOUT), clause="A14.2"
    )
    state: Mapped[MeetingState] = fields.choice(
        "状态",
        "State",
        {
            _S.PLANNED: Term("计划中", "Planned"),
            _S.HELD: Term("已召开", "Held"),
            _S.CALLED_OFF: Term("取消", "Called off"),
        },
        required=True,
        default=_S.PLANNED,
        system=True,
        tones={_S.PLANNED: "soon", _S.HELD: "done", _S.CALLED_OFF: "stopped"},
    )
    held_on: Mapped[date | None] = fields.day("召开日期", "Held on", system=True, past=True)
    minutes: Mapped[str | None] = fields.long_text("纪要", "Minutes", length=10_000, system=True, clause="A12.2")
    result: Mapped[MeetingResult | None] = fields.choice(
        "结论",
        "Result",
        {
            MeetingResult.AGREED: Term("同意", "Agreed"),
            MeetingResult.NOT_AGREED: Term("不同意", "Not agreed"),
            MeetingResult.NOTED: Term("交流，不作决议", "Noted"),
        },
        system=True,
    )
    decision: Mapped[str | None] = fields.long_text("决议", "Decision", length=4000, system=True)
    about_content: Mapped[str | None] = fields.text(
        "所议正文校验码", "Digest of the text it was about", length=64, system=True, clause="A14.2",
        help=Term("会议时该版本正文和文件的校验码；退回修改后正文变了，须重新审议。", "What it said at the meeting; a changed text is deliberated again."),
    )  # fmt: skip
