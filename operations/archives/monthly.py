"""The duty of every department to file each month: made by the clock, listed by its keeper, signed over by two people (K10.10, K10.11, K10.25)."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.months import months_after, months_between
from domain.rules import ArchiveRule
from domain.terms import Term
from models.archives.case_class import Secrecy
from models.archives.filing_line import FilingLine
from models.archives.filing_scope import KeptBy
from models.archives.monthly_filing import FilingState, MonthlyFiling
from models.base import columns_of
from models.fence import authority_of
from models.organisation.appointment import Post
from models.organisation.department import Department
from operations.archives.filing_scopes import ensure_filing_scopes
from operations.office_clock import today
from operations.rule_numbers import rule

MOST_MONTHS = 12
"""So many months are begun in one run, the oldest first; after a long pause the next run goes on."""
NAME = "{department} {month:%Y年%m月}"
COVER = "涉密资料"
"""What lists, searches and prints say in place of a confidential title."""
CLOSED = Term(
    "{month} 已签字移交，不能补入或改动；漏归的请登记到尚未移交的月份。",
    "{month} was signed over and is closed; file it with a month that is still open.",
)
LATER = Term("资料日期晚于归档月份，请登记到它所在的月份。", "It is dated after that month; file it with its own.")
NOT_LEAD = Term(
    "几个部门共同办理的，由主办部门「{lead}」归档，请交该部门登记。",
    "What several did together, {lead} files, which led it.",
)
LEAD_MISSING = Term("几个部门共同办理的资料，请填主办部门。", "Name the department that led the work.")
NOT_THE_OFFICE = Term(
    "「{scope}」由召集或形成的部门收集整理后，交总经理办公室统一收集保管：请选档案管理员所在部门的案卷，或不选案卷，移交后由其立卷。",
    "“{scope}” is collected by its department and kept by the general manager's office: choose a volume of the archivist's department, or none.",
)
CLASS_MISSING = Term("本部门已编制 {year} 年案卷类目，请选所归的类目。", "The department has classes for {year}: choose the one it is filed under.")
OTHER_CLASS = Term("请选{department} {year} 年的案卷类目。", "Choose a class of {department} for {year}.")
NOT_IN_USE = Term("「{scope}」已不再使用，请另选。", "“{scope}” is no longer in use; choose another.")


def begin_months(session: Session) -> int:
    """Make the duties of the months that have ended, one for each active department; returns how many are new."""
    ensure_filing_scopes(session)
    made = 0
    for month in _ended(session):
        there = select(MonthlyFiling.department_id).where(MonthlyFiling.month_on == month)
        for department in session.scalars(departments().where(Department.id.not_in(there))).all():
            one = MonthlyFiling(department_id=department.id, month_on=month, state=FilingState.DUE)
            filing_entered(session, one)
            session.add(one)
            made += 1
    session.flush()
    return made


def _ended(session: Session) -> list[date]:
    """The months to be filed by now and not begun yet, those that a pause has left out first; the last one, as departments may have come since."""
    last = month_before(today(session))
    known = session.scalar(select(func.max(MonthlyFiling.month_on)))
    first = last if known is None or known >= last else months_after(known, 1)
    return [months_after(first, count) for count in range(min(months_between(first, last) + 1, MOST_MONTHS))]


def departments() -> Any:
    """The statement of K10.1: every department; the house itself, above all others, is none."""
    below = columns_of("department")
    parted = select(below.above_id).where(below.above_id.is_not(None), below.active)
    return (
        select(Department)
        .where(Department.active, Department.above_id.is_not(None) | Department.id.not_in(parted))
        .order_by(Department.id)
    )


def month_before(day: date) -> date:
    """The first day of the month before the one of ``day``."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def filing_entered(session: Session, one: MonthlyFiling) -> set[str]:
    """At every save: the first of its month, its name, and the day by which it is filed (K10.11)."""
    if one.month_on is None or one.department_id is None:
        return set()
    one.month_on = one.month_on.replace(day=1)
    if one.name is None:
        department = columns_of("department")
        called = (
            session.connection().execute(select(department.name).where(department.id == one.department_id)).scalar_one()
        )
        one.name = NAME.format(department=called, month=one.month_on)
    if one.due_on is None:
        following = (one.month_on + timedelta(days=32)).replace(day=1)
        # As for complaints: the day itself, whether the office is open or not, since the regulation says "by" it.
        one.due_on = following.replace(day=rule(session, ArchiveRule.FILING_DAY, following))
    return {"name", "due_on", "month_on"}


def line_entered(session: Session, line: FilingLine) -> set[str]:
    """At every save: the month is open, the paper belongs to it, and a confidential title is put apart; raises Invalid."""
    if line.filing_id is None or line.scope_id is None:
        return set()
    filing, scope, department = columns_of("monthly_filing"), columns_of("filing_scope"), columns_of("department")
    read = session.connection().execute
    month = read(
        select(filing.name, filing.month_on, filing.state, filing.department_id, department.name.label("department"))
        .join(department.id.table, department.id == filing.department_id)
        .where(filing.id == line.filing_id)
    ).one()
    kind = read(
        select(scope.title, scope.kept_by, scope.confidential, scope.in_use).where(scope.id == line.scope_id)
    ).one()
    if not authority_of(session).is_system:
        if month.state != FilingState.DUE:
            _invalid("filing", CLOSED.format(month=month.name), "K10.11")
        if line.dated_on is not None and line.dated_on > _last_day(month.month_on):
            _invalid("dated_on", LATER, "K10.11")
        if not kind.in_use and line.id is None:
            _invalid("scope", NOT_IN_USE.format(scope=kind.title), "K10.10")
        _kept_by_the_lead(session, line, month, kind)
        _kept_by_the_office(session, line, kind)
        _own_class(session, line, month)
    return _put_apart(line, kind)


def line_removed(session: Session, line: FilingLine) -> None:
    """K10.11: a paper of a month that was signed over stays on its list."""
    filing = columns_of("monthly_filing")
    month = session.connection().execute(select(filing.name, filing.state).where(filing.id == line.filing_id)).one()
    if month.state != FilingState.DUE:
        raise Refused(CLOSED, month=month.name, clause="K10.11")


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _kept_by_the_lead(session: Session, line: FilingLine, month: Any, kind: Any) -> None:
    """K10.8: who leads the work files its papers."""
    if line.lead_id is None:
        if kind.kept_by == KeptBy.LEAD:
            _invalid("lead", LEAD_MISSING, "K10.8")
    elif line.lead_id != month.department_id:
        department = columns_of("department")
        lead = session.connection().execute(select(department.name).where(department.id == line.lead_id)).scalar_one()
        _invalid("lead", NOT_LEAD.format(lead=lead), "K10.8")


def _kept_by_the_office(session: Session, line: FilingLine, kind: Any) -> None:
    """K10.7, K10.8: documents of the house and papers of meetings lie in volumes of the office, where the archivist in post works."""
    if kind.kept_by != KeptBy.OFFICE or line.volume_id is None or not any(get_history(line, key).has_changes() for key in ("volume_id", "scope_id")):
        return
    unit, post, staff = columns_of("archive_unit"), columns_of("appointment"), columns_of("employee")
    read, day = session.connection().execute, today(session)
    archivists = select(staff.department_id).join(post.id.table, post.holder_id == staff.id).where(post.post == Post.ARCHIVIST, post.from_on <= day)
    offices = set(read(archivists.where(or_(post.until_on.is_(None), post.until_on >= day))).scalars())
    if read(select(unit.department_id).where(unit.id == line.volume_id)).scalar_one() not in offices:
        _invalid("volume", NOT_THE_OFFICE.format(scope=kind.title), "K10.8")


def _own_class(session: Session, line: FilingLine, month: Any) -> None:
    """K10.24, K10.26: by the department's own classes of that year."""
    one = columns_of("case_class")
    if line.case_class_id is None:
        made = select(one.id).where(one.department_id == month.department_id, one.year == month.month_on.year)
        if session.connection().execute(made.limit(1)).first():
            _invalid("case_class", CLASS_MISSING.format(year=month.month_on.year), "K10.26")
        return
    found = session.connection().execute(select(one.department_id, one.year).where(one.id == line.case_class_id)).one()
    if (found.department_id, found.year) != (month.department_id, month.month_on.year):
        _invalid("case_class", OTHER_CLASS.format(department=month.department, year=month.month_on.year), "K10.26")


def _put_apart(line: FilingLine, kind: Any) -> set[str]:
    """K10.22: a confidential title is kept in a field of its own, and everything that names the line says only that."""
    line.secrecy = Secrecy.CONFIDENTIAL if kind.confidential else Secrecy.INTERNAL
    if not kind.confidential and line.full_title:
        if line.title == COVER:
            line.title = line.full_title
        line.full_title = None
    elif kind.confidential and line.title and line.title != COVER:
        line.full_title, line.title = line.title, COVER
    return {"title", "full_title", "secrecy"}


def _invalid(field: str, sentence: Term, clause: str) -> None:
    raise Invalid(sentence, fields={field: sentence}, clause=clause)
