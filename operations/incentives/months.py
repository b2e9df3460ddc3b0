"""The pay of a month: collected from what has been verified, checked by three people, closed for good (K2.21, K2.22)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.months import last_month_of_quarter, month_start, months_after, quarter_start
from domain.pay import NOTHING
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting
from models.incentives.pay_line import LineState, PayLine
from models.incentives.pay_month import PayMonth, PayState
from models.incentives.quarter_review import QuarterReview, ReviewState
from operations.incentives.figures import figures_of
from operations.incentives.sheets import Month, Step
from operations.office_clock import today
from permissions.actor import System

MOST_MONTHS = 12
"""So many months are begun in one run, the oldest first; after a long pause the next run goes on."""
KEYS = ("people", "total", "team_share")
USERS = (
    ("service_trip", "points_in_id"),
    ("service_trip", "quality_in_id"),
    ("service_trip", "quality_back_in_id"),
    ("parts_deal", "paid_in_id"),
    ("reward_claim", "paid_in_id"),
    ("performance_entry", "paid_in_id"),
    ("performance_entry", "given_back_in_id"),
)
"""What remembers the month that has paid it or given it back."""
NOT_OVER = Term("{month} 还没有结束，不能归集。", "{month} is not over yet.")
TAX_MISSING = Term(
    "还有 {count} 人未录入代扣个人所得税。请点「录入个税」填写，不扣的填 0。",
    "The tax of {count} people is missing. Enter the taxes; 0 where none is withheld.",
)
TAX_LATER = Term(
    "财务核实前录入个税；现在请先退回。",
    "The tax is entered before finance has verified; have the month returned first.",
)


def begin_pay_months(session: Session) -> int:
    """Begin the month that has ended, and those that a pause has left out; returns how many are new."""
    last = months_after(month_start(today(session)), -1)
    known = session.scalar(select(func.max(PayMonth.month_on)))
    month, begun = months_after(known, 1) if known else last, 0
    while month <= last and begun < MOST_MONTHS:
        session.add(PayMonth(name=f"{month:%Y年%m月}工资", month_on=month, state=PayState.OPEN))
        month, begun = months_after(month, 1), begun + 1
    session.flush()
    return begun


def month_moved(session: Session, month: PayMonth, move: Move) -> None:
    """Collected: everything is computed anew; returned: what it had used is free again; closed: its lines close, and the scores of its quarter."""
    if move.name in ("collect", "return_month_pay"):
        _take_back(session, month)
        month.people = month.total = month.team_share = None
    if move.name == "collect":
        _collect(session, month)
    if move.name == "close_month":
        with acting(session, System("K2.21 关账")):
            for line in session.scalars(select(PayLine).where(PayLine.pay_month_id == month.id)):
                line.state = LineState.CLOSED
            if month.month_on == last_month_of_quarter(month.month_on):
                _count_scores(session, quarter_start(month.month_on))
            session.flush()


def _count_scores(session: Session, quarter: date) -> None:
    """K2.5: what the award rests on stays with it."""
    confirmed = QuarterReview.quarter_on == quarter, QuarterReview.state == ReviewState.CONFIRMED
    for review in session.scalars(select(QuarterReview).where(*confirmed)):
        review.state = ReviewState.COUNTED


def line_moved(_session: Session, line: PayLine, move: Move) -> None:
    """The net follows from the tax."""
    if move.name == "enter_tax":
        line.net = line.gross - (line.tax or NOTHING)


def _take_back(session: Session, month: PayMonth) -> None:
    connection = session.connection()
    for table, column in USERS:
        c = columns_of(table)
        connection.execute(update(c.id.table).where(c[column] == month.id).values({column: None}))
    lines = select(columns_of("pay_line").id).where(columns_of("pay_line").pay_month_id == month.id)
    connection.execute(delete(columns_of("pay_step").id.table).where(columns_of("pay_step").pay_line_id.in_(lines)))
    connection.execute(delete(columns_of("pay_line").id.table).where(columns_of("pay_line").pay_month_id == month.id))


def _collect(session: Session, month: PayMonth) -> None:
    """Below the fence, as of a journal: the lines and steps of everybody."""
    connection = session.connection()
    found = Month(session, month.id, month.month_on)
    figures_of(found)
    people = columns_of("employee")
    wanted = select(people.id, people.name, people.department_id).where(people.id.in_(list(found.steps))).order_by(people.id)
    for person in connection.execute(wanted).all():
        _write(session, month, person, found.steps[person.id])
    for table, column, key in found.used:
        c = columns_of(table)
        connection.execute(update(c.id.table).where(c.id == key).values({column: month.id}))
    month.people, month.team_share = len(found.steps), found.team_share
    month.total = sum((step.result for steps in found.steps.values() for step in steps), NOTHING)


def _write(session: Session, month: PayMonth, person: Any, steps: Sequence[Step]) -> None:
    """One person's line with the steps that lead to it."""
    connection, now = session.connection(), session.info["clock"]()
    made = {"version": 1, "created_at": now, "updated_at": now}
    gross = sum((step.result for step in steps), NOTHING)
    values = {
        "name": f"{person.name} {month.name}", "pay_month_id": month.id, "person_id": person.id, "department_id": person.department_id,
        "gross": gross, "net": gross, "state": LineState.OPEN, **made,
    }  # fmt: skip
    lines, kept = columns_of("pay_line"), columns_of("pay_step").id.table
    line = connection.execute(insert(lines.id.table).values(values).returning(lines.id)).scalar_one()
    rows = [
        {
            "pay_line_id": line, "figure": step.figure, "inputs": step.inputs[:400], "rules": step.rules[:400] or None, "result": step.result,
            "payer": step.payer, "about_on": step.about_on, **made,
        }
        for step in steps
    ]  # fmt: skip
    connection.execute(insert(kept), rows)


def _over(session: Session, month: PayMonth) -> None:
    if month.month_on is not None and today(session).replace(day=1) <= month.month_on:
        raise Refused(NOT_OVER, month=f"{month.month_on:%Y-%m}", clause="K2.21")


def _taxed(session: Session, month: PayMonth) -> None:
    c = columns_of("pay_line")
    missing = len(session.connection().execute(select(c.id).where(c.pay_month_id == month.id, c.tax.is_(None))).all())
    if missing:
        raise Refused(TAX_MISSING, count=missing, clause="K2.21")


def _before_finance(session: Session, line: PayLine) -> None:
    c = columns_of("pay_month")
    state = session.connection().execute(select(c.state).where(c.id == line.pay_month_id)).scalar_one()
    if state != PayState.COLLECTED:
        raise Refused(TAX_LATER, clause="K2.21")


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("pay_month", "collect"): (_over,),
    ("pay_month", "verify_finance"): (_taxed,),
    ("pay_line", "enter_tax"): (_before_finance,),
}
