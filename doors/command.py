"""``flask check doors``: the proof on the terminal, with exit code 1 when anything leaks."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from doors.checking import Broken, check, policy_and_people
from doors.proof import as_text
from models.engine import FencedSession
from models.fence import act
from operations.clauses import coverage as kept
from operations.complaints.substitution import gaps
from operations.complaints.volumes import check_chain, years
from permissions.actor import System
from web.extensions import db
from web.jobs import data_dir

MOST_LEAKS = 50
checks = AppGroup("check", help="Whether the configuration of this installation holds.")


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(checks)


@checks.command("doors")
@click.option("--grid", is_flag=True, help="A line per field, not only one per register.")
@with_appcontext
def doors(grid: bool) -> None:
    """Try every door as every role in a sandbox with the policy in force; nothing of the real data is touched."""
    with FencedSession(db.engine) as session:
        act(session, System("flask check doors"))
        session.info["reading"] = True
        document, people = policy_and_people(session)
    if not people:
        raise click.ClickException("没有角色，没有可检查的方案。请先运行 flask --app app migrate。")
    try:
        proof = check(document, people, _bar if sys.stderr.isatty() else lambda _done, _total: None)
    except Broken as error:
        raise click.ClickException(f"检查没有做完：{error}\nThe check did not come to its end: {error}") from error
    click.echo(as_text(proof, every_field=grid))
    for leak in proof.leaks[:MOST_LEAKS]:
        click.echo(f"LEAK  {leak.reader}  {leak.door}: {leak.what}")
    if len(proof.leaks) > MOST_LEAKS:
        click.echo(f"… {len(proof.leaks) - MOST_LEAKS} more")
    click.echo(f"{proof.line()}  ({proof.seconds:.0f} s, {proof.cpu_seconds:.0f} s of processor)")
    raise SystemExit(0 if proof.holds else 1)


@checks.command("recusal")
@with_appcontext
def recusal() -> None:
    """Who could not be complained of: about him nobody impartial would be left to assign, to investigate or to decide."""
    with FencedSession(db.engine) as session:
        act(session, System("flask check recusal"))
        found = gaps(session)
    for gap in found:
        click.echo(f"{gap.sentence.zh}\n  {gap.sentence.en}")
    click.echo(f"{len(found)} 处无人可办 / {len(found)} complaints without anybody")
    raise SystemExit(1 if found else 0)


@checks.command("volumes")
@with_appcontext
def volumes() -> None:
    """Whether every bound volume still stands as it was sealed: its number, its link to the one before, and its file (K4.20)."""
    with FencedSession(db.engine) as session:
        act(session, System("flask check volumes"))
        found = [check_chain(session, data_dir(), year) for year in years(session)]
    for year in found:
        click.echo(f"{year.year}：{year.count} 卷 / {year.count} volumes")
        for fault in year.faults:
            click.echo(f"  {fault.number}：{fault.what.zh}\n    {fault.what.en}")
    faults = sum(len(year.faults) for year in found)
    click.echo(f"{faults} 处不符 / {faults} faults")
    raise SystemExit(1 if faults else 0)


@checks.command("coverage")
@click.option("--missing", is_flag=True, help="The clauses that nothing keeps yet, and those kept in part.")
def coverage(*, missing: bool) -> None:
    """How many clauses of the regulations are enforced, computed or recorded, by docs/coverage.tsv."""
    found = kept()
    if missing:
        click.echo(f"missing: {' '.join(found.missing)}\nin part: {' '.join(found.part)}")
    click.echo(str(found))


def _bar(done: int, total: int) -> None:
    sys.stderr.write(f"\r  {done} / {total}" + ("\n" if done == total else ""))
