"""上报请示 — what cannot be answered or solved, and what comes in writing, goes to the superior at once (T2.7, T2.13, K6.4, K8.11, K4.23)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules.service import ServiceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register


class Why(StrEnum):
    """Why the superior is asked."""

    WRITTEN = "written"
    NO_ANSWER = "no_answer"
    NO_SOLUTION = "no_solution"
    UNSURE = "unsure"
    FED_BACK = "fed_back"


class Escalated(StrEnum):
    """Where it stands."""

    ASKED = "asked"
    INSTRUCTED = "instructed"
    PLANNED = "planned"


_S, _W = Escalated, Why
MOVES = (
    Move("instruct", _S.ASKED, _S.INSTRUCTED, Term("批示处理办法", "Instruct"), "K6.4", needs=("instruction",),
         stamps=("instructed_by", "instructed_at"), apart_from=("asker",), waits=True),
    Move("make_plan", _S.INSTRUCTED, _S.PLANNED, Term("制定整改处理方案", "Make the plan"), "T2.13", needs=("plan",), stamps=("planned_by",)),
)  # fmt: skip


class ComplaintEscalation(Record):
    """One question to the superior about one complaint; he is told as it is entered."""

    register = Register(
        title=Term("投诉上报请示", "Escalations"),
        area=Area.COMPLAINTS,
        rank=48,
        minor=True,
        clauses=("T2.7", "T2.13", "K6.4", "K8.11", "K4.23"),
        label="title",
        list=("title", "complaint", "why", "state", "instruct_by_at", "asker", "instructed_by"),
        search=("title",),
        filters=("why", "state", "asked_at", "instruct_by_at"),
        newest="asked_at",
        parent="complaint",
        kept=True,
        workflow=Workflow("state", _S.ASKED, MOVES),
    )

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    title: Mapped[str] = fields.text("请示事项", "Question", length=120, required=True)
    why: Mapped[Why] = fields.choice(
        "原因", "Why", {
            _W.WRITTEN: Term("书面来件", "It came in writing"), _W.NO_ANSWER: Term("无法答复", "It cannot be answered"),
            _W.NO_SOLUTION: Term("无法解决", "It cannot be solved"), _W.UNSURE: Term("没有把握", "Unsure"),
            _W.FED_BACK: Term("反馈意见和有关情况", "An opinion and what belongs to it"),
        }, required=True, growing=True, clause="T2.13",
    )  # fmt: skip
    problem: Mapped[str] = fields.long_text("问题和意见", "Problem and proposal", length=4000, required=True, clause="K6.4")
    asked_at: Mapped[datetime | None] = fields.moment("上报时间", "Asked at", system=True, clause="T2.7")
    asker_id: Mapped[int | None]
    asker: Mapped[Employee | None] = fields.person("上报人", "Asked by", system=True)
    instruct_by_at: Mapped[datetime | None] = fields.moment(
        "批示期限", "Instruction due", clause="K6.4", within=Within("asked_at", ServiceRule.INSTRUCT_HOURS, done="instructed_at", told=("asker",))
    )
    state: Mapped[Escalated] = fields.choice(
        "状态", "State", {_S.ASKED: Term("待批示", "Asked"), _S.INSTRUCTED: Term("已批示", "Instructed"), _S.PLANNED: Term("已定方案", "Planned")},
        required=True, default=_S.ASKED, system=True, growing=True, tones={_S.ASKED: "soon", _S.INSTRUCTED: "calm", _S.PLANNED: "done"},
    )  # fmt: skip
    instruction: Mapped[str | None] = fields.long_text("批示", "Instruction", length=2000, system=True, clause="K6.4")
    instructed_by: Mapped[Employee | None] = fields.person("批示人", "Instructed by", system=True)
    instructed_at: Mapped[datetime | None] = fields.moment("批示时间", "Instructed at", system=True)
    plan: Mapped[str | None] = fields.long_text("整改处理方案", "Plan", length=4000, system=True, clause="T2.13")
    planned_by: Mapped[Employee | None] = fields.person("方案制定人", "Plan by", system=True)
