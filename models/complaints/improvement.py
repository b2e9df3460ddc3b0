"""改进事项 — each proposal of the meeting becomes an action with an owner and a day, and comes back at the next meeting (T5.3)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.report import ComplaintReport
from models.customers.relation_evaluation import RelationEvaluation
from models.organisation.employee import Employee
from models.register import Register


class Improvement(Record):
    """One proposal, who carries it out, until when, and what came of it."""

    register = Register(
        title=Term("改进事项", "Improvements"),
        area=Area.COMPLAINTS,
        rank=61,
        clauses=("T5.3", "A8.4", "K9.16", "K9.17"),
        label="title",
        list=("title", "report", "proposed_by", "owner", "due_on", "done_on"),
        search=("title",),
        filters=("report", "owner", "due_on", "done_on"),
        newest="due_on",
        owner="proposed_by",
        assigned=("owner",),
        beside=("evaluation",),
    )

    title: Mapped[str] = fields.text("改进建议", "Proposal", length=200, required=True, clause="T5.3")
    report: Mapped[ComplaintReport | None] = fields.reference("依据的报告", "Report", "complaint_report")
    evaluation_id: Mapped[int | None]
    evaluation: Mapped[RelationEvaluation | None] = fields.reference("依据的评价", "Evaluation", "relation_evaluation", clause="A8.4")
    details: Mapped[str | None] = fields.long_text("具体内容", "Details", length=4000, clause="K9.16")
    proposed_by: Mapped[Employee | None] = fields.person("提出人", "Proposed by")
    owner_id: Mapped[int]
    owner: Mapped[Employee] = fields.person("责任人", "Owner", required=True)
    due_on: Mapped[date] = fields.day("完成期限", "To be done by", required=True)
    done_on: Mapped[date | None] = fields.day("完成日期", "Done on")
    result: Mapped[str | None] = fields.long_text("结果", "Result", length=2000, clause="K9.17")
