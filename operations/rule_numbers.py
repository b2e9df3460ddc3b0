"""The numbers in force on a day, read below everything that saves a record: what follows from one is computed by them."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rules import CODES, RuleCode, Value, value_on
from models.governance.rule_value import RuleValue
from operations.office_clock import today

_ALL = select(RuleValue.rule, RuleValue.amount, RuleValue.valid_from)


def rule(session: Session, code: RuleCode | str, on: date | None = None) -> int:
    """The number of a rule on a day (today by default), in the rule's unit.

    Read below the fence: everybody obeys a rule, whether he may leaf through the register or not.
    """
    return rules(session, on)[code]


def amounts(session: Session, code: RuleCode) -> Callable[[date], int]:
    """The number of one rule on any day, with one question to the database for all of them."""
    rows = session.connection().execute(_ALL)
    values = [Value(*row) for row in rows if row.rule == code]
    return lambda day: value_on(code, day, values)


def rules(session: Session, on: date | None = None) -> Mapping[str, int]:
    """All numbers in force on a day (today by default), with one question to the database."""
    day = on or today(session)
    rows = session.connection().execute(_ALL)
    values = [Value(code, amount, valid_from) for code, amount, valid_from in rows]
    return {code: value_on(code, day, values) for code in CODES.values()}
