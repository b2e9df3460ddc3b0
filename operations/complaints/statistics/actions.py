"""T5.3: what was proposed on the reports before comes back in the next pack, with who carries it out and how far it is."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.report_periods import Period
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.complaints.improvement import Improvement
from models.complaints.report import ComplaintReport
from models.fence import authority_of
from operations.complaints.statistics.cards import Cell, Line, Table
from operations.complaints.statistics.counting import readable
from operations.labels import labels

TITLE = Term("上期改进事项的落实", "What became of the proposals before")
HEADS = (Term("报告", "Report"), Term("责任人", "Owner"), Term("完成期限", "To be done by"), Term("状态", "State"), Term("结果", "Result"))
DONE, DONE_LATE = Term("已完成（{day}）", "Done on {day}"), Term("逾期完成（{day}）", "Done late, on {day}")
LATE, GOING = Term("逾期未完成", "Late"), Term("进行中", "Under way")
MOST = 60
SHORT = 60
"""Characters of a result that the table has room for."""


def actions_table(session: Session, period: Period) -> Table:
    """The improvements of earlier reports that are open or were done since the period began, and all of the report just before."""
    who, register = authority_of(session), Improvement.register.key
    first = Term("改进建议", "Proposal")
    shown = ("title", "report", "owner", "due_on", "done_on", "result")
    may = who.is_system or who.may(register, Action.VIEW)
    if not may or not all(readable(session, register, key) for key in shown):
        return Table("actions", TITLE, HEADS, (), "T5.3", "words", first)
    row: Any = Improvement
    report: Any = ComplaintReport
    before = select(report.id).where(report.last_on < period.last).order_by(report.last_on.desc(), report.id.desc())
    last = session.scalar(before.limit(1))
    wanted = (
        select(row.title, report.number, row.owner_id, row.due_on, row.done_on, row.result)
        .join(report, report.id == row.report_id)
        .where(report.last_on < period.last, or_(row.done_on.is_(None), row.done_on >= period.first, row.report_id == last))
        .order_by(row.due_on, row.id)
        .limit(MOST)
    )
    rows = session.execute(wanted).all()
    names = labels(session, "employee", [one.owner_id for one in rows])
    now: datetime = session.info["clock"]()
    today = now.astimezone(OFFICE_ZONE).date()
    return Table("actions", TITLE, HEADS, tuple(_line(one, names, today) for one in rows), "T5.3", "words", first)


def _line(one: Any, names: Any, today: date) -> Line:
    # Said in Chinese and kept so: a frozen pack is read by everybody.
    state = state_of(one.due_on, one.done_on, today)
    words = (one.number, names.get(one.owner_id, "—"), one.due_on.isoformat(), state.zh, (one.result or "—")[:SHORT])
    return Line(Term(one.title, one.title), tuple(Cell(0, text=word) for word in words))


def state_of(due_on: date, done_on: date | None, today: date) -> Term:
    """Done, done late, late or under way, as it stands on ``today``."""
    if done_on is not None:
        return (DONE if done_on <= due_on else DONE_LATE).format(day=done_on.isoformat())
    return LATE if due_on < today else GOING
