"""How many registrations of a year would have been late under another limit, by department: counts of rows one may view."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel
from domain.errors import Invalid, Refused
from domain.limits import Trial, try_limit
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.customers.customer import Customer
from models.customers.registration import Registration
from models.fence import authority_of
from models.organisation.department import Department
from operations.records import require
from operations.working_days import working_calendar

LONGEST = 60
FIRST_YEAR, LAST_YEAR = 1990, 2100
WRONG_DAYS = Term("请填 0 到 {most} 之间的工作日数。", "Enter 0 to {most} working days.")
WRONG_YEAR = Term("请填 {first} 到 {last} 之间的年份。", "Enter a year from {first} to {last}.")
DATES_HIDDEN = Term("您看不到首次接触日期或备案日期，不能试算。", "You may not read the dates this is counted from.")
NO_DEPARTMENT = Term("（看不到部门）", "(department not shown)")

Case = tuple[date, date | None, int]


@dataclass(frozen=True, slots=True)
class DepartmentTrial:
    """The trial of one department's registrations."""

    department: str | Term
    trial: Trial


@dataclass(frozen=True, slots=True)
class YearTrial:
    """A year under a limit: all rows in view, and by department where the department may be read."""

    whole: Trial
    departments: tuple[DepartmentTrial, ...]
    provisional: bool
    """The year has no published notice, so its days are counted by weekends."""


def try_registrations(session: Session, year: int, days: int) -> YearTrial:
    """The registrations with a first contact in ``year``, under a limit of ``days`` working days (K7.6 has five).

    Counts only rows the actor may view. Raises Refused where he may not read the two dates, Invalid for a senseless limit.
    """
    require(session, Registration.register, Action.VIEW)
    if not 0 <= days <= LONGEST:
        raise Invalid(WRONG_DAYS, most=LONGEST)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(WRONG_YEAR, first=FIRST_YEAR, last=LAST_YEAR)
    if not all(_readable(session, "registration", key) for key in ("contacted_on", "filed_on")):
        raise Refused(DATES_HIDDEN, clause="K7.6")
    now: datetime = session.info["clock"]()
    today, calendar = now.astimezone(OFFICE_ZONE).date(), working_calendar(session)
    cases = _cases(session, year)
    whole = try_limit((case for several in cases.values() for case in several), days, calendar, today)
    parts = [DepartmentTrial(name or NO_DEPARTMENT, try_limit(several, days, calendar, today)) for name, several in cases.items()]
    parts.sort(key=lambda one: (-one.trial.late, -one.trial.total, str(one.department)))
    return YearTrial(whole, tuple(parts), calendar.is_provisional(date(year, 1, 1)))


def _readable(session: Session, register: str, key: str) -> bool:
    who = authority_of(session)
    return who.is_system or who.plan.everywhere(register, key, Channel.LIST)


def _cases(session: Session, year: int) -> dict[str | None, list[Case]]:
    """Department (None where it may not be read) → its cases, equal ones counted together: a year is a few thousand rows."""
    row = Registration
    found: dict[str | None, list[Case]] = defaultdict(list)
    days = row.contacted_on.between(date(year, 1, 1), date(year, 12, 31))
    if not (_readable(session, "customer", "department") and _readable(session, "department", "name")):
        alone = select(row.contacted_on, row.filed_on, func.count()).where(days).group_by(row.contacted_on, row.filed_on)
        found[None] = [(started, filed, number) for started, filed, number in session.execute(alone)]
        return dict(found) if found[None] else {}
    # Customers and departments out of view leave their name empty; the registration counts all the same.
    query = (
        select(row.contacted_on, row.filed_on, func.count(), Department.name)
        .outerjoin(Customer, Customer.id == row.customer_id).outerjoin(Department, Department.id == Customer.department_id)
        .where(days).group_by(row.contacted_on, row.filed_on, Department.name)
    )  # fmt: skip
    for started, filed, number, name in session.execute(query):
        found[name].append((started, filed, number))
    return dict(found)
