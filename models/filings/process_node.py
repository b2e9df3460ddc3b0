"""流程节点 — one step of a filed process with the person who answers for it; the flow chart is drawn from them (R4.2)."""

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.filings.process_filing import ProcessFiling
from models.organisation.employee import Employee
from models.register import Register


class ProcessNode(Record):
    """One box of the chart: what is done, by whom, and where it goes back to when the answer is no."""

    register = Register(
        title=Term("流程节点", "Steps of processes"),
        area=Area.FILINGS,
        rank=12,
        minor=True,
        clauses=("R4.2",),
        label="title",
        list=("filing", "line_no", "title", "responsible", "decision", "back_to"),
        search=("title",),
        newest="line_no",
        ascending=True,
        parent="filing",
    )

    filing_id: Mapped[int]
    filing: Mapped[ProcessFiling] = fields.reference("流程", "Process", "process_filing", required=True)
    line_no: Mapped[int] = fields.number("序号", "No.", required=True, minimum=1)
    title: Mapped[str] = fields.text("节点", "Step", length=60, required=True)
    responsible_id: Mapped[int]
    responsible: Mapped[Employee] = fields.person("责任人", "Responsible", required=True, clause="R4.2")
    action: Mapped[str] = fields.text("操作步骤", "What is done", required=True, clause="R4.2")
    decision: Mapped[str | None] = fields.text("判断（否则退回）", "Decision, else back", length=60)
    back_to: Mapped[int | None] = fields.number("退回到序号", "Back to no.", minimum=1, indexed=False)
