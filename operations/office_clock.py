"""What day it is for whoever acts: the session's clock, read in the office."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE


def today(session: Session) -> date:
    """The day in the office."""
    now: datetime = session.info["clock"]()
    return now.astimezone(OFFICE_ZONE).date()
