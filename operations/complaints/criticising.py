"""Criticism and penalty of an employee at fault: within the rules, with an appeal, told to the customer; nothing names who complained (T2.18, T2.19)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.rules import ComplaintRule
from domain.terms import Term
from domain.values import write_day
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.criticism import Criticism, Sanction, SanctionState
from models.complaints.words import Kind, Responsibility
from models.fence import authority_of
from operations.office_clock import today
from operations.rule_numbers import rule, rules
from operations.working_days import working_calendar

NOT_CONCERNED = Term("当事人必须是本件的被投诉人。", "The person concerned must be one of those complained of in this case.")
NAMES_HIM = Term(
    "「{label}」中有投诉人的信息。当事人会看到本单，请删去。", "“{label}” holds data of the complainant; the person concerned reads it. Remove it."
)
ISSUED_ALREADY = Term("已发出的不能修改；有误的请按申诉办理。", "What has been issued is not changed; errors are dealt with by appeal.")
NO_FAULT = Term("责任认定为「员工」后才能发出。", "It is issued only once the fault is found to be an employee's.")
NOT_DECIDED = Term("投诉作出决定后才能发出。", "It is issued only after the complaint has been decided.")
OUT_OF_RANGE = Term("扣罚金额应在 {least} 到 {most} 元之间。", "The penalty must be between {least} and {most} yuan.")
NO_PENALTY = Term("通报批评不扣款；要扣罚的，请选「通报批评并扣罚」。", "A criticism costs nothing; choose the other sanction for a penalty.")
ABOUT_HIMSELF = Term("当事人不能签发或处理自己的通报。", "Nobody decides on a sheet about himself.")
SAME_AGAIN = Term("签发人不能处理对自己所发通报的申诉。", "Who issued it does not decide on the appeal.")
ONLY_HIS = Term("只有当事人本人可以申诉。", "Only the person concerned may appeal.")
APPEAL_OVER = Term("申诉期已于 {day} 结束。", "The time to appeal ended on {day}.")
NOT_YET_ISSUED = Term("责任在员工的，先发出《通报批评》，再答复客户。", "The fault is an employee's: issue the criticism before the customer is answered.")
SAY_IT = Term("答复须写明对当事员工的处理结果（如：已通报批评）。", "The answer must say what followed for the employee (that he was criticised).")
EXPLAIN = Term("属客户误解的，请填写「事实说明」。", "A misunderstanding needs its explanation.")
SAYS_SO = ("批评", "扣罚", "处罚", "处分")
KEYS = ("appeal_until_on",)


def criticism_entered(session: Session, sheet: Criticism) -> set[str]:
    """At every save: about one complained of, within the amounts, and without a word about who complained (K4.18)."""
    if authority_of(session).person is None:
        return set()
    if sheet.state not in (None, SanctionState.DRAFTED):
        raise Invalid(ISSUED_ALREADY, clause="T2.18")
    link: Any = Complaint.metadata.tables["complaint_respondents"]
    named = select(link.c.target_id).where(link.c.record_id == sheet.complaint_id, link.c.target_id == sheet.person_id)
    if sheet.complaint_id and sheet.person_id and not session.connection().execute(named).first():
        raise Invalid(NOT_CONCERNED, fields={"person": NOT_CONCERNED}, clause="T2.18")
    _names_nobody(session, sheet.complaint_id, {"title": sheet.title, "facts": sheet.facts}, sheet)
    _amount_in_range(session, sheet)
    return set()


def _amount_in_range(session: Session, sheet: Criticism) -> None:
    """K2.19 says 200 yuan, K8.17 at least 10: the company sets both bounds."""
    numbers = rules(session)
    least, most = numbers[ComplaintRule.PENALTY_LEAST], numbers[ComplaintRule.PENALTY_MOST]
    sentence = None
    if sheet.sanction == Sanction.PENALTY and not (sheet.amount is not None and least <= sheet.amount <= most):
        sentence = OUT_OF_RANGE.format(least=least, most=most)
    if sheet.sanction == Sanction.CRITICISM and sheet.amount:
        sentence = NO_PENALTY
    if sentence is not None:
        raise Invalid(sentence, fields={"amount": sentence}, clause="K2.19")


def _names_nobody(session: Session, case: int | None, texts: Mapping[str, str | None], sheet: Criticism) -> None:
    one: Any = Complaint.__table__.c
    row = session.connection().execute(select(one.complainant, one.phone, one.address).where(one.id == case)).first() if case else None
    secrets = [value for value in row or () if value]
    for key, text in texts.items():
        if text and any(secret in text for secret in secrets):
            sentence = NAMES_HIM.format(label=sheet.register.fields[key].label)
            raise Invalid(sentence, fields={key: sentence}, clause="K4.18")


def sheet_moved(session: Session, sheet: Criticism, move: Move) -> None:
    """Issued: the time to appeal runs, in working days."""
    if move.name == "issue":
        days = rule(session, ComplaintRule.APPEAL_DAYS)
        sheet.appeal_until_on = working_calendar(session).add_working_days(today(session), days)


def _may_be_issued(session: Session, sheet: Criticism) -> None:
    one: Any = Complaint.__table__.c
    query = select(one.responsibility, one.decided_at).where(one.id == sheet.complaint_id)
    responsibility, decided_at = session.connection().execute(query).one()
    if responsibility != Responsibility.EMPLOYEE:
        raise Refused(NO_FAULT, clause="T2.18")
    if decided_at is None:
        raise Refused(NOT_DECIDED, clause="T2.18")


def _not_about_himself(session: Session, sheet: Criticism) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id == sheet.person_id:
        raise Refused(ABOUT_HIMSELF, clause="K4.7")


def _by_another(session: Session, sheet: Criticism) -> None:
    person, spec = authority_of(session).person, sheet.register.fields["issued_by"]
    if person is not None and person.person_id == getattr(sheet, spec.column):
        raise Refused(SAME_AGAIN, clause="K4.22")


def _his_own_in_time(session: Session, sheet: Criticism) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id != sheet.person_id:
        raise Refused(ONLY_HIS, clause="K4.22")
    if sheet.appeal_until_on is not None and today(session) > sheet.appeal_until_on:
        raise Refused(APPEAL_OVER, day=write_day(sheet.appeal_until_on), clause="K4.22")


def _texts_name_nobody(session: Session, sheet: Criticism, values: Mapping[str, Any]) -> None:
    _names_nobody(session, sheet.complaint_id, values, sheet)


def _criticised_first(session: Session, case: Complaint) -> None:
    """T2.18: for service, neglect and conduct of an employee."""
    if not _employees_fault(case):
        return
    one: Any = Criticism.__table__.c
    issued = select(func.count()).where(one.complaint_id == case.id, one.state != SanctionState.DRAFTED)
    if not session.connection().execute(issued).scalar_one():
        raise Refused(NOT_YET_ISSUED, clause="T2.18")


def _result_told(_session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """T2.19: the customer learns what followed; T2.20: a misunderstanding is explained."""
    if _employees_fault(case) and not any(word in values["answer"] for word in SAYS_SO):
        raise Invalid(SAY_IT, fields={"answer": SAY_IT}, clause="T2.19")
    if case.kind == Kind.MISUNDERSTANDING and not values.get("explanation"):
        raise Invalid(EXPLAIN, fields={"explanation": EXPLAIN}, clause="T2.20")


def _employees_fault(case: Complaint) -> bool:
    return case.kind == Kind.CONDUCT and case.responsibility == Responsibility.EMPLOYEE



GUARDS = {"answer": (_criticised_first,)}
CHOICES = {"answer": (_result_told,)}
SHEET_GUARDS = {
    ("criticism", "issue"): (_not_about_himself, _may_be_issued),
    ("criticism", "appeal"): (_his_own_in_time,),
    ("criticism", "uphold"): (_not_about_himself, _by_another),
    ("criticism", "revoke"): (_not_about_himself, _by_another),
}
SHEET_CHOICES = {("criticism", name): (_texts_name_nobody,) for name in ("issue", "uphold", "revoke")}
