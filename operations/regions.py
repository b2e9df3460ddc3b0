"""Which divisions somebody answers for: what the row scope of regions rests on (Y1.1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.organisation.employee import Employee


def regions_of(session: Session, people: Iterable[int]) -> Mapping[int, frozenset[int]]:
    """Person → the divisions entered for him, without those inside them; nothing for whoever answers for none."""
    link = Employee.metadata.tables["employee_regions"].c
    found: dict[int, set[int]] = defaultdict(set)
    for person, place in session.connection().execute(select(link.record_id, link.target_id).where(link.record_id.in_(list(people)))):
        found[person].add(place)
    return defaultdict(frozenset, {person: frozenset(places) for person, places in found.items()})
