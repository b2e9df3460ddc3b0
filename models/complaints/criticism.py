"""通报批评、扣罚 — what follows for an employee at fault; he reads his own sheet, may appeal, and never learns who complained (T2.18, K2.19)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.organisation.employee import Employee
from models.register import Register


class Sanction(StrEnum):
    """What it is."""

    CRITICISM = "criticism"
    PENALTY = "penalty"


class SanctionState(StrEnum):
    """Where it stands."""

    DRAFTED = "drafted"
    ISSUED = "issued"
    APPEALED = "appealed"
    UPHELD = "upheld"
    REVOKED = "revoked"


STATES = {
    SanctionState.DRAFTED: Term("拟稿", "Drafted"),
    SanctionState.ISSUED: Term("已发出", "Issued"),
    SanctionState.APPEALED: Term("申诉中", "Appealed"),
    SanctionState.UPHELD: Term("维持", "Upheld"),
    SanctionState.REVOKED: Term("撤销", "Revoked"),
}
_S = SanctionState


class Criticism(Record):
    """One sheet for one person about one case; its own person reads it, and nothing else of the case (K4.7)."""

    register = Register(
        title=Term("通报批评和扣罚", "Criticisms and penalties"),
        area=Area.COMPLAINTS,
        rank=40,
        clauses=("T2.18", "T2.19", "K2.19", "K8.17"),
        label="number",
        sub="title",
        list=("number", "person", "sanction", "amount", "state", "issued_at", "appeal_until_on", "complaint"),
        search=("number", "title"),
        newest="issued_at",
        owner="person",
        parent="complaint",
        workflow=Workflow(
            "state",
            _S.DRAFTED,
            (
                Move("issue", _S.DRAFTED, _S.ISSUED, Term("发出", "Issue"), "T2.18", needs=("decision",), stamps=("issued_by", "issued_at")),
                Move("appeal", _S.ISSUED, _S.APPEALED, Term("申诉", "Appeal"), "K4.22", needs=("appeal",), stamps=("appealed_at",)),
                Move("uphold", _S.APPEALED, _S.UPHELD, Term("维持", "Uphold"), "K4.22", needs=("appeal_answer",), stamps=("answered_by",)),
                Move("revoke", _S.APPEALED, _S.REVOKED, Term("撤销", "Revoke"), "K4.22", needs=("appeal_answer",), stamps=("answered_by",), destructive=True),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("文号", "Number", Series("criticism", "批〔{year}〕{no:03d}"), clause="T2.18")
    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("当事人", "Person concerned", required=True, clause="T2.18")
    sanction: Mapped[Sanction] = fields.choice(
        "处理种类",
        "Sanction",
        {Sanction.CRITICISM: Term("通报批评", "Public criticism"), Sanction.PENALTY: Term("通报批评并扣罚", "Criticism and penalty")},
        required=True,
    )
    amount: Mapped[Decimal | None] = fields.money("扣罚金额", "Penalty", minimum=0, clause="K2.19")
    title: Mapped[str] = fields.text("事由", "Matter", length=120, required=True, help=Term("不写投诉人。", "Without the complainant."))
    facts: Mapped[str] = fields.long_text(
        "事实", "Facts", length=4000, required=True, clause="K9.15",
        help=Term("当事人会看到；不得写投诉人的姓名、电话、地址。", "He reads it: no name, telephone or address of the complainant."),
    )  # fmt: skip
    state: Mapped[SanctionState] = fields.choice(
        "状态", "State", STATES, required=True, default=SanctionState.DRAFTED, system=True,
        tones={_S.DRAFTED: "calm", _S.ISSUED: "soon", _S.APPEALED: "late", _S.UPHELD: "done", _S.REVOKED: "stopped"},
    )  # fmt: skip
    decision: Mapped[str | None] = fields.long_text("处理决定", "Decision", length=2000, system=True, clause="T2.18")
    issued_by: Mapped[Employee | None] = fields.person("签发人", "Issued by", system=True)
    issued_at: Mapped[datetime | None] = fields.moment("发出时间", "Issued at", system=True)
    appeal_until_on: Mapped[date | None] = fields.day("申诉截止", "Appeal until", system=True)
    appeal: Mapped[str | None] = fields.long_text("申诉理由", "Appeal", length=4000, system=True, clause="K4.22")
    appealed_at: Mapped[datetime | None] = fields.moment("申诉时间", "Appealed at", system=True)
    appeal_answer: Mapped[str | None] = fields.long_text("申诉答复", "Answer to the appeal", length=4000, system=True)
    answered_by: Mapped[Employee | None] = fields.person("答复人", "Answered by", system=True)
