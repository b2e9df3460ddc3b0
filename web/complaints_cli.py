"""``flask complaints``: the draw for spot-checks on the command line, where anybody who knows the seed repeats it (T4.3)."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.report_periods import read_period
from operations.complaints.drawing import draw_cases

SystemSession = Callable[[str], AbstractContextManager[Session]]


def complaint_commands(session: SystemSession) -> AppGroup:
    """The group, whose commands open their sessions with ``session``."""
    group = AppGroup("complaints", help="Complaints: the draw of cases to check.")

    @group.command("draw")
    @click.option("--month", required=True, help="2026-09: the month the cases were closed in.")
    @click.option("--seed", default="", help="Of an earlier draw, to repeat it; a new one is made when it is left out.")
    @with_appcontext
    def draw(month: str, seed: str) -> None:
        """Draw closed cases of a month for spot-checks, by department; prints the seed, the digest of the list drawn from, and what was drawn.

        "+": a serious or major case that is checked in any event.
        """
        try:
            with session("flask complaints draw") as own:
                found = draw_cases(own, read_period(month), seed or secrets.token_hex(8))
        except Invalid as refusal:
            raise click.ClickException(f"{refusal.sentence.zh}\n{refusal.sentence.en}") from refusal
        click.echo(f"seed {found.seed}  {month}  {found.percent} %, {found.least} at the least (T4.3)")
        click.echo(f"sha256 {found.digest}")
        for code, numbers in found.cases.items():
            click.echo(f"{code}\t{len(numbers)} / {found.of[code]}")
            for number in numbers:
                click.echo(f"\t{number}")
            for number in found.whole.get(code, ()):
                if number not in numbers:
                    click.echo(f"\t{number}\t+")

    return group
