"""Counting open clocks anew after a change of the calendar: 100,000 of them, in a company of its own."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from domain.clocks import Clock, Target, Unit, due
from models.complaints.complaint import Complaint
from models.governance.audit_entry import AuditEntry
from models.governance.calendar_day import CalendarDay
from operations.calendar_filling import fill_calendar
from operations.complaints.clock_runs import moved_clocks, recompute_clocks
from operations.complaints.clock_store import insert_clocks
from operations.records import create
from operations.working_days import working_calendar
from web.cli import system_session
from web.database import migrate_database

CLOCKS, CASES = 100_000, 50_000
SEPTEMBER = datetime(2026, 9, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 10, 1, 1, tzinfo=UTC)


def measure(make_app: Callable[[Path], Flask]) -> dict[str, Any]:
    """Seconds to find which clocks a changed day moves, and to move them with a line in the log for each case."""
    with TemporaryDirectory() as folder:
        app = make_app(Path(folder))
        migrate_database(app)
        with app.app_context(), system_session("bench: clocks") as session:
            session.info["clock"] = lambda: NOW
            fill_calendar(session)
            _fill(session)
            create(session, CalendarDay.register, {"day": date(2026, 9, 29), "kind": "holiday", "name": "停电", "source": "公司通知"})
            started = time.perf_counter()
            moving = sum(1 for _ in moved_clocks(session, working_calendar(session)))
            found = time.perf_counter()
            moved = recompute_clocks(session, _told)
            written = time.perf_counter()
            logged = session.connection().execute(select(func.count()).select_from(AuditEntry.__table__)).scalar_one()
            session.rollback()
    return {
        "open clocks": CLOCKS, "moved": moved, "as foreseen": moved == moving, "lines in the log": logged,
        "finding them, s": round(found - started, 1), "recomputing all, s": round(written - found, 1),
    }  # fmt: skip




def _told(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done:,} of {total:,} clocks")
    if done == total:
        sys.stderr.write("\n")


def _fill(session: Session) -> None:
    """Two open clocks for each case, all begun before the day that will change."""
    calendar, cases = working_calendar(session), []
    for number in range(1, CASES + 1):
        cases.append({
            "id": number, "number": f"诉〔2026〕{number}", "stage": "investigating", "channel": "phone", "title": "测速", "facts": "测速",
            "received_at": SEPTEMBER, "round": 1, "late_times": 0, "version": 1,
        })  # fmt: skip
    session.connection().execute(insert(Complaint.__table__), cases)
    clocks = []
    for number in range(1, CASES + 1):
        at = SEPTEMBER + timedelta(days=21, minutes=number % 9_000)
        for code, target in (("C5", Target(Unit.WORKING_DAYS, 7)), ("C9", Target(Unit.WORKING_HOURS, 60))):
            clocks.append((number, Clock(code, 1, target, at, due_at=due(at, target, calendar))))
    insert_clocks(session, clocks, calendar.version)
