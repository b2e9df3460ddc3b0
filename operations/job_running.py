"""Running a job: claimed once, with the rights its owner has now, one commit at its end or nothing at all."""

import errno
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from domain.errors import DomainError, Refused
from domain.terms import Term
from models import audit
from models.engine import CACHE_KIB
from models.fence import act
from models.governance.job import Job, JobKind, JobState
from operations.job_signs import Signs
from operations.jobs import KEPT, Cancelled, Outcome, Progress, end, said
from operations.rights import PlanStore, policy_version
from permissions.actor import Authority, System

TOLD_EVERY = 1.0
"""Seconds between two looks at the wish to stop."""
TRIES = 60
"""How often an ending is tried while somebody else holds the database locked (each try waits the busy timeout)."""
BETWEEN_TRIES = 1.0
LITTLE_CACHE_KIB = 2_000

STOPPED = Term("已按您的要求停止，没有保存任何内容。", "Stopped as you asked; nothing was saved.")
NOT_ALLOWED_ANY_MORE = Term(
    "您的操作代码已停用或到期，任务没有进行。",
    "Your account is switched off or has ended; the job was not done.",
)
NO_SPACE = Term(
    "结果文件写不下来，可能是服务器的磁盘空间不够。请联系系统管理员。",
    "The result could not be written; the server's disk may be full. Tell the system administrator.",
)
WENT_WRONG = Term(
    "程序出现问题，没有保存任何内容。请把任务编号 {number} 告诉系统管理员。",
    "Something went wrong and nothing was saved. Tell the system administrator the job number {number}.",
)

Work = Callable[[Session, Job, Progress, Path], Outcome]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Runner:
    """What does the jobs of one kind."""

    work: Work
    reading: bool = False
    """It only reads: then it takes no write lock, and sees one state of the database from beginning to end."""


class Interrupted(Exception):
    """The worker is being shut down: the job goes back into the queue."""


def run(
    session_factory: Callable[[], Session],
    plan_store: PlanStore,
    job_id: int,
    runners: Mapping[JobKind, Runner],
    data_dir: Path,
    *,
    clock: Clock | None = None,
    stopping: Event | None = None,
) -> JobState | None:
    """Do job ``job_id`` and return how it ended; None when it is not waiting, or somebody else is on it.

    Whatever goes wrong is kept as a sentence for the owner; an unexpected error is then raised again, for the log.
    """
    signs = Signs(data_dir, job_id)
    with signs.held() as mine, session_factory() as session:
        if not mine:
            return None
        act(session, System(f"job {job_id}"), clock=clock or (lambda: datetime.now(UTC)))
        if not _claim(session, job_id):
            return None
        job = session.get_one(Job, job_id)
        session.expunge(job)  # its owner acts from here on, and people do not read kernel tables
        session.rollback()
        return _Run(session, job, signs, data_dir, stopping or Event()).do(plan_store, runners)


def _claim(session: Session, job_id: int) -> bool:
    claimed = session.execute(
        update(Job).where(Job.id == job_id, Job.state == JobState.WAITING).values(state=JobState.RUNNING)
    )
    session.commit()
    return bool(claimed.rowcount)  # type: ignore[attr-defined]  # a CursorResult


@contextmanager
def _little_cache(session: Session) -> Iterator[None]:
    """A job that reads meets every row once: pages kept for a second look would only fill the memory (SQLite)."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA cache_size = -{LITTLE_CACHE_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")


class _Run:
    """One job on its way."""

    def __init__(self, session: Session, job: Job, signs: Signs, data_dir: Path, stopping: Event) -> None:
        self.session = session
        self.job = job
        self.signs = signs
        self.data_dir = data_dir
        self.stopping = stopping
        self.told_at = -math.inf
        self.last = 0, 0
        self.result: Path | None = None

    def do(self, plan_store: PlanStore, runners: Mapping[JobKind, Runner]) -> JobState:
        """Work and end; every way out leaves a state and no half file."""
        try:
            self._look_up()
            runner = runners[self.job.kind]
            self._begin(runner)
            authority = self._authority(plan_store)
            with _little_cache(self.session) if runner.reading else nullcontext():
                act(self.session, authority)
                outcome = runner.work(self.session, self.job, self.progress, self.data_dir)
            self._look_up()
            self._finish(authority, outcome, runner)
            return JobState.DONE
        except Interrupted:
            return self._end(JobState.WAITING, None)
        except Cancelled:
            return self._end(JobState.CANCELLED, STOPPED)
        except DomainError as refusal:
            return self._end(JobState.FAILED, refusal.sentence)
        except Exception as error:
            full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            self._end(JobState.FAILED, NO_SPACE if full else WENT_WRONG.format(number=self.job.id))
            raise

    def progress(self, done: int, total: int) -> None:
        """Tell how far it is and look whether to stop, once a second; see operations.jobs.Progress."""
        self.last = done, total
        now = time.monotonic()
        if now - self.told_at >= TOLD_EVERY:
            self.told_at = now
            self._look_up()
            self.signs.tell(done, total)

    def _look_up(self) -> None:
        if self.signs.stop_asked():
            raise Cancelled
        if self.stopping.is_set():
            raise Interrupted

    def _begin(self, runner: Runner) -> None:
        self.session.info["reading"] = runner.reading
        if runner.reading and self.session.get_bind().dialect.name == "postgresql":
            # SQLite's readers see one state anyway; here it must be asked for.
            self.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})

    def _authority(self, plan_store: PlanStore) -> Authority:
        params, now = self.job.params, self.session.info["clock"]()
        found = plan_store.authority(
            self.session, self.job.account_id, policy_version(self.session), now,
            address=params.get("address", ""), request_id=params.get("request_id", ""),
        )  # fmt: skip
        if found is None:
            raise Refused(NOT_ALLOWED_ANY_MORE)
        return replace(found, reason=f"后台任务 {self.job.id}")

    def _finish(self, authority: Authority, outcome: Outcome, runner: Runner) -> None:
        self.result = outcome.file
        if not runner.reading:
            # What was written stands or falls with the end of the job.
            self._write_end(authority, outcome)
            self.session.commit()
        else:
            self.session.rollback()
            self._patiently(lambda: self._write_end(authority, outcome))
        self.signs.clear()

    def _write_end(self, authority: Authority, outcome: Outcome) -> None:
        self.session.info["reading"] = False
        if outcome.facts:
            facts = {**outcome.facts, **outcome.counts}
            audit.note(self.session, authority, self.job.kind.value, self.job.register_key, None, **facts)
        self._as_system()
        now, (done, total) = self.session.info["clock"](), self.last
        ended = end(
            self.session, self.job.id, JobState.DONE, now, done=total or done, total=total,
            outcome=said(outcome.sentence, counts=dict(outcome.counts), rights=outcome.rights),
            result_file=outcome.file.name if outcome.file else None, result_name=outcome.name or None,
            expires_at=now + KEPT if outcome.file else None,
        )  # fmt: skip
        if not ended:
            raise Cancelled  # somebody has already ended it, so nothing of it may stay

    def _end(self, state: JobState, sentence: Term | None) -> JobState:
        """Roll everything back and say how it ended."""
        self.session.rollback()
        self.session.expunge_all()
        if self.result is not None:
            self.result.unlink(missing_ok=True)
        self.signs.clear()
        self._patiently(lambda: self._write_state(state, sentence))
        return state

    def _write_state(self, state: JobState, sentence: Term | None) -> None:
        self._as_system()
        self.session.info["reading"] = False
        if sentence is None:
            self.session.execute(
                update(Job).where(Job.id == self.job.id, Job.state == JobState.RUNNING).values(state=state)
            )
        else:
            end(self.session, self.job.id, state, self.session.info["clock"](), outcome=said(sentence))

    def _as_system(self) -> None:
        act(self.session, System(f"job {self.job.id}", acting_for=self.job.account_id))

    def _patiently(self, write: Callable[[], Any]) -> None:
        """Write and commit, waiting as long as need be for whoever holds the database locked."""
        for left in range(TRIES, 0, -1):
            try:
                write()
                self.session.commit()
                return
            except OperationalError:
                self.session.rollback()
                if left == 1:
                    raise
                time.sleep(BETWEEN_TRIES)


