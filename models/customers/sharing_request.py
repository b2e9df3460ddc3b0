"""客户信息共享申请 — customer information leaves its circle only with the department's and a leader's approval, for a purpose and a time (Y2.10)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.confidentiality_agreement import ConfidentialityAgreement
from models.customers.customer import Customer
from models.organisation.appointment import Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Basis(StrEnum):
    """On what ground it is lawful."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LAW = "law"


class Recipient(StrEnum):
    """Who receives it; whoever asks says so, as an outsider needs an agreement."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class Shared(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    DEPARTMENT_AGREED = "department_agreed"
    APPROVED = "approved"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"


_S = Shared
_LEADERS = ((Post.GENERAL_MANAGER, ""), (Post.DEPUTY_GENERAL_MANAGER, ""), (Post.CHAIRMAN, ""))
_HEAD = ((Post.DEPARTMENT_MANAGER, "department"),)
MOVES = (
    Move("agree_sharing", _S.ASKED, _S.DEPARTMENT_AGREED, Term("部门同意", "The department agrees"), "Y2.10", needs=("department_opinion",),
         stamps=("agreed_by", "agreed_at"), posts=_HEAD, apart_from=("applicant",), waits=True),
    Move("approve_sharing", _S.DEPARTMENT_AGREED, _S.APPROVED, Term("领导批准", "A leader approves"), "Y2.10", needs=("leader_opinion",),
         stamps=("approved_by", "approved_at"), posts=_LEADERS, apart_from=("applicant", "agreed_by"), waits=True),
    Move("refuse_sharing", _S.ASKED, _S.REFUSED, Term("不同意", "Refuse"), "Y2.10", also=(_S.DEPARTMENT_AGREED,), needs=("leader_opinion",),
         stamps=("approved_by",), posts=(*_HEAD, *_LEADERS), apart_from=("applicant",)),
    Move("revoke_sharing", _S.APPROVED, _S.REVOKED, Term("收回", "Revoke"), "Y2.10", needs=("revoked_because",), stamps=("revoked_by",)),
    Move("expire_sharing", _S.APPROVED, _S.EXPIRED, Term("到期终止", "Expire"), "Y2.10"),
)  # fmt: skip


class SharingRequest(Record):
    """One request to pass on information about one customer."""

    register = Register(
        title=Term("客户信息共享申请", "Requests to share"),
        area=Area.CUSTOMERS,
        rank=87,
        minor=True,
        clauses=("Y2.10", "Y2.9"),
        label="number",
        list=("number", "customer", "recipient", "purpose", "state", "expires_on", "applicant"),
        search=("number", "recipient", "purpose"),
        filters=("state", "basis", "recipient_is", "expires_on", "applicant", "department"),
        draft_only="Y2.10",
        owner="applicant",
        department="department",
        region="customer",
        workflow=Workflow("state", _S.ASKED, MOVES),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("sharing_request", "享〔{year}〕{no:03d}"))
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    applicant_id: Mapped[int | None]
    applicant: Mapped[Employee | None] = fields.person("申请人", "Applicant")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("客户归属部门", "The customer's department", system=True, clause="Y2.10")
    purpose: Mapped[str] = fields.text("共享目的", "Purpose", required=True, clause="Y2.10")
    recipient: Mapped[str] = fields.text("接收方", "Recipient", length=120, required=True, clause="Y2.10")
    recipient_is: Mapped[Recipient] = fields.choice(
        "接收方属于", "The recipient is", {
            Recipient.INSIDE: Term("公司内部人员", "Somebody of the company"), Recipient.OUTSIDE: Term("外部单位或个人", "An outsider"),
        }, required=True, clause="Y2.9",
    )  # fmt: skip
    colleague_id: Mapped[int | None]
    colleague: Mapped[Employee | None] = fields.person(
        "内部接收人", "Recipient in the company", needed_when=("recipient_is", (Recipient.INSIDE,)), clause="Y2.9"
    )
    agreement_id: Mapped[int | None]
    agreement: Mapped[ConfidentialityAgreement | None] = fields.reference(
        "保密协议", "Confidentiality agreement", "confidentiality_agreement", needed_when=("recipient_is", (Recipient.OUTSIDE,)), clause="Y2.9"
    )
    what: Mapped[str] = fields.long_text("共享的信息项", "Which information", length=2000, required=True, clause="Y2.10")
    basis: Mapped[Basis] = fields.choice(
        "合法依据", "Legal basis", {
            Basis.CONSENT: Term("客户同意", "The customer's consent"), Basis.CONTRACT: Term("履行合同", "Performance of a contract"),
            Basis.LAW: Term("法定义务", "Duty by law"),
        }, required=True, growing=True, clause="Y2.10",
    )  # fmt: skip
    safety: Mapped[str] = fields.text("安全措施", "How it is kept safe", required=True, clause="Y2.10")
    expires_on: Mapped[date] = fields.day("共享截止", "Shared until", required=True, clause="Y2.10")
    state: Mapped[Shared] = fields.choice(
        "状态", "State", {
            _S.ASKED: Term("待部门审批", "Asked"), _S.DEPARTMENT_AGREED: Term("待领导批准", "The department agrees"), _S.APPROVED: Term("已批准", "Approved"),
            _S.REFUSED: Term("不同意", "Refused"), _S.REVOKED: Term("已收回", "Revoked"), _S.EXPIRED: Term("已到期", "Expired"),
        }, required=True, default=_S.ASKED, system=True, growing=True,
        tones={
            _S.ASKED: "soon", _S.DEPARTMENT_AGREED: "soon", _S.APPROVED: "done", _S.REFUSED: "stopped", _S.REVOKED: "stopped", _S.EXPIRED: "calm",
        },
    )  # fmt: skip
    department_opinion: Mapped[str | None] = fields.long_text("部门意见", "The department's opinion", length=1000, system=True)
    agreed_by_id: Mapped[int | None]
    agreed_by: Mapped[Employee | None] = fields.person("部门审批人", "Agreed by", system=True)
    agreed_at: Mapped[datetime | None] = fields.moment("部门审批时间", "Agreed at", system=True)
    leader_opinion: Mapped[str | None] = fields.long_text("领导意见", "The leader's opinion", length=1000, system=True)
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Decided by", system=True)
    approved_at: Mapped[datetime | None] = fields.moment("批准时间", "Approved at", system=True)
    revoked_because: Mapped[str | None] = fields.long_text("收回原因", "Why revoked", length=1000, system=True)
    revoked_by: Mapped[Employee | None] = fields.person("收回人", "Revoked by", system=True)
