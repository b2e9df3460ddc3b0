"""查阅申请 — viewing a customer archive: the own department's manager decides, for others the general manager (K7.8, K7.9)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Decision(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ArchiveViewRequest(Record):
    """A request to look into the archive of one customer for a purpose and a time."""

    register = Register(
        title=Term("档案查阅申请", "Archive view requests"),
        area=Area.CUSTOMERS,
        rank=80,
        clauses=("K7.8", "K7.9"),
        label="customer",
        list=("customer", "applicant", "department", "purpose", "until_on", "state", "decided_by"),
        search=("purpose",),
        owner="applicant",
        department="department",
        assigned=("decided_by",),
        workflow=Workflow(
            "state",
            Decision.ASKED,
            (
                Move("approve", Decision.ASKED, Decision.APPROVED, Term("同意", "Approve"), "K7.8", needs=("opinion",), stamps=("decided_by", "decided_at")),
                Move("reject", Decision.ASKED, Decision.REJECTED, Term("不同意", "Reject"), "K7.8", needs=("opinion",), stamps=("decided_by", "decided_at")),
                Move("withdraw", Decision.ASKED, Decision.WITHDRAWN, Term("撤回", "Withdraw"), "K7.8", destructive=True),
            ),
        ),
    )  # fmt: skip

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference(
        "客户", "Customer", "customer", required=True, directory=True, clause="K7.9",
        help=Term("请输入名称或编号的开头，至少两个字；包括其他部门的客户。", "Type how name or number begins, two characters at least; all departments."),
    )  # fmt: skip
    applicant_id: Mapped[int]
    applicant: Mapped[Employee] = fields.person("申请人", "Applicant", required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("申请人部门", "Applicant's department", required=True, system=True)
    purpose: Mapped[str] = fields.long_text("查阅事由", "Purpose", required=True, length=1000)
    until_on: Mapped[date] = fields.day("查阅截止日期", "Until", required=True)
    state: Mapped[Decision] = fields.choice(
        "状态",
        "State",
        {
            Decision.ASKED: Term("待审批", "Asked"),
            Decision.APPROVED: Term("已同意", "Approved"),
            Decision.REJECTED: Term("不同意", "Rejected"),
            Decision.WITHDRAWN: Term("已撤回", "Withdrawn"),
        },
        tones={Decision.ASKED: "soon", Decision.APPROVED: "done", Decision.REJECTED: "stopped", Decision.WITHDRAWN: "stopped"},
        required=True,
        default=Decision.ASKED,
        system=True,
    )  # fmt: skip
    decided_by: Mapped[Employee | None] = fields.person("审批人", "Decided by", system=True)
    decided_at: Mapped[datetime | None] = fields.moment("审批时间", "Decided at", system=True)
    opinion: Mapped[str | None] = fields.long_text("审批意见", "Opinion", length=1000, system=True)
