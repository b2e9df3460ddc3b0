"""陈述申辩 — who is complained of learns what is alleged, answers, and is told what was decided about him; nothing else (K4.7)."""

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


class Heard(StrEnum):
    """Where a hearing stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TOLD = "told"
    OBJECTED = "objected"


_H = Heard
STATES = {
    _H.ASKED: Term("待陈述", "Asked"),
    _H.ANSWERED: Term("已陈述", "Answered"),
    _H.DECLINED: Term("拒绝陈述", "Declined"),
    _H.LAPSED: Term("逾期未陈述", "Not answered in time"),
    _H.TOLD: Term("已告知决定", "Told the decision"),
    _H.OBJECTED: Term("已提出异议", "Objected"),
}
TONES = {_H.ASKED: "soon", _H.ANSWERED: "done", _H.DECLINED: "stopped", _H.LAPSED: "late", _H.TOLD: "done", _H.OBJECTED: "soon"}


class ComplaintHearing(Record):
    """One respondent is heard on the facts alleged, in words that do not say who complains (K4.18)."""

    register = Register(
        title=Term("陈述申辩", "Hearings of respondents"),
        area=Area.COMPLAINTS,
        rank=40,
        minor=True,
        clauses=("K4.7", "K4.11", "K4.22"),
        label="number",
        list=("number", "state", "respondent", "due_on", "answered_at", "complaint"),
        search=("number",),
        parent="complaint",
        owner="respondent",
        workflow=Workflow(
            "state",
            _H.ASKED,
            (
                Move("answer", _H.ASKED, _H.ANSWERED, Term("陈述申辩", "Answer"), "K4.11", needs=("answer",), stamps=("answered_at",)),
                Move("decline", _H.ASKED, _H.DECLINED, Term("记录拒绝陈述", "Note that he declines"), "K4.11",
                     needs=("unheard_because",), stamps=("noted_by",)),
                Move("lapse", _H.ASKED, _H.LAPSED, Term("记录逾期未陈述", "Note that the term is over"), "K4.11",
                     needs=("unheard_because",), stamps=("noted_by",)),
                Move("tell", _H.ANSWERED, _H.TOLD, Term("告知决定", "Tell the decision"), "K4.22",
                     needs=("decision_told",), stamps=("told_at",), also=(_H.DECLINED, _H.LAPSED)),
                Move("object", _H.TOLD, _H.OBJECTED, Term("提出异议", "Object"), "K4.22",
                     needs=("objection",), stamps=("objected_at",)),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("hearing", "述〔{year}〕{no:03d}"), clause="K4.7")
    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    respondent_id: Mapped[int]
    respondent: Mapped[Employee] = fields.person("陈述人", "Who is heard", required=True)
    alleged: Mapped[str] = fields.long_text(
        "涉及的事实", "What is alleged", required=True, length=4000, clause="K4.18",
        help=Term("写给被投诉人看，不得写出投诉人的姓名、电话和地址。", "He reads it: no name, telephone or address of who complains."),
    )  # fmt: skip
    due_on: Mapped[date] = fields.day("陈述期限", "Answer by", required=True, runs=(Heard.ASKED,))
    state: Mapped[Heard] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=Heard.ASKED, system=True)
    answer: Mapped[str | None] = fields.long_text("陈述和申辩", "His answer", system=True, clause="K4.11")
    answered_at: Mapped[datetime | None] = fields.moment("陈述时间", "Answered at", system=True)
    unheard_because: Mapped[str | None] = fields.long_text("未陈述的说明", "Why not heard", length=1000, system=True)
    noted_by: Mapped[Employee | None] = fields.person("记录人", "Noted by", system=True)
    decision_told: Mapped[str | None] = fields.long_text("关于本人的决定", "The decision about him", length=4000, system=True, clause="K4.22")
    told_at: Mapped[datetime | None] = fields.moment("告知时间", "Told at", system=True)
    objection: Mapped[str | None] = fields.long_text("异议", "Objection", length=4000, system=True, clause="K4.22")
    objected_at: Mapped[datetime | None] = fields.moment("异议时间", "Objected at", system=True)
