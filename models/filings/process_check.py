"""流程监控和监督检查 — whether a filed process is kept to; what deviates is put right by a day, and who breaks it answers (R4.6, R6.1, R6.3)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules import FilingRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.fields import Within
from models.filings.process_filing import ProcessFiling
from models.organisation.employee import Employee
from models.register import Register


class Watch(StrEnum):
    """Who looks."""

    MONITORING = "monitoring"
    SUPERVISION = "supervision"


class Outcome(StrEnum):
    """What was seen."""

    KEPT = "kept"
    DEVIATION = "deviation"
    VIOLATION = "violation"


class CheckStage(StrEnum):
    """Where it stands."""

    OPEN = "open"
    CORRECTED = "corrected"
    CLOSED = "closed"


WATCHES = {Watch.MONITORING: Term("日常监控", "Monitoring"), Watch.SUPERVISION: Term("监督小组检查", "Check by the supervision group")}
OUTCOMES = {
    Outcome.KEPT: Term("执行到位", "Kept"),
    Outcome.DEVIATION: Term("有偏差", "Deviates"),
    Outcome.VIOLATION: Term("违反流程", "Violates"),
}
CHECK_STAGES = {
    CheckStage.OPEN: Term("待处理", "Open"),
    CheckStage.CORRECTED: Term("已纠正·待确认", "Corrected"),
    CheckStage.CLOSED: Term("已办结", "Closed"),
}
_S, _BAD = CheckStage, (Outcome.DEVIATION, Outcome.VIOLATION)


class ProcessCheck(Record):
    """One look at one process."""

    register = Register(
        title=Term("流程监控检查", "Process checks"),
        area=Area.FILINGS,
        rank=14,
        kept=True,
        clauses=("R4.6", "R6.1", "R6.3"),
        label="what",
        list=("checked_on", "filing", "watch", "outcome", "what", "responsible", "correct_by_on", "stage"),
        search=("what",),
        newest="checked_on",
        parent="filing",
        assigned=("responsible",),
        draft_only="R4.6",
        at_once=True,
        fixed=("filing", "watch", "checked_on", "checker", "outcome", "what", "responsible"),
        workflow=Workflow(
            "stage",
            _S.OPEN,
            (
                Move("correct_process", _S.OPEN, _S.CORRECTED, Term("登记纠正", "Note the correction"), "R4.6", needs=("measure",),
                     stamps=("corrected_on",), only_for=("responsible",), waits=True),
                Move("confirm_correction", _S.CORRECTED, _S.CLOSED, Term("确认纠正", "Confirm"), "R4.6", stamps=("closed_by", "closed_at"),
                     apart_from=("responsible",), waits=True),
                Move("close_check", _S.OPEN, _S.CLOSED, Term("无偏差办结", "Close: kept"), "R6.1", stamps=("closed_by", "closed_at")),
            ),
        ),
    )  # fmt: skip

    filing_id: Mapped[int]
    filing: Mapped[ProcessFiling] = fields.reference("流程", "Process", "process_filing", required=True)
    watch: Mapped[Watch] = fields.choice("方式", "Way", WATCHES, required=True, clause="R6.1")
    checked_on: Mapped[date] = fields.day("检查日期", "Checked on", now=True, required=True, past=True)
    checker_id: Mapped[int]
    checker: Mapped[Employee] = fields.person("检查人", "Checked by", required=True)
    outcome: Mapped[Outcome] = fields.choice("结果", "Outcome", OUTCOMES, required=True, clause="R4.6")
    what: Mapped[str] = fields.text("情况", "What was seen", required=True)
    responsible_id: Mapped[int | None]
    responsible: Mapped[Employee | None] = fields.person("责任人", "Responsible", differs_from="checker", needed_when=("outcome", _BAD), clause="R6.3")
    correct_by_on: Mapped[date | None] = fields.day(
        "纠正期限", "To be corrected by", within=Within("checked_on", FilingRule.CORRECT_DAYS, done="corrected_on", told=("responsible",)), clause="R4.6"
    )
    stage: Mapped[CheckStage] = fields.choice(
        "状态", "State", CHECK_STAGES, required=True, default=_S.OPEN, system=True,
        tones={_S.OPEN: "soon", _S.CORRECTED: "soon", _S.CLOSED: "done"},
    )  # fmt: skip
    measure: Mapped[str | None] = fields.long_text("纠正措施", "What was done", length=2000, system=True, clause="R4.6")
    corrected_on: Mapped[date | None] = fields.day("纠正日期", "Corrected on", system=True, indexed=False)
    closed_by: Mapped[Employee | None] = fields.person("确认人", "Closed by", system=True)
    closed_at: Mapped[datetime | None] = fields.moment("办结时间", "Closed at", system=True, indexed=False)
