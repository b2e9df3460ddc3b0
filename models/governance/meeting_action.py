"""会议事项 — what a meeting has asked of somebody, and by when (A12.2)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.governance.governance_meeting import GovernanceMeeting
from models.organisation.employee import Employee
from models.register import Register


class ActionState(StrEnum):
    """Open or done."""

    OPEN = "open"
    DONE = "done"


class MeetingAction(Record):
    """One task of one meeting."""

    register = Register(
        title=Term("会议事项", "Actions of meetings"),
        area=Area.GOVERNANCE,
        rank=11,
        minor=True,
        kept=True,
        clauses=("A12.2",),
        label="task",
        list=("meeting", "task", "responsible", "due_on", "state", "done_on"),
        search=("task",),
        newest="due_on",
        owner="responsible",
        parent="meeting",
        draft_only="A12.2",
        fixed=("meeting", "task", "responsible", "due_on"),
        workflow=Workflow(
            "state",
            ActionState.OPEN,
            (Move("complete_action", ActionState.OPEN, ActionState.DONE, Term("完成", "Done"), "A12.2", needs=("outcome",), stamps=("done_on",),
                  only_for=("responsible",), waits=True),),
        ),
    )  # fmt: skip

    meeting_id: Mapped[int]
    meeting: Mapped[GovernanceMeeting] = fields.reference("会议", "Meeting", "governance_meeting", required=True)
    task: Mapped[str] = fields.text("事项", "Task", required=True)
    responsible_id: Mapped[int]
    responsible: Mapped[Employee] = fields.person("负责人", "Responsible", required=True)
    due_on: Mapped[date] = fields.day("期限", "Due", required=True, runs=(ActionState.OPEN,))
    state: Mapped[ActionState] = fields.choice(
        "状态", "State", {ActionState.OPEN: Term("办理中", "Open"), ActionState.DONE: Term("完成", "Done")},
        required=True, default=ActionState.OPEN, system=True, tones={ActionState.OPEN: "soon", ActionState.DONE: "done"},
    )  # fmt: skip
    outcome: Mapped[str | None] = fields.long_text("办理结果", "Outcome", length=1000, system=True)
    done_on: Mapped[date | None] = fields.day("完成日期", "Done on", system=True)
