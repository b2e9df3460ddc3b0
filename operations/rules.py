"""The numbers in force on a day, and setting another from a day on: within bounds, and never for a day that has passed."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Missing
from domain.rules import CODES
from domain.terms import Term
from domain.values import shown, write_day
from models.fence import acting
from models.governance.rule_value import RuleValue
from operations.behalf import on_behalf
from operations.office_clock import today
from operations.records import require
from operations.rule_numbers import rule, rules

__all__ = ["rule", "rules", "set_rule"]
SET_RULE = "set_rule"
LONGEST_BASIS = 200
OUT_OF_BOUNDS = Term("「{rule}」应在 {least} 到 {most} 之间。", "“{rule}” must be between {least} and {most}.")
IN_THE_PAST = Term("生效日期不能早于今天：已经开始的案件按原规定办。", "It cannot begin before today: cases that began keep their rule.")
NO_BASIS = Term("请写明依据（文号或决议），最多 200 字。", "Name the document or resolution it rests on, 200 characters at most.")
ALREADY_SET = Term("「{rule}」已有自 {day} 起的取值，请另选一天。", "“{rule}” has a value from {day} already; choose another day.")
NO_SUCH_RULE = Term("没有「{code}」这条规定。", "There is no rule “{code}”.")


def set_rule(session: Session, code: str, amount: int, valid_from: date, basis: str) -> RuleValue:
    """Enter another value of a rule from a day on, in the actor's name; what is in force is never rewritten.

    Raises Refused without the right to, Missing for an unknown rule, Invalid with a sentence per field.
    """
    require(session, RuleValue.register, SET_RULE)
    if code not in CODES:
        raise Missing(NO_SUCH_RULE, code=code[:40])
    known, declared = CODES[code], CODES[code].rule
    problems: dict[str, Term] = {}
    if not declared.least <= amount <= declared.most:
        problems["amount"] = OUT_OF_BOUNDS.format(rule=declared.title, least=declared.least, most=declared.most)
    if valid_from < today(session):
        problems["valid_from"] = IN_THE_PAST
    if not 0 < len(shown(basis)) <= LONGEST_BASIS:
        problems["basis"] = NO_BASIS
    taken = select(RuleValue.id).where(RuleValue.rule == known, RuleValue.valid_from == valid_from)
    if session.connection().execute(taken).first():
        problems["valid_from"] = ALREADY_SET.format(rule=declared.title, day=write_day(valid_from))
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems, clause=declared.clause)
    value = RuleValue(rule=known, amount=amount, valid_from=valid_from, basis=basis.strip())
    with acting(session, on_behalf(session, f"设定取值：{declared.title.zh}")):
        session.add(value)
        session.flush()
    return value
