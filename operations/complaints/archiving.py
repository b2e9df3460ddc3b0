"""Before a case goes into its volume: nothing about it is still open, and what is important is kept long-term (T4.4, K4.20)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.rules import ComplaintRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.complaints.complaint import Complaint
from models.complaints.criticism import SanctionState
from models.complaints.escalation import Escalated
from models.complaints.hearing import Heard
from models.complaints.stages import Stage
from models.complaints.words import Channel, RefusalCode, Retention
from models.register import registers
from operations.complaints.steps import Check, Guard
from operations.rule_numbers import rule

OPEN = Term("还有没办完的「{register}」{count} 项，办完后才能归档。", "There are {count} of “{register}” still open; finish them before filing.")
REFERRED = Term("上级转来或须通报主管部门的投诉长期保存。", "What an authority referred or must be told of is kept long-term.")
MAJOR = Term("重大投诉长期保存。", "A major matter is kept long-term.")
AT_COURT = Term("已进入诉讼、仲裁或由主管部门处理的投诉长期保存。", "What is before a court or an authority is kept long-term.")
COSTLY = Term("处理金额 {amount} 元，达到 {most} 元的长期保存。", "It cost {amount} yuan; from {most} yuan on a case is kept long-term.")
ELSEWHERE = frozenset({RefusalCode.COURT, RefusalCode.AUTHORITY})
NOT_COUNTED = frozenset({"complaint_volume"})
OF_THE_HANDLING = frozenset({"complaint_measure", "complaint_meeting", "complaint_hearing", "recusal_declaration", "complaint_escalation"})
"""What waits for nothing any more once a case was settled, refused or withdrawn instead of handled."""
RESTING: Mapping[str, frozenset[str]] = {
    "complaint_hearing": frozenset({Heard.TOLD}),
    "criticism": frozenset({SanctionState.ISSUED}),
    "complaint_escalation": frozenset({Escalated.INSTRUCTED}),
}
"""States from which a step is still possible, but nothing waits for it."""
RESTS_AFTER: Mapping[str, str] = {"criticism": "appeal_until_on"}
"""The last day of the step that is still possible: until then the record does not rest (K4.22)."""


def _nothing_open(session: Session, case: Complaint) -> None:
    """T4.4: no measure, check or objection of the case waits for a step, whichever registers there are."""
    resting_registers = NOT_COUNTED if case.stage == Stage.CLOSED else NOT_COUNTED | OF_THE_HANDLING
    today = session.info["clock"]().astimezone(OFFICE_ZONE).date()
    for register in registers.values():
        workflow = register.workflow
        if workflow is None or not register.parent or register.key in resting_registers or register.fields[register.parent].target != "complaint":
            continue
        table: Any = register.model.__table__
        resting = RESTING.get(register.key, frozenset())
        going = [state for state in type(workflow.start) if workflow.moves_from(state) and state not in resting]
        about, state = table.c[register.fields[register.parent].column] == case.id, table.c[workflow.state]
        waits = state.in_([one.value for one in going])
        if register.key in RESTS_AFTER:
            waits = or_(waits, and_(state.in_(resting), table.c[RESTS_AFTER[register.key]] >= today))
        count = session.connection().execute(select(func.count()).select_from(table).where(about, waits)).scalar_one()
        if count:
            raise Refused(OPEN, register=register.title, count=count, clause="T4.4")


def why_long_term(session: Session, case: Complaint) -> Term | None:
    """T4.4: what makes a case important, so that it is kept long-term; None where a year is enough."""
    if case.major:
        return MAJOR
    if case.channel == Channel.REFERRED or case.notify_authority:
        return REFERRED
    if case.refusal_code in ELSEWHERE:
        return AT_COURT
    most = rule(session, ComplaintRule.LONG_TERM_AMOUNT)
    if case.remedy_amount is not None and case.remedy_amount >= most:
        return COSTLY.format(amount=case.remedy_amount, most=most)
    return None


def _kept_long_enough(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """T4.4: one year, the important ones long-term."""
    why = why_long_term(session, case)
    if why is not None and values["retention"] != Retention.LONG_TERM:
        raise Invalid(why, fields={"retention": why}, clause="T4.4")


def suggested(session: Session, case: Complaint) -> tuple[Mapping[str, Any], Term | None, str]:
    """The retention that the page of filing has chosen already, and why (T4.4)."""
    why = why_long_term(session, case)
    return {"retention": Retention.LONG_TERM if why else Retention.ONE_YEAR}, why, "T4.4"


GUARDS: dict[str, tuple[Guard, ...]] = {"archive": (_nothing_open,)}
CHOICES: dict[str, tuple[Check, ...]] = {"archive": (_kept_long_enough,)}
