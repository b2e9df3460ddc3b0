"""Chairman, general manager and deputies borrow straight from the archivist: without a slip, never without an entry (K3.22, I26)."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.terms import Term
from models.base import columns_of
from models.lending.loan_line import LoanLine
from models.organisation.appointment import POSTS, Post
from operations.archives.commands import once
from operations.archives.desk import units_of_codes
from operations.labels import labels
from operations.lending.borrowing import check_term
from operations.lending.loans import lend
from operations.office_clock import today
from operations.records import require

LEND = "lend_directly"
"""The act that lends without a slip."""
WITHOUT_SLIP = (Post.CHAIRMAN, Post.GENERAL_MANAGER, Post.DEPUTY_GENERAL_MANAGER)
"""Who needs no slip, the highest first."""
NOT_ONE = Term(
    "所选人员今天不是董事长、总经理或副总经理，须填出借单经审批后借阅。",
    "Today this person is neither chairman nor general manager nor a deputy: a slip is filled and approved first.",
)
NO_TERM = Term("请填写归还期限。", "Enter when it comes back.")


@dataclass(frozen=True, slots=True)
class Direct:
    """What was typed or scanned: the executive, the codes of the units, when they come back, a remark."""

    borrower: int | None
    codes: tuple[str, ...]
    due_on: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Executive:
    """Somebody who needs no slip today, and as what."""

    id: int
    name: str
    post: Post


def executives(session: Session) -> tuple[Executive, ...]:
    """Everybody who borrows without a slip today, the highest post first."""
    held = {person: post for post in reversed(WITHOUT_SLIP) for person in _holders(session, post)}
    names = labels(session, "employee", held)
    found = [Executive(person, names[person], post) for person, post in held.items() if person in names]
    return tuple(sorted(found, key=lambda one: (WITHOUT_SLIP.index(one.post), one.id)))


def _holders(session: Session, post: Post) -> list[int]:
    """Below the fence: who holds a post of the house decides about a loan, whoever asks."""
    held, staff, day = columns_of("appointment"), columns_of("employee"), today(session)
    running = (
        select(held.holder_id)
        .join(staff.id.table, staff.id == held.holder_id)
        .where(
            held.post == post, held.from_on <= day, or_(held.until_on.is_(None), held.until_on >= day),
            or_(staff.left_on.is_(None), staff.left_on >= day),
        )
        .order_by(held.holder_id)
    )  # fmt: skip
    return list(session.connection().execute(running).scalars())


def lend_directly(session: Session, key: str, order: Direct) -> dict[str, Any]:
    """Lend to an executive as the actor; ``key`` makes a repeated form harmless. Returns {"count", "who"}; raises Invalid or Refused."""
    require(session, LoanLine.register, LEND)
    borrower = next((one for one in executives(session) if one.id == order.borrower), None)
    if borrower is None:
        raise Invalid(NOT_ONE, fields={"borrower": NOT_ONE}, clause="K3.22")
    if order.due_on is None:
        raise Invalid(NO_TERM, fields={"due_on": NO_TERM}, clause="K3.25")
    due = order.due_on
    check_term(session, due)
    units = units_of_codes(session, order.codes)

    def do() -> dict[str, Any]:
        document = f"免单借阅 · {POSTS[borrower.post].zh}"
        lend(session, borrower.id, units, due, document=document, post=borrower.post, note=order.note.strip()[:500] or None)
        return {"count": len(units), "who": borrower.name}

    # The same form with other lines in it is another command.
    return once(session, hashlib.sha256(repr((key, order)).encode()).hexdigest(), do)[0]
