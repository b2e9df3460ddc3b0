"""Whom a file is about neither borrows it nor decides that anybody does, under whatever account (I15, K4.7)."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from models.base import columns_of
from operations.granting import selves
from permissions.actor import Person

ABOUT_BORROWER = Term(
    "{unit} 是关于借阅人本人的档案，本人不能借阅；确需查证的，由档案管理员出具证明。",
    "{unit} is about the borrower himself: he does not borrow it. The archivist certifies what it says.",
)
ABOUT_DECIDER = Term(
    "{unit} 是关于审批人本人（或其代理的人）的档案，请由其他有权的领导审批。",
    "{unit} is about whoever decides, or the one he stands in for; somebody else decides.",
)


def selves_of(session: Session, person: int) -> frozenset[int]:
    """All staff records of the same human being."""
    return selves(session, Person(0, person, "", ""))


def borrower_apart(session: Session, borrower: int, units: Iterable[int]) -> None:
    """Refuse when one of ``units`` is about the borrower, or about another staff record of his."""
    _apart(session, selves_of(session, borrower), units, ABOUT_BORROWER)


def decider_apart(session: Session, person: Person, units: Iterable[int]) -> None:
    """Refuse when one of ``units`` is about whoever decides or somebody in whose place he does."""
    _apart(session, selves(session, person) | {one.person_id for one in person.standing_in}, units, ABOUT_DECIDER)


def _apart(session: Session, people: Iterable[int], units: Iterable[int], sentence: Term) -> None:
    subject, unit = columns_of("unit_subject"), columns_of("archive_unit")
    about = select(unit.number).join(subject.id.table, subject.unit_id == unit.id)
    found = session.connection().execute(about.where(unit.id.in_(list(units)), subject.person_id.in_(list(people))).order_by(unit.id).limit(1)).scalar()
    if found is not None:
        raise Refused(sentence, unit=found, clause="K4.7")
