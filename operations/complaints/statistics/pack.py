"""The pack of a week or a month: which shares and tables, by which rows, with which clause, and the list behind each figure."""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.access import Action
from domain.report_periods import Period
from domain.terms import Term
from domain.values import write_moment
from models.complaints.complaint import Complaint
from models.complaints.words import Satisfaction
from models.fence import authority_of
from operations.complaints.statistics.actions import actions_table
from operations.complaints.statistics.cards import Filter, Pack, Rate, Table
from operations.complaints.statistics.checks import check_rates
from operations.complaints.statistics.counting import Tally, finished_in_time, repeaters, tally, within
from operations.complaints.statistics.tables import Count, all_tables
from operations.complaints.statistics.visits import visits_rate
from operations.filtering import filterable
from operations.records import require

RECEIVED_BY = ("kind", "channel", "department", "stage", "late", "answered", "dealt", "waiting")
STILL_IN_TIME = Term("期限内尚在办理的不计入。", "Those still within their term are left out.")

EVERY_ONE = Term("应为 100 %", "must be 100 %")


def a_pack(session: Session, period: Period) -> Pack:
    """Count the complaints of ``period`` that the actor may view; raises Refused when he may view none."""
    require(session, Complaint.register, Action.VIEW)
    now: datetime = session.info["clock"]()
    count = _counted(session, period)
    rates = [rate for rate in _rates(session, period, count) if rate is not None]
    tables: list[Table] = [table for table in (*all_tables(session, period, count), actions_table(session, period)) if table.lines]
    return Pack(period, write_moment(now), count.received.total, tuple(rates), tuple(tables))


def _counted(session: Session, period: Period) -> Count:
    row = Complaint
    in_time = {"in_time": finished_in_time(session, period)}
    return Count(
        received=tally(session, within(period, row.received_at), RECEIVED_BY),
        accepted=tally(session, within(period, row.accepted_at), ("extended",)),
        finished=tally(session, within(period, row.finished_at), (), **in_time),
        called=tally(session, within(period, row.called_at), ("satisfaction", "unhappy", "reached")),
        closed=tally(session, within(period, row.closed_at), ("responsibility", "again", "kind", "department", "cause", "cause_kind")),
        may_filter=_filters(session),
    )


def _filters(session: Session) -> frozenset[str]:
    who, register = authority_of(session), Complaint.register
    return frozenset(register.filterable if who.is_system else (spec.key for spec in filterable(who.plan, register)))


def _rates(session: Session, period: Period, count: Count) -> list[Rate | None]:
    received, called, closed = count.received, count.called, count.closed
    people, again = repeaters(session, period)
    return [
        _settled(received, "answered", Term("事事有回复", "Everything answered"), "T6.1", count.behind(period, "received_at")),
        _settled(received, "dealt", Term("件件有落实", "Everything dealt with"), "T6.1", count.behind(period, "received_at")),
        Rate("in_time", Term("办结按时率", "Handled in time"), count.finished.where(in_time=1), count.finished.total, "T3.1",
             Term("本期处理完毕的，在办理期限内。", "Of those finished in the period."), count.behind(period, "finished_at")),
        _rate(received, "late", 0, Term("各步骤全部按时", "No step late"), "T2.5", count.behind(period, "received_at", ("f.late_times.is", "0"))),
        _rate(count.accepted, "extended", 1, Term("延期率", "Extended"), "T3.2", count.behind(period, "accepted_at", ("f.extended_at.filled", "1"))),
        _rate(closed, "again", 0, Term("一次办好率", "Right the first time"), "K4.22", count.behind(period, "closed_at", ("f.round.is", "1"))),
        _unhappy(called, count.behind(period, "called_at", ("f.satisfaction.is", Satisfaction.DISSATISFIED))),
        _rate(closed, "again", 1, Term("二轮及以上", "More than one round"), "K4.22", count.behind(period, "closed_at", ("f.round.from", "2"))),
        Rate("repeaters", Term("重复投诉人", "Who complained again"), again, people, "K9.17",
             Term("九十天内不止一次，按电话计。", "More than once in ninety days, by telephone.")),
        count.valid(session, period),
        visits_rate(session, period),
        *check_rates(session, period),
    ]  # fmt: skip


def _settled(received: Tally, key: str, title: Term, clause: str, behind: Filter | None) -> Rate | None:
    """T6.1: of those received, how many have it; who still waits within his term has not been let down yet."""
    if key not in received.keys or "waiting" not in received.keys:
        return None
    pairs = received.by(key, "waiting")
    part, let_down = pairs[(1, 0)] + pairs[(1, 1)], pairs[(0, 0)]
    return Rate(key, title, part, part + let_down, clause, STILL_IN_TIME, behind, EVERY_ONE, not let_down)


def _rate(rows: Tally, key: str, wanted: int, title: Term, clause: str, behind: Filter | None) -> Rate | None:
    if key not in rows.keys:
        return None
    return Rate(f"{key}_{wanted}", title, rows.where(**{key: wanted}), rows.total, clause, behind=behind)


def _unhappy(called: Tally, behind: Filter | None) -> Rate | None:
    if not {"unhappy", "reached"} <= set(called.keys):
        return None
    pairs = called.by("unhappy", "reached")
    note = Term("含因不满意已重办的；未联系上的不计。", "Those taken up again included; those not reached left out.")
    return Rate("unhappy", Term("不满意率", "Dissatisfied"), pairs[(1, 1)], pairs[(1, 1)] + pairs[(0, 1)], "T4.2", note, behind)
