"""规定取值 — the numbers a company sets otherwise than its regulations, each from a day on; what has begun is never rewritten."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules import CODES
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


def _title(code: str) -> Term:
    """What the number with this code is called; a code that is gone speaks for itself."""
    return CODES[code].rule.title if code in CODES else Term(code, code)


class RuleValue(Record):
    """One number from ``valid_from`` on; cases that began before keep theirs. Written by operations.rules only."""

    register = Register(
        title=Term("规定取值", "Rule values"),
        area=Area.GOVERNANCE,
        clauses=("T3.1", "R4.5"),
        label="rule",
        list=("rule", "amount", "valid_from", "basis"),
        newest="valid_from",
        rank=15,
        read_only=True,
        menu=False,  # the page of rules shows values beside what the regulations say
        acts={"set_rule": Term("设定取值", "Set a value")},
    )
    __table_args__ = (UniqueConstraint("rule", "valid_from"),)

    rule: Mapped[str] = fields.text("规定", "Rule", length=40, required=True, says=_title)
    amount: Mapped[int] = fields.number("取值", "Value", required=True, minimum=0)
    valid_from: Mapped[date] = fields.day(
        "生效日期", "In force from", required=True,
        help=Term("今天或以后；已生效的取值不能改，请另立一条。", "Today or later; a value in force stays, enter another one."),
    )  # fmt: skip
    basis: Mapped[str] = fields.text("依据（文号或决议）", "Basis (document or resolution)", required=True)
