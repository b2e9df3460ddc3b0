"""Reminds those who keep the calendar that the notice of a coming year is still missing: until then every term in it is a guess."""

from datetime import date

from sqlalchemy.orm import Session

from domain.terms import Term
from models.governance.calendar_day import CalendarDay
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.staff import Staff
from operations.working_days import working_calendar

BEGINS = 11
"""From this month on: the State Council publishes next year's days in November."""
STILL_PROVISIONAL = Term(
    "{year} 年的放假通知还没有录入，该年期限均为暂估。请在「年历与放假通知」录入。",
    "The notice of {year} has not been entered; terms in that year are provisional. Please enter it.",
)


def provisional_years(session: Session) -> tuple[int, ...]:
    """Of this year and the next, those whose notice has not been entered."""
    calendar, year = working_calendar(session), today(session).year
    return tuple(one for one in (year, year + 1) if calendar.is_provisional(date(one, 1, 1)))


def remind_of_the_calendar(session: Session) -> int:
    """Tell everybody who may enter days, once a month for each year that is missing; returns how many notices that made."""
    day = today(session)
    years = [year for year in provisional_years(session) if year == day.year or day.month >= BEGINS]
    keepers = Staff(session).with_right("calendar_day", "create") if years else ()
    return sum(
        notify_of_register(
            session, person, "calendar.provisional", CalendarDay.register, STILL_PROVISIONAL.format(year=year), once=f"{year}:{day:%Y-%m}"
        )
        for year in years
        for person in keepers
    )
