"""What a stocktake found, computed from its list, its scans and the journal; and what is done about each difference (K10.5)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update
from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.custody import AccountKind, Reason
from domain.errors import Invalid, Refused
from domain.stocktaking import DIFFERENT, DISPOSITIONS, POSSIBLE, VERDICTS, Disposition, Sighting, Verdict, judge
from domain.terms import Term
from domain.workflow import Move
from models.archives.account import KINDS
from models.archives.stocktake import Stocktake
from models.archives.stocktake_result import ResultState, StocktakeResult
from models.archives.stocktake_scan import ScanKind
from models.archives.unit import ArchiveUnit
from models.base import columns_of
from models.fence import authority_of
from operations.archives.desk import MOVE, code_of, not_on_loan
from operations.archives.ledger import Movement, Place, account_of, lock, places, record
from operations.archives.stocktake_reading import first_visits, scans_of, tracks_of
from operations.lending.loans import actor_of
from operations.records import require

KEYS = ("entry",)
SHOWN = 12
"""Entries named in one row; the chain of the unit has them all."""
DOES_NOT_FIT = Term(
    "「{verdict}」不能按「{disposition}」处理，请另选。",
    "“{verdict}” is not settled as “{disposition}”; choose another.",
)
NO_LATER_ENTRY = Term(
    "盘点结束以来没有这件档案的出入库记录，请先办理（如借阅台账归还），再选「已另有出入库记录」。",
    "There is no entry of it since the count ended: book what happened first, such as its return.",
)
MOVED_SINCE = Term(
    "盘点结束后这件档案已另有出入库（现在「{place}」），请核对后选「已另有出入库记录」。",
    "It has moved since the count ended and is at “{place}” now: check, and choose “Settled by later entries”.",
)
NOT_MISSING = Term("账上没有登记下落不明，请选其他处理。", "The ledger does not have it as missing; choose another.")
NO_DESK = Term(
    "没有在用的档案室柜台，找到的档案无处交接。请先登记一个柜台位置。",
    "There is no desk to hand what was found to; register one first.",
)
CANNOT_BOOK = Term(
    "账上在「{place}」（{kind}），不能直接改到架位：请先办理归还、收妥等手续，再选「已另有出入库记录」。",
    "The ledger has it at “{place}” ({kind}): take the steps of its loan first, then choose “Settled by later entries”.",
)


def found(connection: Connection, key: int, frozen: int, until: int | None) -> list[dict[str, Any]]:
    """The rows of the result as they must be: one per unit listed or seen, one per unknown code."""
    known, scans = tracks_of(connection, key, frozen, until), scans_of(connection, key)
    seen: dict[int, list[Sighting]] = {}
    unknown: dict[str, int] = {}
    for one in scans:
        if one.kind == ScanKind.UNIT:
            seen.setdefault(one.unit_id, []).append(Sighting(one.place_id, one.entry_no))
        elif one.kind == ScanKind.UNKNOWN:
            unknown.setdefault(one.code, one.place_id)
    first, names = first_visits(scans), _codes(connection, key)
    rows = []
    for unit, track in known.items():
        if unit not in seen and unit not in names.listed:
            continue  # its only scan was withdrawn
        finding = judge(track, seen.get(unit, ()), first)
        moved = "、".join(str(number) for number, _ in track.steps[:SHOWN]) + ("…" if len(track.steps) > SHOWN else "")
        rows.append({
            "unit_id": unit, "code": names.codes[unit], "verdict": finding.verdict, "expected_id": finding.expected, "seen_id": finding.seen,
            "moved": moved or None,
        })  # fmt: skip
    for code, place in unknown.items():
        rows.append(
            {
                "unit_id": None,
                "code": code,
                "verdict": Verdict.UNKNOWN,
                "expected_id": None,
                "seen_id": place,
                "moved": None,
            }
        )
    return sorted(rows, key=lambda row: (list(VERDICTS).index(row["verdict"]), row["code"]))


class _Codes:
    def __init__(self, codes: dict[int, str], listed: set[int]) -> None:
        self.codes, self.listed = codes, listed


def _codes(connection: Connection, key: int) -> _Codes:
    unit, listed, scan = columns_of("archive_unit"), columns_of("stocktake_listed"), columns_of("stocktake_scan")
    on_list = select(listed.unit_id).where(listed.stocktake_id == key)
    scanned = select(scan.unit_id).where(scan.stocktake_id == key, scan.unit_id.is_not(None))
    rows = connection.execute(
        select(unit.id, unit.number, unit.part_no).where(unit.id.in_(on_list) | unit.id.in_(scanned))
    )
    return _Codes(
        {row.id: code_of(row.number, row.part_no) for row in rows}, set(connection.execute(on_list).scalars())
    )


# ---- results -------------------------------------------------------------------------------------------------------------


def compute(session: Session, stocktake: Stocktake) -> None:
    """Write what was found; differences wait to be settled, the rest needs nothing. Below the fence: nobody writes a verdict."""
    connection, now = session.connection(), session.info["clock"]()
    common = {"stocktake_id": stocktake.id, "version": 1, "created_at": now, "updated_at": now}
    rows = [
        _row(row) | common for row in found(connection, stocktake.id, stocktake.frozen_entry, stocktake.counted_entry)
    ]
    if rows:
        connection.execute(insert(StocktakeResult.__table__), rows)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    different = row["verdict"] in DIFFERENT
    return {
        **row,
        "state": ResultState.OPEN if different else ResultState.SETTLED,
        "disposition": None if different else Disposition.NOTHING,
    }


def forget(session: Session, stocktake: Stocktake) -> None:
    """The count goes on: what was computed is computed anew when it ends."""
    one = columns_of("stocktake_result")
    session.connection().execute(delete(StocktakeResult.__table__).where(one.stocktake_id == stocktake.id))


def reopen(session: Session, stocktake: Stocktake) -> None:
    """Sent back: differences are open again, except those whose settlement is in the journal."""
    one, table = columns_of("stocktake_result"), StocktakeResult.__table__
    mine = and_(one.stocktake_id == stocktake.id, one.settled_by_id.is_not(None), one.entry.is_(None))
    session.connection().execute(update(table).where(mine).values(state=ResultState.OPEN, version=table.c.version + 1))
    for loaded in [row for row in session.identity_map.values() if isinstance(row, StocktakeResult)]:
        session.expire(loaded)  # only these: the step itself is not stored yet


def counts(session: Session, stocktake: Stocktake) -> dict[Verdict, int]:
    """How many of each verdict, among the results the actor sees; nothing for whom the verdict is not readable everywhere."""
    authority, spec = authority_of(session), StocktakeResult.register.fields["verdict"]
    if not authority.is_system:
        plan: Any = authority
        readable = plan.plan.level("stocktake_result", spec.stable_key, Channel.LIST) >= Level.READ
        if not readable or not plan.plan.everywhere("stocktake_result", spec.stable_key, Channel.LIST):
            return {}
    query = select(StocktakeResult.verdict, func.count()).where(StocktakeResult.stocktake_id == stocktake.id).group_by(StocktakeResult.verdict)
    return {verdict: count for verdict, count in session.execute(query)}  # noqa: C416  # rows, not pairs


# ---- settling ------------------------------------------------------------------------------------------------------------


def fitting(session: Session, result: StocktakeResult, values: Mapping[str, Any]) -> None:
    """The disposition fits the verdict and what the journal says now; raises Invalid at its field."""
    chosen = Disposition(values["disposition"])
    if chosen not in POSSIBLE.get(result.verdict, ()):
        _invalid(DOES_NOT_FIT.format(verdict=VERDICTS[result.verdict], disposition=DISPOSITIONS[chosen]))
    if result.unit_id is None or chosen in (Disposition.PUT_BACK, Disposition.SET_ASIDE):
        return
    taken = columns_of("stocktake")
    ended = (
        session.connection().execute(select(taken.counted_entry).where(taken.id == result.stocktake_id)).scalar_one()
    )
    now = places(session.connection(), [result.unit_id]).get(result.unit_id)
    later = now is not None and now.entry > ended
    if chosen is Disposition.BY_DOCUMENT:
        if not later:
            _invalid(NO_LATER_ENTRY)
        return
    if later and now is not None:
        _invalid(MOVED_SINCE.format(place=now.name))
    _bookable(chosen, now)


def _bookable(chosen: Disposition, now: Place | None) -> None:
    missing = now is not None and now.kind is AccountKind.MISSING
    if chosen is Disposition.FOUND and not missing:
        _invalid(NOT_MISSING)
    if chosen is Disposition.BOOK_HERE and now is not None and (now.kind is AccountKind.PERSON or missing):
        _invalid(CANNOT_BOOK.format(place=now.name, kind=KINDS[now.kind]))


def _invalid(sentence: Term) -> None:
    raise Invalid(sentence, fields={"disposition": sentence}, clause="K10.5")


def in_counted(session: Session, result: StocktakeResult) -> None:
    """Before a difference is settled: its stocktake is being reconciled."""
    taken = columns_of("stocktake")
    state = session.connection().execute(select(taken.state).where(taken.id == result.stocktake_id)).scalar_one()
    if state != "counted":
        raise Refused(NOT_NOW, clause="K10.5")


NOT_NOW = Term(
    "盘点不在对账阶段，差异不能再处理。", "The stocktake is not being reconciled, so its differences stay as they are."
)


def result_moved(session: Session, result: StocktakeResult, _move: Move) -> None:
    """What follows from a disposition: the entries of the journal, under the desk's own guards."""
    steps = _steps(session, result)
    if not steps or result.unit_id is None:
        return
    require(session, ArchiveUnit.register, MOVE)
    taken = columns_of("stocktake")
    number = session.connection().execute(select(taken.number).where(taken.id == result.stocktake_id)).scalar_one()
    lock(session.connection(), [result.unit_id])
    not_on_loan(session, result.unit_id)
    note = (result.explanation or "")[:500] or None
    result.entry = record(
        session, actor_of(session), [Movement(result.unit_id, to, reason, number, note=note) for reason, to in steps]
    )[-1]


def _steps(session: Session, result: StocktakeResult) -> tuple[tuple[Reason, int], ...]:
    """The movements that make the journal say what the disposition says."""
    match result.disposition:
        case Disposition.MISS:
            return ((Reason.MISS, account_of(session, AccountKind.MISSING)),)
        case Disposition.FOUND if result.seen_id is not None:
            return ((Reason.FIND, _desk(session)), (Reason.SHELVE, result.seen_id))
        case Disposition.BOOK_HERE if result.seen_id is not None and result.unit_id is not None:
            now = places(session.connection(), [result.unit_id]).get(result.unit_id)
            here = result.seen_id
            match now.kind if now is not None else AccountKind.ORIGIN:
                case AccountKind.ORIGIN:
                    return ((Reason.FILE, here),)
                case AccountKind.DESK:
                    return ((Reason.SHELVE, here),)
                case AccountKind.TRANSIT:
                    return ((Reason.RECEIVE, here),)
                case AccountKind.EXTERNAL:
                    return ((Reason.COME_BACK, _desk(session)), (Reason.SHELVE, here))
            return ((Reason.RELOCATE, here),)
    return ()


def _desk(session: Session) -> int:
    """The desk over which what comes back goes: the first in use."""
    account = columns_of("archive_account")
    found_one = session.connection().execute(
        select(account.id).where(account.kind == AccountKind.DESK, account.active).order_by(account.id.desc()).limit(1)
    ).scalar()  # fmt: skip
    if found_one is None:
        raise Refused(NO_DESK, clause="K10.5")
    return int(found_one)


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {("stocktake_result", "settle"): (in_counted,)}
