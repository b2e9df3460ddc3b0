"""Departments without case classes for the year that has begun or is about to: keeper, head and archivists are told monthly (K10.24)."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rules import ArchiveRule
from domain.terms import Term
from models.archives.case_class import CaseClass
from models.organisation.appointment import Post
from models.organisation.department import Department
from operations.archives.monthly import departments
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.staff import Staff

MISSING = Term(
    "{department}还没有编制 {year} 年案卷类目，请按业务范围编制并标明条款号。", "{department} has no case classes for {year}; make them, with clause numbers."
)
LISTED = Term("{count} 个部门还没有编制 {year} 年案卷类目：{names}", "{count} departments have no case classes for {year}: {names}")
NAMED = 8


def without_classes(session: Session, year: int) -> list[Department]:
    """The departments that have made no class for ``year``."""
    made = select(CaseClass.department_id).where(CaseClass.year == year)
    return list(session.scalars(departments().where(Department.id.not_in(made))))


def remind_of_classes(session: Session) -> int:
    """Tell whom it concerns, once a month; returns how many were told."""
    day, told, staff = today(session), 0, Staff(session)
    coming = (day + timedelta(days=rule(session, ArchiveRule.CLASS_DAYS))).year
    for year in range(day.year, coming + 1):
        missing = without_classes(session, year)
        for one in missing:
            said = MISSING.format(department=one.name, year=year)
            people = (*staff.in_post(Post.DEPARTMENT_ARCHIVIST.value, one.id), *staff.in_post(Post.DEPARTMENT_MANAGER.value, one.id))
            told += sum(_tell(session, person, said, f"{year}:{one.id}", day) for person in dict.fromkeys(people))
        if missing:
            names = "、".join(one.name for one in missing[:NAMED]) + ("……" if len(missing) > NAMED else "")
            said = LISTED.format(count=len(missing), year=year, names=names)
            told += sum(_tell(session, person, said, f"{year}:all", day) for person in staff.with_right("monthly_filing", "receive_month"))
    return told


def _tell(session: Session, person: int, said: Term, what: str, day: date) -> bool:
    return notify_of_register(session, person, "classes.missing", CaseClass.register, said, once=f"{what}:{day:%Y-%m}")
