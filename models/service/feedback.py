"""客户反馈 — opinions, suggestions, commendations and market information, each passed on against receipt and answered (A6.1, Y4.6)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.masking import Mask
from domain.numbering import Series
from domain.rules.service import ServiceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.customers.customer import Customer
from models.fields import Within
from models.organisation.appointment import Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register
from models.service.words import CHANNELS, FEEDBACK_KINDS, Channel, FeedbackKind


class Heeded(StrEnum):
    """Where a piece of feedback stands."""

    RECORDED = "recorded"
    RELAYED = "relayed"
    RECEIVED = "received"
    EVALUATED = "evaluated"
    ADOPTED = "adopted"
    DECLINED = "declined"
    TOLD = "told"
    CLOSED = "closed"


class Feasible(StrEnum):
    """Y4.6: whether it can be done."""

    YES = "yes"
    NO = "no"


_S = Heeded
STATES = {
    _S.RECORDED: Term("已登记", "Recorded"),
    _S.RELAYED: Term("已转出·待签收", "Passed on"),
    _S.RECEIVED: Term("已签收", "Received"),
    _S.EVALUATED: Term("已评估·待决定", "Evaluated"),
    _S.ADOPTED: Term("已采纳", "Adopted"),
    _S.DECLINED: Term("未采纳", "Not adopted"),
    _S.TOLD: Term("已反馈客户", "Customer told"),
    _S.CLOSED: Term("已办结", "Closed"),
}
_TONES = {
    _S.RECORDED: "soon", _S.RELAYED: "soon", _S.RECEIVED: "soon", _S.EVALUATED: "soon", _S.ADOPTED: "calm", _S.DECLINED: "calm",
    _S.TOLD: "calm", _S.CLOSED: "done",
}  # fmt: skip
MOVES = (
    Move("relay", _S.RECORDED, _S.RELAYED, Term("转交", "Pass on"), "K9.3", needs=("department", "receiver"), stamps=("relayed_on", "relayed_by")),
    Move("sign_feedback", _S.RELAYED, _S.RECEIVED, Term("签收", "Sign for it"), "K9.3", stamps=("received_at",), only_for=("receiver",), waits=True),
    Move("evaluate", _S.RECEIVED, _S.EVALUATED, Term("评估", "Evaluate"), "Y4.6", needs=("feasible", "evaluation"),
         stamps=("evaluated_on", "evaluated_by"), only_for=("receiver",), waits=True),
    Move("adopt", _S.EVALUATED, _S.ADOPTED, Term("采纳并定整改方案", "Adopt"), "K6.5", needs=("decision",), stamps=("decided_by",),
         posts=((Post.DEPARTMENT_MANAGER, "department"), (Post.GENERAL_MANAGER, "")), waits=True),
    Move("decline", _S.EVALUATED, _S.DECLINED, Term("不予采纳", "Do not adopt"), "K6.5", needs=("decision",), stamps=("decided_by",),
         posts=((Post.DEPARTMENT_MANAGER, "department"), (Post.GENERAL_MANAGER, ""))),
    Move("tell", _S.ADOPTED, _S.TOLD, Term("反馈客户", "Tell the customer"), "Y4.6", also=(_S.DECLINED, _S.RECEIVED), needs=("told",),
         stamps=("told_at",)),
    Move("post", _S.TOLD, _S.TOLD, Term("公布", "Post publicly"), "K6.6", stays=True, needs=("posted",), stamps=("posted_on",)),
    Move("conclude", _S.TOLD, _S.CLOSED, Term("办结", "Conclude"), "A6.1", also=(_S.RECEIVED,)),
)  # fmt: skip


class Feedback(Record):
    """What one customer says, or what is heard in the market; collected by the customer service alone (A6.2)."""

    register = Register(
        title=Term("客户反馈", "Feedback"),
        area=Area.SERVICE,
        rank=30,
        clauses=("A6.1", "A6.2", "Y4.6", "K4.23", "K6.5", "K6.6", "K8.12", "K9.3", "K9.14", "K9.16"),
        label="number",
        sub="title",
        list=("number", "kind", "title", "customer", "state", "evaluate_by_on", "department", "receiver", "feasible", "recorded_on"),
        search=("number", "title", "content"),
        filters=("kind", "state", "channel", "department", "receiver", "customer", "feasible", "recorded_on", "evaluate_by_on", "posted_on", "praised"),
        newest="recorded_on",
        draft_only="K6.5",
        fixed=("kind", "channel", "recorded_on", "customer", "giver", "title", "content"),
        owner="recorder",
        department="department",
        region="customer",
        assigned=("receiver",),
        workflow=Workflow("state", _S.RECORDED, MOVES),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("feedback", "馈〔{year}〕{no:04d}"))
    kind: Mapped[FeedbackKind] = fields.choice("类别", "Kind", FEEDBACK_KINDS, required=True, growing=True, clause="A6.1")
    channel: Mapped[Channel] = fields.choice("渠道", "Channel", CHANNELS, required=True, growing=True)
    recorded_on: Mapped[date] = fields.day("收到日期", "Received on", now=True, required=True, past=True)
    customer_id: Mapped[int | None]
    customer: Mapped[Customer | None] = fields.reference("客户", "Customer", "customer")
    giver: Mapped[str | None] = fields.text("反馈人", "Who says it", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME)
    title: Mapped[str] = fields.text("标题", "Title", length=120, required=True)
    content: Mapped[str] = fields.long_text("内容", "Content", length=4000, required=True, clause="K6.5")
    complaint_id: Mapped[int | None]
    complaint: Mapped[Complaint | None] = fields.reference(
        "投诉", "Complaint", "complaint", clause="K9.16",
        help=Term("从投诉中提取的建议填出处；投诉、纠纷和举报办结前填已立的投诉。", "Where a suggestion was drawn from; the case a complaint became."),
    )  # fmt: skip
    praised: Mapped[bool] = fields.yes_no("优先评为文明户", "Preferred as an exemplary household", clause="K6.6")
    recorder_id: Mapped[int | None]
    recorder: Mapped[Employee | None] = fields.person("登记人", "Recorded by", clause="A6.2")
    state: Mapped[Heeded] = fields.choice(
        "状态", "State", STATES, required=True, default=_S.RECORDED, system=True, growing=True, tones=_TONES
    )
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("转交部门", "Passed on to", system=True, clause="K9.3")
    receiver_id: Mapped[int | None]
    receiver: Mapped[Employee | None] = fields.person("接收人", "Receiver", system=True, clause="K9.3")
    relayed_on: Mapped[date | None] = fields.day("转交日期", "Passed on on", system=True)
    relayed_by: Mapped[Employee | None] = fields.person("转交人", "Passed on by", system=True)
    received_at: Mapped[datetime | None] = fields.moment("签收时间", "Signed for at", system=True, clause="K9.3")
    evaluate_by_on: Mapped[date | None] = fields.day(
        "评估期限", "Evaluation due", clause="Y4.6", within=Within("relayed_on", ServiceRule.FEEDBACK_DAYS, done="evaluated_on", told=("receiver",))
    )
    feasible: Mapped[Feasible | None] = fields.choice(
        "可行性", "Feasible", {Feasible.YES: Term("可行", "Feasible"), Feasible.NO: Term("不可行", "Not feasible")},
        tones={Feasible.YES: "done", Feasible.NO: "stopped"}, system=True, clause="Y4.6",
    )  # fmt: skip
    evaluation: Mapped[str | None] = fields.long_text("评估意见", "Evaluation", length=2000, system=True, clause="Y4.6")
    evaluated_on: Mapped[date | None] = fields.day("评估日期", "Evaluated on", system=True)
    evaluated_by: Mapped[Employee | None] = fields.person("评估人", "Evaluated by", system=True)
    decision: Mapped[str | None] = fields.long_text("采纳决定和整改方案", "Decision and measures", length=2000, system=True, clause="K6.5")
    decided_by: Mapped[Employee | None] = fields.person("决定人", "Decided by", system=True)
    told: Mapped[str | None] = fields.long_text("反馈内容", "What the customer was told", length=2000, system=True, clause="Y4.6")
    told_at: Mapped[datetime | None] = fields.moment("反馈时间", "Told at", system=True)
    posted: Mapped[str | None] = fields.long_text("公布内容", "Posted text", length=2000, system=True, clause="K6.6")
    posted_on: Mapped[date | None] = fields.day("公布日期", "Posted on", system=True, clause="K6.6")
