"""The measures of a case: at least one before the opinion, all proved or waived before the end; a plan changes with the customer (Y6.5, T4.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.values import write_day
from domain.workflow import Move
from models.base import columns_of
from models.complaints.complaint import Complaint
from models.complaints.measure import ComplaintMeasure, MeasureState
from models.complaints.stages import Stage
from models.fence import authority_of
from models.organisation.employee import Employee
from operations.complaints.recusal import why_recused
from operations.office_clock import today
from operations.working_days import working_calendar

NO_MEASURE = Term(
    "还没有处理措施。请先在「处理措施」中登记措施、责任人和期限。", "There is no measure yet. Enter what is done, by whom and until when."
)
NOT_ALL_DONE = Term(
    "还有 {count} 项措施没有落实。请逐项登记凭据，或由审批领导免予落实。",
    "{count} measures are not done. Enter the proof of each, or have the leader waive it.",
)
NOT_NOW = Term(
    "现在不能登记或修改措施：调查和拟意见时登记，批准后只能经「方案变更」调整。",
    "Measures are entered while the case is investigated and the opinion written; later only by a change of the plan.",
)
DAY_OFF = Term("{day} 不是工作日，请另选一天。", "{day} is no working day; choose another.")
AFTER_TERM = Term("完成期限不能晚于本件办理期限 {day}。", "It must be done by the term of the case, {day}.")
NOT_YET = Term("方案告知客户、开始执行后，才能登记落实或免予落实。", "Only once the customer has been told the plan and it is carried out.")
NOT_YET_DONE = Term("落实日期不能晚于今天。", "It cannot have been done later than today.")
OWN_MEASURE = Term("责任人和经办人不能批准免予落实。", "Neither who is responsible nor the handler waives a measure.")
NOT_TOLD = Term("还没有告知投诉人怎样办理。请先「告知办理安排」。", "The complainant has not been told how it is handled. Do that first.")
OWN_CHANGE = Term("经办人和提出意见的人不能批准方案变更。", "Neither the handler nor who wrote the opinion approves the change.")
PLANNING = (Stage.INVESTIGATING, Stage.INVESTIGATED)
KEYS = ("measures", "plan_version", "arranged_at")
"""What a step may set of these."""


def measure_entered(session: Session, measure: ComplaintMeasure) -> set[str]:
    """Y6.5, K4.7: entered while the plan is made, for a working day within the term, and for nobody who keeps away."""
    case = _case(session, measure)
    if measure.id is None:
        measure.round = case.round
    why = why_recused(session, measure, measure.responsible_id) if measure.responsible_id else None
    if why is not None:
        raise Invalid(why.sentence, fields={"responsible": why.sentence}, clause=why.clause)
    if authority_of(session).person is not None:
        if case.stage not in PLANNING and not (case.stage is Stage.DECIDED and case.plan_version > 1):
            raise Invalid(NOT_NOW, clause="Y6.5")
        _due_within(session, measure.due_on, case.due_on)
    return {"round"}


def _due_within(session: Session, due_on: date | None, term: date | None) -> None:
    if due_on is None or term is None:
        return
    late = due_on > term and term >= today(session)  # once the term is over, the next best day is right
    sentence = AFTER_TERM.format(day=write_day(term)) if late else None
    if not working_calendar(session).is_working_day(due_on):
        sentence = DAY_OFF.format(day=write_day(due_on))
    if sentence is not None:
        raise Invalid(sentence, fields={"due_on": sentence}, clause="Y6.5")


def case_moved(session: Session, case: Complaint, move: Move) -> None:
    """The plan as text when the opinion is written and when it is told anew; another version with each change."""
    if move.name in ("propose", "inform"):
        case.measures = "\n".join(_lines(session, case))[:4000] or case.measures
    if move.name in ("change_plan", "refer_change"):
        case.plan_version += 1
    if move.name in ("reopen", "return", "fail_check"):
        case.arranged_at = None
    if move.name in ("reopen", "fail_check"):
        case.plan_version = 1


def _lines(session: Session, case: Complaint) -> list[str]:
    one, people = columns_of(ComplaintMeasure.__tablename__), columns_of(Employee.__tablename__)
    rows = session.connection().execute(
        select(one.content, people.name, one.due_on)
        .join(Employee.__table__, people.id == one.responsible_id)
        .where(one.complaint_id == case.id, one.round == case.round, one.state != MeasureState.WAIVED)
        .order_by(one.due_on, one.id)
    )
    return [f"{number}. {content}（{name}，{day} 前）" for number, (content, name, day) in enumerate(rows, 1)]


def _with_measures(session: Session, case: Complaint) -> None:
    if not _count(session, case, MeasureState.PLANNED, MeasureState.DONE):
        raise Refused(NO_MEASURE, clause="Y6.5")


def _all_done(session: Session, case: Complaint) -> None:
    if count := _count(session, case, MeasureState.PLANNED):
        raise Refused(NOT_ALL_DONE, count=count, clause="T4.1")


def _arrangement_told(_session: Session, case: Complaint) -> None:
    if case.arranged_at is None:
        raise Refused(NOT_TOLD, clause="K4.13")


def _changed_by_another(session: Session, case: Complaint) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id in (case.handler_id, case.opinion_by_id):
        raise Refused(OWN_CHANGE, clause="K4.8")


def _being_carried_out(session: Session, measure: ComplaintMeasure) -> None:
    if authority_of(session).person is not None and _case(session, measure).stage is not Stage.EXECUTING:
        raise Refused(NOT_YET, clause="Y6.6")


def _waived_by_another(session: Session, measure: ComplaintMeasure) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id in (measure.responsible_id, _case(session, measure).handler_id):
        raise Refused(OWN_MEASURE, clause="T4.1")


def _not_me_in_my_own_case(session: Session, measure: ComplaintMeasure) -> None:
    person = authority_of(session).person
    why = why_recused(session, measure, person.person_id) if person is not None else None
    if why is not None:
        raise Refused(why.sentence, clause=why.clause)


def _done_by_now(session: Session, _measure: ComplaintMeasure, values: Mapping[str, Any]) -> None:
    if values["done_on"] > today(session):
        raise Invalid(NOT_YET_DONE, fields={"done_on": NOT_YET_DONE}, clause="T4.1")


def _count(session: Session, case: Complaint, *states: MeasureState) -> int:
    one = columns_of(ComplaintMeasure.__tablename__)
    count = select(func.count()).where(one.complaint_id == case.id, one.round == case.round, one.state.in_(states))
    return int(session.connection().execute(count).scalar_one())


def _case(session: Session, measure: ComplaintMeasure) -> Any:
    """What the rules need of its case, read below the fence and shown to nobody."""
    one = columns_of(Complaint.__tablename__)
    query = select(one.stage, one.round, one.plan_version, one.due_on, one.handler_id).where(one.id == measure.complaint_id)
    return session.connection().execute(query).one()



GUARDS = {
    "submit": (_arrangement_told,),
    "propose": (_with_measures,),
    "inform": (_with_measures,),
    "change_plan": (_changed_by_another,), "refer_change": (_changed_by_another,),
    "finish": (_all_done,),
}
MEASURE_GUARDS = {
    ("complaint_measure", "complete"): (_not_me_in_my_own_case, _being_carried_out),
    ("complaint_measure", "waive"): (_not_me_in_my_own_case, _being_carried_out, _waived_by_another),
}
MEASURE_CHOICES = {("complaint_measure", "complete"): (_done_by_now,)}
