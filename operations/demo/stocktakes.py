"""The stocktakes of the demo company: one over two shelves, settled and approved, and one that is being counted."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from models.archives.account import ArchiveAccount
from models.archives.custody_entry import CustodyEntry
from models.archives.stocktake_result import ResultState, StocktakeResult
from models.archives.unit import ArchiveUnit
from models.register import registers
from operations import moves, records
from operations.archives.desk import Pile, carry, code_of
from operations.archives.ledger import held_by
from operations.archives.stocktake_scans import take
from operations.demo.stage import Stage, acting_at, set_stage

OPENER, COUNTER, LEADER = "archive01", "count01", "boss01"
TAKES = timedelta(minutes=90)
SETTLED = {
    "missing": ("miss", "逐架查找未见，已通知借阅过的部门协查"), "misplaced": ("put_back", "上次归位时插错层，已放回"),
    "unknown": ("set_aside", "旧标签未更换，待核对原台账"),
}  # fmt: skip


def play_stocktakes(session: Session, draw: Random, _today: date) -> None:
    """The archivist opens, somebody without the ledger counts, the general manager approves; lending goes on meanwhile."""
    stage = set_stage(session, draw)
    shelves = {row.code: row.id for row in session.scalars(select(ArchiveAccount).where(ArchiveAccount.kind == AccountKind.SHELF, ArchiveAccount.active))}
    if not {OPENER, COUNTER, LEADER} <= stage.people.keys() or not {"A-01", "A-02", "A-03", "A-04"} <= shelves.keys():
        return
    entry = CustodyEntry.__table__.c
    last = session.connection().execute(select(func.max(entry.recorded_at))).scalar()
    play = _Play(session, stage, max(stage.now - TAKES, last) if last else stage.now - TAKES)
    first, second, third = (_labels(session, shelves[code]) for code in ("A-01", "A-02", "A-03"))
    if len(first) < 4 or len(second) < 3:
        return
    _finished(play, (shelves["A-01"], shelves["A-02"]), first, second)
    taken = play.by(OPENER, lambda: records.create(session, registers["stocktake"], {"purpose": "季度抽盘", "places": [shelves["A-03"], shelves["A-04"]]}))
    play.by(OPENER, lambda: moves.perform(session, taken, "begin_count", {}))
    play.scan(taken.id, shelves["A-03"], "A-03", third[: max(1, len(third) // 2)])


class _Play:
    """The people act one after the other, a minute apart."""

    def __init__(self, session: Session, stage: Stage, at: datetime) -> None:
        self.session, self.stage, self.at, self.scans = session, stage, at, 0

    def by(self, who: str, deed: Any) -> Any:
        self.at += timedelta(minutes=1)
        with acting_at(self.session, self.stage.people[who], min(self.at, self.stage.now)):
            return deed()

    def scan(self, taken: int, shelf: int, code: str, labels: list[str]) -> None:
        """Scan the place and what lies there, all within a minute."""

        def deed() -> None:
            place: int | None = None
            for typed in (code, *labels):
                self.scans += 1
                place = take(self.session, f"demo{self.scans}", taken, place, typed).place or shelf

        self.by(COUNTER, deed)


def _finished(play: _Play, shelves: tuple[int, int], first: list[str], second: list[str]) -> None:
    """One stands on the wrong shelf, one is nowhere, one bears an old label; one was moved meanwhile, which is no difference."""
    session = play.session
    taken = play.by(OPENER, lambda: records.create(session, registers["stocktake"], {"purpose": "年度盘点（A 架一、二层）", "places": list(shelves)}))
    play.by(OPENER, lambda: moves.perform(session, taken, "begin_count", {}))
    moved, wrong, *rest = first
    play.scan(taken.id, shelves[0], "A-01", [*rest, "旧标签0007"])
    play.by(OPENER, lambda: carry(session, "demo-stocktake", Pile("relocate", "A-03", (moved,), "调整架位通知单")))
    play.scan(taken.id, shelves[1], "A-02", [*second[:-1], wrong])
    play.by(OPENER, lambda: moves.perform(session, taken, "end_count", {}))
    wanted = select(StocktakeResult).where(StocktakeResult.stocktake_id == taken.id, StocktakeResult.state == ResultState.OPEN)
    for one in play.by(OPENER, lambda: session.scalars(wanted.order_by(StocktakeResult.id)).all()):
        disposition, said = SETTLED[one.verdict.value]
        play.by(OPENER, lambda one=one, way=disposition, said=said: moves.perform(session, one, "settle", {"disposition": way, "explanation": said}))
    play.by(OPENER, lambda: moves.perform(session, taken, "reconcile", {}))
    play.by(LEADER, lambda: moves.perform(session, taken, "approve", {"opinion": "同意。下落不明的一册继续查找，下月报结果。"}))


def _labels(session: Session, shelf: int) -> list[str]:
    here = select(CustodyEntry.unit_id).where(held_by(shelf))
    rows = session.execute(select(ArchiveUnit.number, ArchiveUnit.part_no).where(ArchiveUnit.id.in_(here.scalar_subquery())).order_by(ArchiveUnit.id))
    return [code_of(row.number, row.part_no) for row in rows]
