"""kill -9 in the middle of saving: what was confirmed is there, what was not is there whole or not at all."""

import re
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from threading import Timer
from time import monotonic

import pytest
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from models.base import NumberSeries
from models.customers.customer import Customer
from models.governance.audit_entry import AuditEntry
from tests.company import PASSWORD
from tests.conftest import Panel

ROOT = Path(__file__).parents[2]
KILLS = 3
draw = Random(20260101)  # moments to kill at, not a secret


def saved_until_killed(panel: Panel, begin: int) -> list[str]:
    """Let a process save, kill it a moment after its first word, and return what it had confirmed."""
    command = [
        sys.executable, "-m", "tests.faults.saving", str(panel.settings.data_dir), panel.settings.database_url, PASSWORD, str(begin)
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603  # our own module
        assert process.stdout is not None
        first = process.stdout.readline()
        if not first:
            assert process.stderr is not None
            pytest.fail(process.stderr.read().decode()[-2000:])
        timer = Timer(draw.uniform(0.2, 1.0), process.kill)
        timer.start()
        rest = process.stdout.read()
        process.wait(10)
        assert process.returncode == -9
    whole = (first + rest).decode().rpartition("\n")[0]
    return whole.splitlines()


def test_after_a_kill_everything_confirmed_is_there_and_nothing_is_there_by_half(own_panel: Panel) -> None:
    confirmed: list[str] = []
    recovered: list[float] = []
    for number in range(KILLS):
        confirmed += saved_until_killed(own_panel, begin=1_000 * number)
        began = monotonic()
        check(own_panel, confirmed)
        recovered.append(monotonic() - began)
    sys.stdout.write(f"kill: {KILLS} kills, {len(confirmed)} confirmed, 0 lost, checked within {max(recovered):.1f} s\n")


def check(panel: Panel, confirmed: list[str]) -> None:
    """Every confirmed saving is stored; each record has its audit rows and its number, and no audit row lacks a record."""
    with panel.system() as session:
        _check_records(session, confirmed)
    url = make_url(panel.settings.database_url)
    if url.get_backend_name() == "sqlite":
        with sqlite3.connect(str(url.database)) as own:
            assert own.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert own.execute("PRAGMA foreign_key_check").fetchall() == []
        own.close()


def _check_records(session: Session, confirmed: list[str]) -> None:
    records = {one.name: one for one in session.scalars(select(Customer).where(Customer.name.like("K%")))}
    entries = session.execute(
        select(AuditEntry.record_id, AuditEntry.action, AuditEntry.changes).where(AuditEntry.register_key == "customer")
    ).all()
    last_no = session.scalar(select(NumberSeries.last_no).where(NumberSeries.word == "customer"))
    numbers = sorted(int(re.sub(r"KH\d{4}", "", number)) for number in session.scalars(select(Customer.number)))
    for line in confirmed:
        verb, name = line.split()
        assert name in records, f"lost: {line}"
        assert verb == "saved" or records[name].short_name == f"S{name}", f"lost: {line}"
    seen = Counter((record_id, action) for record_id, action, _ in entries)
    for one in records.values():
        assert seen[one.id, "create"] == 1, one.name
        assert seen[one.id, "edit"] == one.version - 1 == (one.short_name is not None), one.name
    created = {changes["name"][1] for _, action, changes in entries if action == "create"}
    assert {name for name in created if name.startswith("K") and name[1:].isdigit()} == set(records), "an audit of nothing"
    assert numbers == list(range(1, len(numbers) + 1)), "numbers are without gaps and without doubles"
    assert last_no == len(numbers)


def test_a_record_without_its_audit_would_be_noticed(own_panel: Panel) -> None:
    """The mutant: a row that got in past the panel, as half a transaction would leave it."""
    with own_panel.system() as session:
        values = {"number": "KH2026000017", "name": "K000001", "customer_class": "general", "customer_type": "enterprise"}
        place = own_panel.company.departments["north"]
        table = Customer.__table__
        session.connection().execute(table.insert().values(**values, department_id=place, version=1))
    with pytest.raises(AssertionError, match="K000001"):
        check(own_panel, [])
