"""Serving the panel with waitress: migrate, fill an empty database with the demo company, say where and with which accounts."""

import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click
import waitress
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.account import Account
from models.customers.customer import Customer
from operations.base_roles import ensure_base_roles
from operations.calendar_filling import fill_calendar
from operations.demo import load_demo
from operations.demo.customers import load_customers
from web import jobs
from web.database import migrate_database
from web.extensions import db
from web.panel import BODY_LIMIT
from web.settings import Settings
from web.uploads import UPLOAD_LIMIT

SystemSession = Callable[[str], AbstractContextManager[Session]]
WAITRESS: dict[str, Any] = {
    "threads": 8,
    # With waitress' default of 100 two hundred slow clients shut everybody else out.
    "connection_limit": 1_000,
    "channel_timeout": 30,
    # Its default takes a gigabyte to disk before the panel may say that this is too much.
    "max_request_body_size": UPLOAD_LIMIT + BODY_LIMIT,
    "ident": "",
    "asyncore_use_poll": True,
}


def serve(app: Flask, *, with_demo: bool, session: SystemSession) -> None:
    """Bring everything up and serve until interrupted."""
    migrate_database(app)
    with session("serve: base roles") as own:
        ensure_base_roles(own)
        fill_calendar(own)
        empty = own.scalar(select(Account.id).limit(1)) is None
    settings = Settings.from_environment()
    if empty and with_demo and not settings.production:
        click.echo("台账：第一次启动，正在装入演示公司… (first start: loading the demo company)")
        load_demo_company(app, customers=400, seed=20260101, session=session)
    shown = accounts_file(app)
    if shown and not settings.production:
        click.echo(shown)
    click.echo(f"台账 http://127.0.0.1:{settings.port}/   (Ctrl-C 停止)")
    stop = jobs.start_consumer(app)
    # A service manager ends with SIGTERM: it must stop like Ctrl-C, so that running jobs go back into the queue.
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        waitress.serve(app, host="127.0.0.1", port=settings.port, **WAITRESS)
    finally:
        stop()


def _interrupted(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt


def load_demo_company(
    app: Flask, *, customers: int, seed: int, session: SystemSession, progress: Callable[[int, int], None] | None = None
) -> Any:
    """The demo company with ``customers`` customers; its accounts are written beside the data for the next start."""
    with session("demo: the company") as own:
        own.info["data_dir"] = Path(app.config["DATA_DIR"])  # for what is scanned
        ensure_base_roles(own)
        loaded = load_demo(own, customers=min(customers, 400), seed=seed)
        if loaded.accounts:
            path = _accounts_path(app)
            path.write_text(accounts_text(loaded))
            path.chmod(0o600)
    with session("demo: count") as own:
        have = own.scalar(select(db.func.count()).select_from(Customer)) or 0
    if customers > have:
        load_customers(_opener(session), customers - have, seed, progress)
    return loaded


def _opener(session: SystemSession) -> Callable[[], AbstractContextManager[Session]]:
    return lambda: session("demo: customers")


def accounts_text(loaded: Any) -> str:
    """The demo accounts as a table for the terminal."""
    lines = ["演示账号 demo accounts:"]
    lines += [f"  {account.code:12} {account.password:22} {account.role}" for account in loaded.accounts]
    return "\n".join(lines)


def accounts_file(app: Flask) -> str:
    """The demo accounts of this data folder, empty when there are none."""
    path = _accounts_path(app)
    return path.read_text() if path.exists() else ""


def _accounts_path(app: Flask) -> Path:
    return Path(app.config["DATA_DIR"]) / "demo_accounts.txt"
