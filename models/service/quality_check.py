"""质量检查 — calls, requests and skills looked at, what was found, and by when it is put right (K9.8, Y4.2, Y4.7, K8.4, K4.15)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.rules.service import ServiceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register
from models.service.contact_log import ContactLog
from models.service.service_request import ServiceRequest


class Looked(StrEnum):
    """What was checked."""

    CALL = "call"
    REQUEST = "request"
    CONDUCT = "conduct"
    SKILLS = "skills"


class Fault(StrEnum):
    """What may be found."""

    NONE = "none"
    QUARREL = "quarrel"
    INTERRUPTED = "interrupted"
    SHIRKED = "shirked"
    HARD = "hard"
    BENEFITS = "benefits"
    LATE = "late"
    WRONG = "wrong"
    PRIVACY = "privacy"
    SKILLS = "skills"
    OTHER = "other"


class Righted(StrEnum):
    """Where a finding stands."""

    CHECKED = "checked"
    RIGHTED = "righted"
    CLOSED = "closed"


_S, _F = Righted, Fault
FAULTS = {
    _F.NONE: Term("无", "None"), _F.QUARREL: Term("与客户争吵", "Quarrelled with the customer"),
    _F.INTERRUPTED: Term("打断客户", "Interrupted the customer"), _F.SHIRKED: Term("推诿责任", "Shirked"),
    _F.HARD: Term("为难客户", "Made life hard for the customer"), _F.BENEFITS: Term("索取好处", "Sought benefits"), _F.LATE: Term("办理不及时", "Late"),
    _F.WRONG: Term("答复不准确", "Answered wrongly"), _F.PRIVACY: Term("泄露信息", "Gave away information"),
    _F.SKILLS: Term("业务不熟", "Lacks knowledge"), _F.OTHER: Term("其他", "Other"),
}  # fmt: skip
COUNTS = {
    _F.QUARREL: "K8.7", _F.INTERRUPTED: "K8.14", _F.SHIRKED: "K6.7", _F.HARD: "K6.7", _F.BENEFITS: "K6.7", _F.LATE: "Y4.7", _F.WRONG: "K8.11",
    _F.PRIVACY: "A7.3", _F.SKILLS: "Y4.2", _F.OTHER: "Y4.7",
}  # fmt: skip
"""The clause under which a fault stands in the performance ledger of whose work it was."""
MOVES = (
    Move("pass_check", _S.CHECKED, _S.CLOSED, Term("合格结束", "Pass"), "K9.8"),
    Move("put_right", _S.CHECKED, _S.RIGHTED, Term("整改", "Put right"), "Y4.7", needs=("remedy",), stamps=("righted_on",), only_for=("agent",), waits=True),
    Move("verify_righted", _S.RIGHTED, _S.CLOSED, Term("复查通过", "Verified"), "Y4.7", needs=("verification",), stamps=("verified_by",),
         apart_from=("agent",), waits=True),
    Move("not_righted", _S.RIGHTED, _S.CHECKED, Term("复查不通过", "Not yet right"), "Y4.7", needs=("verification",), stamps=("verified_by",),
         apart_from=("agent",)),
)  # fmt: skip


class QualityCheck(Record):
    """One check of one person's work; a finding has a term in which it is put right."""

    register = Register(
        title=Term("服务质量检查", "Quality checks"),
        area=Area.SERVICE,
        rank=80,
        clauses=("K9.8", "Y4.2", "Y4.7", "K8.4", "K4.15", "K8.14", "K6.7"),
        label="number",
        list=("number", "kind", "agent", "checked_on", "score", "fault", "rectify_by_on", "state", "checker"),
        search=("number", "finding"),
        filters=("kind", "state", "fault", "agent", "checker", "checked_on", "rectify_by_on", "contact", "request"),
        newest="checked_on",
        owner="checker",
        assigned=("agent",),
        draft_only="K9.8",
        workflow=Workflow("state", _S.CHECKED, MOVES),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("quality_check", "质〔{year}〕{no:03d}"))
    kind: Mapped[Looked] = fields.choice(
        "检查内容", "What was checked", {
            Looked.CALL: Term("通话", "A call"), Looked.REQUEST: Term("工单", "A request"), Looked.CONDUCT: Term("现场服务", "Conduct at the desk"),
            Looked.SKILLS: Term("产品和业务知识", "Knowledge of products and skills"),
        }, required=True, growing=True, clause="K9.8",
    )  # fmt: skip
    contact_id: Mapped[int | None]
    contact: Mapped[ContactLog | None] = fields.reference("联系记录", "Contact", "contact_log", needed_when=("kind", (Looked.CALL,)))
    request_id: Mapped[int | None]
    request: Mapped[ServiceRequest | None] = fields.reference("工单", "Request", "service_request", needed_when=("kind", (Looked.REQUEST,)))
    agent_id: Mapped[int]
    agent: Mapped[Employee] = fields.person("被检查人", "Whose work", required=True)
    checker_id: Mapped[int | None]
    checker: Mapped[Employee | None] = fields.person("检查人", "Checked by", differs_from="agent")
    checked_on: Mapped[date] = fields.day("检查日期", "Checked on", now=True, required=True, past=True)
    attitude: Mapped[int] = fields.number("态度", "Attitude", required=True, minimum=1, maximum=5, clause="K8.4")
    procedure: Mapped[int] = fields.number("流程", "Process", required=True, minimum=1, maximum=5, clause="K9.8")
    quality: Mapped[int] = fields.number("答复质量", "Quality of the answer", required=True, minimum=1, maximum=5, clause="Y4.2")
    score: Mapped[int | None] = fields.number("得分", "Score", system=True, clause="K9.8", help=Term("三项合计，满分 15。", "All three, 15 at most."))
    fault: Mapped[Fault] = fields.choice(
        "问题", "Fault", FAULTS, required=True, growing=True, tones={_F.NONE: "done", _F.QUARREL: "late", _F.PRIVACY: "late"}, clause="K4.15"
    )
    finding: Mapped[str | None] = fields.long_text(
        "检查情况", "Finding", length=2000, needed_when=("fault", tuple(one for one in Fault if one is not Fault.NONE)), clause="Y4.7"
    )
    rectify_by_on: Mapped[date | None] = fields.day(
        "整改期限", "To be put right by", clause="Y4.7", within=Within("checked_on", ServiceRule.RECTIFY_DAYS, done="righted_on", told=("agent",))
    )
    state: Mapped[Righted] = fields.choice(
        "状态", "State", {_S.CHECKED: Term("待整改或结束", "Checked"), _S.RIGHTED: Term("已整改·待复查", "Put right"), _S.CLOSED: Term("已结束", "Closed")},
        required=True, default=_S.CHECKED, system=True, growing=True, tones={_S.CHECKED: "soon", _S.RIGHTED: "calm", _S.CLOSED: "done"},
    )  # fmt: skip
    remedy: Mapped[str | None] = fields.long_text("整改情况", "How it was put right", length=2000, system=True, clause="Y4.7")
    righted_on: Mapped[date | None] = fields.day("整改日期", "Put right on", system=True)
    verification: Mapped[str | None] = fields.long_text("复查意见", "Verification", length=1000, system=True)
    verified_by: Mapped[Employee | None] = fields.person("复查人", "Verified by", system=True)
