"""数据更正单 — a wrong value in a case is corrected only by an order that a superior has authorised; both values stay (K5.8)."""

from datetime import date, datetime
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


class Ordered(StrEnum):
    """Where an order stands."""

    ISSUED = "issued"
    AUTHORISED = "authorised"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    VERIFIED = "verified"


class Correctable(StrEnum):
    """The fields of a case that stay or that only moves write, and that may have been mistyped; neither its state, its people nor its money."""

    FINDINGS = "findings"
    CAUSE = "cause"
    RESPONDENTS_SAID = "respondents_said"
    OUTBOUND_ON = "outbound_on"
    OPINION = "opinion"
    DECISION = "decision"
    RESULT = "result"
    CUSTOMER_SAYS = "customer_says"
    ROOT_CAUSE = "root_cause"
    PREVENTION = "prevention"
    RECEIVED_AT = "received_at"
    CHANNEL = "channel"
    REFERRED_BY = "referred_by"
    REFERRED_NO = "referred_no"
    REFERRED_DUE_ON = "referred_due_on"
    FACTS = "facts"
    DEMANDED = "demanded"


STATES = {
    Ordered.ISSUED: Term("待授权", "To be authorised"),
    Ordered.AUTHORISED: Term("已授权·待更正", "Authorised"),
    Ordered.REJECTED: Term("不予更正", "Rejected"),
    Ordered.CORRECTED: Term("已更正·待核对", "Corrected"),
    Ordered.VERIFIED: Term("已核对", "Verified"),
}
_S = Ordered


class CorrectionOrder(Record):
    """One field of one case: what stands there, what should, why; authorised by one, carried out by another, verified by a third or the first."""

    register = Register(
        title=Term("数据更正单", "Correction orders"),
        area=Area.COMPLAINTS,
        rank=46,
        minor=True,
        clauses=("K5.8",),
        label="number",
        list=("number", "complaint", "what", "state", "due_on", "issued_by", "authorised_by", "verified_by"),
        search=("number", "reason"),
        newest="due_on",
        parent="complaint",
        workflow=Workflow(
            "state",
            _S.ISSUED,
            (
                Move("authorise", _S.ISSUED, _S.AUTHORISED, Term("授权更正", "Authorise"), "K5.8",
                     needs=("answer",), stamps=("authorised_by", "authorised_at")),
                Move("reject", _S.ISSUED, _S.REJECTED, Term("不予更正", "Reject"), "K5.8",
                     needs=("answer",), stamps=("authorised_by", "authorised_at")),
                Move("carry_out", _S.AUTHORISED, _S.CORRECTED, Term("执行更正", "Carry out"), "K5.8", stamps=("carried_by", "carried_at")),
                Move("verify", _S.CORRECTED, _S.VERIFIED, Term("核对", "Verify"), "K5.8",
                     needs=("verification",), stamps=("verified_by", "verified_at")),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("correction", "更〔{year}〕{no:03d}"), clause="K5.8")
    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    what: Mapped[Correctable] = fields.choice(
        "更正项目", "Field", {one: Complaint.register.fields[one.value].label for one in Correctable}, required=True, growing=True
    )
    wrong: Mapped[str | None] = fields.long_text("现有内容", "What stands there", system=True)
    right: Mapped[str] = fields.long_text("应更正为", "What should", required=True, clause="K5.8")
    reason: Mapped[str] = fields.long_text("更正理由和依据", "Why, and on what evidence", length=2000, required=True, clause="K5.8")
    due_on: Mapped[date | None] = fields.day("更正期限", "To be done by", system=True, clause="K5.8", runs=(_S.ISSUED, _S.AUTHORISED))
    state: Mapped[Ordered] = fields.choice(
        "状态", "State", STATES, required=True, default=Ordered.ISSUED, system=True, growing=True,
        tones={_S.ISSUED: "soon", _S.AUTHORISED: "soon", _S.REJECTED: "stopped", _S.CORRECTED: "soon", _S.VERIFIED: "done"},
    )  # fmt: skip
    issued_by_id: Mapped[int | None]
    issued_by: Mapped[Employee | None] = fields.person("提出人", "Issued by", system=True)
    answer: Mapped[str | None] = fields.long_text("授权意见", "The superior's answer", length=1000, system=True, clause="K5.8")
    authorised_by_id: Mapped[int | None]
    authorised_by: Mapped[Employee | None] = fields.person("授权人", "Authorised by", system=True)
    authorised_at: Mapped[datetime | None] = fields.moment("授权时间", "Authorised at", system=True)
    carried_by_id: Mapped[int | None]
    carried_by: Mapped[Employee | None] = fields.person("更正人", "Carried out by", system=True)
    carried_at: Mapped[datetime | None] = fields.moment("更正时间", "Carried out at", system=True)
    verification: Mapped[str | None] = fields.long_text("核对情况", "Verification", length=1000, system=True, clause="K5.8")
    verified_by: Mapped[Employee | None] = fields.person("核对人", "Verified by", system=True)
    verified_at: Mapped[datetime | None] = fields.moment("核对时间", "Verified at", system=True)
