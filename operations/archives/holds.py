"""Legal holds: what a law suit or an inspection concerns is neither lent nor released nor destroyed (T4.4, K3.4)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import FINAL, Reason
from domain.errors import Invalid, Refused
from domain.terms import Term
from models.archives.account import KINDS
from models.archives.legal_hold import HoldState, LegalHold
from models.base import columns_of
from models.fence import authority_of

BLOCKED = frozenset({Reason.CHECK_OUT, Reason.RELEASE, Reason.DESTROY})
"""What a hold stops; a court may still be sent what it asks for."""
ON_HOLD = Term(
    "{unit} 正在保全，解除前不借出、不发还、不销毁。请在「查封保全」查看，找登记人办理解除。",
    "{unit} is under a hold (see “Legal holds”): neither lent nor released nor destroyed before it is lifted.",
)
SOME_UNIT = Term("其中一件", "One unit")
"""A unit whose number the reader may not see."""
NO_UNITS = Term("请选择要保全的档案。", "Choose what is to be held.")
UNITS_STAY = Term("保全的档案不能增减：请另立一份，或解除后重新登记。", "The units of a hold stay: place another one, or release this.")
GONE = Term("{unit} 已「{kind}」，不能再保全。", "{unit} is “{kind}” already.")


def held(connection: Connection, units: Iterable[int]) -> dict[int, str]:
    """Unit id → the case of a hold in force on it."""
    hold, link = columns_of("legal_hold"), columns_of("legal_hold_units")
    rows = connection.execute(
        select(link.target_id, hold.case_no)
        .join_from(hold.id.table, link.record_id.table, link.record_id == hold.id)
        .where(hold.state == HoldState.PLACED, link.target_id.in_(list(units)))
        .order_by(hold.id)
    )
    return {row.target_id: row.case_no for row in rows}


def refuse_held(connection: Connection, movements: Iterable[Any]) -> None:
    """Raise Refused when a movement would lend, release or destroy what is under a hold; the journal is held meanwhile."""
    stopped = held(connection, [one.unit for one in movements if one.reason in BLOCKED])
    for key in sorted(stopped):
        unit = columns_of("archive_unit")
        number = connection.execute(select(unit.number).where(unit.id == key)).scalar_one()
        raise Refused(ON_HOLD, unit=number, clause="T4.4")


def hold_entered(session: Session, hold: LegalHold) -> set[str]:
    """At every save by a person: a hold names units, which stay; what is destroyed or released cannot be held any more."""
    from operations.archives.ledger import lock, places  # the journal asks for holds, and holds for places

    if authority_of(session).is_system:
        return set()
    if hold.id is not None:
        if get_history(hold, "units").has_changes():
            raise Invalid(UNITS_STAY, fields={"units": UNITS_STAY}, clause="T4.4")
        return set()
    if not hold.units:
        raise Invalid(NO_UNITS, fields={"units": NO_UNITS}, clause="T4.4")
    connection = session.connection()
    units = {one.id: one.number for one in hold.units}
    lock(connection, units)  # a destruction of one of them is over by now, or waits for this hold
    for key, place in places(connection, units).items():
        if place.kind in FINAL:
            sentence = GONE.format(unit=units[key], kind=KINDS[place.kind])
            raise Invalid(sentence, fields={"units": sentence}, clause="T4.4")
    return set()
