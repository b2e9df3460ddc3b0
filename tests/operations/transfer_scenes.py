"""A project that was paid out, its people, and the steps of its transfer, for tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.archives.transfer import ArchiveTransfer, TransferState
from models.archives.volume_list import VolumeList
from models.fence import act, acting
from models.register import registers
from operations import records
from operations.archives import checking, ticking
from operations.archives.tick_sheet import Typed
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from permissions.actor import System
from tests.archive_scenes import Store, a_store
from tests.factories import everything, holding, make, person

PAID = date(2025, 9, 26)
FRIDAY, TUESDAY = datetime(2025, 9, 26, 4, tzinfo=UTC), datetime(2025, 9, 30, 4, tzinfo=UTC)
CHECKED = {"complete": True, "authorised": True, "coded": True}
S = TransferState


@dataclass
class Project:
    """A project that was paid out, its A and B, and somebody above them."""

    session: Session
    store: Store
    a: int
    b: int
    head: int

    def by(self, who: int) -> Any:
        posts = frozenset({("archivist", None)} if who == self.store.archivist else ())
        return acting(self.session, holding(everything(), who=person(who, self.store.department, posts=posts)))

    def at(self, moment: datetime) -> None:
        act(self.session, System("test"), clock=lambda: moment)

    def values(self, **more: Any) -> dict[str, Any]:
        return {
            "title": "嘉兴新立食品借款项目", "word": self.store.word, "department": self.store.department, "a": self.a, "b": self.b,
            "archivist": self.store.archivist, "paid_on": PAID, **more,
        }  # fmt: skip

    def transfer(self, **more: Any) -> ArchiveTransfer:
        with self.by(self.a):
            made: ArchiveTransfer = records.create(self.session, registers["archive_transfer"], self.values(**more))
        return made

    def listed(self, one: ArchiveTransfer, pages: int = 12) -> VolumeList:
        with self.by(self.a):
            written: VolumeList = records.create(self.session, registers["volume_list"], {"transfer": one.id})
            values = {"volume_list": written.id, "part": "contracts", "title": "借款合同", "pages": pages}
            records.create(self.session, registers["volume_piece"], values)
            perform(self.session, written, "freeze_list", {})
        return written

    def take(self, one: Any, who: int, name: str, **values: Any) -> Any:
        with self.by(who):
            return perform(self.session, one, name, values)

    def handed_in(self, one: ArchiveTransfer | None = None) -> ArchiveTransfer:
        if one is None:
            one = self.transfer()
            self.listed(one)
        self.take(one, self.a, "hand_to_b")
        self.take(one, self.b, "hand_in", **CHECKED)
        return one

    def accepted(self, one: ArchiveTransfer | None = None, **more: Any) -> ArchiveTransfer:
        one = one or self.handed_in()
        self.ticked(one)
        self.take(one, self.store.archivist, "accept", **{"place": self.store.shelf, **more})
        return one

    def ticked(self, one: ArchiveTransfer, **counted: str) -> int:
        """Every line ticked by the archivist, but those of which another number was counted (``line_2="7"``)."""
        with self.by(self.store.archivist):
            typed = [
                Typed(line.no, f"line_{line.no}" not in counted, counted.get(f"line_{line.no}", ""), "") for line in ticking.lines(self.session, one)
            ]
            return ticking.save(self.session, one, typed)

    def breaches(self) -> list[str]:
        return [found.invariant.code for found in checking.check(self.session.connection()) if found.count]


def a_project(session: Session) -> Project:
    """On the Friday on which it is paid out."""
    act(session, System("test"), clock=lambda: FRIDAY)
    return a_project_now(session)


def a_project_now(session: Session) -> Project:
    """With its people in post, whatever the clock of the session says."""
    fill_calendar(session)
    store = a_store(session)
    make(session, "appointment", holder=store.archivist, post="archivist", from_on=date(2025, 1, 2))
    return Project(session, store, *(make(session, "employee", department=store.department).id for _ in range(3)))
