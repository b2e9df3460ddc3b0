"""The history of one unit: every entry of its chain in words."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from models.archives.custody_entry import CustodyEntry
from models.base import columns_of


def chain(connection: Connection, unit: int) -> list[Any]:
    """Every entry of a unit, oldest first, with the names of its accounts and people."""
    return list(connection.execute(_chain(), {"unit": unit}))


@lru_cache(maxsize=1)
def _chain() -> Select[Any]:
    """The statement of :func:`chain`: to write it takes longer than to run it."""
    c = columns_of("custody_entry")
    source, target = (columns_of("archive_account").id.table.alias(name) for name in ("source", "target"))
    actor, witness = (columns_of("employee").id.table.alias(name) for name in ("actor", "witness"))
    return (
        select(
            c.id, c.seq, c.reason, c.document, c.occurred_on, c.recorded_at, c.note, c.reverses_id, c.hash,
            source.c.name.label("source"), target.c.name.label("target"), c.to_kind, actor.c.name.label("actor"), witness.c.name.label("witness"),
        )
        .join_from(CustodyEntry.__table__, source, source.c.id == c.from_account_id)
        .join(target, target.c.id == c.to_account_id)
        .join(actor, actor.c.id == c.actor_id)
        .outerjoin(witness, witness.c.id == c.witness_id)
        .where(c.unit_id == bindparam("unit"))
        .order_by(c.seq)
    )  # fmt: skip
