"""客户计划与活动 — development plans, campaigns, the upkeep scheme, appreciation events, forums, surveys (A4.2, A4.3, K6.18–K6.20, K7.14, K7.16)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ProgrammeKind(StrEnum):
    """What is planned."""

    DEVELOPMENT = "development"
    CAMPAIGN = "campaign"
    UPKEEP = "upkeep"
    APPRECIATION = "appreciation"
    SPECIAL = "special"
    FORUM = "forum"
    COMMUNITY = "community"
    SURVEY = "survey"


class ProgrammeState(StrEnum):
    """How far it is."""

    PLANNED = "planned"
    APPROVED = "approved"
    FINISHED = "finished"
    CANCELLED = "cancelled"


PROGRAMME_KINDS = {
    ProgrammeKind.DEVELOPMENT: Term("客户开发计划", "Development plan"),
    ProgrammeKind.CAMPAIGN: Term("宣传推广活动", "Campaign"),
    ProgrammeKind.UPKEEP: Term("客户访问及关系维护方案", "Scheme of visits and upkeep"),
    ProgrammeKind.APPRECIATION: Term("客户答谢活动", "Appreciation event"),
    ProgrammeKind.SPECIAL: Term("专属活动", "Event for a customer"),
    ProgrammeKind.FORUM: Term("住户座谈会", "Residents' forum"),
    ProgrammeKind.COMMUNITY: Term("节日、社区、集会活动", "Festival, community or assembly"),
    ProgrammeKind.SURVEY: Term("专题问卷", "Topic survey"),
}
STATES = {
    ProgrammeState.PLANNED: Term("待批准", "Planned"),
    ProgrammeState.APPROVED: Term("进行中", "Under way"),
    ProgrammeState.FINISHED: Term("已完成", "Finished"),
    ProgrammeState.CANCELLED: Term("已取消", "Cancelled"),
}
TONES = {
    ProgrammeState.PLANNED: "soon", ProgrammeState.APPROVED: "calm", ProgrammeState.FINISHED: "done", ProgrammeState.CANCELLED: "stopped",
}  # fmt: skip
_S, _K = ProgrammeState, ProgrammeKind


class CustomerProgramme(Record):
    """One plan or event with its goal, what it rests on and what came of it."""

    register = Register(
        title=Term("客户计划与活动", "Plans and events"),
        area=Area.CUSTOMERS,
        rank=44,
        clauses=("A4.2", "A4.3", "K6.18", "K6.19", "K6.20", "K7.14", "K7.16"),
        label="title",
        list=("title", "kind", "from_on", "until_on", "names_due_on", "state", "owner", "department"),
        filters=("kind", "state", "department", "owner", "from_on"),
        search=("title",),
        newest="from_on",
        owner="owner",
        department="department",
        workflow=Workflow(
            "state",
            _S.PLANNED,
            (
                Move("approve_programme", _S.PLANNED, _S.APPROVED, Term("批准实施", "Approve"), "K7.14",
                     stamps=("approved_by", "approved_on"), apart_from=("owner",), waits=True),
                Move("finish_programme", _S.APPROVED, _S.FINISHED, Term("登记结果", "Finish"), "A4.2", needs=("result",), stamps=("finished_on",)),
                Move("cancel_programme", _S.PLANNED, _S.CANCELLED, Term("取消", "Cancel"), "A4.2", needs=("result",),
                     also=(_S.APPROVED,), destructive=True),
            ),
        ),
    )  # fmt: skip

    title: Mapped[str] = fields.text("名称", "Title", required=True)
    kind: Mapped[ProgrammeKind] = fields.choice("类别", "Kind", PROGRAMME_KINDS, required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("主办部门", "Department", required=True)
    owner_id: Mapped[int]
    owner: Mapped[Employee] = fields.person("负责人", "In charge", required=True)
    from_on: Mapped[date] = fields.day("开始日期", "From", required=True)
    until_on: Mapped[date | None] = fields.day("结束日期", "Until", not_before="from_on")
    basis: Mapped[str | None] = fields.long_text(
        "市场需求和服务能力依据", "What it rests on", length=4000, needed_when=("kind", (_K.DEVELOPMENT, _K.UPKEEP)), clause="A4.2"
    )
    goal: Mapped[str] = fields.long_text("目标和内容", "Goal and content", length=4000, required=True, clause="A4.2")
    names_due_on: Mapped[date | None] = fields.day(
        "名单报送期限", "Names by", needed_when=("kind", (_K.APPRECIATION,)), clause="K7.16"
    )
    budget: Mapped[Decimal | None] = fields.money("预算", "Budget", minimum=0)
    state: Mapped[ProgrammeState] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=_S.PLANNED, system=True)
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True)
    approved_on: Mapped[date | None] = fields.day("批准日期", "Approved on", system=True, indexed=False)
    result: Mapped[str | None] = fields.long_text("结果", "Result", length=4000, system=True, clause="A4.2")
    finished_on: Mapped[date | None] = fields.day("完成日期", "Finished on", system=True)
