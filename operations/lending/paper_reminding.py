"""Reminders of papers that departments lend: a working day before they are due, when they are over, then to who lent them (K10.12)."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rules import ArchiveRule
from domain.terms import Term
from models.base import columns_of
from models.lending.temporary_loan import TemporaryLoan, TemporaryState
from operations.notices import notify
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar

SOON = Term("您借用的「{what}」将于 {day} 到期，请按期归还。", "“{what}”, which you borrowed, is due on {day}.")
OVER = Term("您借用的「{what}」已于 {day} 到期，请立即归还。", "“{what}”, which you borrowed, was due on {day}: bring it back now.")
LONG_OVER = Term("{who} 借用的「{what}」已于 {day} 到期，至今未还。", "“{what}”, lent to {who}, was due on {day} and is not back.")


def remind_of_papers(session: Session) -> int:
    """Tell borrowers of terms near and over, and keepers of long ones, each once per term; returns how many were told."""
    day, calendar, staff, told = today(session), working_calendar(session), columns_of("employee"), 0
    near = max(calendar.add_working_days(day, 1), day + timedelta(days=1))
    wanted = select(TemporaryLoan).where(TemporaryLoan.state == TemporaryState.OUT, TemporaryLoan.due_on <= near)
    for loan in session.scalars(wanted.order_by(TemporaryLoan.id)):
        said, once = {"what": loan.title[:60], "day": loan.due_on.isoformat()}, loan.due_on.isoformat()
        if loan.due_on >= day:
            told += notify(session, loan.borrower_id, "paper.soon", loan, SOON.format(**said), once=once)
            continue
        told += notify(session, loan.borrower_id, "paper.over", loan, OVER.format(**said), once=once)
        if calendar.add_working_days(loan.due_on, rule(session, ArchiveRule.PAPERS_LATE_DAYS)) < day:
            who = session.connection().execute(select(staff.name).where(staff.id == loan.borrower_id)).scalar_one()
            told += notify(session, loan.keeper_id, "paper.long_over", loan, LONG_OVER.format(who=who, **said), once=once)
    return told
