"""A lending desk for tests of pages: a store, a borrower, and approved slips, entered as the people of the regulation would."""

from datetime import date

from sqlalchemy.orm import Session

from models.lending.slip import BorrowingSlip
from models.organisation.appointment import Post
from operations.calendar_filling import fill_calendar
from operations.office_clock import today
from operations.working_days import working_calendar
from tests.archive_scenes import Store, a_store, filed
from tests.factories import make
from tests.operations.test_lending import Desk


def a_lending_desk(session: Session, store: Store | None = None) -> Desk:
    """A store with one filed volume of 48 pages, and people who decide."""
    fill_calendar(session)
    made = store or a_store(session)
    boss, deputy, other = (make(session, "employee", department=made.department).id for _ in range(3))
    make(session, "appointment", holder=boss, post=Post.GENERAL_MANAGER, from_on=date(2020, 1, 1), until_on=None)
    return Desk(session, made, boss, deputy, other, filed(session, made, pages=48))


def a_slip_to_issue(desk: Desk, *units: int, days: int = 5) -> BorrowingSlip:
    """An approved slip for ``units`` (the volume of the desk by default), due so many working days from now."""
    due = working_calendar(desk.session).add_working_days(today(desk.session), days)
    return desk.approve(desk.slip(units=list(units) or [desk.unit], due_on=due), post=Post.GENERAL_MANAGER)
