"""The list of a stocktake: frozen when it is entered, so that lending may go on (K10.5)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, insert, literal, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import AccountKind
from domain.errors import Invalid
from domain.stocktaking import COUNTED
from domain.terms import Term
from models.archives.custody_entry import CustodyEntry
from models.archives.stocktake import Stocktake
from models.archives.stocktake_listed import StocktakeListed
from models.base import columns_of
from models.fence import authority_of
from operations.archives.ledger import lock

SCOPE = ("places", "case_class", "year")
AWAY = (AccountKind.PERSON, AccountKind.EXTERNAL, AccountKind.DESK, AccountKind.TRANSIT, AccountKind.MISSING)
"""Where what belongs on a shelf may be instead."""
SCOPE_STAYS = Term(
    "清单已冻结，盘点范围不能再改：请取消后另行发起。",
    "The list is frozen, so the scope stays: cancel it and open another.",
)
NO_SHELVES = Term("所选位置里没有可以盘点的架位或保险柜。", "There is no shelf or safe to count in these places.")
NOTHING_LISTED = Term("这个范围内没有档案，请改选范围。", "There is nothing in this scope; choose another.")


def stocktake_entered(session: Session, stocktake: Stocktake) -> set[str]:
    """At every save: a new stocktake is frozen at the last entry of the journal, and keeps its scope; raises Invalid."""
    if stocktake.id is not None:
        if any(
            get_history(stocktake, key if key == "places" else stocktake.register.fields[key].column).has_changes()
            for key in SCOPE
        ):
            raise Invalid(SCOPE_STAYS, fields={"places": SCOPE_STAYS}, clause="K10.5")
        return set()
    if stocktake.places and not _places_of(session, [one.id for one in stocktake.places]):
        raise Invalid(NO_SHELVES, fields={"places": NO_SHELVES}, clause="K10.5")
    lock(session.connection(), ())  # what the journal says now is what the list says, whoever moves something meanwhile
    stocktake.frozen_entry = last_entry(session)
    stocktake.frozen_at = session.info["clock"]()
    return {"frozen_entry", "frozen_at"}


def list_frozen(session: Session, keys: Sequence[int]) -> None:
    """Write the list of each new stocktake: what rests in its places, and what belongs there and is away; raises Invalid when a person lists nothing."""
    connection = session.connection()
    for key in keys:
        connection.execute(insert(StocktakeListed).from_select(["stocktake_id", "unit_id"], _units(session, key)))
        listed = columns_of("stocktake_listed")
        some = connection.execute(select(listed.unit_id).where(listed.stocktake_id == key).limit(1)).first()
        if some is None and not authority_of(session).is_system:
            raise Invalid(NOTHING_LISTED, fields={"places": NOTHING_LISTED}, clause="K10.5")


def last_entry(session: Session) -> int:
    """The number of the journal's last entry; 0 when it is empty."""
    return int(session.connection().execute(select(func.max(columns_of("custody_entry").id))).scalar() or 0)


def _units(session: Session, key: int) -> Any:
    c, unit, case, taken = (
        columns_of("custody_entry"),
        columns_of("archive_unit"),
        columns_of("case_class"),
        columns_of("stocktake"),
    )
    scope = session.connection().execute(select(taken.case_class_id, taken.year).where(taken.id == key)).one()
    later = CustodyEntry.__table__.alias("later")
    follows = select(later.c.id).where(later.c.unit_id == c.unit_id, later.c.seq == c.seq + 1).exists()
    within = sorted(places_of(session, key))
    here = or_(c.to_account_id.in_(within), and_(c.to_kind.in_(AWAY), unit.home_id.in_(within)))
    query = (
        select(literal(key), unit.id).join_from(unit.id.table, c.id.table, c.unit_id == unit.id).where(~follows, here)
    )
    if scope.case_class_id is not None:
        query = query.where(unit.case_class_id == scope.case_class_id)
    if scope.year is not None:
        query = query.where(unit.case_class_id.in_(select(case.id).where(case.year == scope.year)))
    return query


def places_of(session: Session, stocktake: int) -> set[int]:
    """The shelves and safes a stocktake is about: those chosen with the shelves in them, or every shelf in use."""
    link = columns_of("stocktake_places")
    chosen = session.connection().execute(select(link.target_id).where(link.record_id == stocktake)).scalars()
    return _places_of(session, list(chosen))


def _places_of(session: Session, chosen: Sequence[int]) -> set[int]:
    account = columns_of("archive_account")
    return within(session.connection().execute(select(account.id, account.kind, account.above_id, account.active)).all(), chosen)


def within(rows: Sequence[Any], chosen: Sequence[int]) -> set[int]:
    """The same of all accounts (id, kind, above_id, active), read already."""
    kinds = {row.id: row.kind for row in rows}
    if not chosen:
        return {row.id for row in rows if row.kind == AccountKind.SHELF and row.active}
    inside: dict[int, list[int]] = {}
    for row in rows:
        if row.above_id is not None and row.active:
            inside.setdefault(row.above_id, []).append(row.id)
    found = {key for key in chosen if kinds[key] in COUNTED}
    new = set(chosen)
    reached = set(chosen)
    while new:
        new = {key for one in new for key in inside.get(one, ())} - reached
        reached |= new
        found |= {key for key in new if kinds[key] == AccountKind.SHELF}
    return found
