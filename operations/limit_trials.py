"""How many registrations or complaints of a year would have been late under another limit, by department: counts of rows one may view."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel
from domain.errors import Invalid, Refused
from domain.limits import Trial, try_limit
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
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
CLOCKS_HIDDEN = Term("您看不到投诉时限的起止时间，不能试算。", "You may not read when the clocks of complaints begin and stop.")
NO_DEPARTMENT = Term("（看不到部门）", "(department not shown)")

Case = tuple[date, date | None, int]


@dataclass(frozen=True, slots=True)
class DepartmentTrial:
    """The trial of one department's cases."""

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
    _check(year, days)
    if not all(_readable(session, "registration", key) for key in ("contacted_on", "filed_on")):
        raise Refused(DATES_HIDDEN, clause="K7.6")
    return _tried(session, _cases(session, year), year, days)


def _check(year: int, days: int) -> None:
    if not 0 <= days <= LONGEST:
        raise Invalid(WRONG_DAYS, most=LONGEST)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(WRONG_YEAR, first=FIRST_YEAR, last=LAST_YEAR)


def _tried(session: Session, cases: Mapping[str | None, list[Case]], year: int, days: int) -> YearTrial:
    now: datetime = session.info["clock"]()
    today, calendar = now.astimezone(OFFICE_ZONE).date(), working_calendar(session)
    whole = try_limit((case for several in cases.values() for case in several), days, calendar, today)
    parts = [DepartmentTrial(name or NO_DEPARTMENT, try_limit(several, days, calendar, today)) for name, several in cases.items()]
    parts.sort(key=lambda one: (-one.trial.late, -one.trial.total, str(one.department)))
    return YearTrial(whole, tuple(parts), calendar.is_provisional(date(year, 1, 1)))


def try_complaints(session: Session, year: int, days: int) -> YearTrial:
    """The rounds of complaints accepted in ``year``, under a limit of ``days`` working days to handle them (T3.1 has three).

    Each round has its own term, and an extension does not count. Raises as try_registrations.
    """
    require(session, ComplaintClock.register, Action.VIEW)
    _check(year, days)
    if not all(_readable(session, "complaint_clock", key) for key in ("code", "started_at", "stopped_at")):
        raise Refused(CLOCKS_HIDDEN, clause="T3.1")
    clock, by = ComplaintClock, _readable(session, "complaint", "department") and _readable(session, "department", "name")
    query = select(clock.started_at, clock.stopped_at, Department.name if by else null())
    if by:  # what is out of view leaves its name empty; the clock counts all the same
        query = query.outerjoin(Complaint, Complaint.id == clock.complaint_id).outerjoin(Department, Department.id == Complaint.department_id)
    first, after = (datetime(one, 1, 1, tzinfo=OFFICE_ZONE) for one in (year, year + 1))
    counted: Counter[tuple[str | None, date, date | None]] = Counter()
    for began, ended, name in session.execute(query.where(clock.code == "C5", clock.started_at >= first, clock.started_at < after)):
        counted[name, _day(began), _day(ended) if ended is not None else None] += 1
    cases: dict[str | None, list[Case]] = defaultdict(list)
    for (name, started, finished), number in counted.items():
        cases[name].append((started, finished, number))
    return _tried(session, cases, year, days)


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_ZONE).date()


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
