"""培训计划 — what people are trained in, and how much the complaints ask for it (A13.1, A13.2)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.register import Register


class TrainingTopic(StrEnum):
    """The topics of A13.1 and what else the causes of complaints ask for."""

    COMMUNICATION = "communication"
    COMPLAINTS = "complaints"
    NEEDS = "needs"
    PRODUCT = "product"
    METHOD = "method"
    OTHER = "other"


class TrainingState(StrEnum):
    """Planned, held or called off."""

    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called_off"


_S = TrainingState


class Training(Record):
    """One training; the demand is computed from the root causes of complaints when it is planned."""

    register = Register(
        title=Term("培训计划", "Training"),
        area=Area.GOVERNANCE,
        rank=14,
        kept=True,
        clauses=("A13.1", "A13.2"),
        label="title",
        list=("planned_on", "topic", "title", "department", "trainer", "demand", "state", "held_on"),
        search=("title", "trainer"),
        newest="planned_on",
        department="department",
        draft_only="A13.1",
        fixed=("title", "topic", "planned_on", "content"),
        workflow=Workflow(
            "state",
            _S.PLANNED,
            (
                Move("hold_training", _S.PLANNED, _S.HELD, Term("登记举办", "Held"), "A13.1", needs=("held_on",), offers=("effect",)),
                Move("call_off_training", _S.PLANNED, _S.CALLED_OFF, Term("取消", "Call off"), "A13.1", destructive=True),
            ),
        ),
    )

    title: Mapped[str] = fields.text("培训名称", "Title", required=True)
    topic: Mapped[TrainingTopic] = fields.choice(
        "主题", "Topic",
        {
            TrainingTopic.COMMUNICATION: Term("沟通技巧", "Communication"), TrainingTopic.COMPLAINTS: Term("投诉处理方法", "Dealing with complaints"),
            TrainingTopic.NEEDS: Term("客户需求分析", "What customers need"), TrainingTopic.PRODUCT: Term("产品和供货知识", "Products and supplies"),
            TrainingTopic.METHOD: Term("流程和操作方法", "Procedures"), TrainingTopic.OTHER: Term("其他", "Other"),
        },
        required=True, growing=True, clause="A13.1",
    )  # fmt: skip
    planned_on: Mapped[date] = fields.day("计划日期", "Planned on", required=True)
    department: Mapped[Department | None] = fields.department("参加部门", "Department")
    trainer: Mapped[str | None] = fields.text("讲师", "Trainer", length=60)
    content: Mapped[str | None] = fields.long_text("内容", "Content", length=4000)
    demand: Mapped[int | None] = fields.number(
        "投诉原因需求（件）", "Complaints that ask for it", system=True, clause="A13.2",
        help=Term("计划日期前，按根本原因归入这一主题的投诉数。", "Complaints whose root cause belongs to the topic, before it."),
    )  # fmt: skip
    state: Mapped[TrainingState] = fields.choice(
        "状态", "State", {_S.PLANNED: Term("计划中", "Planned"), _S.HELD: Term("已举办", "Held"), _S.CALLED_OFF: Term("取消", "Called off")},
        required=True, default=_S.PLANNED, system=True, tones={_S.PLANNED: "soon", _S.HELD: "done", _S.CALLED_OFF: "stopped"},
    )  # fmt: skip
    held_on: Mapped[date | None] = fields.day("举办日期", "Held on", system=True, past=True)
    effect: Mapped[str | None] = fields.long_text("效果", "Effect", length=2000, system=True)
