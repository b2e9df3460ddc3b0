"""A million entries of the journal: the check of all of it, where a unit is, what a borrower has, and one checkout; SQLite or PostgreSQL.

The floor is the bare SQL of the same page on the same database and its rows in a Jinja2 loop: no session, no rights, no frame, no translation.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import Connection, create_engine, make_url, text

from bench.archives_filling import fill
from bench.big import empty_app
from bench.caller import Caller
from bench.lists import TEMPLATE
from bench.measuring import in_turns
from models.organisation.appointment import Post
from models.register import registers
from operations.archives import checking
from operations.archives.chain import chain
from operations.lending.slips import digest_of
from operations.office_clock import today
from operations.records import create
from operations.working_days import working_calendar
from web.cli import system_session
from web.extensions import db

UNIT = """SELECT u.id, u.number, u.title, u.pages, u.secrecy, u.remark, u.version, w.word, d.name AS department, k.name AS customer, a.name AS home
 FROM archive_unit u JOIN number_word w ON w.id = u.word_id JOIN department d ON d.id = u.department_id LEFT JOIN customer k ON k.id = u.customer_id
 JOIN archive_account a ON a.id = u.home_id WHERE u.id = :unit"""
LOANS = """SELECT l.id, l.version, u.number, e.name, d.name, l.out_on, l.due_on, l.state, s.number FROM loan_line l JOIN archive_unit u ON u.id = l.unit_id
 JOIN employee e ON e.id = l.borrower_id JOIN department d ON d.id = l.department_id LEFT JOIN borrowing_slip s ON s.id = l.slip_id
 WHERE l.borrower_id = :who AND l.state = 'out' ORDER BY l.out_on DESC, l.id DESC LIMIT 51"""
RESTING = """SELECT id FROM archive_unit u WHERE part_no = 0
 AND NOT EXISTS (SELECT 1 FROM loan_line l WHERE l.unit_id = u.id AND l.state IN ('out', 'handed_back', 'lost')) ORDER BY id DESC LIMIT :count"""
COUNT = "SELECT count(*) FROM loan_line WHERE borrower_id = :who AND state = 'out'"


def measure(folder: Path, server: str, entries: int, rounds: int) -> dict[str, Any]:
    """All figures; milliseconds at the median, and ratios of one and the same run."""
    app = empty_app(folder, server)
    passwords = fill(app, entries)
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    found: dict[str, Any] = {"database": make_url(url).get_backend_name()}
    with create_engine(make_url(url), isolation_level="AUTOCOMMIT").connect() as floor:
        if floor.dialect.name == "sqlite":
            floor.exec_driver_sql("PRAGMA query_only=ON")
        found["entries"] = checking.entries(floor)
        found |= _pages(app, floor, passwords, rounds)
    return {**found, **_checkout(app, passwords, rounds), **_check(app)}


def _pages(app: Flask, floor: Connection, passwords: dict[str, str], rounds: int) -> dict[str, Any]:
    archivist = Caller(app, "archive01", passwords["archive01"])
    held = floor.execute(text("SELECT unit_id, borrower_id FROM loan_line WHERE state = 'out' ORDER BY id DESC LIMIT 1")).one()
    pages = {
        "where is it": (f"/archives/archive_unit/details/?id={held.unit_id}", lambda: _unit(floor, held.unit_id)),
        "open loans of one": (f"/lending/loan_line/?f.state.is=out&f.borrower.is={held.borrower_id}", lambda: _loans(floor, held.borrower_id)),
    }
    candidates: dict[str, Callable[[], object]] = {}
    for name, (path, bare) in pages.items():
        environ = archivist.environ(path)
        candidates[name] = lambda environ=environ: archivist.call(environ)  # type: ignore[misc]
        candidates[f"floor {name}"] = bare
    home = archivist.environ("/")
    candidates["home page"] = lambda: archivist.call(home)
    times = in_turns(candidates, rounds)
    return {
        "ms": {name: timing.median for name, timing in times.items()},
        "ratio to floor": {name: round(times[name].median / times[f"floor {name}"].median, 2) for name in pages},
    }


def _unit(connection: Connection, unit: int) -> str:
    row = connection.execute(text(UNIT), {"unit": unit}).one()
    return TEMPLATE.render(rows=[tuple(row), *(tuple(one) for one in chain(connection, unit))], count=1)


def _loans(connection: Connection, who: int) -> str:
    rows = connection.execute(text(LOANS), {"who": who}).all()
    return TEMPLATE.render(rows=[tuple(row) for row in rows], count=connection.execute(text(COUNT), {"who": who}).scalar_one())


def _checkout(app: Flask, passwords: dict[str, str], rounds: int) -> dict[str, Any]:
    """An approved slip of one unit issued by the archivist, as the page posts it."""
    archivist = Caller(app, "archive01", passwords["archive01"])
    times: list[tuple[float, float]] = []
    for slip in _approved(app, rounds + 1):
        environ = archivist.environ(f"/lending/borrowing_slip/move/check_out/?id={slip}", {})
        started, worked = time.perf_counter(), time.process_time()
        archivist.call(environ, "303")
        times.append(((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000))
    wall, processor = (round(median(one), 2) for one in zip(*times[1:], strict=True))
    return {"checkout, ms": wall, "of it the processor, ms": processor, "checkouts": len(times)}


def _approved(app: Flask, count: int) -> list[int]:
    """Slips by ``count`` new employees, each for one unit that rests, approved as the leader would."""
    with app.app_context(), system_session("bench: slips to be issued") as session:
        read = session.connection().execute
        department = read(text("SELECT min(id) FROM department")).scalar_one()
        now, day = session.info["clock"](), today(session)
        staff, stamp = registers["employee"], f"{now:%d%H%M%S}"
        people = [create(session, staff, {"number": f"B{stamp}{no}", "name": f"装载{no}", "department": department}) for no in range(count)]
        resting = read(text(RESTING), {"count": len(people)}).scalars().all()
        boss = read(text("SELECT holder_id FROM account WHERE code = 'boss01'")).scalar_one()
        due = working_calendar(session).add_working_days(day, 3)
        made = []
        for person, unit in zip(people, resting, strict=True):
            slip = create(
                session, registers["borrowing_slip"],
                {"borrower": person.id, "department": department, "units": [unit], "reason": "装载", "due_on": due},
            )  # fmt: skip
            slip.state, slip.submitted_at, slip.decided_by_id, slip.decided_at = "approved", now, boss, now
            slip.decided_post, slip.valid_until_on, slip.content = Post.GENERAL_MANAGER, day + timedelta(days=5), digest_of(session, slip)
            made.append(slip.id)
        return made


def _check(app: Flask) -> dict[str, Any]:
    """``flask archive check``, each invariant in seconds."""
    taken: dict[str, float] = {}
    breaches = 0
    with app.app_context(), db.engine.execution_options(reading=True).connect() as connection:
        started = last = time.perf_counter()
        for verdict in checking.check(connection):
            now = time.perf_counter()
            taken[verdict.invariant.code], last = round(now - last, 2), now
            breaches += verdict.count
        whole = time.perf_counter() - started
    return {"archive check, s": round(whole, 1), "breaches": breaches, "of these, s": dict(sorted(taken.items(), key=lambda one: -one[1])[:6])}
