"""What a stocktake rests on: its list as the journal had it, what happened since, and what was scanned (K10.5)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select, union
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.stocktaking import COUNTED, Spot, Track
from models.archives.custody_entry import CustodyEntry
from models.archives.stocktake import Stocktake
from models.archives.stocktake_scan import ScanKind
from models.base import columns_of
from operations.archives.stocktake_lists import places_of


def tracks(session: Session, stocktake: Any) -> dict[int, Track]:
    """Unit id → where the journal had it when the list was frozen and since, for every unit listed or seen."""
    return tracks_of(session.connection(), stocktake.id, stocktake.frozen_entry, stocktake.counted_entry)


def tracks_of(connection: Connection, key: int, frozen: int, until: int | None) -> dict[int, Track]:
    """The same by numbers: nothing after entry ``until`` counts, so that it can be computed again."""
    c, listed, scan = columns_of("custody_entry"), columns_of("stocktake_listed"), columns_of("stocktake_scan")
    about = union(
        select(listed.unit_id.label("unit_id")).where(listed.stocktake_id == key),
        select(scan.unit_id.label("unit_id")).where(scan.stocktake_id == key, scan.unit_id.is_not(None)),
    ).subquery("about")
    units = set(connection.execute(select(about.c.unit_id)).scalars())
    last = (
        select(c.unit_id, func.max(c.seq).label("seq"))
        .where(c.id <= frozen, c.unit_id.in_(select(about.c.unit_id)))
        .group_by(c.unit_id)
        .subquery("last")
    )
    at = select(c.unit_id, c.to_account_id, c.to_kind).join_from(
        CustodyEntry.__table__, last, and_(c.unit_id == last.c.unit_id, c.seq == last.c.seq)
    )
    starts = {unit: Spot(account, AccountKind(kind)) for unit, account, kind in connection.execute(at)}
    since = select(c.id, c.unit_id, c.to_account_id, c.to_kind).where(
        c.id > frozen, c.unit_id.in_(select(about.c.unit_id))
    )
    steps: dict[int, list[tuple[int, Spot]]] = {}
    for row in connection.execute((since.where(c.id <= until) if until is not None else since).order_by(c.id)):
        steps.setdefault(row.unit_id, []).append((row.id, Spot(row.to_account_id, AccountKind(row.to_kind))))
    return {unit: Track(starts.get(unit), tuple(steps.get(unit, ()))) for unit in units}


def scans_of(connection: Connection, key: int) -> Sequence[Any]:
    """The scans that were not withdrawn, in their order: places, units and unknown codes."""
    one, other = columns_of("stocktake_scan"), columns_of("stocktake_scan").id.table.alias("other")
    withdrawn = select(other.c.withdraws_id).where(other.c.stocktake_id == key, other.c.withdraws_id.is_not(None))
    query = select(
        one.id, one.kind, one.code, one.place_id, one.unit_id, one.entry_no, one.scanned_by_id, one.scanned_at
    )
    return connection.execute(
        query.where(one.stocktake_id == key, one.kind != ScanKind.WITHDRAWN, one.id.not_in(withdrawn)).order_by(one.id)
    ).all()  # fmt: skip


def visited(session: Session, stocktake: Any) -> dict[int, int]:
    """Account → the last entry of the journal when it was first visited."""
    return first_visits(scans_of(session.connection(), stocktake.id))


def first_visits(scans: Iterable[Any]) -> dict[int, int]:
    """The same of scans that were read already."""
    first: dict[int, int] = {}
    for one in scans:
        first.setdefault(one.place_id, one.entry_no)
    return first


def to_visit(session: Session, stocktake: Stocktake) -> set[int]:
    """The places that somebody has to go to: all of the scope, or for a class those where something of it rests on the list."""
    within = places_of(session, stocktake.id)
    if stocktake.case_class_id is None and stocktake.year is None:
        return within
    rest = {
        track.start.account
        for track in tracks(session, stocktake).values()
        if track.start and track.start.kind in COUNTED
    }
    return within & rest
