"""Scenes for the import tests: a small company, somebody who may import, and files of all sorts."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import Engine, select

from domain.access import Channel, Clearance, Level, Scope
from models.access.account import Account
from models.engine import FencedSession
from models.fence import act, acting
from models.governance.audit_entry import AuditEntry
from models.governance.job import Job, JobKind, JobState
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import registers
from operations import importing, intake, undoing
from operations.export_files import FileFormat
from operations.exporting import Order, export
from operations.importing_matching import Matching, guess
from operations.job_running import Work
from operations.jobs import Outcome, Progress
from operations.rights import catalogue
from operations.spreadsheet import Sheet
from permissions.actor import Authority, Person, System
from permissions.grants import ANY, AreaRight, Rights
from permissions.policy import compile_plan
from tests.company import WHAT_A3_3_ASKS, WHAT_A_FORM_ASKS

EVERYTHING: Mapping[tuple[str, str], frozenset[Scope]] = {(ANY, ANY): frozenset({Scope.ALL})}


WORK: Mapping[JobKind, Work] = {
    JobKind.IMPORT: importing.run_import,
    JobKind.UNDO_IMPORT: undoing.undo,
    JobKind.EXPORT: export,
}

ASKED = {"customer": WHAT_A_FORM_ASKS, "contact": WHAT_A3_3_ASKS}
"""What a form asks besides what its record needs."""


def _quietly(_done: int, _total: int) -> None:
    """A job nobody watches or stops."""


@dataclass
class Office:
    """A database with two departments and two people, and a folder for files."""

    engine: Engine
    data_dir: Path
    sales: int
    service: int
    zhang: int
    li: int
    account: int

    def may(
        self,
        actions: Mapping[tuple[str, str], frozenset[Scope]] = EVERYTHING,
        *,
        clearance: Clearance = Clearance.SECRET,
        fields: Mapping[tuple[str, str, Channel | None], Level] | None = None,
    ) -> Authority:
        """张, of sales, with one role of these rights."""
        rights = Rights("clerk", {None: AreaRight(clearance, clearance, Level.MASKED)}, actions, fields or {})
        plan = compile_plan(1, catalogue(), {"clerk": rights}, ["clerk"], {})
        return Authority(Person(self.account, self.zhang, "zhang", "张三", self.sales, frozenset({self.sales})), plan)

    def session(self, authority: Authority | None = None, *, reading: bool = False) -> FencedSession:
        """A session that acts for ``authority``, by default with all rights."""
        opened = FencedSession(self.engine)
        act(opened, authority or self.may())
        opened.info["reading"] = reading
        return opened

    def system(self) -> FencedSession:
        """A session that acts for the system."""
        opened = FencedSession(self.engine)
        act(opened, System("test"))
        return opened

    def take_in(self, content: bytes, register: str = "customer", name: str = "客户.xlsx") -> intake.Intake:
        """Upload a file as 张."""
        return intake.take_in(self.data_dir, self.account, register, name, io.BytesIO(content))

    def opened(self, content: bytes, register: str = "customer") -> Sheet:
        """The sheet of an uploaded file."""
        return importing.open_for(registers[register], self.take_in(content, register).inspected)

    def dry(
        self, content: bytes, authority: Authority | None = None, register: str = "customer", **decided: Any
    ) -> importing.Preview:
        """A dry run of a file, matched as guessed unless ``decided`` says otherwise; ``bare``: without what a form asks besides."""
        with self.session(authority, reading=True) as session:
            sheet = self.opened(content, register)
            return importing.dry_run(
                session, registers[register], sheet, self.matched(session, sheet, register, decided)
            )

    def run(
        self,
        content: bytes,
        authority: Authority | None = None,
        register: str = "customer",
        progress: Progress = _quietly,
        **decided: Any,
    ) -> tuple[int, Outcome]:
        """(job, outcome) of importing a file, committed as the job runner does."""
        taken = self.take_in(content, register)
        with self.session(authority, reading=True) as session:
            sheet = importing.open_for(registers[register], taken.inspected)
            matching = self.matched(session, sheet, register, decided)
        return self._job(JobKind.IMPORT, register, importing.params_of(taken, matching, "zh"), authority, progress)

    def export(self, kind: FileFormat, columns: Sequence[str], register: str = "customer") -> bytes:
        """The file of an export with these columns."""
        _, outcome = self._job(JobKind.EXPORT, register, Order(kind, columns=tuple(columns)).as_params(), None)
        assert outcome.file is not None
        return outcome.file.read_bytes()

    def undo(self, job_id: int, authority: Authority | None = None, register: str = "customer") -> Outcome:
        """The outcome of undoing an import."""
        return self._job(JobKind.UNDO_IMPORT, register, {"import_job": job_id}, authority)[1]

    def matched(self, session: FencedSession, sheet: Sheet, register: str, decided: Mapping[str, Any]) -> Matching:
        """The guess with what was decided otherwise."""
        found = guess(session, registers[register], sheet.headers).matching
        kept = {name: getattr(found, name) for name in ("columns", "constants", "key", "on_bad", "clear_blanks")}
        chosen = {name: value for name, value in decided.items() if name != "bare"}
        if register in ASKED and not decided.get("bare"):
            chosen["constants"] = {**ASKED[register], **decided.get("constants", {})}
        return Matching(**{**kept, **chosen})

    def _job(
        self,
        kind: JobKind,
        register: str,
        params: dict[str, Any],
        authority: Authority | None,
        progress: Progress = _quietly,
    ) -> tuple[int, Outcome]:
        with self.system() as session:
            job = Job(
                kind=kind, account_id=self.account, register_key=register, params=params, state=JobState.RUNNING,
                created_at=datetime.now(UTC),
            )  # fmt: skip
            session.add(job)
            session.commit()
            job = session.get_one(Job, job.id)
            session.expunge(job)
            session.rollback()
            act(session, authority or self.may())
            outcome = WORK[kind](session, job, progress, self.data_dir)
            with acting(session, System("test: end the job")):
                session.get_one(Job, job.id).state = JobState.DONE
            session.commit()
            return job.id, outcome

    def all(self, model: Any, *columns: str) -> list[tuple[Any, ...]]:
        """The rows of a table in order of entry."""
        with self.system() as session:
            return [
                tuple(row)
                for row in session.execute(select(*(getattr(model, name) for name in columns)).order_by(model.id))
            ]

    def audited(self, register: str, action: str) -> int:
        """How many audit rows of an action there are."""
        return sum(row == (register, action) for row in self.all(AuditEntry, "register_key", "action"))


def an_office(engine: Engine, data_dir: Path) -> Office:
    """Sales with 张三 (who imports), service with 李四."""
    with FencedSession(engine) as session:
        act(session, System("test"))
        sales, service = Department(code="S", name="销售部"), Department(code="K", name="客服部")
        session.add_all([sales, service])
        session.flush()
        zhang = Employee(number="001", name="张三", department_id=sales.id)
        li = Employee(number="002", name="李四", department_id=service.id)
        session.add_all([zhang, li])
        session.flush()
        account = Account(code="zhang", holder_id=zhang.id)
        session.add(account)
        session.flush()
        office = Office(engine, data_dir, sales.id, service.id, zhang.id, li.id, account.id)
        session.commit()
    return office


def a_workbook(
    *rows: Sequence[Any], merged: Iterable[str] = (), title: str = "Sheet1", second: Iterable[Sequence[Any]] = ()
) -> bytes:
    """An .xlsx with these rows, and perhaps with a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    more = list(second)
    if more:
        for row in more:
            (book["第二张"] if "第二张" in book.sheetnames else book.create_sheet("第二张")).append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def a_csv(*rows: Sequence[str], encoding: str = "utf-8-sig", mark: str = ",") -> bytes:
    """A text table with these rows, nothing quoted."""
    return "".join(mark.join(row) + "\r\n" for row in rows).encode(encoding)


def rows_in(content: bytes) -> list[list[Any]]:
    """The rows of the first sheet of an .xlsx, as another program reads them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def refused_file(path: Path) -> list[list[Any]]:
    """The rows of an error file."""
    return rows_in(path.read_bytes())


HEADERS = ("客户名称", "客户类别", "所属部门", "联系电话", "年度交易额")


def customers(*rows: Sequence[Any]) -> bytes:
    """A file of customers: name, class, department, phone, amount."""
    return a_workbook(HEADERS, *rows)
