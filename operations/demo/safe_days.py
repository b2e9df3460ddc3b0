"""How the demo company counts its safe and closes a day: both keepers, each in a session of his own."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.values import OFFICE_ZONE
from models.archives.account import ArchiveAccount
from models.archives.custody_entry import CustodyEntry
from models.register import registers
from operations import moves, records
from operations.archives import closing
from operations.archives.counting import Counted, enter
from operations.archives.ledger import held_by
from operations.demo.stage import acting_at, set_stage

DAYS_AGO = 20
"""Before anything is borrowed, so that the loans find open days."""
KEYS, CODE = "archive01", "archive02"


def play_safe_days(session: Session, draw: Random, today: date) -> None:
    """Open, count and shut the safe, close the day; and leave one opening waiting for the second keeper."""
    stage = set_stage(session, draw)
    safe = session.scalars(select(ArchiveAccount.id).where(ArchiveAccount.kind == AccountKind.SAFE).order_by(ArchiveAccount.id)).first()
    if safe is None or not {KEYS, CODE} <= stage.people.keys():
        return
    day = today - timedelta(days=DAYS_AGO)
    inside = session.connection().execute(select(func.count()).select_from(CustodyEntry).where(held_by(safe))).scalar_one()
    made: dict[str, Any] = {}

    def at(hour: int, minute: int, who: str, deed: Any) -> Any:
        with acting_at(session, stage.people[who], datetime.combine(day, time(hour, minute), OFFICE_ZONE)):
            return deed()

    def opening(purpose: str) -> Any:
        first, second = (stage.person(code).person_id for code in (KEYS, CODE))
        return records.create(session, registers["safe_session"], {"safe": safe, "opener": first, "second": second, "purpose": purpose})

    made["opening"] = at(16, 30, KEYS, lambda: opening("每日清点"))
    at(16, 31, CODE, lambda: moves.perform(session, made["opening"], "confirm_open", {}))
    made["count"] = at(16, 40, KEYS, lambda: enter(session, safe, Counted(inside)))
    at(16, 42, CODE, lambda: moves.perform(session, made["count"], "confirm_count", {}))
    at(16, 45, KEYS, lambda: moves.perform(session, made["opening"], "close_safe", {}))
    made["signing"] = at(17, 20, KEYS, lambda: closing.ask(session, day, stage.person(CODE).person_id, "下班前日结"))
    at(17, 25, CODE, lambda: moves.perform(session, made["signing"], "sign_day", {}))
    with acting_at(session, stage.people[KEYS], stage.now - timedelta(minutes=10)):
        opening("权证入柜")
