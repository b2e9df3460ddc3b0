"""Background jobs as their owner meets them: asking for one, watching it, stopping it, and how long results stay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from domain.errors import Conflict, missing
from domain.terms import Term
from models.fence import acting
from models.governance.job import Job, JobKind, JobState
from operations.job_signs import Signs, folder
from permissions.actor import System

KEPT = timedelta(hours=24)
"""How long a result may be fetched."""
AT_ONCE = 5
"""Unfinished jobs of one account."""
WAITS_TOO_LONG = timedelta(minutes=1)
LISTED = 30
UNFINISHED = (JobState.WAITING, JobState.RUNNING)

KINDS = {
    JobKind.EXPORT: Term("导出", "Export"),
    JobKind.IMPORT: Term("导入", "Import"),
    JobKind.UNDO_IMPORT: Term("撤销导入", "Undo an import"),
    JobKind.CHECK_DOORS: Term("权限自查", "Check of the doors"),
}
STATES = {
    JobState.WAITING: Term("排队中", "Waiting"),
    JobState.RUNNING: Term("进行中", "Running"),
    JobState.DONE: Term("完成", "Done"),
    JobState.FAILED: Term("未完成", "Failed"),
    JobState.CANCELLED: Term("已停止", "Stopped"),
}
TOO_MANY = Term(
    "您已有 {most} 个后台任务没有结束。请等它们结束，或先停止一个。",
    "{most} of your jobs have not ended. Wait for them, or stop one first.",
)
OVER = Term("这个任务已经结束。", "This job is already over.")
PROCESS_ENDED = Term(
    "处理中程序被中断，没有保存任何内容。请重新开始。",
    "The program was interrupted; nothing was saved. Please start again.",
)

Progress = Callable[[int, int], None]
"""``progress(done, total)``, as often as one likes; raises Cancelled once the owner wants the job stopped."""


class Cancelled(Exception):
    """The owner stopped the job: let it pass, so that everything is rolled back."""


@dataclass(frozen=True)
class Outcome:
    """How a job ended well: a sentence and counts for its owner, never values of records."""

    sentence: Term
    counts: Mapping[str, int] = field(default_factory=dict)
    file: Path | None = None
    """The whole result, which is kept for a day under ``name``."""
    name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the audit notes in the transaction that ends the job, beside the counts; empty: no note."""
    rights: str = ""
    """A mark of the rights the result was made with; when they change, it is not handed out any more."""


def enqueue(session: Session, account_id: int, kind: JobKind, register_key: str, params: Mapping[str, Any]) -> Job:
    """A new waiting job of an account, flushed; raises Conflict when too many of his have not ended."""
    with acting(session, System("start a job", acting_for=account_id)):
        own = select(func.count()).select_from(Job).where(Job.account_id == account_id, Job.state.in_(UNFINISHED))
        if (session.scalar(own) or 0) >= AT_ONCE:
            raise Conflict(TOO_MANY, most=AT_ONCE)
        now = session.info["clock"]()
        job = Job(kind=kind, account_id=account_id, register_key=register_key, params=dict(params), created_at=now)
        session.add(job)
        session.flush()
    return job


def own_job(session: Session, account_id: int, job_id: int) -> Job:
    """A job of this account; raises Missing for somebody else's and for none alike."""
    with acting(session, System("look at an own job", acting_for=account_id)):
        job = session.scalar(select(Job).where(Job.id == job_id, Job.account_id == account_id))
    if job is None:
        raise missing()
    return job


def own_jobs(session: Session, account_id: int, *, before: int | None = None) -> list[Job]:
    """The newest jobs of this account (those older than job ``before``), one more than a page shows."""
    wanted = select(Job).where(Job.account_id == account_id).order_by(Job.id.desc()).limit(LISTED + 1)
    if before is not None:
        wanted = wanted.where(Job.id < before)
    with acting(session, System("list own jobs", acting_for=account_id)):
        return list(session.scalars(wanted))


def has_result(job: Job, now: datetime) -> bool:
    """Whether the job has a file that may be fetched now."""
    return job.result_file is not None and (job.expires_at is None or now < job.expires_at)


def cancel(job: Job, data_dir: Path) -> None:
    """Ask the worker to stop ``job``; nothing is written to the database, which a running import may hold locked.

    Raises Conflict when it is already over.
    """
    if job.state not in UNFINISHED:
        raise Conflict(OVER)
    Signs(data_dir, job.id).ask_to_stop()


# ---- keeping order -------------------------------------------------------------------------------------------------


def needs_tidying(session: Session, now: datetime) -> bool:
    """Whether :func:`tidy` would find anything, told by reading only."""
    old = (Job.expires_at <= now) & Job.result_file.is_not(None)
    return bool(session.scalar(select(Job.id).where(old | Job.state.in_(UNFINISHED)).limit(1)))


def tidy(session: Session, now: datetime, data_dir: Path) -> list[int]:
    """Fail the jobs whose process died, delete old results; returns the ids of jobs that have waited too long.

    ``session`` acts for the system, and the caller commits.
    """
    fail_dead(session, now, data_dir)
    expire(session, now, data_dir)
    forgotten = select(Job.id).where(Job.state == JobState.WAITING, Job.created_at <= now - WAITS_TOO_LONG)
    return list(session.scalars(forgotten.order_by(Job.id)))


def fail_dead(session: Session, now: datetime, data_dir: Path) -> list[int]:
    """Mark running jobs that no process works on any more as failed, remove their half files, return their ids."""
    dead = []
    for job_id in session.scalars(select(Job.id).where(Job.state == JobState.RUNNING)):
        signs = Signs(data_dir, job_id)
        with signs.held() as nobody_works:
            if nobody_works and end(session, job_id, JobState.FAILED, now, outcome=said(PROCESS_ENDED)):
                signs.clear()
                dead.append(job_id)
    return dead


def expire(session: Session, now: datetime, data_dir: Path) -> int:
    """Delete the results that have been kept long enough, and files no job needs; returns how many results."""
    # In this order a job that ends meanwhile is in one of the lists, so that its new result is not taken for waste.
    there = list(folder(data_dir).iterdir())
    busy = {str(key) for key in session.scalars(select(Job.id).where(Job.state.in_(UNFINISHED)))}
    old = select(Job.id).where(Job.result_file.is_not(None), Job.expires_at <= now)
    ids = list(session.scalars(old))
    session.execute(update(Job).where(Job.id.in_(ids)).values(result_file=None, result_name=None))
    wanted = set(session.scalars(select(Job.result_file).where(Job.result_file.is_not(None))))
    for path in there:
        if path.name not in wanted and path.name.partition(".")[0] not in busy:
            path.unlink(missing_ok=True)
    return len(ids)


def said(sentence: Term, **more: Any) -> dict[str, Any]:
    """What a job's ``outcome`` keeps."""
    return {"zh": sentence.zh, "en": sentence.en, **more}


def end(session: Session, job_id: int, state: JobState, now: datetime, **values: Any) -> bool:
    """Let a running job end in ``state``; False when it was not running, and then nothing is changed."""
    running = update(Job).where(Job.id == job_id, Job.state == JobState.RUNNING)
    ended = session.execute(running.values(state=state, finished_at=now, **values))
    return bool(ended.rowcount)  # type: ignore[attr-defined]  # a CursorResult
