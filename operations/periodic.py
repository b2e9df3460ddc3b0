"""Running what must happen by the clock: each task by one worker at a time, each rule in a transaction of its own.

What was missed, for a minute or a week, runs once when somebody works again; what a rule has done already it recognises
by what it wrote. A rule that fails is noted in words and does not stop the others.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from domain.errors import DomainError
from domain.terms import Term
from models.governance.periodic_run import PeriodicRun

LEASE = timedelta(minutes=15)
"""How long a rule may take before another worker thinks that its worker has died."""
BUSY = Term("数据库正忙，下次再试。", "The database was busy; it will be tried again.")
WENT_WRONG = Term("程序出现问题（{kind}）。请把时间告诉系统管理员，详情在日志里。", "Something went wrong ({kind}); the log has more.")
Opener = Callable[[], AbstractContextManager[Session]]
"""A session that acts for the system, committed when the block ends well and rolled back when not."""
log = structlog.get_logger()
_runs: Any = PeriodicRun.__table__
_insert: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to do; ``run`` returns how much it did, and doing it again at once does nothing more."""

    code: str
    title: Term
    run: Callable[[Opener], int]


@dataclass(frozen=True, slots=True)
class Task:
    """Rules that are due together, ``every`` so often."""

    code: str
    title: Term
    every: timedelta
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one rule ended: what it did, or why it did not."""

    code: str
    counted: int
    error: Term | None = None


def in_one(work: Callable[[Session], int]) -> Callable[[Opener], int]:
    """A rule that needs just one transaction."""

    def run(opened: Opener) -> int:
        with opened() as session:
            return work(session)

    return run


def run_due(opened: Opener, tasks: Sequence[Task], clock: Callable[[], datetime], *, anyway: bool = False) -> list[Outcome]:
    """Run every task that is due (all of them with ``anyway``) and that nobody else is running; returns how each rule ended."""
    found: list[Outcome] = []
    for task in tasks:
        who = secrets.token_hex(8)
        if _take(opened, task, who, clock(), anyway=anyway):
            found += _run(opened, task, who, clock)
    return found


def _take(opened: Opener, task: Task, who: str, now: datetime, *, anyway: bool) -> bool:
    """Whether the task is due and this worker's now: one statement decides, whatever other workers do."""
    due = or_(_runs.c.last_started.is_(None), _runs.c.last_started <= now - task.every)
    free = or_(_runs.c.leased_until.is_(None), _runs.c.leased_until <= now)
    mine = [_runs.c.code == task.code, free, *(() if anyway else (due,))]
    try:
        with opened() as session:
            insert = _insert[session.get_bind().dialect.name]
            session.execute(insert(_runs).values(code=task.code, failures=0, counted=0).on_conflict_do_nothing())
            taken = session.execute(update(_runs).where(*mine).values(leased_by=who, leased_until=now + LEASE, last_started=now))
            return bool(taken.rowcount)  # type: ignore[attr-defined]  # a CursorResult
    except OperationalError:
        return False  # somebody writes; a minute later will do


def _run(opened: Opener, task: Task, who: str, clock: Callable[[], datetime]) -> list[Outcome]:
    found: list[Outcome] = []
    for rule in task.rules:
        if not _keep(opened, task, who, clock()):
            return found  # it took so long that another worker has it now
        outcome = _one(opened, task, rule)
        found.append(outcome)
        _note(opened, outcome, clock())
    wrong = [one.error for one in found if one.error is not None]
    whole = Outcome(task.code, sum(one.counted for one in found), wrong[0] if wrong else None)
    _note(opened, whole, clock(), let_go=who)
    return found


def _keep(opened: Opener, task: Task, who: str, now: datetime) -> bool:
    with opened() as session:
        kept = session.execute(
            update(_runs).where(_runs.c.code == task.code, _runs.c.leased_by == who).values(leased_until=now + LEASE)
        )
        return bool(kept.rowcount)  # type: ignore[attr-defined]  # a CursorResult


def _one(opened: Opener, task: Task, rule: Rule) -> Outcome:
    code = f"{task.code}.{rule.code}"
    try:
        return Outcome(code, rule.run(opened))
    except DomainError as refusal:
        return Outcome(code, 0, refusal.sentence)
    except OperationalError:
        return Outcome(code, 0, BUSY)
    except Exception as error:  # whatever it is: the other rules must run, and this one is seen on the health page
        frames: list[str] = []
        trace = error.__traceback__
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        log.error("periodic_rule_failed", rule=code, kind=type(error).__name__, at=frames[-6:])
        return Outcome(code, 0, WENT_WRONG.format(kind=type(error).__name__))


def _note(opened: Opener, outcome: Outcome, now: datetime, *, let_go: str = "") -> None:
    """Keep how it ended; the row of the task is let go of."""
    went_well = outcome.error is None
    values: dict[str, Any] = {"last_ok": now, "failures": 0, "counted": outcome.counted} if went_well else {}
    if outcome.error is not None:
        values = {"failures": _runs.c.failures + 1, "last_error": outcome.error.zh[:300], "last_error_en": outcome.error.en[:300]}
    if let_go:
        values |= {"leased_by": None, "leased_until": None}
    else:
        values["last_started"] = now
    with opened() as session:
        insert = _insert[session.get_bind().dialect.name]
        session.execute(insert(_runs).values(code=outcome.code, failures=0, counted=0).on_conflict_do_nothing())
        which = [_runs.c.code == outcome.code, *([_runs.c.leased_by == let_go] if let_go else [])]
        session.execute(update(_runs).where(*which).values(**values))


def any_due(session: Session, tasks: Sequence[Task], now: datetime) -> bool:
    """Whether :func:`run_due` would find something, told by reading only."""
    begun = {row.code: row.last_started for row in session.execute(select(_runs.c.code, _runs.c.last_started))}
    return any(begun.get(task.code) is None or begun[task.code] <= now - task.every for task in tasks)


def runs(session: Session) -> dict[str, PeriodicRun]:
    """How every task and rule stands, by code; ``session`` acts for the system."""
    return {one.code: one for one in session.scalars(select(PeriodicRun))}
