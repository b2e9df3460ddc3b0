"""客户专项 — preferences, marketing strategy and special terms, opportunities and partnerships of a customer (Y3.6, Y5.5–Y5.7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.appointment import Post
from models.organisation.employee import Employee
from models.register import Register


class ArrangementKind(StrEnum):
    """What it is."""

    PREFERENCE = "preference"
    STRATEGY = "strategy"
    TERMS = "terms"
    OPPORTUNITY = "opportunity"
    PARTNERSHIP = "partnership"


class ArrangementState(StrEnum):
    """Whether it counts."""

    NOTED = "noted"
    EFFECTIVE = "effective"
    REJECTED = "rejected"
    ENDED = "ended"


ARRANGEMENT_KINDS = {
    ArrangementKind.PREFERENCE: Term("需求与偏好", "Preference"),
    ArrangementKind.STRATEGY: Term("专门营销策略", "Marketing strategy"),
    ArrangementKind.TERMS: Term("优惠政策", "Special terms"),
    ArrangementKind.OPPORTUNITY: Term("合作机会", "Opportunity"),
    ArrangementKind.PARTNERSHIP: Term("战略合作协议", "Partnership"),
}
STATES = {
    ArrangementState.NOTED: Term("已登记", "Noted"),
    ArrangementState.EFFECTIVE: Term("已批准", "Approved"),
    ArrangementState.REJECTED: Term("不批准", "Rejected"),
    ArrangementState.ENDED: Term("已结束", "Ended"),
}
TONES = {
    ArrangementState.NOTED: "soon", ArrangementState.EFFECTIVE: "done", ArrangementState.REJECTED: "stopped", ArrangementState.ENDED: "calm",
}  # fmt: skip
_S, _K = ArrangementState, ArrangementKind
_LEADERS = ((Post.DEPARTMENT_MANAGER, ""), (Post.DEPUTY_GENERAL_MANAGER, ""), (Post.GENERAL_MANAGER, ""))


class CustomerArrangement(Record):
    """One of them, with who approved it, until when it holds and how it was used."""

    register = Register(
        title=Term("偏好、优惠与合作", "Preferences, terms, partners"),
        area=Area.CUSTOMERS,
        rank=54,
        clauses=("Y3.6", "Y5.5", "Y5.6", "Y5.7"),
        label="title",
        list=("customer", "kind", "title", "valid_from", "valid_until", "state", "proposer", "approved_by"),
        filters=("customer", "kind", "state", "valid_until", "proposer"),
        search=("title",),
        parent="customer",
        draft_only="Y3.6",
        workflow=Workflow(
            "state",
            _S.NOTED,
            (
                Move("approve_terms", _S.NOTED, _S.EFFECTIVE, Term("批准", "Approve"), "Y3.6",
                     stamps=("approved_by", "approved_on"), apart_from=("proposer",), posts=_LEADERS, waits=True),
                Move("reject_terms", _S.NOTED, _S.REJECTED, Term("不批准", "Reject"), "Y3.6", needs=("used",), apart_from=("proposer",), posts=_LEADERS),
                Move("end_terms", _S.EFFECTIVE, _S.ENDED, Term("结束", "End"), "Y3.6", needs=("used",), also=(_S.NOTED,)),
            ),
        ),
    )  # fmt: skip

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    kind: Mapped[ArrangementKind] = fields.choice("类别", "Kind", ARRANGEMENT_KINDS, required=True, clause="Y3.6")
    title: Mapped[str] = fields.text("名称", "Title", length=120, required=True)
    details: Mapped[str | None] = fields.long_text("内容", "Content", length=4000, clearance=Clearance.INTERNAL)
    valid_from: Mapped[date | None] = fields.day("有效期自", "Valid from", needed_when=("kind", (_K.TERMS, _K.PARTNERSHIP)), clause="Y3.6")
    valid_until: Mapped[date | None] = fields.day(
        "有效期至", "Valid until", needed_when=("kind", (_K.TERMS, _K.PARTNERSHIP)), not_before="valid_from", clause="Y3.6"
    )
    proposer_id: Mapped[int | None]
    proposer: Mapped[Employee | None] = fields.person("提出人", "Proposer", system=True)
    state: Mapped[ArrangementState] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=_S.NOTED, system=True)
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True)
    approved_on: Mapped[date | None] = fields.day("批准日期", "Approved on", system=True, indexed=False)
    used: Mapped[str | None] = fields.long_text("使用情况或意见", "Use, or why not", length=2000, system=True, clause="Y3.6")
