"""What a customer is given: returns as the regulation says, amounts within the decider's limit, apologies for our own faults only."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.returns import Grounds, Right, Ruling, ruling
from domain.rules import ComplaintRule
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_day
from models.complaints.complaint import Complaint
from models.complaints.words import Kind, Remedy
from models.fence import authority_of
from models.organisation.appointment import Post
from operations.complaints.promising import OURS
from operations.complaints.routing import place_of
from operations.rule_numbers import rule, rules

NEEDED_FOR_A_RETURN = Term("涉及退货的，请填写「退货原因」。", "A return needs its grounds.")
OUTBOUND_NEEDED = Term("霉变的，请填写「出库日期」。", "Mould needs the day the goods left the warehouse.")
OUTBOUND_LATER = Term("出库日期不能晚于接到投诉的日期 {day}。", "The goods cannot have left after the complaint came, {day}.")
NO_GROUNDS = Term("没有查明退货原因，不能决定退货。请先退回补查。", "The grounds of a return are not established. Send it back first.")
NO_RETURN = Term("不能决定退货或换货：{why}", "Neither return nor exchange can be granted: {why}")
NOT_THEIRS = Term(
    "「{label}」由「{department}」核实后填写；本件不在该部门办理，请不勾选，由审批人退回后改派。",
    "“{label}” is for “{department}” to verify, which does not handle this case: leave it, and have the case sent back and given to them.",
)
MUST_RETURN = Term("应当退货（或按客户意愿换货），不能拒绝：{why}", "The return (or an exchange, if he prefers) cannot be refused: {why}")
NO_AMOUNT = Term("赔偿请填写金额。", "A compensation needs its amount.")
NO_MONEY = Term("「{remedy}」不涉及金额，请清空金额或改选处理方式。", "“{remedy}” costs nothing: empty the amount or choose another remedy.")
NOT_OURS = Term("责任不在本公司或员工，不作道歉，请改选处理方式。", "The fault is not ours: no apology; choose another remedy.")
OVER_LIMIT = Term(
    "金额 {amount} 元超过您的审批权限 {limit} 元，请由上级决定{meeting}。",
    "{amount} yuan is more than you may approve ({limit}); have your superior decide{meeting}.",
)
TO_MEETING = Term("，或提交会议", " or refer it to the meeting")
WITH_MONEY = frozenset({Remedy.RETURN, Remedy.EXCHANGE, Remedy.COMPENSATION})
LIMITS = {
    Post.DEPARTMENT_MANAGER: ComplaintRule.LIMIT_MANAGER,
    Post.DEPUTY_GENERAL_MANAGER: ComplaintRule.LIMIT_DEPUTY,
    Post.GENERAL_MANAGER: ComplaintRule.LIMIT_GENERAL,
    Post.CHAIRMAN: ComplaintRule.LIMIT_CHAIRMAN,
}
"""K4.8: how much the holder of a post may grant; who holds none of them grants no money."""


def returns_ruling(session: Session, case: Complaint) -> Ruling | None:
    """What T2.15–T2.17 say to a return in ``case``; None while its grounds are not known."""
    if case.return_grounds is None or case.received_at is None:
        return None
    return ruling(
        case.return_grounds, verified=case.return_verified, checked=case.outbound_checked, outbound_on=case.outbound_on,
        reported_on=case.received_at.astimezone(OFFICE_ZONE).date(), limit=rule(session, ComplaintRule.RETURN_DAYS),
    )  # fmt: skip


def is_large(session: Session, case: Complaint) -> bool:
    """Whether the amount makes it a matter for the meeting, major or not (K4.10)."""
    return case.remedy_amount is not None and case.remedy_amount >= rule(session, ComplaintRule.MAJOR_AMOUNT)


def _grounds_given(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """T2.15–T2.17: who finds facts for a return says which; nobody else is asked."""
    grounds, outbound_on = values.get("return_grounds"), values.get("outbound_on")
    if case.kind is Kind.RETURN and grounds is None:
        raise Invalid(NEEDED_FOR_A_RETURN, fields={"return_grounds": NEEDED_FOR_A_RETURN}, clause="T2.15")
    if grounds == Grounds.MOULD and outbound_on is None:
        raise Invalid(OUTBOUND_NEEDED, fields={"outbound_on": OUTBOUND_NEEDED}, clause="T2.17")
    _verified_by_whom_it_concerns(session, case, values)
    came_on = case.received_at.astimezone(OFFICE_ZONE).date() if case.received_at else None
    if outbound_on is not None and came_on is not None and outbound_on > came_on:
        sentence = OUTBOUND_LATER.format(day=write_day(came_on))
        raise Invalid(sentence, fields={"outbound_on": sentence}, clause="T2.17")


def _verified_by_whom_it_concerns(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """T2.15, T2.17: the department to which returns go has looked at the goods and the outbound form, no other."""
    ticked = next((key for key in ("return_verified", "outbound_checked") if values.get(key)), None)
    place = place_of(session, Kind.RETURN) if ticked else None
    if ticked and place is not None and authority_of(session).person is not None and case.department_id != place.id:
        sentence = NOT_THEIRS.format(label=case.register.fields[ticked].label, department=place.name)
        raise Invalid(sentence, fields={ticked: sentence}, clause="T2.15")


def _by_the_rules(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    remedy = Remedy(values["remedy"])
    _return_by_the_rules(session, case, remedy)
    if remedy is Remedy.APOLOGY and case.responsibility not in OURS:
        raise Invalid(NOT_OURS, fields={"remedy": NOT_OURS}, clause="K8.15")
    amount: Decimal | None = values.get("remedy_amount")
    if remedy is Remedy.COMPENSATION and not amount:
        raise Invalid(NO_AMOUNT, fields={"remedy_amount": NO_AMOUNT}, clause="T5.2")
    if amount and remedy not in WITH_MONEY:
        sentence = NO_MONEY.format(remedy=case.register.fields["remedy"].titles[remedy.value])
        raise Invalid(sentence, fields={"remedy_amount": sentence}, clause="T5.2")


def _return_by_the_rules(session: Session, case: Complaint, remedy: Remedy) -> None:
    found = returns_ruling(session, case)
    if found is None:
        if remedy is Remedy.RETURN:
            raise Invalid(NO_GROUNDS, fields={"remedy": NO_GROUNDS}, clause="T2.15")
        return
    sentence = None
    goes_back = remedy is Remedy.RETURN or (remedy is Remedy.EXCHANGE and case.return_grounds == Grounds.STORAGE)
    if goes_back and found.right is Right.NONE:
        sentence = NO_RETURN.format(why=found.why)
    if remedy not in (Remedy.RETURN, Remedy.EXCHANGE) and found.right is Right.UNCONDITIONAL:
        sentence = MUST_RETURN.format(why=found.why)
    if sentence is not None:
        raise Invalid(sentence, fields={"remedy": sentence}, clause=found.clause)


def _within_the_limit(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """K4.8, K4.10: who decides grants what his post lets him; beyond that his superior or the meeting does."""
    amount, person = values.get("remedy_amount"), authority_of(session).person
    if not amount or person is None:
        return
    numbers = rules(session)
    limit = max((numbers[LIMITS[Post(post)]] for post, _ in person.posts if post in LIMITS), default=0)
    if amount > limit:
        meeting = TO_MEETING if amount >= numbers[ComplaintRule.MAJOR_AMOUNT] else Term("", "")
        sentence = OVER_LIMIT.format(amount=f"{amount:,.2f}", limit=f"{limit:,}", meeting=meeting)
        raise Invalid(sentence, fields={"remedy_amount": sentence}, clause="K4.8")


def require_for_the_meeting(session: Session, case: Complaint, refusal: Term) -> None:
    """K4.10: major matters, and amounts as large as that, go to the meeting; raises Refused for all others."""
    if not case.major and not is_large(session, case):
        raise Refused(refusal, clause="K4.10")


CHOICES = {
    "submit": (_grounds_given,),
    "propose": (_by_the_rules,),
    "decide": (_by_the_rules, _within_the_limit),
}
