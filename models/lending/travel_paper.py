"""外出资料交档登记 — papers from training, study, inspection and meetings outside; signed before travel is reimbursed (K10.9)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Outing(StrEnum):
    """What somebody was out for."""

    TRAINING = "training"
    STUDY = "study"
    INSPECTION = "inspection"
    MEETING = "meeting"


class ClaimState(StrEnum):
    """Whether the papers are handed in and the travel may be reimbursed."""

    ENTERED = "entered"
    SIGNED = "signed"
    REIMBURSED = "reimbursed"
    WITHDRAWN = "withdrawn"


OUTINGS = {
    Outing.TRAINING: Term("培训", "Training"),
    Outing.STUDY: Term("学习", "Study"),
    Outing.INSPECTION: Term("考察", "Inspection"),
    Outing.MEETING: Term("外出会议", "Meeting"),
}
STATES = {
    ClaimState.ENTERED: Term("待档案员签字", "Papers to be signed for"),
    ClaimState.SIGNED: Term("已签字·待报销", "Signed"),
    ClaimState.REIMBURSED: Term("已报销", "Reimbursed"),
    ClaimState.WITHDRAWN: Term("已撤回", "Withdrawn"),
}
TONES = {ClaimState.ENTERED: "soon", ClaimState.SIGNED: "calm", ClaimState.REIMBURSED: "done", ClaimState.WITHDRAWN: "stopped"}
_S = ClaimState
_SIGNED = "signed_by_id IS NOT NULL AND signed_by_id <> reimbursed_by_id"


class TravelPaper(Record):
    """One outing: what was brought back, who signed that it is filed, and whether it is reimbursed."""

    register = Register(
        title=Term("外出资料交档", "Papers from outings"),
        area=Area.LENDING,
        rank=45,
        kept=True,
        clauses=("K10.9",),
        label="title",
        list=("title", "kind", "traveller", "department", "ended_on", "state", "signed_by"),
        filters=("state", "kind", "department", "traveller"),
        search=("title",),
        newest="ended_on",
        owner="traveller",
        department="department",
        workflow=Workflow(
            "state",
            ClaimState.ENTERED,
            (
                Move("sign_papers", _S.ENTERED, _S.SIGNED, Term("档案员签字", "Sign for the papers"), "K10.9", needs=("received",),
                     stamps=("signed_by", "signed_at")),
                # Offered before the signature too, so that whoever tries is told what is missing.
                Move("reimburse", _S.SIGNED, _S.REIMBURSED, Term("报销", "Reimburse"), "K10.9", stamps=("reimbursed_by", "reimbursed_at"),
                     also=(_S.ENTERED,)),
                Move("withdraw", _S.ENTERED, _S.WITHDRAWN, Term("撤回", "Withdraw"), "K10.9", destructive=True),
            ),
        ),
    )  # fmt: skip
    __table_args__ = (CheckConstraint(f"state <> 'reimbursed' OR ({_SIGNED})", name="reimbursed_is_signed"),)

    title: Mapped[str] = fields.text("事由", "What for", required=True)
    kind: Mapped[Outing] = fields.choice("类别", "Kind", OUTINGS, required=True, clause="K10.9")
    traveller_id: Mapped[int]
    traveller: Mapped[Employee] = fields.person("外出人", "Traveller", required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    ended_on: Mapped[date] = fields.day("返回日期", "Back on", required=True)
    papers: Mapped[str] = fields.long_text(
        "带回的资料", "Papers", length=2000, required=True,
        help=Term("逐项写明；没有值得归档的资料请写「无」。", "Item by item; “none” when nothing is worth filing."),
    )  # fmt: skip
    claim_no: Mapped[str | None] = fields.text("报销单号", "Claim no.", length=60)
    state: Mapped[ClaimState] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=ClaimState.ENTERED, system=True)
    received: Mapped[str | None] = fields.long_text("签收内容", "What was handed in", length=2000, system=True)
    signed_by_id: Mapped[int | None]
    signed_by: Mapped[Employee | None] = fields.person("签字档案员", "Signed by", system=True, differs_from="traveller")
    signed_at: Mapped[datetime | None] = fields.moment("签字时间", "Signed at", system=True, indexed=False)
    reimbursed_by_id: Mapped[int | None]
    reimbursed_by: Mapped[Employee | None] = fields.person("报销经办人", "Reimbursed by", system=True, differs_from="traveller")
    reimbursed_at: Mapped[datetime | None] = fields.moment("报销时间", "Reimbursed at", system=True, indexed=False)
