"""Counting for a stocktake: a place is scanned, then what lies there; nothing tells the counter what he should find (K10.5)."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import Conflict, Refused, missing
from domain.stocktaking import COUNTED, MOST_CODE
from domain.terms import Term
from models.archives.stocktake import STOCKTAKE_STATES, Stocktake, StocktakeState
from models.archives.stocktake_scan import ScanKind, StocktakeScan
from models.base import columns_of
from models.fence import acting
from operations.archives.codes import cleaned
from operations.archives.commands import once
from operations.archives.counting import opened_by_actor
from operations.archives.desk import code_of, unit_by_code
from operations.archives.stocktake_lists import last_entry, places_of, within
from operations.archives.stocktake_reading import scans_of, to_visit, tracks
from operations.behalf import on_behalf
from operations.lending.loans import actor_of
from operations.records import find, require

COUNT = "count_stocktake"
"""The act that counts for a stocktake."""
RECENT = 12


class Command(StrEnum):
    """Codes that tell the page something; they may be typed or printed."""

    UNDO = "CMD-UNDO"
    DONE = "CMD-DONE"


COMMANDS = {
    Command.UNDO: Term("撤销上一扫", "Take the last scan back"),
    Command.DONE: Term("离开这个位置", "Leave this place"),
}
NOTHING = Term("没有读到条码，请再扫一次。", "Nothing was read; scan again.")
NOT_COUNTING = Term(
    "盘点「{number}」现为「{state}」，不能扫码。", "Stocktake {number} is “{state}”: nothing is scanned."
)
PLACE_FIRST = Term(
    "请先扫位置码，再扫那里的档案。「{code}」没有记下。",
    "Scan the place first, then what lies there. “{code}” was not kept.",
)
NOT_IN_SCOPE = Term("「{place}」不在这次盘点的范围内。", "“{place}” is not part of this stocktake.")
AT = Term("现在盘「{place}」，请逐件扫描；已扫 {count} 件。", "Now at “{place}”: scan what lies here; {count} so far.")
SEEN = Term("已记：{unit}，「{place}」第 {count} 件。", "{unit}, number {count} at “{place}”.")
SEEN_ELSEWHERE = Term(
    "已记：{unit}。它在「{other}」也扫到过，请核对两处的标签；扫错的请撤销。",
    "{unit} was scanned at “{other}” as well: look at both labels; take a slip back.",
)
AGAIN = Term(
    "{unit} 在「{place}」已经扫过，没有再记。手上若是另一件，说明两件贴了同样的标签，请另放一边。",
    "{unit} has been scanned at “{place}”. If this is another one, two bear the same label: set it aside.",
)
UNKNOWN = Term(
    "没有「{code}」这个标签，已按未登记记下。请放在一边，等对账时处理。",
    "There is no “{code}”; kept as unknown. Set it aside until it is reconciled.",
)
LEFT = Term("已离开「{place}」，请扫下一个位置。", "Left “{place}”; scan the next place.")
NOTHING_TO_UNDO = Term("您在这次盘点没有可以撤销的扫码。", "You have no scan here to take back.")
UNDONE = Term("已撤销：{code}（{place}）。", "Taken back: {code} ({place}).")


@dataclass(frozen=True, slots=True)
class Told:
    """Where the counter stands after a scan, what is said, and whether it asks for his attention."""

    place: int | None
    said: Term
    attention: bool = False


@dataclass(frozen=True, slots=True)
class PlaceProgress:
    """A place to visit: how much was scanned there, and (unless blind) how much the frozen list has there."""

    id: int
    code: str
    name: str
    visited: bool
    scanned: int
    expected: int | None


def take(session: Session, key: str, stocktake: int, place: int | None, typed: str) -> Told:
    """Take one scan at ``place``; ``key`` is that of the page, so that a bouncing scanner counts once.

    Raises Refused, Conflict or Missing with the clause, and then nothing was kept.
    """
    taken = _open(session, stocktake)
    code = cleaned(typed)
    if not code:
        raise Refused(NOTHING, clause="K10.5")

    def do() -> dict[str, Any]:
        told = _read(session, taken, place, code)
        return {"place": told.place, "said": [told.said.zh, told.said.en], "attention": told.attention}

    result = once(session, hashlib.sha256(f"{key}\n{stocktake}\n{place}\n{code}".encode()).hexdigest(), do)[0]
    return Told(result["place"], Term(*result["said"]), result["attention"])


def withdraw(session: Session, stocktake: int, scan: int) -> Told:
    """Take one scan back: a row that says so, by whoever counts; raises Refused when there is none any more."""
    taken = _open(session, stocktake)
    one = next(
        (row for row in scans_of(session.connection(), taken.id) if row.id == scan and row.kind != ScanKind.PLACE), None
    )
    return _withdraw(session, taken, one)


def _open(session: Session, stocktake: int) -> Stocktake:
    """The stocktake, held against other counters until the transaction ends (PostgreSQL), and being counted."""
    require(session, Stocktake.register, COUNT)
    taken: Stocktake = find(session, Stocktake.register, stocktake)
    one = columns_of("stocktake")
    state = session.connection().execute(select(one.state).where(one.id == taken.id).with_for_update()).scalar_one()
    if state != StocktakeState.COUNTING:
        raise Refused(NOT_COUNTING, number=taken.number, state=STOCKTAKE_STATES[StocktakeState(state)], clause="K10.5")
    return taken


def _read(session: Session, taken: Stocktake, place: int | None, code: str) -> Told:
    if code.upper() == Command.UNDO:
        mine = [
            row
            for row in scans_of(session.connection(), taken.id)
            if row.kind != ScanKind.PLACE and row.scanned_by_id == actor_of(session)
        ]
        return _withdraw(session, taken, mine[-1] if mine else None)
    if code.upper() == Command.DONE:
        return (
            Told(None, LEFT.format(place=_name(session, place))) if place else Told(None, PLACE_FIRST.format(code=code))
        )
    if (account := _place(session, taken, code)) is not None:
        return _arrive(session, taken, place, account)
    if place is None:
        raise Refused(PLACE_FIRST, code=code[:60], clause="K10.5")
    here = _in_scope(session, taken, place)
    return _see(session, taken, here, code)


def _place(session: Session, taken: Stocktake, code: str) -> Any:
    """The place with this code; a place outside the scope is refused, any other text is none."""
    account = columns_of("archive_account")
    row = (
        session.connection().execute(select(account.id, account.name, account.kind).where(account.code == code)).first()
    )
    if row is None or row.kind not in COUNTED:
        return None
    return _in_scope(session, taken, row.id)


def _in_scope(session: Session, taken: Stocktake, place: int) -> Any:
    account = columns_of("archive_account")
    row = (
        session.connection().execute(select(account.id, account.name, account.kind).where(account.id == place)).first()
    )
    if row is None:
        raise missing()
    if place not in places_of(session, taken.id):
        raise Refused(NOT_IN_SCOPE, place=row.name, clause="K10.5")
    if row.kind == AccountKind.SAFE:
        opened_by_actor(session, place)  # as for the daily count: while both have it open, by one of them (K3.20)
    return row


def _arrive(session: Session, taken: Stocktake, place: int | None, account: Any) -> Told:
    scans = _here(session, taken, account.id)
    if place != account.id or not scans:
        _write(session, taken, ScanKind.PLACE, account.id, _code_of_place(session, account.id))
    return Told(account.id, AT.format(place=account.name, count=sum(one.kind != ScanKind.PLACE for one in scans)))


def _see(session: Session, taken: Stocktake, here: Any, code: str) -> Told:
    scans = [one for one in scans_of(session.connection(), taken.id) if one.kind != ScanKind.PLACE]
    # Below the fence: who counts need not be able to read the ledger, and is told no more than that the label is known.
    with acting(session, on_behalf(session, "盘点扫码")):
        unit = unit_by_code(session, code)
    label = _label(session, unit) if unit is not None else code[:MOST_CODE]
    same = [
        one for one in scans if (one.unit_id == unit if unit is not None else one.unit_id is None and one.code == label)
    ]
    if any(one.place_id == here.id for one in same):
        raise Conflict(AGAIN, unit=label, place=here.name, clause="K10.5")
    _write(session, taken, ScanKind.UNIT if unit is not None else ScanKind.UNKNOWN, here.id, label, unit=unit)
    if unit is None:
        return Told(here.id, UNKNOWN.format(code=label), attention=True)
    if same:
        return Told(here.id, SEEN_ELSEWHERE.format(unit=label, other=_name(session, same[-1].place_id)), attention=True)
    return Told(
        here.id, SEEN.format(unit=label, place=here.name, count=1 + sum(one.place_id == here.id for one in scans))
    )


def _withdraw(session: Session, taken: Stocktake, one: Any) -> Told:
    if one is None:
        raise Refused(NOTHING_TO_UNDO, clause="K10.5")
    _write(session, taken, ScanKind.WITHDRAWN, one.place_id, one.code, unit=one.unit_id, withdraws=one.id)
    return Told(one.place_id, UNDONE.format(code=one.code, place=_name(session, one.place_id)))


def _write(
    session: Session,
    taken: Stocktake,
    kind: ScanKind,
    place: int,
    code: str,
    *,
    unit: int | None = None,
    withdraws: int | None = None,
) -> None:
    who, now, head = actor_of(session), session.info["clock"](), last_entry(session)
    with acting(session, on_behalf(session, "盘点扫码")):
        session.add(StocktakeScan(
            stocktake_id=taken.id, kind=kind, code=code, place_id=place, unit_id=unit, entry_no=head, scanned_at=now, scanned_by_id=who,
            withdraws_id=withdraws,
        ))  # fmt: skip
        session.flush()


# ---- what the page shows -------------------------------------------------------------------------------------------------


def progress(session: Session, taken: Stocktake) -> tuple[PlaceProgress, ...]:
    """Every place to visit with what was scanned there; what is expected only where the stocktake is not blind."""
    require(session, Stocktake.register, COUNT)
    scans = scans_of(session.connection(), taken.id)
    there: dict[int, int] = {}
    for one in scans:
        there[one.place_id] = there.get(one.place_id, 0) + (one.kind != ScanKind.PLACE)
    expected: dict[int, int] = {}
    if not taken.blind:
        for track in tracks(session, taken).values():
            if track.start is not None:
                expected[track.start.account] = expected.get(track.start.account, 0) + 1
    account = columns_of("archive_account")
    wanted = to_visit(session, taken) | there.keys()
    rows = session.connection().execute(
        select(account.id, account.code, account.name).where(account.id.in_(wanted)).order_by(account.code)
    )
    return tuple(
        PlaceProgress(row.id, row.code, row.name, row.id in there, there.get(row.id, 0), None if taken.blind else expected.get(row.id, 0)) for row in rows
    )


def recent(session: Session, taken: Stocktake, place: int) -> tuple[Any, ...]:
    """What was scanned at a place and not taken back, the last first."""
    require(session, Stocktake.register, COUNT)
    return tuple(reversed([one for one in _here(session, taken, place) if one.kind != ScanKind.PLACE]))[:RECENT]


def blind_counts_at(session: Session, place: int) -> tuple[str, ...]:
    """The numbers of blind stocktakes that are counting at a place now: meanwhile its page does not say what is there."""
    one, link, account = columns_of("stocktake"), columns_of("stocktake_places"), columns_of("archive_account")
    running: dict[str, list[int]] = {}
    wanted = select(one.number, link.target_id).outerjoin_from(one.id.table, link.target_id.table, link.record_id == one.id)
    for number, target in session.connection().execute(
        wanted.where(one.state.in_((StocktakeState.OPEN, StocktakeState.COUNTING)), one.blind).order_by(one.id)
    ):  # fmt: skip
        running.setdefault(number, []).extend([target] if target is not None else [])
    if not running:
        return ()
    rows = session.connection().execute(select(account.id, account.kind, account.above_id, account.active)).all()
    return tuple(number for number, chosen in running.items() if place in within(rows, chosen))


def _here(session: Session, taken: Stocktake, place: int) -> list[Any]:
    return [one for one in scans_of(session.connection(), taken.id) if one.place_id == place]


def _label(session: Session, unit: int) -> str:
    one = columns_of("archive_unit")
    row = session.connection().execute(select(one.number, one.part_no).where(one.id == unit)).one()
    return code_of(row.number, row.part_no)


def _name(session: Session, place: int) -> str:
    account = columns_of("archive_account")
    return str(session.connection().execute(select(account.name).where(account.id == place)).scalar() or "—")


def _code_of_place(session: Session, place: int) -> str:
    account = columns_of("archive_account")
    return str(session.connection().execute(select(account.code).where(account.id == place)).scalar_one())[:MOST_CODE]
