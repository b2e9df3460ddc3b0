"""A million entries of the journal: volumes that went out on slips and came back, chained and digested as the ledger writes them.

Rows are written past the operations, since playing a million commands would take a day, but not past the database: every guard is in force.
"""

import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, insert, select

from domain.custody import AccountKind, Reason, UnitKind, digest
from models.archives.custody_entry import CustodyEntry
from models.archives.unit import ArchiveUnit
from models.base import columns_of
from models.lending.loan_line import LoanLine
from models.lending.slip import BorrowingSlip
from models.upkeep import count_up
from operations.archives.ledger import account_of
from web.cli import bar, system_session
from web.database import migrate_database
from web.extensions import db
from web.serving import load_demo_company

ON_A_SLIP, CYCLES, AT_A_TIME = 40, 8, 10_000
OPEN = 50
"""Slips of the last cycle that are still out."""


def fill(app: Flask, entries: int) -> dict[str, str]:
    """Fill the database of ``app`` unless it is filled; returns account → password of the demo company."""
    folder = Path(app.config["DATA_DIR"])
    accounts, done = folder / "demo_accounts.txt", folder / f"archives-{entries}"
    migrate_database(app)
    if not done.exists():
        started = time.monotonic()
        with app.app_context():
            load_demo_company(app, customers=100, seed=20260101, session=system_session)
            with system_session("bench: a journal") as session:
                people = _borrowers(session)
                Filling(session.connection(), people, entries).run()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("ANALYZE")
                connection.commit()
        done.write_text(f"{time.monotonic() - started:.0f} s\n")
        sys.stderr.write(f"filled in {done.read_text()}")
    return {parts[0]: parts[1] for line in accounts.read_text().splitlines()[1:] if len(parts := line.split()) > 1}


def _borrowers(session: Any) -> list[tuple[int, int, int]]:
    """(employee, department, custody account) of everybody but those who keep and approve."""
    staff, account = columns_of("employee"), columns_of("account")
    busy = select(account.holder_id).where(account.code.in_(("archive01", "boss01")), account.holder_id.is_not(None))
    rows = session.connection().execute(
        select(staff.id, staff.department_id).where(staff.left_on.is_(None), staff.id.not_in(busy)).order_by(staff.id).limit(60)
    ).all()  # fmt: skip
    return [(row.id, row.department_id, account_of(session, AccountKind.PERSON, row.id)) for row in rows]


class Filling:
    """Writes units, slips, loans and entries in the order of time, after what the demo has left."""

    def __init__(self, connection: Connection, people: list[tuple[int, int, int]], entries: int) -> None:
        self._connection, self._people = connection, people
        self._units_wanted = entries // (1 + 3 * CYCLES) // ON_A_SLIP * ON_A_SLIP
        read = connection.execute
        journal = CustodyEntry.__table__.c
        last = read(select(journal.id, journal.hash, journal.recorded_at).order_by(journal.id.desc()).limit(1)).one()
        self._number, self._hash = last.id, last.hash
        self._at = last.recorded_at + timedelta(seconds=1)
        place, code = columns_of("archive_account"), columns_of("account")
        self._desk = read(select(place.id).where(place.code == "DESK")).scalar_one()
        self._shelves = list(read(select(place.id).where(place.kind == AccountKind.SHELF).order_by(place.id)).scalars())
        self._origin = read(select(place.id).where(place.kind == AccountKind.ORIGIN)).scalar_one()
        self._archivist, self._boss = (read(select(code.holder_id).where(code.code == one)).scalar_one() for one in ("archive01", "boss01"))
        self._show, self._total = bar(), self._units_wanted * (1 + 3 * CYCLES)

    def run(self) -> None:
        """Everything."""
        if self._connection.dialect.name == "postgresql":  # the guards plan their queries once, while their tables are empty
            self._connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        units = self._units()
        self._write(self._entry(unit, 1, Reason.FILE, (self._origin, "origin", shelf, "shelf")) for unit, shelf in units)
        blocks = [units[first : first + ON_A_SLIP] for first in range(0, len(units), ON_A_SLIP)]
        for cycle in range(CYCLES):
            for place, block in enumerate(blocks):
                self._slip(cycle, place, block, out=cycle == CYCLES - 1 and place < OPEN)

    def _units(self) -> list[tuple[int, int]]:
        """(unit, shelf) of the new volumes."""
        unit = columns_of("archive_unit")
        first = self._connection.execute(select(unit.id).order_by(unit.id.desc()).limit(1)).scalar_one() + 1
        like = self._connection.execute(select(unit.word_id, unit.department_id, unit.year).where(unit.part_no == 0).limit(1)).one()
        last = count_up(self._connection, f"archive:{like.word_id}", like.year, self._units_wanted)
        made = []
        for place in range(self._units_wanted):
            no, shelf = last - self._units_wanted + 1 + place, self._shelves[place % len(self._shelves)]
            made.append({
                "id": first + place, "number": f"{like.year}鸿借字第{no:03d}号", "kind": UnitKind.VOLUME, "word_id": like.word_id, "year": like.year,
                "no": no, "part_no": 0, "title": f"借款项目档案 {no}", "department_id": self._people[place % len(self._people)][1], "pages": 48,
                "secrecy": "internal", "home_id": shelf, "version": 1, "created_at": self._at, "updated_at": self._at,
            })  # fmt: skip
        for first_of in range(0, len(made), AT_A_TIME):
            self._connection.execute(insert(ArchiveUnit.__table__), made[first_of : first_of + AT_A_TIME])
        return [(one["id"], one["home_id"]) for one in made]

    def _slip(self, cycle: int, place: int, block: list[tuple[int, int]], *, out: bool) -> None:
        who, department, hands = self._people[(place + cycle) % len(self._people)]
        day = self._at.date()
        slip = self._connection.execute(
            insert(BorrowingSlip.__table__).values(
                number=f"装-{cycle}-{place}", borrower_id=who, department_id=department, reason="装载", due_on=day + timedelta(days=30),
                state="lent" if out else "returned", revision=1, content="0" * 64, decided_by_id=self._boss, decided_at=self._at,
                issued_by_id=self._archivist, issued_at=self._at, version=1, created_at=self._at, updated_at=self._at,
            )
        ).inserted_primary_key[0]  # type: ignore[index]  # one row was inserted, so it has a key
        first, seq = self._number, 2 + 3 * cycle
        self._write(self._entry(unit, seq, Reason.CHECK_OUT, (shelf, "shelf", hands, "person")) for unit, shelf in block)
        if not out:
            self._write(self._entry(unit, seq + 1, Reason.HAND_BACK, (hands, "person", self._desk, "desk")) for unit, shelf in block)
            self._write(self._entry(unit, seq + 2, Reason.SHELVE, (self._desk, "desk", shelf, "shelf")) for unit, shelf in block)
        back = {} if out else {"pages_back": 48, "checked_by_id": self._archivist, "checked_at": self._at, "handed_back_at": self._at}
        self._connection.execute(insert(LoanLine.__table__), [
            {
                "unit_id": unit, "borrower_id": who, "department_id": department, "slip_id": slip, "issued_by_id": self._archivist, "out_on": day,
                "out_entry": first + place_in, "due_on": day + timedelta(days=30), "pages_out": 48, "state": "out" if out else "complete", **back,
                "version": 1, "created_at": self._at, "updated_at": self._at,
            }
            for place_in, (unit, _) in enumerate(block, 1)
        ])  # fmt: skip
        self._show(self._number, self._total)

    def _entry(self, unit: int, seq: int, reason: Reason, way: tuple[int, str, int, str]) -> dict[str, Any]:
        self._number += 1
        entry: dict[str, Any] = {
            "id": self._number, "unit_id": unit, "unit_kind": "volume", "seq": seq, "prev_seq": seq - 1 or None, "from_account_id": way[0],
            "from_kind": way[1], "to_account_id": way[2], "to_kind": way[3], "reason": reason, "document": "装载",
            "occurred_on": self._at.date(), "recorded_at": self._at, "actor_id": self._archivist, "witness_id": None, "safe_session_id": None,
            "reverses_id": None, "note": None, "prev_hash": self._hash,
        }  # fmt: skip
        entry["hash"] = self._hash = digest(self._hash, entry)
        return entry

    def _write(self, entries: Iterator[dict[str, Any]]) -> None:
        while some := list(islice(entries, AT_A_TIME)):
            self._connection.execute(insert(CustodyEntry.__table__), some)

