"""A stocktake for tests: two shelves with volumes, the archivist who opened it, somebody who counts, somebody who approves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from domain.stocktaking import Verdict
from models.archives.stocktake import Stocktake
from models.archives.stocktake_result import StocktakeResult
from models.fence import acting
from models.register import registers
from operations.archives import checking
from operations.archives.desk import code_of
from operations.archives.stocktake_scans import Told, take
from operations.moves import perform
from operations.records import create
from tests.archive_scenes import Store
from tests.factories import everything, holding, make, person


@dataclass
class Hall:
    """Whoever acts has every right; what is refused is refused by the rules of the stocktake."""

    session: Session
    store: Store
    head: int = 0
    at: datetime = datetime(2026, 11, 20, 2, tzinfo=UTC)
    turn: int = field(default=0)

    def by(self, who: int, **more: Any) -> Any:
        return acting(self.session, holding(everything(), who=person(who, self.store.department, **more)))

    def begun(self, **values: Any) -> Stocktake:
        """Opened by the archivist and being counted."""
        made = self.opened(**values)
        self.move(made, "begin_count")
        return made

    def opened(self, **values: Any) -> Stocktake:
        with self.by(self.store.archivist), self.session.begin_nested():
            made: Stocktake = create(self.session, registers["stocktake"], {"purpose": "年度盘点", "opener": self.store.archivist, **values})
        return made

    def move(self, what: Any, name: str, who: int = 0, **values: Any) -> Any:
        with self.by(who or self.store.archivist), self.session.begin_nested():
            return perform(self.session, what, name, values)

    def scan(self, taken: Stocktake, place: int, *codes: str, who: int = 0) -> Told:
        """Scan a place and what lies there, by the keeper unless another is named."""
        told = self.type(taken, None, self.place(place), who)
        for code in codes:
            told = self.type(taken, place, code, who)
        return told

    def type(self, taken: Stocktake, place: int | None, code: str, who: int = 0) -> Told:
        self.turn += 1
        with self.by(who or self.store.keeper), self.session.begin_nested():
            return take(self.session, f"k{self.turn}", taken.id, place, code)

    def place(self, key: int) -> str:
        return str(self.session.connection().execute(text("SELECT code FROM archive_account WHERE id = :id"), {"id": key}).scalar_one())

    def label(self, unit: int) -> str:
        row = self.session.connection().execute(text("SELECT number, part_no FROM archive_unit WHERE id = :id"), {"id": unit}).one()
        return code_of(row.number, row.part_no)

    def results(self, taken: Stocktake) -> dict[str, StocktakeResult]:
        rows = self.session.scalars(select(StocktakeResult).where(StocktakeResult.stocktake_id == taken.id))
        return {row.code: row for row in rows}

    def verdicts(self, taken: Stocktake) -> dict[str, Verdict]:
        return {code: row.verdict for code, row in self.results(taken).items()}

    def settle(self, result: StocktakeResult, disposition: str, who: int = 0) -> None:
        self.move(result, "settle", who, disposition=disposition, explanation="查明")

    def breaches(self) -> list[str]:
        return [found.invariant.code for found in checking.check(self.session.connection()) if found.count]


def a_leader(hall: Hall) -> int:
    """Somebody who has nothing to do with the count."""
    return int(make(hall.session, "employee", department=hall.store.department).id)
