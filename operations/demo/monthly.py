"""Two months of filing in the demo company: one department is done, one waits for the archivist, the others are late (K10.11)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.archives.filing_scope import FilingScope
from models.archives.monthly_filing import MonthlyFiling
from models.fence import acting
from models.register import registers
from operations import moves, records
from operations.archives.monthly import begin_months, month_before
from operations.demo.stage import Stage, acting_at
from permissions.actor import System

PAPERS = (("K10.16", "部门月度工作总结", 1, 6), ("K10.18", "客户购销合同", 3, 8), ("K10.22", "重点客户报价底线", 1, 2))
"""Kind, title, copies, pages."""


def play_months(session: Session, stage: Stage, today: date) -> None:
    """File the month before last and the last one as far as each department has got."""
    last = month_before(today)
    for month, day in ((month_before(last), last + timedelta(days=8)), (last, min(today, last + timedelta(days=38)))):
        at, before = datetime.combine(day, time(9), OFFICE_ZONE), session.info["clock"]
        with acting(session, System("演示：按月归档")):
            session.info["clock"] = lambda at=at: at
            begin_months(session)
            session.info["clock"] = before
        for who in ("clerk01", "clerk02"):
            _file(session, stage, who, month, at, received=month != last or who == "clerk01")


def _file(session: Session, stage: Stage, who: str, month: date, at: datetime, *, received: bool) -> None:
    keeper, archivist = stage.people[who], stage.people["archive01"]
    own = select(MonthlyFiling).where(MonthlyFiling.month_on == month, MonthlyFiling.department_id == keeper.person.department_id)
    one: Any = session.scalars(own).one()
    scopes: dict[str, int] = {one.code: one.id for one in session.scalars(select(FilingScope))}
    steps: list[tuple[Any, Callable[[], Any]]] = []
    for code, title, copies, pages in PAPERS:
        values = {"filing": one.id, "scope": scopes[code], "title": title, "copies": copies, "pages": pages, "dated_on": month + timedelta(days=20)}
        steps.append((keeper, partial(records.create, session, registers["filing_line"], values)))
    steps.append((keeper, lambda: moves.perform(session, one, "hand_over_month", {})))
    if received:
        steps.append((archivist, lambda: moves.perform(session, one, "receive_month", {"pieces_received": one.pieces, "pages_received": one.pages})))
    for number, (actor, deed) in enumerate(steps):
        with acting_at(session, actor, at + timedelta(minutes=10 * number)):
            deed()
