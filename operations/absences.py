"""Who decides for whoever acts while he is away, and for whom he decides himself: today's delegations (K4.9, K3.23)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import columns_of
from models.fence import authority_of
from operations.office_clock import today


@dataclass(frozen=True, slots=True)
class Absence:
    """A delegation that runs today: the other one, whether he decides for the actor or the actor for him, and until when."""

    name: str
    for_me: bool
    until: date


def absences(session: Session) -> tuple[Absence, ...]:
    """Those the actor has given or holds; nothing for the system. Read below the fence, as both of them know it anyway."""
    person = authority_of(session).person
    if person is None:
        return ()
    given, staff, day, me = columns_of("delegation"), columns_of("employee"), today(session), person.person_id
    found: list[Absence] = []
    for mine, other, for_me in ((given.principal_id, given.deputy_id, True), (given.deputy_id, given.principal_id, False)):
        running = (
            select(staff.name, given.until_on)
            .join_from(given.id.table, staff.id.table, staff.id == other)
            .where(mine == me, given.from_on <= day, given.until_on >= day)
            .order_by(given.until_on, given.id)
        )
        found += [Absence(name, for_me, until) for name, until in session.connection().execute(running)]
    return tuple(found)
