"""联系记录 — every call and visit with what was said, how long it took and how we behaved (K8.2, K8.4, K8.13, K8.14, K6.10)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.masking import Mask
from domain.terms import Term
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register
from models.service.service_request import ServiceRequest
from models.service.words import CHANNELS, Channel


class ContactKind(StrEnum):
    """Why there was a contact."""

    INQUIRY = "inquiry"
    COMPLAINT = "complaint"
    FOLLOW_UP = "follow_up"
    PROGRESS = "progress"
    NEW_SERVICE = "new_service"
    RECEPTION = "reception"
    PEERS = "peers"


_K = ContactKind
KINDS = {
    _K.INQUIRY: Term("咨询", "Inquiry"),
    _K.COMPLAINT: Term("投诉来电", "Complaint"),
    _K.FOLLOW_UP: Term("回访", "Call back"),
    _K.PROGRESS: Term("告知进展", "Told how it stands"),
    _K.NEW_SERVICE: Term("介绍新业务", "New service offered"),
    _K.RECEPTION: Term("来访接待", "Visitor received"),
    _K.PEERS: Term("同行参观", "Visit of peers"),
}


class ContactLog(Record):
    """One contact; a complaint that comes by telephone is noted here and becomes a case of its own."""

    register = Register(
        title=Term("联系记录", "Contacts"),
        area=Area.SERVICE,
        rank=20,
        clauses=("K8.2", "K8.4", "K8.13", "K8.14", "K6.10"),
        label="subject",
        list=("subject", "kind", "channel", "happened_at", "customer", "agent", "minutes", "attitude"),
        search=("subject", "said"),
        filters=("kind", "channel", "happened_at", "agent", "customer", "request", "attitude"),
        newest="happened_at",
        owner="agent",
        region="customer",
        beside=("request",),
    )

    subject: Mapped[str] = fields.text("主题", "Subject", length=120, required=True)
    kind: Mapped[ContactKind] = fields.choice("类别", "Kind", KINDS, required=True, growing=True, clause="K8.2")
    channel: Mapped[Channel] = fields.choice("渠道", "Channel", CHANNELS, required=True, growing=True)
    happened_at: Mapped[datetime] = fields.moment("时间", "At", now=True, required=True, past=True)
    customer_id: Mapped[int | None]
    customer: Mapped[Customer | None] = fields.reference("客户", "Customer", "customer")
    request_id: Mapped[int | None]
    request: Mapped[ServiceRequest | None] = fields.reference("工单", "Request", "service_request")
    caller: Mapped[str | None] = fields.text("来电（访）人", "Caller or visitor", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME)
    phone: Mapped[str | None] = fields.phone("电话", "Telephone")
    said: Mapped[str | None] = fields.long_text(
        "对方原话", "In their own words", length=4000, clause="K8.14", needed_when=("kind", (_K.INQUIRY, _K.COMPLAINT)),
        help=Term("不打断对方，按原话记录，问清真正的原因。", "Do not interrupt; note their words, and find out the true cause."),
    )  # fmt: skip
    told: Mapped[str | None] = fields.long_text(
        "我方答复或介绍", "What we told them", length=4000, needed_when=("kind", (_K.PROGRESS, _K.NEW_SERVICE, _K.RECEPTION, _K.PEERS))
    )
    minutes: Mapped[int | None] = fields.number("通话分钟", "Minutes", minimum=0, maximum=600)
    attitude: Mapped[int | None] = fields.number(
        "态度评分", "Attitude score", minimum=1, maximum=5, expected=True, clause="K8.4",
        help=Term("1–5 分：微笑、耐心、主动了解情况、及时解决。", "1–5: a smile, patience, interest, help in time."),
    )  # fmt: skip
    agent_id: Mapped[int | None]
    agent: Mapped[Employee | None] = fields.person("接待人员", "Agent")
