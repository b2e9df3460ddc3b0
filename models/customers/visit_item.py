"""拜访事项 — what a customer raised at a visit or a forum: discussed and solved, referred to the company, or taken up as a complaint (K6.14)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.customers.customer import Customer
from models.customers.programme import CustomerProgramme
from models.customers.visit import CustomerVisit
from models.register import Register


class ItemKind(StrEnum):
    """What the customer raised (K6.14)."""

    OPINION = "opinion"
    REQUEST = "request"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"


class ItemState(StrEnum):
    """How far it is."""

    OPEN = "open"
    DISCUSSED = "discussed"
    REFERRED = "referred"
    SOLVED = "solved"
    CASE = "case"


class Adopted(StrEnum):
    """K6.12: reasonable suggestions are adopted."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT = "not"


ITEM_KINDS = {
    ItemKind.OPINION: Term("意见", "Opinion"),
    ItemKind.REQUEST: Term("要求", "Request"),
    ItemKind.SUGGESTION: Term("建议", "Suggestion"),
    ItemKind.COMPLAINT: Term("投诉", "Complaint"),
}
ITEM_STATES = {
    ItemState.OPEN: Term("待研究", "Open"),
    ItemState.DISCUSSED: Term("已研究", "Discussed"),
    ItemState.REFERRED: Term("已报公司", "Referred to the company"),
    ItemState.SOLVED: Term("已解决", "Solved"),
    ItemState.CASE: Term("已转投诉", "Taken up as a complaint"),
}
ITEM_TONES = {
    ItemState.OPEN: "soon", ItemState.DISCUSSED: "soon", ItemState.REFERRED: "soon", ItemState.SOLVED: "done", ItemState.CASE: "done",
}  # fmt: skip
ADOPTIONS = {Adopted.ADOPTED: Term("采纳", "Adopted"), Adopted.PARTLY: Term("部分采纳", "Partly"), Adopted.NOT: Term("不采纳", "Not adopted")}
_I = ItemState


class VisitItem(Record):
    """One thing a customer raised at a visit or a forum."""

    register = Register(
        title=Term("拜访事项", "What visits raised"),
        area=Area.CUSTOMERS,
        rank=34,
        clauses=("K6.12", "K6.14", "Y3.5"),
        label="subject",
        list=("customer", "kind", "subject", "major", "state", "visit", "adopted"),
        filters=("customer", "visit", "programme", "kind", "state", "major", "adopted"),
        search=("subject",),
        parent="customer",
        draft_only="K6.14",
        fixed=("customer", "kind", "subject", "content", "major"),
        beside=("visit", "programme"),
        workflow=Workflow(
            "state",
            _I.OPEN,
            (
                Move("discuss_item", _I.OPEN, _I.DISCUSSED, Term("研究", "Discuss"), "K6.14", needs=("discussion",), waits=True),
                Move("refer_item", _I.OPEN, _I.REFERRED, Term("报公司", "Refer to the company"), "K6.14", needs=("discussion",), also=(_I.DISCUSSED,)),
                Move("solve_item", _I.DISCUSSED, _I.SOLVED, Term("办结", "Solve"), "K6.14", needs=("solution", "adopted"),
                     stamps=("solved_on",), also=(_I.REFERRED,), waits=True),
                Move("take_up_item", _I.OPEN, _I.CASE, Term("转为投诉", "Take up as a complaint"), "K6.14", also=(_I.DISCUSSED, _I.REFERRED)),
            ),
        ),
    )  # fmt: skip

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    visit_id: Mapped[int | None]
    visit: Mapped[CustomerVisit | None] = fields.reference("拜访", "Visit", "customer_visit")
    programme: Mapped[CustomerProgramme | None] = fields.reference("活动", "Programme", "customer_programme", clause="K6.18")
    kind: Mapped[ItemKind] = fields.choice("类别", "Kind", ITEM_KINDS, required=True, default=ItemKind.OPINION, clause="K6.14")
    subject: Mapped[str] = fields.text("事项", "Subject", length=120, required=True)
    content: Mapped[str | None] = fields.long_text("内容", "Content", length=2000, clearance=Clearance.INTERNAL)
    major: Mapped[bool] = fields.yes_no("重大事项", "Major", clause="K6.14")
    state: Mapped[ItemState] = fields.choice("状态", "State", ITEM_STATES, tones=ITEM_TONES, required=True, default=_I.OPEN, system=True)
    discussion: Mapped[str | None] = fields.long_text("研究意见", "Discussed", length=2000, system=True, clause="K6.14")
    solution: Mapped[str | None] = fields.long_text("解决情况", "Solution", length=2000, system=True, clause="K6.14")
    adopted: Mapped[Adopted | None] = fields.choice("采纳情况", "Adopted", ADOPTIONS, system=True, clause="K6.12")
    solved_on: Mapped[date | None] = fields.day("办结日期", "Solved on", system=True)
    complaint_id: Mapped[int | None]
    complaint: Mapped[Complaint | None] = fields.reference("投诉", "Complaint", "complaint", system=True, clause="K6.14")
