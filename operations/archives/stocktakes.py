"""A stocktake from its frozen list to its approval: who may take which step, and what follows from it (K10.5)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from domain.workflow import Move
from models.archives.stocktake import Stocktake
from models.base import columns_of
from models.fence import authority_of
from operations.archives import stocktake_results
from operations.archives.ledger import lock
from operations.archives.stocktake_lists import last_entry
from operations.archives.stocktake_reading import to_visit, visited
from operations.granting import selves
from permissions.actor import Person

KEYS = ("counted_entry",)
NOT_VISITED = Term(
    "还有 {count} 个位置没有盘到：{names}。空架也请扫一次位置码。",
    "{count} places have not been visited: {names}. Scan the code of empty ones too.",
)
UNSETTLED = Term(
    "还有 {count} 条差异没有说明和处理，请先逐条办理。", "{count} differences are not explained and settled."
)
SETTLED_ALREADY = Term(
    "已有差异处理完毕，不能再复盘或取消：请处理其余差异后对账。",
    "Some differences are settled: neither counted again nor cancelled now.",
)
TOOK_PART = Term(
    "您发起、清点或对账过这次盘点（或代理、另有账号属于这样的人），须由没有参与的领导批准。",
    "You opened, counted or reconciled it, or stand in for somebody who did: it is approved by somebody who took no part.",
)
NAMED = 8


# ---- guards --------------------------------------------------------------------------------------------------------------


def all_visited(session: Session, stocktake: Stocktake) -> None:
    """Before the count ends: somebody has been at every place, also the empty ones."""
    left = to_visit(session, stocktake) - visited(session, stocktake).keys()
    if left:
        account = columns_of("archive_account")
        names = (
            session.connection()
            .execute(select(account.name).where(account.id.in_(left)).order_by(account.code))
            .scalars()
            .all()
        )
        said = "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
        raise Refused(NOT_VISITED, count=len(left), names=said, clause="K10.5")


def nothing_settled(session: Session, stocktake: Stocktake) -> None:
    """Before it is counted again or cancelled: nobody has acted on its differences."""
    one = columns_of("stocktake_result")
    if (
        session.connection()
        .execute(select(one.id).where(one.stocktake_id == stocktake.id, one.settled_by_id.is_not(None)).limit(1))
        .first()
    ):
        raise Refused(SETTLED_ALREADY, clause="K10.5")


def all_settled(session: Session, stocktake: Stocktake) -> None:
    """Before it is reconciled or approved: every difference is explained and settled."""
    one = columns_of("stocktake_result")
    left = (
        session.connection()
        .execute(select(func.count()).where(one.stocktake_id == stocktake.id, one.state == "open"))
        .scalar_one()
    )
    if left:
        raise Refused(UNSETTLED, count=left, clause="K10.5")


def took_no_part(session: Session, stocktake: Stocktake) -> None:
    """Before it is decided on: not by who opened, counted, explained or reconciled it, nor in another name of his, nor in their place."""
    person: Person | None = authority_of(session).person
    if person is None:
        return
    scan, result = columns_of("stocktake_scan"), columns_of("stocktake_result")
    read = session.connection().execute
    involved = {stocktake.opener_id, stocktake.reconciled_by_id}
    involved |= set(read(select(scan.scanned_by_id).where(scan.stocktake_id == stocktake.id).distinct()).scalars())
    involved |= set(read(select(result.settled_by_id).where(result.stocktake_id == stocktake.id).distinct()).scalars())
    if involved & {*selves(session, person), *(one.person_id for one in person.standing_in)}:
        raise Refused(TOOK_PART, clause="K10.5")


# ---- what follows --------------------------------------------------------------------------------------------------------


def stocktake_moved(session: Session, stocktake: Stocktake, move: Move) -> None:
    """What follows from a step: results computed when the count ends, taken away when it goes on, open again when sent back."""
    match move.name:
        case "end_count":
            lock(session.connection(), ())
            stocktake.counted_entry = last_entry(session)
            stocktake_results.compute(session, stocktake)
        case "count_again":
            stocktake.counted_entry = None
            stocktake_results.forget(session, stocktake)
        case "reject":
            stocktake_results.reopen(session, stocktake)


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("stocktake", "end_count"): (all_visited,),
    ("stocktake", "count_again"): (nothing_settled,),
    ("stocktake", "cancel_stocktake"): (nothing_settled,),
    ("stocktake", "reconcile"): (all_settled,),
    ("stocktake", "approve"): (took_no_part, all_settled),
    ("stocktake", "reject"): (took_no_part,),
}
CHOICES: Mapping[tuple[str, str], tuple[Any, ...]] = {("stocktake_result", "settle"): (stocktake_results.fitting,)}
