"""客户费用报销 — entertainment, travel and gifts for a customer: not before it is registered (K7.17), nor before papers are signed for (K10.9)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.lending.travel_paper import TravelPaper
from models.organisation.employee import Employee
from models.register import Register


class ExpenseKind(StrEnum):
    """What it was spent on."""

    ENTERTAINMENT = "entertainment"
    TRAVEL = "travel"
    TRAINING = "training"
    GIFT = "gift"


class ExpenseState(StrEnum):
    """How far the claim is."""

    ENTERED = "entered"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REIMBURSED = "reimbursed"


EXPENSE_KINDS = {
    ExpenseKind.ENTERTAINMENT: Term("招待", "Entertainment"),
    ExpenseKind.TRAVEL: Term("差旅", "Travel"),
    ExpenseKind.TRAINING: Term("培训", "Training"),
    ExpenseKind.GIFT: Term("礼品", "Gift"),
}
STATES = {
    ExpenseState.ENTERED: Term("待提交", "Entered"),
    ExpenseState.SUBMITTED: Term("待审批", "Submitted"),
    ExpenseState.APPROVED: Term("已审批·待报销", "Approved"),
    ExpenseState.RETURNED: Term("已退回", "Returned"),
    ExpenseState.REIMBURSED: Term("已报销", "Reimbursed"),
}
TONES = {
    ExpenseState.ENTERED: "soon", ExpenseState.SUBMITTED: "soon", ExpenseState.APPROVED: "calm", ExpenseState.RETURNED: "late",
    ExpenseState.REIMBURSED: "done",
}  # fmt: skip
_S, _K = ExpenseState, ExpenseKind


class CustomerExpense(Record):
    """One claim for one customer."""

    register = Register(
        title=Term("客户费用报销", "Expenses for customers"),
        area=Area.CUSTOMERS,
        rank=58,
        kept=True,
        draft_only="K7.17",
        draft_states=(_S.RETURNED,),
        clauses=("K7.17", "K7.20", "K10.9"),
        label="number",
        list=("number", "customer", "kind", "amount", "spent_on", "state", "applicant"),
        filters=("customer", "kind", "state", "applicant", "spent_on"),
        search=("number", "purpose"),
        newest="spent_on",
        parent="customer",
        owner="applicant",
        workflow=Workflow(
            "state",
            _S.ENTERED,
            (
                Move("submit_claim", _S.ENTERED, _S.SUBMITTED, Term("提交报销", "Submit"), "K7.17", also=(_S.RETURNED,), only_for=("applicant",)),
                Move("approve_claim", _S.SUBMITTED, _S.APPROVED, Term("审批", "Approve"), "K7.17",
                     stamps=("approved_by", "approved_on"), apart_from=("applicant",), waits=True),
                Move("return_claim", _S.SUBMITTED, _S.RETURNED, Term("退回", "Return"), "K7.17", needs=("opinion",), apart_from=("applicant",)),
                Move("reimburse_claim", _S.APPROVED, _S.REIMBURSED, Term("报销", "Reimburse"), "K7.17",
                     stamps=("reimbursed_by", "reimbursed_on"), apart_from=("applicant", "approved_by"), waits=True),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("报销单号", "Claim no.", Series("customer_expense", "费{year}-{no:05d}"))
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    kind: Mapped[ExpenseKind] = fields.choice("费用类别", "Kind", EXPENSE_KINDS, required=True, clause="K7.17")
    amount: Mapped[Decimal] = fields.money("金额", "Amount", required=True, minimum=0)
    spent_on: Mapped[date] = fields.day("发生日期", "Spent on", required=True, past=True)
    purpose: Mapped[str] = fields.text("事由", "Purpose", required=True)
    travel_paper_id: Mapped[int | None]
    travel_paper: Mapped[TravelPaper | None] = fields.reference(
        "外出资料交档", "Papers from the outing", "travel_paper", clause="K10.9", needed_when=("kind", (_K.TRAVEL, _K.TRAINING)),
    )  # fmt: skip
    applicant_id: Mapped[int]
    applicant: Mapped[Employee] = fields.person("报销人", "Applicant", required=True)
    state: Mapped[ExpenseState] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=_S.ENTERED, system=True)
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[Employee | None] = fields.person("审批人", "Approved by", system=True)
    approved_on: Mapped[date | None] = fields.day("审批日期", "Approved on", system=True, indexed=False)
    opinion: Mapped[str | None] = fields.text("退回意见", "Why returned", system=True)
    reimbursed_by_id: Mapped[int | None]
    reimbursed_by: Mapped[Employee | None] = fields.person("报销经办人", "Reimbursed by", system=True)
    reimbursed_on: Mapped[date | None] = fields.day("报销日期", "Reimbursed on", system=True, indexed=False)
