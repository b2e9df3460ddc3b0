"""What must hold of every stocktake: what is approved is settled, and results are what scans and journal say (K10.5)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from domain.stocktaking import DIFFERENT
from domain.terms import Term
from models.archives.stocktake import StocktakeState
from models.base import columns_of
from operations.archives.invariants import Invariant
from operations.archives.stocktake_results import found

_WITH_RESULTS = (StocktakeState.COUNTED, StocktakeState.RECONCILED, StocktakeState.APPROVED)
_KEYS = ("unit_id", "code", "verdict", "expected_id", "seen_id", "moved")


def _stocktakes(connection: Connection) -> Iterator[str]:
    """Each stocktake whose count is over: its results computed again, its differences settled, its approval by somebody apart."""
    one = columns_of("stocktake")
    columns = (
        one.id,
        one.number,
        one.state,
        one.frozen_entry,
        one.counted_entry,
        one.opener_id,
        one.reconciled_by_id,
        one.decided_by_id,
    )
    for taken in connection.execute(select(*columns).where(one.state.in_(_WITH_RESULTS)).order_by(one.id)).all():
        if taken.counted_entry is None or taken.counted_entry < taken.frozen_entry:
            yield f"{taken.number} has no entry at which its count ended"
            continue
        yield from _results(connection, taken)
        if taken.state == StocktakeState.APPROVED:
            yield from _approval(connection, taken)


def _results(connection: Connection, taken: Any) -> Iterator[str]:
    result = columns_of("stocktake_result")
    kept = connection.execute(
        select(*(getattr(result, key) for key in _KEYS)).where(result.stocktake_id == taken.id)
    ).all()
    there = sorted((tuple(row) for row in kept), key=str)
    computed = sorted(
        (
            tuple(row[key] for key in _KEYS)
            for row in found(connection, taken.id, taken.frozen_entry, taken.counted_entry)
        ),
        key=str,
    )
    if there != computed:
        yield f"{taken.number}: its results are not what its scans and the journal say"
    if taken.state == StocktakeState.COUNTED:
        return
    unsettled = select(result.id).where(
        result.stocktake_id == taken.id,
        result.verdict.in_(DIFFERENT),
        (result.settled_by_id.is_(None)) | (result.explanation.is_(None)),
    )
    for row in connection.execute(unsettled):
        yield f"{taken.number}: result {row.id} is not settled"


def _approval(connection: Connection, taken: Any) -> Iterator[str]:
    scan, result = columns_of("stocktake_scan"), columns_of("stocktake_result")
    involved = {taken.opener_id, taken.reconciled_by_id}
    involved |= set(
        connection.execute(select(scan.scanned_by_id).where(scan.stocktake_id == taken.id).distinct()).scalars()
    )
    involved |= set(
        connection.execute(select(result.settled_by_id).where(result.stocktake_id == taken.id).distinct()).scalars()
    )
    if taken.decided_by_id is None or taken.decided_by_id in involved:
        yield f"{taken.number} was approved by somebody who took part"


STOCKTAKES: tuple[Invariant, ...] = (
    Invariant(
        "I31", Term("盘点结果与扫码、流水一致，差异已了结，由未参与的人批准", "Stocktakes: results as scanned, differences settled, approved by another"),
        _stocktakes,
    ),
)  # fmt: skip
