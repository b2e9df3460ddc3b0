"""A slip from draft to checkout: what it says is digested, who approves follows from where the borrower works (K3.22–K3.24)."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import AccountKind
from domain.errors import Invalid, Refused
from domain.rules import ArchiveRule
from domain.terms import Term
from domain.workflow import Move
from models.archives.account import KINDS
from models.base import columns_of
from models.fence import authority_of
from models.lending.loan_line import LoanLine
from models.lending.slip import BorrowingSlip, LoanMode, SlipState
from models.organisation.appointment import Post
from operations.archives.ledger import places
from operations.granting import selves
from operations.lending.borrowing import TO_HIMSELF, check_term
from operations.lending.contents import digest_of, units_of
from operations.lending.subjects import borrower_apart, decider_apart
from operations.lending.viewings import viewing_post
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar
from permissions.actor import Person

KEYS = ("revision", "decided_by", "decided_at", "decided_post", "opinion", "valid_until_on")
SAID = ("borrower_id", "department_id", "mode", "units", "reason", "due_on")
"""What a slip says, and what therefore stays once it is submitted."""
AT_REST = frozenset({AccountKind.SHELF, AccountKind.SAFE})
SUBMITTED_STAYS = Term(
    "出借单已提交，内容不能直接改；请先「取回修改」，原批准随之作废。", "A submitted slip is taken back before it is changed; its approval is void then."
)
NO_UNITS = Term("请选择要借阅的档案。", "Choose what is to be borrowed.")
DUE_PASSED = Term("归还期限 {day} 已过，请取回修改。", "The term, {day}, has passed; take the slip back and change it.")
OWN_SLIP = Term("本人的出借单不能由本人审批，也不能由代理人代本人批。", "Nobody approves his own slip, nor does his deputy in his place.")
NOT_HIS = Term(
    "出借单由董事长、总经理或分管该部门的副总经理审批；您不是其中任何一位，也没有他们的有效授权。",
    "The chairman, the general manager or the deputy in charge of the department decides; you are none of them and none has delegated to you.",
)
NOT_HIS_TO_SHOW = Term(
    "查阅本部门的档案由部门经理审批，查阅其他部门的由总经理审批。",
    "The department's manager decides on its own files, the general manager on those of others.",
)
EXPIRED = Term("批准已于 {day} 过期，请重新提交。", "The approval ended on {day}; submit the slip again.")
STILL_VALID = Term("批准有效至 {day}，还没有过期。", "The approval holds until {day}.")
CHANGED = Term("出借单的内容与批准时不一致，批准作废，请取回后重新提交。", "The slip is not what was approved; take it back and submit it again.")
NOT_AT_REST = Term("{unit} 现在「{place}」（{kind}），不能借出。", "{unit} is at “{place}” ({kind}) and cannot be lent.")
NOT_OUT_YET = Term("还有档案没有归还。", "Something is still out.")


def slip_entered(session: Session, slip: BorrowingSlip) -> set[str]:
    """At every save of the form: only drafts change, and the term is a working day not too far away (K3.25); raises Invalid."""
    if authority_of(session).is_system:
        return set()
    if slip.state not in (None, SlipState.DRAFT) and any(get_history(slip, key).has_changes() for key in SAID):
        raise Invalid(SUBMITTED_STAYS, fields={"reason": SUBMITTED_STAYS}, clause="K3.23")
    if slip.due_on is not None and slip.state in (None, SlipState.DRAFT):
        check_term(session, slip.due_on)
    if slip.borrower_id is not None and slip.state in (None, SlipState.DRAFT):
        # Who decides follows from where the borrower works, so he does not choose it himself (K3.23); below the fence.
        staff = columns_of("employee")
        works_in = session.connection().execute(select(staff.department_id).where(staff.id == slip.borrower_id)).scalar()
        slip.department_id = works_in or slip.department_id
    return {"department"}


def deciding_post(session: Session, slip: BorrowingSlip, person: Person) -> Post | None:
    """By which post ``person`` may decide on ``slip`` today: of the house, or in charge of the borrower's department (K3.23, K7.8)."""
    if slip.mode is LoanMode.VIEW:
        return viewing_post(session, slip, person)
    posts = {post for post, _ in person.posts_without(slip.borrower_id)}
    for post in (Post.CHAIRMAN, Post.GENERAL_MANAGER):
        if post.value in posts:
            return post
    charge, day = columns_of("charge"), today(session)
    running = select(charge.deputy_id).where(
        charge.department_id == slip.department_id, charge.from_on <= day, or_(charge.until_on.is_(None), charge.until_on >= day)
    )
    deputies = set(session.connection().execute(running).scalars())
    principals = {one.person_id for one in person.standing_in if one.person_id != slip.borrower_id}
    if Post.DEPUTY_GENERAL_MANAGER.value in posts and deputies & {person.person_id, *principals}:
        return Post.DEPUTY_GENERAL_MANAGER
    return None


def submittable(session: Session, slip: BorrowingSlip) -> None:
    """Before a slip is submitted: it names units, and its term has not passed."""
    if not units_of(session, slip):
        raise Invalid(NO_UNITS, fields={"units": NO_UNITS}, clause="K3.24")
    if slip.due_on < today(session):
        raise Refused(DUE_PASSED, day=slip.due_on.isoformat(), clause="K3.25")
    borrower_apart(session, slip.borrower_id, units_of(session, slip))


def decided_by_the_right_one(session: Session, slip: BorrowingSlip) -> None:
    """K3.23: the chairman, the general manager, or the deputy in charge of the borrower's department; K7.8, K7.9 for viewing.

    Never the borrower, under whatever account or staff record, and nobody whom one of the files is about (I14, I15).
    """
    person: Person | None = authority_of(session).person
    if person is None:
        return
    if slip.borrower_id in selves(session, person):
        raise Refused(OWN_SLIP, clause="K3.23")
    if deciding_post(session, slip, person) is None:
        viewed = slip.mode is LoanMode.VIEW
        raise Refused(NOT_HIS_TO_SHOW if viewed else NOT_HIS, clause="K7.9" if viewed else "K3.23")
    decider_apart(session, person, units_of(session, slip))


def ready_to_issue(session: Session, slip: BorrowingSlip) -> None:
    """K3.24: only against a slip as it was approved, not expired, by somebody else, and with everything at rest."""
    person: Person | None = authority_of(session).person
    if person is not None and person.person_id == slip.borrower_id:
        raise Refused(TO_HIMSELF, clause="K3.24")
    if slip.valid_until_on is not None and slip.valid_until_on < today(session):
        raise Refused(EXPIRED, day=slip.valid_until_on.isoformat(), clause="K3.25")
    if slip.due_on < today(session):
        raise Refused(DUE_PASSED, day=slip.due_on.isoformat(), clause="K3.25")
    if digest_of(session, slip) != slip.content:
        raise Refused(CHANGED, clause="K3.24")
    units, unit = units_of(session, slip), columns_of("archive_unit")
    at = places(session.connection(), units)
    for key, number in session.connection().execute(select(unit.id, unit.number).where(unit.id.in_(units)).order_by(unit.id)):
        place = at.get(key)
        if place is None or place.kind not in AT_REST:
            kind = place.kind if place else AccountKind.ORIGIN
            raise Refused(NOT_AT_REST, unit=number, place=place.name if place else KINDS[kind], kind=KINDS[kind], clause="K3.24")


def over_time(session: Session, slip: BorrowingSlip) -> None:
    """An approval expires by time only."""
    if slip.valid_until_on is None or slip.valid_until_on >= today(session):
        raise Refused(STILL_VALID, day=slip.valid_until_on.isoformat() if slip.valid_until_on else "—", clause="K3.25")


def all_back(session: Session, slip: BorrowingSlip) -> None:
    """A slip is settled when none of its units is out any more."""
    if _still_out(session, slip.id):
        raise Refused(NOT_OUT_YET, clause="K3.26")


def settles_itself(session: Session, line: LoanLine) -> tuple[BorrowingSlip, str] | None:
    """K3.26: with the last unit of a slip back, the slip is settled without anybody pressing another button."""
    # Locked, so that of two desks which put back the last two units at once the later one sees both.
    slip = session.get(BorrowingSlip, line.slip_id, with_for_update=True) if line.slip_id else None
    return (slip, "settle_slip") if slip and slip.state is SlipState.LENT and not _still_out(session, slip.id) else None


def _still_out(session: Session, slip: int) -> bool:
    line = columns_of("loan_line")
    still = select(line.id).where(line.slip_id == slip, line.state.in_(("out", "handed_back", "short", "lost")))
    return session.connection().execute(still).first() is not None


def slip_moved(session: Session, slip: BorrowingSlip, move: Move) -> None:
    """What follows from a step: the digest at submission, the post and the validity of an approval, a new revision when taken back."""
    person: Person | None = authority_of(session).person
    match move.name:
        case "submit":
            slip.content = digest_of(session, slip)
        case "approve" | "reject":
            slip.decided_post = deciding_post(session, slip, person) if person is not None else None
            if move.name == "approve":
                slip.valid_until_on = _valid_until(session, slip)
        case "revise":
            slip.revision += 1
            for name in ("content", "decided_by_id", "decided_at", "decided_post", "opinion", "valid_until_on"):
                setattr(slip, name, None)


def _valid_until(session: Session, slip: BorrowingSlip) -> date:
    """An approval waits a few working days for the checkout; one to view holds as long as one may view."""
    if slip.mode is LoanMode.VIEW:
        return slip.due_on
    return working_calendar(session).add_working_days(today(session), rule(session, ArchiveRule.SLIP_DAYS))


CLOSING = ("check_return", "supply", "write_off", "void")
"""The steps with which a unit is no longer out on its slip."""

GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("borrowing_slip", "submit"): (submittable,),
    ("borrowing_slip", "approve"): (decided_by_the_right_one,),
    ("borrowing_slip", "reject"): (decided_by_the_right_one,),
    ("borrowing_slip", "check_out"): (ready_to_issue,),
    ("borrowing_slip", "expire"): (over_time,),
    ("borrowing_slip", "settle_slip"): (all_back,),
}
