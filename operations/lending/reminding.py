"""By the clock: borrowers are reminded before and on the day, those above them after it, and approvals nobody used end (K3.25)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError
from domain.rules import ArchiveRule
from domain.terms import Term
from models.base import columns_of
from models.lending.loan_line import LoanLine, LoanState
from models.lending.slip import BorrowingSlip, SlipState
from models.organisation.appointment import Post
from operations.moves import perform
from operations.notices import notify
from operations.office_clock import today
from operations.rule_numbers import rules
from operations.staff import Staff


class Stage(StrEnum):
    """How near or far past its end a loan is; each is told once for each due date."""

    SOON = "soon"
    DUE = "due"
    LATE = "late"
    MANAGER = "manager"
    DEPUTY = "deputy"


SAID = {
    Stage.SOON: Term("您借阅的 {unit} 将于 {day} 到期，请按期归还或办理续借。", "{unit} is due on {day}: return it in time or have it renewed."),
    Stage.DUE: Term("您借阅的 {unit} 今天到期，请归还。", "{unit} is due today; please return it."),
    Stage.LATE: Term("您借阅的 {unit} 已于 {day} 到期未还，归还前不再借出。", "{unit} was due on {day}; nothing more is lent before it is back."),
    Stage.MANAGER: Term("{who} 借阅的 {unit} 逾期 {late} 天未还，请督促归还。", "{who} has kept {unit} for {late} days too long; see that it comes back."),
    Stage.DEPUTY: Term("{who} 借阅的 {unit} 逾期 {late} 天未还，部门催还无果。", "{who} has kept {unit} for {late} days too long, in spite of his manager."),
}
EXPIRED = Term("出借单 {number} 的批准已过期，未领取；仍需借阅请重新提交。", "The approval of slip {number} ended unused; submit another if you still need it.")
_TOLD_THE_BORROWER = (Stage.SOON, Stage.DUE, Stage.LATE)


@dataclass(frozen=True, slots=True)
class Loan:
    """What a reminder says of a loan."""

    line: int
    unit: str
    borrower: int
    who: str
    department: int
    due: date


def remind(session: Session) -> int:
    """Tell whom the present stage of each open loan concerns; returns how many were told. After a pause only what holds now is told."""
    day, numbers, staff, made = today(session), rules(session), Staff(session), 0
    ends = (numbers[ArchiveRule.REMIND_DAYS], numbers[ArchiveRule.OVERDUE_MANAGER_DAYS], numbers[ArchiveRule.OVERDUE_DEPUTY_DAYS])
    for loan in _open(session, day + timedelta(days=ends[0])):
        stage = _stage((day - loan.due).days, ends)
        line = session.get_one(LoanLine, loan.line)
        said = SAID[stage].format(unit=loan.unit, who=loan.who, day=loan.due.isoformat(), late=(day - loan.due).days)
        for person in _people(session, staff, loan, stage, day):
            made += notify(session, person, f"loan.{stage}", line, said, once=loan.due.isoformat())
    return made


def expire(session: Session) -> int:
    """End every approval whose last day has passed and that nobody used, and tell the borrower; returns how many."""
    over = select(BorrowingSlip).where(BorrowingSlip.state == SlipState.APPROVED, BorrowingSlip.valid_until_on < today(session))
    done = 0
    for slip in session.scalars(over.order_by(BorrowingSlip.id)).all():
        try:
            perform(session, slip, "expire", {})
        except DomainError:
            continue  # taken back or lent at this very moment
        notify(session, slip.borrower_id, "slip.expired", slip, EXPIRED.format(number=slip.number), once=str(slip.revision))
        done += 1
    return done


def _stage(over: int, ends: tuple[int, int, int]) -> Stage:
    """By the days since the term ended (negative before it)."""
    _before, manager, deputy = ends
    if over >= deputy:
        return Stage.DEPUTY
    if over >= manager:
        return Stage.MANAGER
    return Stage.LATE if over > 0 else Stage.DUE if over == 0 else Stage.SOON


def _open(session: Session, until: date) -> Iterator[Loan]:
    """Every loan that is out and due by ``until``."""
    line, unit, staff = columns_of("loan_line"), columns_of("archive_unit"), columns_of("employee")
    wanted = (
        select(line.id, unit.number, line.borrower_id, staff.name, line.department_id, line.due_on)
        .join_from(line.id.table, unit.id.table, unit.id == line.unit_id)
        .join(staff.id.table, staff.id == line.borrower_id)
        .where(line.state == LoanState.OUT, line.due_on <= until)
        .order_by(line.id)
    )
    for row in session.connection().execute(wanted).all():
        yield Loan(*row)


def _people(session: Session, staff: Staff, loan: Loan, stage: Stage, day: date) -> tuple[int, ...]:
    """The borrower; then his department's manager; then the deputy in charge of it, or the manager where there is none."""
    if stage in _TOLD_THE_BORROWER:
        return (loan.borrower,)
    managers = tuple(one for one in staff.in_post(Post.DEPARTMENT_MANAGER.value, loan.department) if one != loan.borrower)
    if stage is Stage.DEPUTY or not managers:
        return _deputies(session, loan, day) or managers
    return managers


def _deputies(session: Session, loan: Loan, day: date) -> tuple[int, ...]:
    charge = columns_of("charge")
    running = select(charge.deputy_id).where(
        charge.department_id == loan.department, charge.from_on <= day, charge.until_on.is_(None) | (charge.until_on >= day), charge.deputy_id != loan.borrower
    )
    return tuple(session.connection().execute(running).scalars())
