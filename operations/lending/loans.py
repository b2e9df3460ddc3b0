"""What a checkout opens and a return closes: every step of a loan is an entry of the journal in the same transaction (K3.24–K3.26)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of
from models.lending.loan_line import LoanLine, LoanState
from models.lending.slip import BorrowingSlip, LoanMode
from models.organisation.appointment import Post
from operations.archives.ledger import Movement, account_of, places, record
from operations.archives.lists import editions_of
from operations.behalf import on_behalf
from operations.lending import queue, return_ticking, terms
from operations.lending.borrowing import check_term, may_borrow
from operations.lending.contents import units_of
from operations.lending.subjects import borrower_apart
from operations.office_clock import today
from permissions.actor import Person

NOBODY = Term("这个操作代码没有对应的员工，不能经手档案。", "This account belongs to no employee and cannot handle archives.")
HIS_OWN = Term("借阅人不能核对自己归还的档案。", "Nobody checks what he himself brings back.")
WRONG_PAGES = Term(
    "借出 {out} 页（份），归还 {back} 页（份），页（份）数不符。少了请「登记缺页」，多了请查明来源。",
    "{out} pages or copies went out and {back} came back. Note a shortage, or find out where the others come from.",
)
NO_PAGES = Term(
    "这件档案没有登记页数，也没有清单，无法核对：请先在档案台账登记页数，或编制清单并定稿，再办理归还。",
    "Neither its pages nor a list are known, so nothing can be compared: enter the pages, or write a list and freeze it, and then check it in.",
)
NOTHING_SHORT = Term("归还 {back} 页（份），并不少于借出的 {out} 页（份），请用「核对归位」。", "{back} are not fewer than {out}; check it in.")
NOT_MORE = Term("已收回 {before} 页（份），补回后应多于此数；现填 {back} 页（份）。", "{before} are back already; {back} are not more.")
IS_OUT = Term("这件档案又已借出，请先收回再补页。", "It is out again; take it back before its pages are put in.")
NO_DESK = Term("还没有登记「档案室柜台」，请在存放位置中先登记。", "There is no desk yet; add one under places.")
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
    due = today(session) if slip.mode is LoanMode.VIEW else slip.due_on  # K7.8: what is viewed does not leave the house overnight
    if slip.mode is LoanMode.VIEW:
        check_term(session, due)
    lend(session, slip.borrower_id, units_of(session, slip), due, slip=slip.id, document=slip.number)


def lend(
    session: Session, borrower: int, units: Sequence[int], due_on: date, *, document: str,
    slip: int | None = None, post: Post | None = None, note: str | None = None,
) -> None:  # fmt: skip
    """Lend ``units`` on a slip, or to somebody whose post needs none (K3.22); raises Refused when he may not borrow them."""
    actor, day = actor_of(session), today(session)
    may_borrow(session, actor, borrower, units)
    borrower_apart(session, borrower, units)
    queue.not_kept_for_another(session, borrower, units)
    hands = account_of(session, AccountKind.PERSON, borrower)
    entries = record(session, actor, [Movement(unit, hands, Reason.CHECK_OUT, document, note=note) for unit in sorted(units)])
    staff = columns_of("employee")
    place = session.connection().execute(select(staff.department_id).where(staff.id == borrower)).scalar_one()
    pages = pages_there(session, units)
    editions = editions_of(session, units)
    with acting(session, on_behalf(session, f"借出：{document}")):
        for key, entry in zip(sorted(units), entries, strict=True):
            session.add(
                LoanLine(
                    unit_id=key, borrower_id=borrower, department_id=place, slip_id=slip, post=post, issued_by_id=actor,
                    out_on=day, out_entry=entry, due_on=due_on, pages_out=pages[key], list_version=editions.get(key), state=LoanState.OUT,
                )
            )  # fmt: skip
    queue.served(session, borrower, units)


def pages_there(session: Session, units: Sequence[int]) -> dict[int, int | None]:
    """Unit id → how many pages it has now (of a certificate: copies): those of its list, or what the last check found when some are missing since."""
    unit, line, certificate = columns_of("archive_unit"), columns_of("loan_line"), columns_of("certificate")
    pages = {row.id: row.pages for row in session.connection().execute(select(unit.id, unit.pages).where(unit.id.in_(units)))}
    copies = select(certificate.unit_id, certificate.copies).where(certificate.unit_id.in_(units))
    pages |= {row.unit_id: row.copies for row in session.connection().execute(copies)}
    short = select(line.unit_id, line.pages_back).where(
        line.unit_id.in_(units), line.state.in_((LoanState.SHORT, LoanState.WRITTEN_OFF)), line.pages_back.is_not(None)
    )
    return pages | {row.unit_id: row.pages_back for row in session.connection().execute(short.order_by(line.id))}


# ---- steps of a line -----------------------------------------------------------------------------------------------------


def checked_by_another(session: Session, line: LoanLine) -> None:
    """K3.26: who brings it back does not check it."""
    person: Person | None = authority_of(session).person
    if person is not None and person.person_id == line.borrower_id:
        raise Refused(HIS_OWN, clause="K3.26")


def _pages_of(session: Session, line: LoanLine) -> int:
    """The pages that went out, or where nobody knew them then, those the unit has now; raises Invalid where nobody knows them yet."""
    out = line.pages_out if line.pages_out is not None else pages_there(session, [line.unit_id]).get(line.unit_id)
    if out is None:
        raise Invalid(NO_PAGES, fields={"pages_back": NO_PAGES}, clause="K3.26")
    return out


def pages_agree(session: Session, line: LoanLine, values: dict[str, Any]) -> None:
    """All pages that went out are back, neither more nor fewer."""
    out, back = _pages_of(session, line), values.get("pages_back")
    if back is not None and back != out:
        sentence = WRONG_PAGES.format(out=out, back=back)
        raise Invalid(sentence, fields={"pages_back": sentence}, clause="K3.26")


def pages_lack(session: Session, line: LoanLine, values: dict[str, Any]) -> None:
    """A shortage is one."""
    out, back = _pages_of(session, line), values.get("pages_back")
    if line.state is LoanState.SHORT and back is not None and back <= (line.pages_back or 0):
        sentence = NOT_MORE.format(back=back, before=line.pages_back)
        raise Invalid(sentence, fields={"pages_back": sentence}, clause="K3.26")
    if back is not None and back >= out:
        sentence = NOTHING_SHORT.format(out=out, back=back)
        raise Invalid(sentence, fields={"pages_back": sentence}, clause="K3.26")


def pages_can_be_put_in(session: Session, line: LoanLine) -> None:
    """Missing pages are put into a volume that is there, not into one that somebody has borrowed since."""
    at = places(session.connection(), [line.unit_id]).get(line.unit_id)
    if at is not None and at.kind is AccountKind.PERSON:
        raise Refused(IS_OUT, clause="K3.26")


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
            queue.tell_next(session, line.unit_id)
        case "declare_lost":
            _go(session, line, account_of(session, AccountKind.MISSING), Reason.MISS, document)
        case "find_again":
            _go(session, line, _desk(session), Reason.FIND, document)
        case "void":
            out = columns_of("custody_entry")
            back = session.connection().execute(select(out.from_account_id).where(out.id == line.out_entry)).scalar_one()
            movement = Movement(line.unit_id, back, Reason.REVERSE, document, witness=line.issued_by_id, reverses=line.out_entry)
            record(session, actor_of(session), [movement])
            queue.tell_next(session, line.unit_id)


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
    ("loan_line", "check_return"): (checked_by_another, return_ticking.all_agree),
    ("loan_line", "note_shortage"): (checked_by_another, return_ticking.all_counted),
    ("loan_line", "write_off"): (checked_by_another,),
    ("loan_line", "void"): (voidable,),
    ("loan_line", "supply"): (pages_can_be_put_in, return_ticking.all_agree),
    ("loan_line", "part_back"): (checked_by_another, pages_can_be_put_in, return_ticking.all_counted),
    ("loan_line", "renew"): (terms.renewed_by_another,),
}
LINE_CHOICES: dict[tuple[str, str], tuple[Any, ...]] = {
    ("loan_line", "check_return"): (pages_agree, return_ticking.sum_is_told),
    ("loan_line", "note_shortage"): (pages_lack, return_ticking.sum_is_told),
    ("loan_line", "part_back"): (pages_lack, return_ticking.sum_is_told),
    ("loan_line", "renew"): (terms.renewable,),
    ("loan_line", "recall"): (terms.recallable,),
}
