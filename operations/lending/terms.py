"""How the term of a loan changes: longer by a renewal nobody waits for, shorter by a recall, each with a name and a reason (I22, I23)."""

from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.fence import authority_of
from models.lending.loan_line import LoanLine
from models.lending.loan_term import LoanTerm
from models.lending.slip import LoanMode
from operations.lending import queue
from operations.lending.borrowing import check_term
from operations.notices import notify
from operations.office_clock import today
from permissions.actor import Person

NOT_LONGER = Term("续借后的期限须晚于 {day}。", "A renewal ends after {day}.")
OVER = Term("已于 {day} 到期，请归还；逾期的不能续借。", "It ended on {day}: what is overdue comes back and is not renewed.")
NOT_SHORTER = Term("召回后的期限须早于 {day}。", "A recall ends before {day}.")
SOMEBODY_WAITS = Term("有 {count} 人预约等候，不能续借，请按期归还。", "{count} others wait for it: it is not renewed.")
VIEWED_ONLY = Term("查阅须当日归还，不能续借。", "What is viewed comes back the same day and is not renewed.")
OWN_LOAN = Term("本人借阅的档案不能由本人续借，请另一位领导批准。", "Nobody renews his own loan; somebody else does.")
RECALLED = Term("您借阅的 {unit} 已召回，请于 {day} 前归还。", "{unit}, which you borrowed, is recalled: bring it back by {day}.")
KINDS = {"renew": "K3.25", "recall": "K3.25"}
"""Moves that change a term, with their clause."""


def renewed_by_another(session: Session, line: LoanLine) -> None:
    """Nobody renews his own loan, nothing is renewed while somebody waits, and a viewing is not renewed at all."""
    person: Person | None = authority_of(session).person
    if person is not None and person.person_id == line.borrower_id:
        raise Refused(OWN_LOAN, clause="K3.23")
    slip = columns_of("borrowing_slip")
    if line.slip_id and session.connection().execute(select(slip.mode).where(slip.id == line.slip_id)).scalar() == LoanMode.VIEW:
        raise Refused(VIEWED_ONLY, clause="K7.8")
    if count := queue.waiting(session, line.unit_id, line.borrower_id):
        raise Refused(SOMEBODY_WAITS, count=count, clause="K3.25")


def renewable(session: Session, line: LoanLine, values: dict[str, Any]) -> None:
    """A loan that is not over yet goes on until a later working day, not longer than a loan may be."""
    if line.due_on < today(session):
        _invalid(OVER.format(day=line.due_on.isoformat()))
    if (due := values.get("due_on")) is not None:
        if due <= line.due_on:
            _invalid(NOT_LONGER.format(day=line.due_on.isoformat()))
        check_term(session, due)


def recallable(session: Session, line: LoanLine, values: dict[str, Any]) -> None:
    """A recall ends earlier than the loan, on a working day from today on."""
    if (due := values.get("due_on")) is not None:
        if due >= line.due_on:
            _invalid(NOT_SHORTER.format(day=line.due_on.isoformat()))
        check_term(session, due)


def _invalid(sentence: Term) -> None:
    raise Invalid(sentence, fields={"due_on": sentence}, clause="K3.25")


def term_moved(session: Session, line: LoanLine, move: Move) -> None:
    """Keep what a renewal or a recall changed, in a table nobody changes; tell the borrower of a recall."""
    if move.name not in KINDS:
        return
    changed: Any = get_history(line, "due_on")
    before: date = changed.deleted[0]
    person: Person | None = authority_of(session).person
    reason = line.recalled_because if move.name == "recall" else line.renewed_because
    values = {
        "line_id": line.id, "kind": move.name, "from_due": before, "to_due": line.due_on, "reason": (reason or "")[:1000],
        "clause": KINDS[move.name], "actor_id": person.person_id if person else line.issued_by_id,
        "waiting": queue.waiting(session, line.unit_id, line.borrower_id) if move.name == "renew" else 0, "recorded_at": session.info["clock"](),
    }  # fmt: skip
    session.connection().execute(insert(LoanTerm).values(**values))
    if move.name == "recall":
        unit = columns_of("archive_unit")
        number = session.connection().execute(select(unit.number).where(unit.id == line.unit_id)).scalar_one()
        said = RECALLED.format(unit=number, day=line.due_on.isoformat())
        notify(session, line.borrower_id, "loan.recalled", line, said, once=f"{line.due_on.isoformat()}.{line.version}")
