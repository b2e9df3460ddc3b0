"""What must hold of all that was destroyed: I19 of the design (T4.4)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select, text

from domain.custody import AccountKind
from domain.terms import Term
from models.archives.custody_entry import CustodyEntry
from models.archives.destruction_list import DestructionState
from models.archives.destruction_supervisor import SupervisionState
from models.base import columns_of
from operations.archives.invariants import Invariant
from operations.archives.retention import kept

LEAST = 2
"""Supervisors of any destruction, whatever the rule was then."""
_HELD = (
    "SELECT DISTINCT w.target_id FROM legal_hold_units w JOIN legal_hold h ON h.id = w.record_id JOIN custody_entry c ON c.unit_id = w.target_id"
    " AND c.to_kind = 'destroyed' WHERE h.placed_on < c.occurred_on AND (h.state = 'placed' OR h.released_on > c.occurred_on)"
)
_LENT = (
    "SELECT DISTINCT l.unit_id FROM loan_line l JOIN custody_entry c ON c.unit_id = l.unit_id AND c.to_kind = 'destroyed'"
    " WHERE l.state IN ('out', 'handed_back', 'short', 'lost')"
)


def _destroyed(connection: Connection) -> Iterator[str]:
    """Each destroyed unit: its time was over, no hold, no loan, on an executed list that others approved and at least two more signed."""
    c = columns_of("custody_entry")
    gone = connection.execute(
        select(c.id, c.unit_id, c.occurred_on, c.actor_id, c.witness_id).select_from(CustodyEntry.__table__).where(c.to_kind == AccountKind.DESTROYED)
    ).all()  # fmt: skip
    if not gone:
        return
    held, lent = (set(connection.execute(text(query)).scalars()) for query in (_HELD, _LENT))
    lists, periods = _lists(connection), kept(connection, [row.unit_id for row in gone])
    for row in gone:
        if not periods[row.unit_id].over(row.occurred_on):
            yield f"entry {row.id} destroyed a unit whose time was not over"
        if row.unit_id in held:
            yield f"entry {row.id} destroyed a unit under a hold"
        if row.unit_id in lent:
            yield f"entry {row.id} destroyed a unit that is lent"
        if not _in_order(row, lists.get(row.unit_id)):
            yield f"entry {row.id} rests on no list with its signatures"


def _lists(connection: Connection) -> dict[int, tuple[int | None, int | None, set[int]]]:
    """Unit id → executor, approver and those who signed, of its executed list."""
    listed, link, one = columns_of("destruction_list"), columns_of("destruction_list_units"), columns_of("destruction_supervisor")
    signed: dict[int, set[int]] = {}
    rows = connection.execute(select(one.destruction_id, one.supervisor_id).where(one.state == SupervisionState.SIGNED))
    for key, who in rows:
        signed.setdefault(key, set()).add(who)
    found: Any = connection.execute(
        select(link.target_id, listed.id, listed.executor_id, listed.approved_by_id)
        .join_from(listed.id.table, link.record_id.table, link.record_id == listed.id)
        .where(listed.state == DestructionState.EXECUTED)
    )
    return {row.target_id: (row.executor_id, row.approved_by_id, signed.get(row.id, set())) for row in found}


def _in_order(row: Any, listed: tuple[int | None, int | None, set[int]] | None) -> bool:
    if listed is None:
        return False
    executor, approver, signed = listed
    apart = approver is not None and executor == row.actor_id and executor != approver and not signed & {executor, approver}
    return apart and len(signed) >= LEAST and row.witness_id in signed


DISPOSITION: tuple[Invariant, ...] = (
    Invariant(
        "I19", Term("已销毁的：期满、无保全、无借阅、清册经批准并由两名以上监销人签认", "Destroyed: time over, no hold, no loan, approved, two supervisors"),
        _destroyed,
    ),
)  # fmt: skip
