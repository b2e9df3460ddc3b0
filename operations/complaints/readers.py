"""Who may read a case, by the same fences as at its door, and who has opened it (K4.18)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.access import Action
from models.complaints.complaint import Complaint
from models.complaints.opening import CaseOpening
from models.criteria import condition_for
from models.fence import acting
from operations.office_clock import today
from operations.staff import Staff
from permissions.actor import Authority, System

AT_ONCE = 100
"""So many people are asked about in one statement."""
_openings: Any = CaseOpening.__table__


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Somebody who may read the case now, or has opened it: on how many days, and when last for the first time of a day."""

    person: int
    may_read: bool
    days: int
    last_at: datetime | None


def readers_of(session: Session, case: Complaint) -> list[CaseReader]:
    """Everybody who may read ``case`` at this moment, then those who opened it while they might; by their ids.

    Asked by the kernel: whether the asker may know it is the matter of the page.
    """
    with acting(session, System("K4.18 who may read a case")):
        may = _may_read(session, case.id)
        opened = select(_openings.c.person_id, func.count(), func.max(_openings.c.opened_at))
        found = session.connection().execute(opened.where(_openings.c.complaint_id == case.id).group_by(_openings.c.person_id))
        times = {person: (int(days), last) for person, days, last in found}
    known = [*sorted(may), *sorted(times.keys() - may)]
    return [CaseReader(person, person in may, *times.get(person, (0, None))) for person in known]


def _may_read(session: Session, case: int) -> set[int]:
    """Many people are asked about at once: the row scopes of each are one part of a union."""
    people = [one for one in Staff(session).people if one.may("complaint", Action.VIEW)]
    table: Any = Complaint.__table__
    may: set[int] = set()
    for start in range(0, len(people), AT_ONCE):
        parts = []
        for one in people[start : start + AT_ONCE]:
            condition = condition_for(one, Complaint, Action.VIEW)
            part = select(literal(one.person.person_id).label("person")).where(table.c.id == case)
            parts.append(part if condition is None else part.where(condition))
        may.update(session.connection().execute(union_all(*parts)).scalars())
    return may


def is_noted(session: Session, case: int, who: Authority) -> bool:
    """Whether it is known already that he opened it today."""
    mine = exists().where(_openings.c.complaint_id == case, _openings.c.person_id == _person(who), _openings.c.opened_on == today(session))
    return bool(session.connection().execute(select(mine)).scalar())


def note_opening(session: Session, case: int, who: Authority) -> None:
    """Keep that ``who`` opened the case today; who looks with another's eyes is named himself. ``session`` acts for the system."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {"complaint_id": case, "person_id": _person(who), "opened_on": today(session), "opened_at": session.info["clock"]()}
    session.connection().execute(dialect.insert(_openings).values(**values).on_conflict_do_nothing())


def _person(who: Authority) -> int:
    return (who.viewer or who.person).person_id
