"""What a checkout opens and a return closes: every step of a loan is an entry of the journal in the same transaction (K3.24–K3.26)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.errors import Invalid, Refused
from domain.rules import RuleCode
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of
from models.lending.loan_line import LoanLine, LoanState
from models.lending.slip import BorrowingSlip
from models.organisation.appointment import Post
from operations.archives.ledger import Movement, account_of, record
from operations.behalf import on_behalf
from operations.lending.slips import units_of
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar
from permissions.actor import Person

NOBODY = Term("这个操作代码没有对应的员工，不能经手档案。", "This account belongs to no employee and cannot handle archives.")
TOO_MANY = Term("{who} 已借 {count} 件未还，最多 {most} 件，请先归还。", "{who} has {count} units out of {most} allowed; let some come back first.")
OVERDUE = Term("{who} 有 {count} 件逾期未还，归还前不再借出。", "{who} has {count} overdue units; nothing more is lent before they are back.")
HIS_OWN = Term("借阅人不能核对自己归还的档案。", "Nobody checks what he himself brings back.")
WRONG_PAGES = Term(
    "借出 {out} 页，归还 {back} 页，页数不符。少页请「登记缺页」，多页请查明来源。",
    "{out} pages went out and {back} came back. Note a shortage, or find out where the others come from.",
)
NOTHING_SHORT = Term("归还 {back} 页，并不少于借出的 {out} 页，请用「核对归位」。", "{back} pages are not fewer than {out}; check it in.")
NO_DESK = Term("还没有登记「档案室柜台」，请在存放位置中先登记。", "There is no desk yet; add one under places.")
NOT_SO_LONG = Term(
    "续借须在到期前办理，新期限为 {day} 之后、{latest} 以前的工作日。", "A loan is renewed before it ends, to a working day after {day} and not after {latest}."
)
SAME_DAY = Term("红字冲销只限当天误办；请办理归还。", "Only a mistake of today is voided; take it back instead.")
ALONE = Term("冲销须由原经办人以外的另一人办理。", "Somebody other than who issued it voids it.")


def actor_of(session: Session) -> int:
    """The employee who acts; raises Refused for an account without one."""
    person: Person | None = authority_of(session).person
    if person is None or not person.person_id:
        raise Refused(NOBODY, clause="K3.3")
    return person.person_id


def slip_lent(session: Session, slip: BorrowingSlip, move: Move) -> None:
    """A checkout opens a loan for each unit of the slip and moves it into the borrower's hands."""
    if move.name != "check_out":
        return
    lend(session, slip.borrower_id, units_of(session, slip), slip.due_on, slip=slip.id, document=slip.number)


def lend(
    session: Session, borrower: int, units: Sequence[int], due_on: date, *, document: str, slip: int | None = None, post: Post | None = None
) -> None:
    """Lend ``units`` on a slip, or to somebody whose post needs none (K3.22); raises Refused when he has too many or is late."""
    actor, day = actor_of(session), today(session)
    _may_borrow(session, borrower, len(units), day)
    hands = account_of(session, AccountKind.PERSON, borrower)
    entries = record(session, actor, [Movement(unit, hands, Reason.CHECK_OUT, document) for unit in sorted(units)])
    staff, unit = columns_of("employee"), columns_of("archive_unit")
    place = session.connection().execute(select(staff.department_id).where(staff.id == borrower)).scalar_one()
    pages = {row.id: row.pages for row in session.connection().execute(select(unit.id, unit.pages).where(unit.id.in_(units)))}
    with acting(session, on_behalf(session, f"借出：{document}")):
        for key, entry in zip(sorted(units), entries, strict=True):
            session.add(
                LoanLine(
                    unit_id=key, borrower_id=borrower, department_id=place, slip_id=slip, post=post, issued_by_id=actor,
                    out_on=day, out_entry=entry, due_on=due_on, pages_out=pages[key], state=LoanState.OUT,
                )
            )  # fmt: skip


def _may_borrow(session: Session, borrower: int, more: int, day: date) -> None:
    """The limit of open loans, and nobody who is late; the borrower's row is held so that two desks cannot both find room."""
    staff, line = columns_of("employee"), columns_of("loan_line")
    name = session.connection().execute(select(staff.name).where(staff.id == borrower).with_for_update()).scalar_one()
    still = select(func.count()).where(line.borrower_id == borrower, line.state.in_((LoanState.OUT, LoanState.LOST)))
    late = int(session.connection().execute(still.where(line.due_on < day)).scalar_one())
    if late:
        raise Refused(OVERDUE, who=name, count=late, clause="K3.25")
    count, most = int(session.connection().execute(still).scalar_one()), rule(session, RuleCode.LOANS_MOST)
    if count + more > most:
        raise Refused(TOO_MANY, who=name, count=count, most=most, clause="K3.25")


# ---- steps of a line -----------------------------------------------------------------------------------------------------


def checked_by_another(session: Session, line: LoanLine) -> None:
    """K3.26: who brings it back does not check it."""
    person: Person | None = authority_of(session).person
    if person is not None and person.person_id == line.borrower_id:
        raise Refused(HIS_OWN, clause="K3.26")


def pages_agree(_session: Session, line: LoanLine, values: dict[str, Any]) -> None:
    """All pages that went out are back, neither more nor fewer."""
    back = values.get("pages_back")
    if line.pages_out is not None and back is not None and back != line.pages_out:
        sentence = WRONG_PAGES.format(out=line.pages_out, back=back)
        raise Invalid(sentence, fields={"pages_back": sentence}, clause="K3.26")


def pages_lack(_session: Session, line: LoanLine, values: dict[str, Any]) -> None:
    """A shortage is one."""
    back = values.get("pages_back")
    if line.pages_out is not None and back is not None and back >= line.pages_out:
        sentence = NOTHING_SHORT.format(out=line.pages_out, back=back)
        raise Invalid(sentence, fields={"pages_back": sentence}, clause="K3.26")


def renewable(session: Session, line: LoanLine, values: dict[str, Any]) -> None:
    """A loan that is not over yet goes on until a later working day, not longer than a loan may be."""
    due, day = values.get("due_on"), today(session)
    latest = day + timedelta(days=rule(session, RuleCode.LOAN_DAYS))
    if line.due_on < day or due is None or not line.due_on < due <= latest or not working_calendar(session).is_working_day(due):
        sentence = NOT_SO_LONG.format(day=line.due_on.isoformat(), latest=latest.isoformat())
        raise Invalid(sentence, fields={"due_on": sentence}, clause="K3.25")


def voidable(session: Session, line: LoanLine) -> None:
    """Only today's mistake, and by somebody else than who made it."""
    if line.out_on != session.info["clock"]().astimezone(OFFICE_ZONE).date():
        raise Refused(SAME_DAY, clause="K3.24")
    person: Person | None = authority_of(session).person
    if person is not None and person.person_id == line.issued_by_id:
        raise Refused(ALONE, clause="K3.24")


def line_moved(session: Session, line: LoanLine, move: Move) -> None:
    """The entry of the journal that belongs to a step of a loan."""
    document = f"借阅 {line.id}"
    match move.name:
        case "hand_back":
            _go(session, line, _desk(session), Reason.HAND_BACK, document)
        case "check_return" | "note_shortage":
            _go(session, line, _home(session, line), Reason.SHELVE, document)
        case "declare_lost":
            _go(session, line, account_of(session, AccountKind.MISSING), Reason.MISS, document)
        case "find_again":
            _go(session, line, _desk(session), Reason.FIND, document)
        case "void":
            out = columns_of("custody_entry")
            back = session.connection().execute(select(out.from_account_id).where(out.id == line.out_entry)).scalar_one()
            movement = Movement(line.unit_id, back, Reason.REVERSE, document, witness=line.issued_by_id, reverses=line.out_entry)
            record(session, actor_of(session), [movement])


def _go(session: Session, line: LoanLine, to: int, reason: Reason, document: str) -> None:
    record(session, actor_of(session), [Movement(line.unit_id, to, reason, document)])


def _home(session: Session, line: LoanLine) -> int:
    unit = columns_of("archive_unit")
    return int(session.connection().execute(select(unit.home_id).where(unit.id == line.unit_id)).scalar_one())


def _desk(session: Session) -> int:
    account = columns_of("archive_account")
    found = session.connection().execute(
        select(account.id).where(account.kind == AccountKind.DESK, account.active).order_by(account.id.desc()).limit(1)
    ).scalar()
    if found is None:
        raise Refused(NO_DESK, clause="K3.26")
    return int(found)


LINE_GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("loan_line", "check_return"): (checked_by_another,),
    ("loan_line", "note_shortage"): (checked_by_another,),
    ("loan_line", "write_off"): (checked_by_another,),
    ("loan_line", "void"): (voidable,),
}
LINE_CHOICES: dict[tuple[str, str], tuple[Any, ...]] = {
    ("loan_line", "check_return"): (pages_agree,),
    ("loan_line", "note_shortage"): (pages_lack,),
    ("loan_line", "renew"): (renewable,),
}
