"""List, sort, filter, deepest page, search, form and save on a million customers, beside the floor and vanilla Flask-Admin.

The floor is the bare SQL of the same page (rows with their two labels, and the capped count) on the same file, and
fifty rows in a Jinja2 loop: no session, no rights, no frame, no translation.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from jinja2 import Environment

from bench.caller import Caller
from bench.measuring import in_turns

ROWS = """SELECT c.id, c.number, c.name, c.customer_class, c.department_id, d.name, c.manager_id, e.name, c.contact_name,
 c.contact_phone, c.annual_amount, c.opened_on FROM customer c LEFT JOIN department d ON d.id = c.department_id
 LEFT JOIN employee e ON e.id = c.manager_id"""
TEMPLATE = Environment(autoescape=True).from_string(
    "<table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>{{ count }}"
)
_LIKE = "SELECT id FROM customer WHERE name LIKE ? ORDER BY id DESC LIMIT 51"
_INDEX = "SELECT rowid FROM customer_search WHERE customer_search MATCH ? ORDER BY rowid DESC LIMIT 51"
LIST = "/customers/customer/"


class Floor:
    """The bare work of each page on a connection of its own."""

    def __init__(self, file: str) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.connection.execute("PRAGMA cache_size=-32000")
        self.connection.execute("PRAGMA query_only=ON")

    def page(self, where: str, order: str, *values: Any, count: str = "", cap: int = 10_000, frm: str = "") -> Callable[[], str]:
        """Rows, capped count and rendering."""
        rows = f"{ROWS} {frm} {where} ORDER BY {order} LIMIT 51"
        counted = f"SELECT count(*) FROM (SELECT 1 FROM customer c {frm} {count or where} LIMIT {cap + 1})"  # noqa: S608  # fixed text

        def run() -> str:
            found = self.connection.execute(rows, values).fetchall()
            number = self.connection.execute(counted, values).fetchone()[0]
            # Fifty rows are rendered whatever was found, as the floor is defined: a rare word has fewer.
            shown = (found * 50)[:50] if found else []
            return TEMPLATE.render(rows=shown, count=number)

        return run


def pages(file: str, rare: str, frequent: str) -> dict[str, tuple[str, Callable[[], object]]]:
    """Name → (address, floor)."""
    floor = Floor(file)
    match = "WHERE customer_search MATCH ?"
    joined = "JOIN customer_search s ON s.rowid = c.id"

    def found(word: str) -> Callable[[], object]:
        return floor.page(match + f" AND c.name LIKE '%{word}%'", "s.rowid DESC", f'"{word}"', cap=1_000, frm=joined)

    return {
        "list": (LIST, floor.page("", "c.id DESC")),
        "sorted": (f"{LIST}?sort=-annual_amount", floor.page("WHERE c.annual_amount IS NOT NULL", "c.annual_amount DESC, c.id DESC", count="WHERE 1")),
        "filtered": (
            f"{LIST}?f.customer_class.is=key&f.company_kind.is=private",
            floor.page("WHERE c.customer_class = 'key' AND c.company_kind = 'private'", "c.id DESC"),
        ),
        "deepest": (f"{LIST}?end=1", floor.page("", "c.id")),
        "search rare": (f"{LIST}?q={rare}", found(rare)),
        "search frequent": (f"{LIST}?q={frequent}", found(frequent)),
    }  # fmt: skip


def measure(app: Flask, file: str, passwords: Mapping[str, str], vanilla: Callable[[], object] | None, rounds: int) -> dict[str, Any]:
    """All figures of this bench; milliseconds at the median, and ratios of one and the same run."""
    caller, clerk = (Caller(app, code, passwords[code]) for code in ("boss01", "clerk01"))
    own = _own_customers(file)
    rare, frequent = words(file)
    known = pages(file, rare, frequent)
    candidates: dict[str, Callable[[], object]] = {}
    for name, (path, floor) in known.items():
        environ = caller.environ(path)
        candidates[name] = lambda environ=environ: caller.call(environ)  # type: ignore[misc]
        candidates[f"floor {name}"] = floor
    form = clerk.environ(f"/customers/customer/edit/?id={own[0]}")
    candidates["edit form"] = lambda: clerk.call(form)
    department = clerk.environ(LIST)
    candidates["list of one department (clerk)"] = lambda: clerk.call(department)
    if vanilla is not None:
        candidates["vanilla Flask-Admin list"] = vanilla
    times = in_turns(candidates, rounds)
    like = sqlite3.connect(file)
    slow = in_turns({"LIKE": lambda: like.execute(_LIKE, (f"%{rare}%",)).fetchall()}, 3)
    index = in_turns({"index": lambda: like.execute(_INDEX, (f'"{rare}"',)).fetchall()}, 20)
    save = _saves(clerk, own[1], rounds)
    return {
        "rows": like.execute("SELECT count(*) FROM customer").fetchone()[0],
        "words": {"rare": rare, "frequent": frequent},
        "ms": {name: timing.median for name, timing in times.items()} | {"save": save},
        "ratio to floor": {name: round(times[name].median / times[f"floor {name}"].median, 2) for name in known},
        "LIKE for the rare word, ms": slow["LIKE"].median,
        "search faster than LIKE, times": round(slow["LIKE"].median / max(index["index"].median, 0.001)),
        "search page faster than bare LIKE, times": round(slow["LIKE"].median / times["search rare"].median, 1),
    }  # fmt: skip


def words(file: str) -> tuple[str, str]:
    """(a two-character word with few hits, one with very many), both found in the data."""
    connection = sqlite3.connect(file)
    name = connection.execute("SELECT short_name FROM customer WHERE id = 700000 OR short_name IS NOT NULL LIMIT 1").fetchone()[0]
    shorts = "SELECT short_name FROM customer WHERE length(short_name) >= 4 AND id > 400000 LIMIT 400"
    counted = "SELECT count(*) FROM (SELECT 1 FROM customer_search WHERE customer_search MATCH ? LIMIT 2001)"
    for (short,) in connection.execute(shorts):
        word = short[:2]
        hits = connection.execute(counted, (f'"{word}"',)).fetchone()[0]
        if 3 <= hits <= 500:
            return word, "公司"
    return name[:2], "公司"


def _own_customers(file: str) -> list[int]:
    rows = sqlite3.connect(file).execute(
        "SELECT c.id FROM customer c JOIN employee e ON e.department_id = c.department_id JOIN account a ON a.holder_id = e.id"
        " WHERE a.code = 'clerk01' AND c.id > 400000 ORDER BY c.id LIMIT 2"
    )
    return [key for (key,) in rows]


def _saves(caller: Caller, key: int, rounds: int) -> float:
    def version() -> str:
        page = caller.call(caller.environ(f"/customers/customer/edit/?id={key}")).decode()
        found = re.search(r'name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"', page)
        assert found
        return found.group(1) or found.group(2)

    times = []
    for turn in range(rounds):
        environ = caller.environ(
            f"/customers/customer/edit/?id={key}", {"version": version(), "source": f"bench {time.time_ns()} {turn}"}
        )
        started = time.perf_counter()
        caller.call(environ, "303")
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return round(times[len(times) // 2], 2)
