"""服务工单 — a customer's need from the front desk to the solution: received, passed on, signed for, answered, closed (A5, Y4.3)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.masking import Mask
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register
from models.service.words import (
    CHANNELS,
    REQUEST_KINDS,
    SATISFACTION_TONES,
    SATISFACTIONS,
    Channel,
    RequestKind,
    Satisfaction,
)


class Served(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    TRANSFERRED = "transferred"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    CLOSED = "closed"


_S = Served
STATES = {
    _S.RECEIVED: Term("已接待", "Received"),
    _S.TRANSFERRED: Term("已转交·待签收", "Passed on"),
    _S.IN_HAND: Term("办理中", "In hand"),
    _S.ANSWERED: Term("已答复·待回访", "Answered"),
    _S.CLOSED: Term("已办结", "Closed"),
}
OPEN = (_S.TRANSFERRED, _S.IN_HAND)
MOVES = (
    Move("transfer", _S.RECEIVED, _S.TRANSFERRED, Term("转交办理", "Pass on"), "A5.1",
         needs=("department", "handler"), stamps=("transferred_at", "transferred_by")),
    # Without the moment of the transfer: the terms run on from the first one, whoever has the request now (A5.2, K9.11).
    Move("pass_further", _S.TRANSFERRED, _S.TRANSFERRED, Term("改派", "Pass on to another"), "A5.5", stays=True,
         needs=("again_because", "department", "handler"), stamps=("transferred_by",)),
    Move("sign_request", _S.TRANSFERRED, _S.IN_HAND, Term("签收", "Sign for it"), "A5.1", stamps=("signed_at", "signed_by"), only_for=("handler",), waits=True),
    Move("tell_progress", _S.IN_HAND, _S.IN_HAND, Term("告知客户进展", "Tell the customer how it stands"), "A5.4", stays=True,
         also=(_S.TRANSFERRED,), needs=("progress",), only_for=("handler",)),
    Move("answer", _S.IN_HAND, _S.ANSWERED, Term("答复客户", "Answer"), "A5.3", needs=("solution",), stamps=("answered_at", "answered_by"),
         only_for=("handler",), waits=True),
    Move("answer_at_once", _S.RECEIVED, _S.ANSWERED, Term("当场答复", "Answer at once"), "Y4.3", needs=("solution",),
         stamps=("answered_at", "answered_by")),
    Move("escalate", _S.RECEIVED, _S.RECEIVED, Term("上报请示", "Ask the superior"), "K8.11", stays=True, also=OPEN, needs=("question",)),
    Move("instruct", _S.RECEIVED, _S.RECEIVED, Term("批示办法", "Instruct"), "K6.4", stays=True, also=OPEN, needs=("instruction",),
         stamps=("instructed_by",), apart_from=("responsible",)),
    Move("close", _S.ANSWERED, _S.CLOSED, Term("回访办结", "Close"), "A5.6", needs=("satisfaction",), offers=("customer_says", "into_faq"),
         stamps=("closed_at", "closed_by"), waits=True),
    Move("take_up_again", _S.ANSWERED, _S.TRANSFERRED, Term("重新办理", "Take up again"), "A5.6", needs=("again_because", "department", "handler"),
         stamps=("transferred_at", "transferred_by")),
)  # fmt: skip


class ServiceRequest(Record):
    """One need of one customer; at every step somebody answers for it by name (A5.5)."""

    register = Register(
        title=Term("服务工单", "Service requests"),
        area=Area.SERVICE,
        rank=10,
        clauses=("A5.1", "A5.2", "A5.3", "A5.5", "A5.6", "Y4.1", "Y4.3", "K8.1", "K9.20"),
        label="number",
        sub="title",
        list=("number", "kind", "title", "customer", "state", "next_due_at", "responsible", "received_at", "satisfaction"),
        search=("number", "title", "need"),
        filters=(
            "state", "kind", "channel", "next_due_at", "received_at", "responsible", "department", "handler", "customer", "satisfaction",
            "answered_at",
        ),
        newest="received_at",
        draft_only="A5.2",
        fixed=("kind", "received_at"),
        sections=(
            (Term("接待", "Reception"), (
                "number", "kind", "channel", "state", "next_due_at", "received_at", "customer", "asker", "phone", "title", "need", "recorder",
            )),
            (Term("办理", "Handling"), (
                "responsible", "department", "handler", "transferred_at", "transferred_by", "signed_at", "signed_by", "respond_by_at",
                "responded_at", "solve_by_on", "progress", "question", "instruction", "instructed_by", "solution", "answered_at", "answered_by",
            )),
            (Term("回访", "Closing"), ("satisfaction", "customer_says", "into_faq", "closed_at", "closed_by", "again_because")),
        ),
        owner="recorder",
        department="department",
        region="customer",
        assigned=("handler",),
        workflow=Workflow("state", _S.RECEIVED, MOVES),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("service_request", "服〔{year}〕{no:04d}"))
    kind: Mapped[RequestKind] = fields.choice("类别", "Kind", REQUEST_KINDS, required=True, clause="Y4.1", growing=True)
    channel: Mapped[Channel] = fields.choice("渠道", "Channel", CHANNELS, required=True, clause="Y4.3", growing=True)
    received_at: Mapped[datetime | None] = fields.moment(
        "接待时间", "Received at", past=True, clause="A5.1", help=Term("留空即为现在。", "Empty means now.")
    )
    customer_id: Mapped[int | None]
    customer: Mapped[Customer | None] = fields.reference("客户", "Customer", "customer")
    asker: Mapped[str | None] = fields.text(
        "联系人", "Who asks", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME, expected=True, clause="A5.1"
    )
    phone: Mapped[str | None] = fields.phone("联系电话", "Telephone")
    title: Mapped[str] = fields.text("事项", "Subject", length=120, required=True)
    need: Mapped[str] = fields.long_text(
        "客户需求", "What the customer needs", length=4000, required=True, clause="K8.14",
        help=Term("让客户说完，按客户原话记录。", "Let the customer finish; in his own words."),
    )  # fmt: skip
    recorder_id: Mapped[int | None]
    recorder: Mapped[Employee | None] = fields.person("接待人", "Received by", clause="A5.1")
    state: Mapped[Served] = fields.choice(
        "状态", "State", STATES, required=True, default=_S.RECEIVED, system=True, growing=True,
        tones={_S.RECEIVED: "soon", _S.TRANSFERRED: "soon", _S.IN_HAND: "soon", _S.ANSWERED: "calm", _S.CLOSED: "done"},
    )  # fmt: skip
    next_due_at: Mapped[datetime | None] = fields.moment(
        "当前期限", "Due now", system=True, deadline=True, clause="Y4.1",
        help=Term("先是首次回应的期限，回应后是解决的期限；答复后为空。", "First that of the first word to the customer, then that of the solution."),
    )  # fmt: skip
    responsible_id: Mapped[int | None]
    responsible: Mapped[Employee | None] = fields.person("当前责任人", "Answers for this step", system=True, clause="A5.5")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("办理部门", "Department", system=True, clause="A5.1")
    handler_id: Mapped[int | None]
    handler: Mapped[Employee | None] = fields.person("办理人", "Handler", system=True, clause="A5.5")
    transferred_at: Mapped[datetime | None] = fields.moment("转交时间", "Passed on at", system=True, clause="A5.1")
    transferred_by: Mapped[Employee | None] = fields.person("转交人", "Passed on by", system=True)
    signed_at: Mapped[datetime | None] = fields.moment("签收时间", "Signed for at", system=True)
    signed_by: Mapped[Employee | None] = fields.person("签收人", "Signed for by", system=True, clause="A5.1")
    respond_by_at: Mapped[datetime | None] = fields.moment("首次回应期限", "First word due", system=True, clause="A5.2")
    responded_at: Mapped[datetime | None] = fields.moment("首次回应时间", "First word at", system=True, clause="A5.2")
    solve_by_on: Mapped[date | None] = fields.day("解决期限", "Solution due", system=True, clause="Y4.1")
    progress: Mapped[str | None] = fields.long_text("最近告知的进展", "What the customer was told last", length=1000, system=True, clause="A5.4")
    question: Mapped[str | None] = fields.long_text(
        "请示内容", "What the superior is asked", length=2000, system=True, clause="K8.11",
        help=Term("没有把握的不作答复，写明问题和本人意见后上报。", "Unsure: do not answer; say what the problem is and what you propose."),
    )  # fmt: skip
    instruction: Mapped[str | None] = fields.long_text("批示的处理办法", "How it shall be handled", length=2000, system=True, clause="K6.4")
    instructed_by: Mapped[Employee | None] = fields.person("批示人", "Instructed by", system=True)
    solution: Mapped[str | None] = fields.long_text("解决方案", "Solution", length=4000, system=True, clause="A5.3")
    answered_at: Mapped[datetime | None] = fields.moment("答复时间", "Answered at", system=True)
    answered_by_id: Mapped[int | None]
    answered_by: Mapped[Employee | None] = fields.person("答复人", "Answered by", system=True)
    satisfaction: Mapped[Satisfaction | None] = fields.choice(
        "满意度", "Satisfaction", SATISFACTIONS, tones=SATISFACTION_TONES, system=True, clause="A5.6"
    )
    customer_says: Mapped[str | None] = fields.long_text("客户意见", "The customer says", length=1000, system=True)
    into_faq: Mapped[bool] = fields.yes_no("列入常见问题", "Becomes a common question", system=True, clause="K9.13")
    closed_at: Mapped[datetime | None] = fields.moment("办结时间", "Closed at", system=True)
    closed_by: Mapped[Employee | None] = fields.person("办结人", "Closed by", system=True)
    again_because: Mapped[str | None] = fields.long_text("改派或重新办理的原因", "Why passed on or taken up again", length=1000, system=True)
