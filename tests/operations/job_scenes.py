"""Scenes for background jobs: an office with a small company, whose jobs are done at once or by a process of their own."""

import csv
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session

from models.engine import FencedSession, prepare
from models.fence import act
from models.governance.audit_entry import AuditEntry
from models.governance.job import Job, JobKind, JobState
from models.register import registers
from operations.export_files import FileFormat
from operations.exporting import Order
from operations.job_running import Runner, run
from operations.job_signs import folder
from operations.jobs import enqueue, tidy
from operations.records import create
from operations.rights import PlanStore
from operations.runners import RUNNERS
from permissions.actor import System
from tests.company import Company, build
from tests.database import new_database

ROOT = Path(__file__).parents[2]


@dataclass
class Office:
    """A company with its database and a folder for files."""

    engine: Engine
    company: Company
    data_dir: Path
    plans: PlanStore = field(default_factory=PlanStore)

    def open(self) -> Session:
        """A new session; who acts in it must be said."""
        return FencedSession(self.engine)

    @contextmanager
    def system(self) -> Iterator[Session]:
        """A session that acts for the system, committed at the end."""
        with self.open() as session:
            act(session, System("test"))
            yield session
            session.commit()

    def ask(self, code: str, kind: JobKind = JobKind.EXPORT, register: str = "customer", **params: Any) -> int:
        """A waiting job of ``code``."""
        with self.system() as session:
            return enqueue(session, self.company.accounts[code], kind, register, params).id

    def ask_export(self, code: str, register: str = "customer", kind: FileFormat = FileFormat.CSV, **order: Any) -> int:
        """A waiting export of ``code``."""
        return self.ask(code, JobKind.EXPORT, register, **Order(kind, **order).as_params())

    def do(self, number: int, runners: Mapping[JobKind, Runner] = RUNNERS, **more: Any) -> JobState | None:
        """Run a job here and now."""
        return run(self.open, self.plans, number, runners, self.data_dir, **more)

    @contextmanager
    def reader(self) -> Iterator[Session]:
        """A session of the system that waits for no writer."""
        with self.open() as session:
            act(session, System("test"))
            session.info["reading"] = True
            yield session
            session.expunge_all()

    def job(self, number: int) -> Job:
        """The row of a job, detached."""
        with self.reader() as session:
            return session.get_one(Job, number)

    def path(self, number: int) -> Path:
        """The result of a job."""
        name = self.job(number).result_file
        assert name, self.job(number).outcome
        return folder(self.data_dir) / name

    def files(self, number: int) -> list[str]:
        """The files of a job, apart from the lock, which holds nothing."""
        return sorted(p.name for p in folder(self.data_dir).glob(f"{number}.*") if p.suffix != ".lock")

    def export(self, code: str, register: str = "customer", **order: Any) -> list[list[str]]:
        """The lines of a CSV export by ``code``, its header first."""
        number = self.ask_export(code, register, **order)
        assert self.do(number) is JobState.DONE, self.job(number).outcome
        return lines(self.path(number))

    def tidy(self, later: Any = None) -> list[int]:
        """Keep order, now or at another moment."""
        with self.system() as session:
            return tidy(session, later or session.info["clock"](), self.data_dir)

    def notes(self, action: str) -> list[AuditEntry]:
        """The audit rows of an action, oldest first."""
        with self.reader() as session:
            return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))

    def start_worker(self, number: int, runner: str = "RUNNERS") -> "subprocess.Popen[bytes]":
        """Another process that does a job; ``runner`` is an expression naming the table of runners."""
        address = self.engine.url.render_as_string(hide_password=False)
        return subprocess.Popen(  # noqa: S603  # our own program with arguments of this test
            [sys.executable, "-c", WORKER.format(runner=runner), address, str(number), str(self.data_dir)], cwd=ROOT
        )


WORKER = """
import sys
from pathlib import Path
from sqlalchemy import create_engine
from models import all as models_all
from models.engine import FencedSession, prepare
from operations.job_running import run
from operations.records import create
from operations.rights import PlanStore
from operations.runners import RUNNERS
from tests.operations.job_scenes import SLOW_WRITER
import resource
models_all.load()
engine = prepare(create_engine(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
run(lambda: FencedSession(engine), PlanStore(), int(sys.argv[2]), {runner}, Path(sys.argv[3]))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
Path(sys.argv[3], "grown.txt").write_text(str((after - before) // 1024))
"""


_built: list[tuple[Path, Company]] = []


@contextmanager
def an_office(place: Path) -> Iterator[Office]:
    """An office on a database of its own; on SQLite a copy of the first one, since building takes a second."""
    if _built:
        template, company = _built[0]
        engine = prepare(create_engine(f"sqlite:///{shutil.copy(template, place / 'office.db')}"))
        yield Office(engine, company, place)
        engine.dispose()
        return
    with new_database(place) as engine:
        with FencedSession(engine) as session:
            act(session, System("test company"))
            company = build(session)
            session.commit()
        if engine.dialect.name == "sqlite":
            template = place / "template.db"
            with closing(sqlite3.connect(str(engine.url.database))) as whole:
                whole.execute("VACUUM INTO ?", (str(template),))
            _built.append((template, company))
        yield Office(engine, company, place)


def a_runner(work: Callable[..., Any], *, reading: bool = False) -> dict[JobKind, Runner]:
    """A table of runners in which an import is done by ``work``."""
    return {JobKind.IMPORT: Runner(work, reading=reading)}


def _slow_writer(session: Session, job: Job, progress: Any, data_dir: Path) -> Any:
    create(session, registers["customer"], {"name": "写了一半有限公司", "customer_class": "general"})
    (folder(data_dir) / f"{job.id}.part").write_text("half")
    while True:
        progress(1, 2)
        time.sleep(0.05)


SLOW_WRITER = a_runner(_slow_writer)


NO_SEARCH = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE tbl_name = 'customer' AND type = 'trigger'",
    "postgresql": "SELECT 'DROP INDEX ' || indexname FROM pg_indexes WHERE indexname LIKE 'customer_search%'",
}


def many_customers(office: Office, count: int) -> None:
    """Add plain customers with one statement: for what is about size only."""
    with office.engine.begin() as connection:
        # Words for the search are not what such a test is about, and take most of the time.
        for statement in connection.execute(text(NO_SEARCH[connection.dialect.name])).scalars().all():
            connection.execute(text(statement))
        connection.execute(
            text(
                """
                INSERT INTO customer (number, name, customer_class, customer_type, contact_name, contact_phone, department_id,
                                      opened_on, generated, annual_amount, source, version)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
                SELECT 'T' || i, '测试客户有限公司' || i, 'general', 'enterprise', '欧阳晓', '13700000000', :department,
                       :day, :no, i * 100, '展会', 1 FROM n
                """
            ),
            {"count": count, "department": office.company.departments["north"], "day": date(2026, 3, 1), "no": False},
        )


def lines(path: Path) -> list[list[str]]:
    """The lines of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def cells(path: Path) -> list[tuple[Any, ...]]:
    """The rows of an Excel file, as other eyes than ours read them."""
    return list(load_workbook(path).worksheets[0].iter_rows(values_only=True))


def everything_in(path: Path) -> str:
    """All text of a file, also inside an Excel file."""
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())
