"""人员建议 — the manager of the service desk proposes training, pay, promotion, reward, punishment or dismissal (K9.2)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.appointment import Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Proposal(StrEnum):
    """What is proposed for somebody."""

    TRAINING = "training"
    PAY = "pay"
    PROMOTION = "promotion"
    REWARD = "reward"
    PUNISHMENT = "punishment"
    DISMISSAL = "dismissal"


class Answered(StrEnum):
    """What came of it."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"


_S, _P = Answered, Proposal
_LEADERS = ((Post.GENERAL_MANAGER, ""), (Post.DEPUTY_GENERAL_MANAGER, ""), (Post.CHAIRMAN, ""))


class StaffProposal(Record):
    """One proposal about one person; a leader answers it, never the proposer or the person himself."""

    register = Register(
        title=Term("人员建议", "Proposals about staff"),
        area=Area.SERVICE,
        rank=90,
        minor=True,
        clauses=("K9.2",),
        label="title",
        list=("title", "kind", "person", "proposed_on", "state", "proposer", "answered_by"),
        search=("title",),
        filters=("kind", "state", "person", "department", "proposed_on"),
        newest="proposed_on",
        owner="proposer",
        department="department",
        workflow=Workflow(
            "state",
            _S.PROPOSED,
            tuple(
                Move(name, _S.PROPOSED, target, label, "K9.2", needs=("answer",), stamps=("answered_by",), posts=_LEADERS,
                     apart_from=("proposer", "person"), waits=True)
                for name, target, label in (
                    ("agree_proposal", _S.AGREED, Term("同意", "Agree")), ("refuse_proposal", _S.REFUSED, Term("不同意", "Refuse")),
                )
            ),
        ),
    )  # fmt: skip

    title: Mapped[str] = fields.text("建议", "Proposal", length=120, required=True)
    kind: Mapped[Proposal] = fields.choice(
        "类别", "Kind", {
            _P.TRAINING: Term("培训", "Training"), _P.PAY: Term("薪酬", "Pay"), _P.PROMOTION: Term("晋升", "Promotion"),
            _P.REWARD: Term("奖励", "Reward"), _P.PUNISHMENT: Term("处罚", "Punishment"), _P.DISMISSAL: Term("辞退", "Dismissal"),
        }, required=True, growing=True,
    )  # fmt: skip
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("涉及人员", "About", required=True, clearance=Clearance.INTERNAL)
    reason: Mapped[str] = fields.long_text("理由", "Reasons", length=2000, required=True, clearance=Clearance.INTERNAL)
    proposed_on: Mapped[date] = fields.day("提出日期", "Proposed on", now=True, required=True, past=True)
    proposer_id: Mapped[int | None]
    proposer: Mapped[Employee | None] = fields.person("提出人", "Proposed by", differs_from="person")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    state: Mapped[Answered] = fields.choice(
        "状态", "State", {_S.PROPOSED: Term("待答复", "Proposed"), _S.AGREED: Term("同意", "Agreed"), _S.REFUSED: Term("不同意", "Refused")},
        required=True, default=_S.PROPOSED, system=True, growing=True, tones={_S.PROPOSED: "soon", _S.AGREED: "done", _S.REFUSED: "stopped"},
    )  # fmt: skip
    answer: Mapped[str | None] = fields.long_text("答复意见", "Answer", length=1000, system=True)
    answered_by: Mapped[Employee | None] = fields.person("答复人", "Answered by", system=True)
