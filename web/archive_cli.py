"""``flask archive``: check the ledger read-only, and write it out for an independent verifier (K10.5)."""

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from operations.archives import checking, exporting
from web.extensions import db


def archive_commands() -> AppGroup:
    """The group of commands."""
    group = AppGroup("archive", help="Archives: check the ledger, export it for tools/verify_ledger.py.")

    @group.command("check")
    @with_appcontext
    def check() -> None:
        """Verify every invariant, one line each; exit 1 on any breach. Reads only."""
        with db.engine.execution_options(reading=True).connect() as connection:
            found = 0
            for verdict in checking.check(connection):
                click.echo(f"{verdict.invariant.code}  {'fine' if not verdict.count else f'{verdict.count} BREACHES'}  {verdict.invariant.title.en}")
                for line in verdict.first:
                    click.echo(f"      {line}")
                found += verdict.count
            click.echo(f"archive check: {checking.entries(connection)} entries, {found} breaches")
        if found:
            raise SystemExit(1)

    @group.command("export")
    @click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
    @with_appcontext
    def export(folder: Path) -> None:
        """Write the ledger into FOLDER, one file a table, for tools/verify_ledger.py."""
        with db.engine.execution_options(reading=True).connect() as connection:
            click.echo(f"{exporting.export(connection, folder)} lines")

    return group
