"""The clock of the panel: what runs every so often, with the outgoing mail of this installation; by a worker or by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
import structlog
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from domain.terms import Term
from models.engine import FencedSession
from models.fence import act
from operations.outbox import send_due
from operations.periodic import Opener, Outcome, Rule, Task, any_due, run_due
from operations.periodic_tasks import TASKS
from operations.smtp import Post
from permissions.actor import System
from web.context import now
from web.extensions import db

periodic = AppGroup("periodic", help="What runs by the clock: warnings, reminders, outgoing mail.")
log = structlog.get_logger()


@contextmanager
def opened() -> Iterator[Session]:
    """A session of its own for the clock, committed at the end."""
    with FencedSession(db.engine) as session:
        act(session, System("定时任务"), clock=now)
        session.info["data_dir"] = Path(current_app.config["DATA_DIR"])
        yield session
        session.commit()


def tasks(app: Flask) -> tuple[Task, ...]:
    """All tasks of this installation; mail only where the environment says how to send it."""
    post: Post | None = app.config.get("MAIL_POST")
    if post is None:
        return TASKS

    def send(opener: Opener) -> int:
        return send_due(opener, post.sender_to(), now)

    return (*TASKS, Task("mail", Term("发送邮件", "Outgoing mail"), timedelta(minutes=1), (Rule("send", Term("发送", "Send"), send),)))


def run_now(app: Flask, *, anyway: bool = False) -> list[Outcome]:
    """Run what is due, in this process; most minutes that is nothing, told by reading only."""
    known = tasks(app)
    if not anyway:
        with FencedSession(db.engine) as session:
            act(session, System("定时任务"), clock=now)
            session.info["reading"] = True
            if not any_due(session, known, now()):
                return []
    return run_due(opened, known, now, anyway=anyway)


def keep_time(app: Flask) -> None:
    """What the worker calls every minute."""
    with app.app_context():
        try:
            found = run_now(app)
        except OperationalError as error:
            log.warning("periodic_postponed", kind=type(error.orig).__name__)
            return
        for one in found:
            log.info("periodic", rule=one.code, counted=one.counted, failed=one.error is not None)


@periodic.command("run")
@click.option("--all", "anyway", is_flag=True, help="Also what is not due yet.")
@with_appcontext
def run(anyway: bool) -> None:
    """Run what is due now; exit code 1 when a rule has failed."""
    found = run_now(current_app._get_current_object(), anyway=anyway)  # type: ignore[attr-defined]
    if not found:
        click.echo("没有到期的定时任务。 (nothing is due)")
    for one in found:
        click.echo(f"{one.code:40} {one.counted:6}  {one.error.zh if one.error else 'ok'}")
    if any(one.error for one in found):
        raise click.exceptions.Exit(1)
