"""The terms of the complaint regulation, each number once with its clause, and the moments that follow from them."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from domain.clocks import Target, Unit, due
from domain.values import OFFICE_ZONE
from operations.working_days import working_calendar

FIRST_ANSWER = Target(Unit.HOURS, 24)
"""T2.5, T2.8, T2.9: answered, registered and confirmed within 24 hours, day and night counted."""
HANDLING = Target(Unit.WORKING_DAYS, 3)
"""T3.1, T2.14: handled within three working days after it was accepted."""
EXTENDED = Target(Unit.WORKING_DAYS, 7)
"""T3.2: in special situations within seven working days, counted from acceptance as well."""
FEEDBACK = Target(Unit.HOURS, 24)
"""T4.1: the feedback form within 24 hours after the department has finished."""
CALL = Target(Unit.WORKING_DAYS, 3)
"""T4.2 asks for the customer's opinion without a term: three working days are the house's own."""
FILING = Target(Unit.DAY_OF_NEXT_MONTH, 10)
"""K10.11: filed by the tenth of the next month."""


def ends_at(session: Session, target: Target, start: datetime) -> datetime:
    """When a term that starts then is over; a day's term ends at close of business (民法典 §201, §203)."""
    end = due(start, target, working_calendar(session))
    assert end is not None, "only a pause has no end"
    return end


def handling_term(session: Session, accepted_at: datetime, *, extended: bool) -> date:
    """T3.1 and T3.2: the last day on which a case accepted then must be handled."""
    return ends_at(session, EXTENDED if extended else HANDLING, accepted_at).astimezone(OFFICE_ZONE).date()


def close_of(session: Session, day: date) -> datetime:
    """Close of business on ``day``: until then what is due on it is in time."""
    return working_calendar(session).closing(day)
