"""Who may borrow, how much and for how long: asked of a slip, of an executive without one, and of a renewal (K3.22–K3.25)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.rules import ArchiveRule
from domain.terms import Term
from models.base import columns_of
from models.lending.loan_line import LoanState
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar

TOO_MANY = Term("{who} 已借 {count} 件未还，最多 {most} 件，请先归还。", "{who} has {count} units out of {most} allowed; let some come back first.")
LEAVES = Term("{who} 已登记离职，不再借出档案。", "{who} is leaving; nothing more is lent.")
OVERDUE = Term("{who} 有 {count} 件逾期未还，归还前不再借出。", "{who} has {count} overdue units; nothing more is lent before they are back.")
NOT_A_WORKING_DAY = Term("{day} 不是工作日，归还期限须为工作日。", "{day} is no working day; the term ends on one.")
TOO_LONG = Term("归还期限最迟 {day}（最长 {days} 天）。", "The term is {day} at the latest ({days} days).")
TOO_SOON = Term("归还期限 {day} 已过。", "The term, {day}, has passed.")
TO_HIMSELF = Term("不能给自己办理借出，请另一位档案管理员办理。", "Nobody issues to himself; another archivist does.")


def check_term(session: Session, due_on: date) -> None:
    """A loan ends on a working day, not before today and not later than a loan may last (K3.25, I22); raises Invalid."""
    days, day = rule(session, ArchiveRule.LOAN_DAYS), today(session)
    latest = day + timedelta(days=days)
    if due_on < day:
        _invalid(TOO_SOON.format(day=due_on.isoformat()))
    if due_on > latest:
        _invalid(TOO_LONG.format(day=latest.isoformat(), days=days))
    if not working_calendar(session).is_working_day(due_on):
        _invalid(NOT_A_WORKING_DAY.format(day=due_on.isoformat()))


def _invalid(sentence: Term) -> None:
    raise Invalid(sentence, fields={"due_on": sentence}, clause="K3.25")


def may_borrow(session: Session, actor: int, borrower: int, units: Sequence[int]) -> None:
    """Refuse whoever issues to himself, has too many or is late (I14, I21).

    The borrower's row is held, so that two desks cannot both find room for one more.
    """
    if actor == borrower:
        raise Refused(TO_HIMSELF, clause="K3.24")
    staff, line, day = columns_of("employee"), columns_of("loan_line"), today(session)
    name, left_on = session.connection().execute(select(staff.name, staff.left_on).where(staff.id == borrower).with_for_update()).one()
    if left_on is not None:
        raise Refused(LEAVES, who=name, clause="K10.4")
    still = select(func.count()).where(line.borrower_id == borrower, line.state.in_((LoanState.OUT, LoanState.LOST)))
    late = int(session.connection().execute(still.where(line.due_on < day)).scalar_one())
    if late:
        raise Refused(OVERDUE, who=name, count=late, clause="K3.25")
    count, most = int(session.connection().execute(still).scalar_one()), rule(session, ArchiveRule.LOANS_MOST)
    if count + len(units) > most:
        raise Refused(TOO_MANY, who=name, count=count, most=most, clause="K3.25")
