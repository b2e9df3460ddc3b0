"""What must hold of the rules of lending: I15, I21–I23, I27, asked of what is stored and of nothing else."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from domain.calendar import WorkingCalendar
from domain.office_days import CalendarDay
from domain.rules import ArchiveRule, Value, value_on
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.base import columns_of
from operations.archives.invariants import Invariant, asked

_SUBJECT = (
    "SELECT 'loan', l.id FROM loan_line l JOIN custody_entry c ON c.id = l.out_entry LEFT JOIN borrowing_slip s ON s.id = l.slip_id"
    " JOIN unit_subject u ON u.unit_id = l.unit_id WHERE (u.person_id = l.borrower_id AND u.created_at <= c.recorded_at)"
    " OR (u.person_id = s.decided_by_id AND u.created_at <= s.decided_at)"
)
_TERMS = (
    "SELECT 'loan', l.id FROM loan_line l JOIN loan_term t ON t.line_id = l.id WHERE t.to_due <> l.due_on"
    " AND t.id = (SELECT max(m.id) FROM loan_term m WHERE m.line_id = l.id)"
    " UNION ALL SELECT 'term', t.id FROM loan_term t JOIN loan_term p ON p.line_id = t.line_id AND p.id < t.id AND p.to_due <> t.from_due"
    " AND NOT EXISTS (SELECT 1 FROM loan_term b WHERE b.line_id = t.line_id AND b.id > p.id AND b.id < t.id)"
    " UNION ALL SELECT 'term', t.id FROM loan_term t JOIN loan_line l ON l.id = t.line_id WHERE t.kind = 'renew' AND t.actor_id = l.borrower_id"
    " UNION ALL SELECT 'term', t.id FROM loan_term t JOIN loan_line l ON l.id = t.line_id JOIN loan_reservation r ON r.unit_id = l.unit_id"
    " WHERE t.kind = 'renew' AND r.person_id <> l.borrower_id AND r.asked_at < t.recorded_at AND (r.ended_at IS NULL OR r.ended_at > t.recorded_at)"
)

_LEAVERS = (
    "SELECT DISTINCT 'employee', e.id FROM loan_line l JOIN employee e ON e.id = l.borrower_id LEFT JOIN account a ON a.holder_id = e.id"
    " WHERE l.state IN ('out', 'lost') AND (e.left_on IS NOT NULL OR NOT a.active)"
)

_GROUNDS = (
    "SELECT 'loan', id FROM loan_line WHERE state IN ('voided', 'written_off') AND (settled_by_id IS NULL OR trim(coalesce(settled_because, '')) = '')"
    " UNION ALL SELECT 'term', id FROM loan_term WHERE trim(reason) = '' OR trim(clause) = ''"
    " UNION ALL SELECT 'void number', id FROM number_void WHERE trim(reason) = ''"
    " UNION ALL SELECT 'entry', id FROM custody_entry WHERE reason = 'reverse' AND (witness_id IS NULL OR trim(document) = '')"
)


def _limits(connection: Connection) -> Iterator[str]:
    """Nobody was lent more than the rule of that day allows, nor anything while he was late with something else."""
    line, entry, value = columns_of("loan_line"), columns_of("custody_entry"), columns_of("rule_value")
    values = [Value(*row) for row in connection.execute(select(value.rule, value.amount, value.valid_from).where(value.rule == ArchiveRule.LOANS_MOST))]
    loans = (
        select(line.id, line.borrower_id, line.out_on, line.due_on, line.state, line.handed_back_at, line.recalled_at, entry.recorded_at)
        .join(entry.id.table, entry.id == line.out_entry)
        .where(line.state != "voided")
        .order_by(line.borrower_id, line.out_entry)
        .execution_options(yield_per=5_000)
    )
    borrower, held = None, list[Any]()
    for row in connection.execute(loans):
        if row.borrower_id != borrower:
            borrower, held = row.borrower_id, []
        held = [one for one in held if _still_open(one, row.recorded_at)]
        if any(one.due_on < row.out_on and one.recalled_at is None for one in held):
            yield f"loan {row.id} while another was overdue"
        held.append(row)
        if len(held) > value_on(ArchiveRule.LOANS_MOST, row.out_on, values):
            yield f"loan {row.id} is the {len(held)}th"


def _still_open(loan: Any, at: Any) -> bool:
    if loan.handed_back_at is not None:
        return bool(loan.handed_back_at > at)
    return loan.state in ("out", "lost")


def _working_days(connection: Connection) -> Iterator[str]:
    """The term of a loan that is out ends on a working day of the calendar as it was when the term was set."""
    days, line, term = columns_of("calendar_day"), columns_of("loan_line"), columns_of("loan_term")
    known = {row.day: row for row in connection.execute(select(days.day, days.kind, days.updated_at))}
    calendar = WorkingCalendar({day: CalendarDay(row.kind) for day, row in known.items()})
    changed = {row.line_id: row.recorded_at for row in connection.execute(select(term.line_id, term.recorded_at).order_by(term.id))}
    for row in connection.execute(select(line.id, line.due_on, line.created_at).where(line.state == "out")):
        told = known.get(row.due_on)
        later = told is not None and told.updated_at > changed.get(row.id, row.created_at)
        if not calendar.is_working_day(row.due_on) and not later:
            yield f"loan {row.id} {row.due_on}"


def _entitled(connection: Connection) -> Iterator[str]:
    """Whoever decided held the post he decided by that day, himself or for one who had delegated to him, never for the borrower."""
    posts, stands, slip = columns_of("appointment"), columns_of("delegation"), columns_of("borrowing_slip")
    held: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for post in connection.execute(select(posts.holder_id, posts.post, posts.department_id, posts.from_on, posts.until_on)):
        held[post.holder_id, post.post].append(post)
    principals: dict[int, list[Any]] = defaultdict(list)
    for stand in connection.execute(select(stands.deputy_id, stands.principal_id, stands.from_on, stands.until_on)):
        principals[stand.deputy_id].append(stand)
    decided = select(slip.id, slip.borrower_id, slip.department_id, slip.mode, slip.decided_by_id, slip.decided_post, slip.decided_at)
    for row in connection.execute(decided.where(slip.decided_by_id.is_not(None), slip.decided_post.is_not(None))):
        day = row.decided_at.astimezone(OFFICE_ZONE).date()
        running = [one.principal_id for one in principals[row.decided_by_id] if one.from_on <= day <= one.until_on and one.principal_id != row.borrower_id]
        if not any(_in_force(one, day, row) for who in (row.decided_by_id, *running) for one in held[who, row.decided_post]):
            yield f"slip {row.id} decided by {row.decided_by_id} as {row.decided_post}"


def _in_force(post: Any, day: date, slip: Any) -> bool:
    managed = slip.decided_post != "department_manager" or post.department_id == slip.department_id
    return managed and post.from_on <= day and (post.until_on is None or post.until_on >= day)


RULES_KEPT: tuple[Invariant, ...] = (
    Invariant("I15", Term("当事人不借、不批关于自己的档案", "Whom a file is about neither borrowed it nor approved"), asked(_SUBJECT)),
    Invariant("I21", Term("不超过同时借阅件数，逾期未还不再借出", "Nobody was lent too many, or anything while late"), _limits),
    Invariant("I22", Term("归还期限是工作日", "A loan ends on a working day"), _working_days),
    Invariant("I23", Term("续借更晚、召回更早、有人等候不续借", "Renewals end later, recalls earlier; none is renewed while somebody waits"), asked(_TERMS)),
    Invariant("I29", Term("离职、停用的人手中没有档案", "Whoever has left, or has no account any more, has nothing out"), asked(_LEAVERS)),
    Invariant("I30", Term("冲销、核销、作废、改期都有依据和经手人", "Everything set aside has a ground and a name"), asked(_GROUNDS)),
    Invariant("I27", Term("审批人当日确有该职务或有效授权", "Whoever approved held the post or a delegation that day"), _entitled),
)
