"""季度考核评分 — the score of one person in the quarter's ranking: given by one, confirmed by another (K2.5)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ReviewState(StrEnum):
    """Whether it counts."""

    SCORED = "scored"
    CONFIRMED = "confirmed"
    COUNTED = "counted"


_S = ReviewState
REVIEW_STATES = {
    _S.SCORED: Term("待确认", "To be confirmed"),
    _S.CONFIRMED: Term("已确认", "Confirmed"),
    _S.COUNTED: Term("已计入工资", "Counted"),
}


class QuarterReview(Record):
    """One person and quarter; with it he is ranked by his score, without it by his points of service."""

    register = Register(
        title=Term("季度考核评分", "Quarterly scores"),
        area=Area.INCENTIVES,
        rank=33,
        kept=True,
        clauses=("K2.5",),
        label="person",
        sub="quarter_on",
        list=("quarter_on", "person", "department", "score", "basis", "state", "scored_by", "confirmed_by"),
        newest="quarter_on",
        owner="person",
        department="department",
        draft_only="K2.5",
        workflow=Workflow(
            "state",
            _S.SCORED,
            (
                Move("confirm_review", _S.SCORED, _S.CONFIRMED, Term("确认评分", "Confirm the score"), "K2.5", stamps=("confirmed_by",),
                     apart_from=("person", "scored_by"), waits=True),
                Move("return_review", _S.CONFIRMED, _S.SCORED, Term("退回评分", "Return the score"), "K2.5", needs=("back_because",),
                     apart_from=("person",)),
                Move("count_review", _S.CONFIRMED, _S.COUNTED, Term("关账", "Close"), "K2.5"),
            ),
        ),
    )  # fmt: skip
    __table_args__ = (UniqueConstraint("person_id", "quarter_on"),)

    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("被考核人", "Person", required=True, clause="K2.5")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department", system=True)
    quarter_on: Mapped[date] = fields.quarter(
        "季度", "Quarter", required=True, help=Term("该季度任意一天，存为其第一个月。", "Any day of it; kept as its first month.")
    )
    score: Mapped[Decimal] = fields.decimal(
        "考核分", "Score", required=True, minimum=0, clause="K2.5",
        help=Term(
            "确认后，该员工按考核分参加季度排名；没有考核分的按服务点数。一起排名的人请用同一评分标准。",
            "Once confirmed it ranks the person; who has none is ranked by points of service. Use one scale for all who are ranked together.",
        ),
    )  # fmt: skip
    basis: Mapped[str] = fields.text("评分依据", "Why", required=True)
    state: Mapped[ReviewState] = fields.choice(
        "状态", "State", REVIEW_STATES, required=True, default=_S.SCORED, system=True,
        tones={_S.SCORED: "soon", _S.CONFIRMED: "calm", _S.COUNTED: "done"},
    )  # fmt: skip
    scored_by_id: Mapped[int | None]
    scored_by: Mapped[Employee | None] = fields.person("评分人", "Scored by", system=True)
    confirmed_by_id: Mapped[int | None]
    confirmed_by: Mapped[Employee | None] = fields.person("确认人", "Confirmed by", system=True)
    back_because: Mapped[str | None] = fields.long_text("退回原因", "Why returned", length=400, system=True)
