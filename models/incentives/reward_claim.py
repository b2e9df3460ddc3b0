"""奖励申请 — letters of praise, costs saved, and what other schemes pay: applied for, verified, approved, paid (K2.6, K2.7, K2.13–K2.15)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.governance.attachment import Attachment
from models.incentives.incentive_scheme import IncentiveScheme
from models.incentives.pay_month import PayMonth
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class RewardKind(StrEnum):
    """What it is for."""

    COMMENDATION = "commendation"
    COST_SAVING = "cost_saving"
    OTHER_SCHEME = "other_scheme"


class ClaimState(StrEnum):
    """How far it is."""

    APPLIED = "applied"
    VERIFIED = "verified"
    APPROVED = "approved"
    REJECTED = "rejected"


_S = ClaimState


class RewardClaim(Record):
    """One reward for one person; nobody verifies or approves his own."""

    register = Register(
        title=Term("奖励申请", "Reward claims"),
        area=Area.INCENTIVES,
        rank=34,
        kept=True,
        clauses=("K2.6", "K2.7", "K2.13", "K2.14", "K2.15"),
        label="reason",
        list=("happened_on", "person", "kind", "reason", "amount", "state", "paid_in"),
        search=("reason",),
        newest="happened_on",
        owner="person",
        department="department",
        draft_only="K2.15",
        workflow=Workflow(
            "state",
            _S.APPLIED,
            (
                Move(
                    "verify_claim",
                    _S.APPLIED,
                    _S.VERIFIED,
                    Term("核查", "Verify"),
                    "K2.15",
                    needs=("verification",),
                    stamps=("verified_by",),
                    apart_from=("person",),
                    waits=True,
                ),
                Move(
                    "approve_claim",
                    _S.VERIFIED,
                    _S.APPROVED,
                    Term("批准", "Approve"),
                    "K2.15",
                    stamps=("approved_by",),
                    apart_from=("person", "verified_by"),
                    waits=True,
                ),
                Move(
                    "reject_claim",
                    _S.APPLIED,
                    _S.REJECTED,
                    Term("不予奖励", "Reject"),
                    "K2.15",
                    needs=("verification",),
                    also=(_S.VERIFIED,),
                    apart_from=("person",),
                ),
            ),
        ),
    )

    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("服务人员", "Person", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    kind: Mapped[RewardKind] = fields.choice(
        "种类",
        "Kind",
        {
            RewardKind.COMMENDATION: Term("用户表扬信（含电子邮件）", "Letter of praise"),
            RewardKind.COST_SAVING: Term("减少服务成本或整改材料", "Costs saved"),
            RewardKind.OTHER_SCHEME: Term("按其他制度发放", "By another scheme"),
        },
        required=True,
    )
    happened_on: Mapped[date] = fields.day("日期", "Date", required=True, past=True)
    reason: Mapped[str] = fields.text("事由", "What for", required=True)
    amount: Mapped[Decimal] = fields.money("金额", "Amount", required=True, minimum=0, clause="K2.14")
    scheme_id: Mapped[int | None]
    scheme: Mapped[IncentiveScheme | None] = fields.reference(
        "依据的项目", "Scheme", "incentive_scheme", needed_when=("kind", (RewardKind.OTHER_SCHEME,)), clause="K2.6"
    )
    evidence_id: Mapped[int | None]
    evidence: Mapped[Attachment | None] = fields.attachment(
        "凭据", "Evidence", clause="K2.14", help=Term("表扬信原件或邮件；核查前须附上。", "The letter or e-mail; it must be here before anybody verifies it.")
    )
    verification: Mapped[str | None] = fields.long_text(
        "核查情况", "Verification", length=1000, system=True, clause="K2.15"
    )
    state: Mapped[ClaimState] = fields.choice(
        "状态",
        "State",
        {
            _S.APPLIED: Term("已申请", "Applied"),
            _S.VERIFIED: Term("已核查", "Verified"),
            _S.APPROVED: Term("已批准", "Approved"),
            _S.REJECTED: Term("不予奖励", "Rejected"),
        },
        required=True,
        default=_S.APPLIED,
        system=True,
        tones={_S.APPLIED: "soon", _S.VERIFIED: "calm", _S.APPROVED: "done", _S.REJECTED: "stopped"},
    )
    verified_by_id: Mapped[int | None]
    verified_by: Mapped[Employee | None] = fields.person("核查人", "Verified by", system=True)
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True)
    paid_in_id: Mapped[int | None]
    paid_in: Mapped[PayMonth | None] = fields.reference("发放于", "Paid in", "pay_month", system=True)
