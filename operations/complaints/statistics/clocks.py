"""Each clock on its own: how many ended in the period, and how many of them in time, breaches counted once and for all (T3.1, R6.1)."""

from collections import Counter

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.complaint_clocks import CLOCKS, kind_of
from domain.report_periods import Period
from domain.statistics import percent
from domain.terms import Term
from models.complaints.clock import ComplaintClock
from models.fence import authority_of
from operations.complaints.statistics.cards import Cell, Line, Table

TITLE = Term("各项时限", "Each term")
HEADS = (Term("到期", "Due"), Term("按时", "In time"), Term("按时率", "Share"), Term("逾期", "Late"))


def clocks_table(session: Session, period: Period) -> Table:
    """Clocks due in the period and up to now; one that still runs past its term is late."""
    row, who = ComplaintClock, authority_of(session)
    if not (who.is_system or who.may(ComplaintClock.register.key, Action.VIEW)):
        return Table("clocks", TITLE, HEADS, (), "T3.1")
    kept = and_(row.stopped_at.is_not(None), row.stopped_at <= row.due_at)
    settled = (row.due_at < session.info["clock"]()) | row.stopped_at.is_not(None)
    query = (
        select(row.code, func.count(), func.sum(case((kept, 1), else_=0)))
        .where(row.due_at >= period.start, row.due_at < period.end, settled).group_by(row.code)
    )  # fmt: skip
    due: Counter[str] = Counter()
    in_time: Counter[str] = Counter()
    for code, number, ended in session.execute(query):
        due[kind_of(code)] += number
        in_time[kind_of(code)] += int(ended)
    lines = tuple(
        Line(
            title,
            (Cell(due[code]), Cell(in_time[code]), Cell(0, text=percent(in_time[code], due[code])), Cell(due[code] - in_time[code])),
        )
        for code, title in CLOCKS.items()
        if due[code]
    )
    note = Term("本期到期的；仍在计时且已过期的算逾期。", "Of those due in the period; what still runs past its term is late.")
    return Table("clocks", TITLE, HEADS, lines, "T3.1", first=Term("时限", "Term"), note=note)
