"""查阅: to look into a file without taking it away; who decides follows from whose file it is (K7.8, K7.9)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.base import columns_of
from models.lending.slip import BorrowingSlip, LoanMode, SlipState
from models.organisation.appointment import Post
from operations.lending.contents import digest_of, units_of
from operations.office_clock import today
from permissions.actor import Person

IN_FORCE = (SlipState.APPROVED, SlipState.LENT, SlipState.RETURNED)
"""Looking at the paper for a day does not use up the approval to look."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """An approved viewing: by which slip, approved by whom, and until when (the end of that day in the office)."""

    slip: int
    decided_by: int
    until: datetime


def viewing_of(session: Session, unit: int, person: int) -> Viewing | None:
    """The approved viewing of ``unit`` by ``person`` that holds now, the longest of several; None when there is none.

    Below the fence: this is the answer to "may he?", and must not depend on what he may see.
    """
    link, slip = columns_of("borrowing_slip_units"), columns_of("borrowing_slip")
    found = (
        select(slip.id)
        .join(link.record_id.table, link.record_id == slip.id)
        .where(
            link.target_id == unit, slip.borrower_id == person, slip.mode == LoanMode.VIEW, slip.state.in_(IN_FORCE),
            slip.due_on >= today(session), slip.decided_by_id.is_not(None), slip.decided_by_id != person,
        )
        .order_by(slip.due_on.desc(), slip.id.desc())
    )  # fmt: skip
    for key in session.connection().execute(found).scalars():
        one = session.connection().execute(select(slip.id, slip.revision, slip.borrower_id, slip.reason, slip.due_on, slip.mode, slip.content,
                                                  slip.decided_by_id).where(slip.id == key)).one()  # fmt: skip
        if digest_of(session, one) == one.content:
            return Viewing(one.id, one.decided_by_id, last_moment(one.due_on))
    return None


def last_moment(day: date) -> datetime:
    """The end of ``day`` in the office: so long holds what is approved for it."""
    return datetime.combine(day + timedelta(days=1), time(), OFFICE_ZONE)


def viewing_post(session: Session, slip: BorrowingSlip, person: Person) -> Post | None:
    """By which post ``person`` may let the borrower view: of his own department's files its manager, of any the general manager."""
    posts = person.posts_without(slip.borrower_id)
    if Post.GENERAL_MANAGER.value in {post for post, _ in posts}:
        return Post.GENERAL_MANAGER
    unit = columns_of("archive_unit")
    others = select(unit.id).where(unit.id.in_(units_of(session, slip)), unit.department_id != slip.department_id)
    own = session.connection().execute(others.limit(1)).first() is None
    return Post.DEPARTMENT_MANAGER if own and (Post.DEPARTMENT_MANAGER.value, slip.department_id) in posts else None
