"""A million complaints: the list, a handler's open cases, one step through the page, a month's statistics; on SQLite or PostgreSQL.

The floor is the bare SQL of the same page (rows with their labels, who keeps away left out, and the capped count) on the
same database, and its rows in a Jinja2 loop: no session, no rights, no frame, no translation.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import Connection, create_engine, make_url, text

from bench.big import empty_app
from bench.caller import Caller
from bench.complaints_filling import BUSY, fill
from bench.lists import TEMPLATE
from bench.measuring import in_turns
from domain.report_periods import month_of
from operations.complaints.statistics.pack import a_pack
from web.cli import system_session
from web.extensions import db

LIST = "/complaints/complaint/"
OPEN = ("assigned", "investigating", "executing")
"""The stages in which a case waits for its handler."""
ROWS = """SELECT c.id, c.version, c.number, c.title, c.channel, c.kind, c.stage, c.next_due_at, c.received_at, c.department_id, d.name,
 c.handler_id, e.name, c.satisfaction FROM complaint c LEFT JOIN department d ON d.id = c.department_id
 LEFT JOIN employee e ON e.id = c.handler_id"""
APART = "c.id NOT IN (SELECT record_id FROM complaint_kept_away WHERE target_id = :who)"
CAP = 10_000
LEADER = "boss01"


def measure(folder: Path, server: str, complaints: int, rounds: int) -> dict[str, Any]:
    """All figures; milliseconds at the median, and ratios of one and the same run."""
    app = empty_app(folder, server)
    passwords = fill(app, complaints)
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    with create_engine(make_url(url), isolation_level="AUTOCOMMIT").connect() as floor:
        if floor.dialect.name == "sqlite":
            floor.exec_driver_sql("PRAGMA cache_size=-32000")
            floor.exec_driver_sql("PRAGMA query_only=ON")
        found = _pages(app, floor, passwords, rounds)
        found["rows"] = floor.execute(text("SELECT count(*) FROM complaint")).scalar_one()
        found["open clocks"] = floor.execute(text("SELECT count(*) FROM complaint_clock WHERE stopped_at IS NULL")).scalar_one()
        steps = floor.execute(_its_steps(), {"who": _person(floor, BUSY)}).scalars().all()[:rounds]
    return {"database": make_url(url).get_backend_name(), **found, **_moves(app, passwords, steps), **_statistics(app)}


def _pages(app: Flask, floor: Connection, passwords: dict[str, str], rounds: int) -> dict[str, Any]:
    leader, handler = (Caller(app, code, passwords[code]) for code in (LEADER, BUSY))
    him, boss = _person(floor, BUSY), _person(floor, LEADER)
    waiting = f"c.handler_id = :who AND c.stage IN ({', '.join(repr(one) for one in OPEN)}) AND {APART}"
    known = {
        "main list": (leader, LIST, _floor(floor, APART, boss)),
        "my open cases": (handler, f"{LIST}?{'&'.join(f'f.stage.is={one}' for one in OPEN)}", _floor(floor, waiting, him)),
        "my cases": (handler, LIST, _floor(floor, f"c.handler_id = :who AND {APART}", him)),
        "home page": (handler, "/", None),
    }
    candidates: dict[str, Callable[[], object]] = {}
    for name, (caller, path, bare) in known.items():
        environ = caller.environ(path)
        candidates[name] = lambda caller=caller, environ=environ: caller.call(environ)  # type: ignore[misc]
        if bare:
            candidates[f"floor {name}"] = bare
    times = in_turns(candidates, rounds)
    return {
        "ms": {name: timing.median for name, timing in times.items()},
        "ratio to floor": {name: round(times[name].median / times[f"floor {name}"].median, 2) for name in known if f"floor {name}" in times},
    }


def _floor(connection: Connection, where: str, who: int) -> Callable[[], str]:
    # Rows without a moment come last on both databases, as the list has them.
    rows = text(f"{ROWS} WHERE c.received_at IS NOT NULL AND {where} ORDER BY c.received_at DESC, c.id DESC LIMIT 51")
    number = text(f"SELECT count(*) FROM (SELECT 1 FROM complaint c WHERE {where} LIMIT {CAP + 1}) AS counted")  # noqa: S608  # fixed text

    def run() -> str:
        found = connection.execute(rows, {"who": who}).all()
        return TEMPLATE.render(rows=[tuple(row) for row in found], count=connection.execute(number, {"who": who}).scalar_one())

    return run


def _person(connection: Connection, code: str) -> int:
    return int(connection.execute(text("SELECT holder_id FROM account WHERE code = :code"), {"code": code}).scalar_one())


def _its_steps() -> Any:
    return text("SELECT id FROM complaint WHERE handler_id = :who AND stage = 'assigned' ORDER BY id")


def _moves(app: Flask, passwords: dict[str, str], cases: Any) -> dict[str, Any]:
    """Signing for a case and telling how it is handled, each as the page posts it."""
    handler = Caller(app, BUSY, passwords[BUSY])
    times: dict[str, list[tuple[float, float]]] = {"sign_for": [], "arrange": []}
    for case in cases:
        for name, data in (("sign_for", {}), ("arrange", {"arrangement": "由质量部专人调查，三个工作日内答复；请保留实物。"})):
            environ = handler.environ(f"{LIST}move/{name}/?id={case}", data)
            started, worked = time.perf_counter(), time.process_time()
            handler.call(environ, "303")
            times[name].append(((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000))
    medians = {name: [round(median(one), 2) for one in zip(*taken[1:], strict=True)] for name, taken in times.items()}
    return {
        "one move, ms": {name: wall for name, (wall, _worked) in medians.items()},
        "of these the processor, ms": {name: worked for name, (_wall, worked) in medians.items()},
        "moves": len(cases) * 2,
    }


def _statistics(app: Flask) -> dict[str, Any]:
    period = month_of(datetime.now(UTC).date()).before
    with app.app_context(), system_session("bench: statistics") as session:
        started = time.perf_counter()
        pack = a_pack(session, period)
        return {"month": period.code, "complaints of the month": pack.total, "statistics of it, s": round(time.perf_counter() - started, 2)}
