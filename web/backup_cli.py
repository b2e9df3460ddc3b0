"""``flask backup``, ``flask restore``, ``flask drill``: copies are made, brought back by order, and tried out (K5.21, K5.24)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from domain.errors import DomainError
from operations.it_operations import backing_up, restoring
from web.database import migrate_database
from web.extensions import db

SystemSession = Callable[[str], AbstractContextManager[Session]]
FOLDER = click.Path(file_okay=False, path_type=Path)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except DomainError as refusal:
        clause = f"（{refusal.clause}）" if refusal.clause else ""
        raise click.ClickException(f"{refusal.sentence.zh}{clause}\n{refusal.sentence.en}") from refusal


def _data_dir() -> Path:
    return Path(current_app.config["DATA_DIR"])


def _say(copied: backing_up.Copied) -> None:
    click.echo(f"{copied.name}\t{'BROKEN' if copied.proof.wrong else 'sound'}\t{copied.folder}")
    for line in copied.proof.wrong or copied.proof.looked_at:
        click.echo(f"  {line}")
    if copied.proof.wrong:
        raise SystemExit(1)


def backup_commands(session: SystemSession) -> tuple[click.Command, ...]:
    """The commands, whose sessions are opened with ``session``."""

    @click.command()
    @click.option("--to", type=FOLDER, help="Where the folder of the copy is made; backups/ beside the data when left out.")
    @click.option("--place", default=backing_up.HERE, show_default=True, help="How the register calls that place.")
    @click.option("--keeper", default="", help="The account of who keeps it; whoever kept the last one when left out.")
    @click.option("--off-site", type=(FOLDER, str), default=None, help="A second copy: its folder, and how the register calls that place.")
    @with_appcontext
    def backup(to: Path | None, place: str, keeper: str, off_site: tuple[Path, str] | None) -> None:
        """Copy database and attachments while people work, prove the copy and enter it in the register."""
        data = _data_dir()
        with _refusing():
            made = backing_up.back_up(
                lambda: session("flask backup"), db.engine, data, to or data / "backups", place=place, keeper=keeper, off_site=off_site
            )
        for one in made:
            _say(one)

    return backup, _restore(session), _drill(session)


def _restore(session: SystemSession) -> click.Command:
    @click.command()
    @click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
    @click.option("--order", required=True, help="The number of the approved order (数据处置单).")
    @click.option("--by", required=True, help="The account of whoever carries it out.")
    @with_appcontext
    def restore(folder: Path, order: str, by: str) -> None:
        """Bring the copy in FOLDER back, by an approved order and after a fresh backup; stop the web server and the worker first."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        with _refusing():
            done = restoring.restore(lambda: session("flask restore"), db.engine, _data_dir(), folder, order, by, lambda: migrate_database(app))
        click.echo(f"{done.name}\trestored\tbefore: {done.before}")
        for line in done.seen:
            click.echo(f"  {line}")

    return restore


def _drill(session: SystemSession) -> click.Command:
    @click.command()
    @click.option("--backup", "name", default="", help="The label of a copy; the newest when left out.")
    @with_appcontext
    def drill(name: str) -> None:
        """Bring the newest copy back into a scratch place and prove it, without touching what is in use."""
        with _refusing():
            _say(backing_up.drill(lambda: session("flask drill"), db.engine, name))

    return drill
