"""Until when a unit is kept: its own period before that of its class, counted from the event that period names (T4.4, K10.5)."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from domain.retention import Kept
from models.archives.retention_period import Basis
from models.base import columns_of


def kept(connection: Connection, units: Iterable[int]) -> dict[int, Kept]:
    """Unit id → how long and since when it is kept; a class whose event nobody has entered for the unit leaves the day open."""
    wanted = list(units)
    unit, own, period = columns_of("archive_unit"), columns_of("unit_retention"), columns_of("retention_period")
    case, entry = columns_of("case_class"), columns_of("custody_entry")
    found = dict.fromkeys(wanted, Kept(None, None, given=False))
    first = select(entry.unit_id, func.min(entry.occurred_on).label("day")).where(entry.unit_id.in_(wanted)).group_by(entry.unit_id).subquery()
    by_class = (
        select(unit.id, period.months, period.basis, first.c.day)
        .join_from(unit.id.table, case.id.table, case.id == unit.case_class_id)
        .join(period.id.table, period.id == case.retention_id)
        .outerjoin(first, first.c.unit_id == unit.id)
        .where(unit.id.in_(wanted))
    )
    for row in connection.execute(by_class):
        found[row.id] = Kept(row.months, row.day if row.basis == Basis.FILED else None, given=True)
    single = select(own.unit_id, period.months, own.since_on).join_from(own.id.table, period.id.table, period.id == own.retention_id)
    for row in connection.execute(single.where(own.unit_id.in_(wanted))):
        found[row.unit_id] = Kept(row.months, row.since_on, given=True)
    return found
