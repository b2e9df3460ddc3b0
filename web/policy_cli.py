"""``flask policy``: why somebody sees a field or not, who can read it, and whether duties are separated, from the server."""

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from domain.access import Channel
from models.engine import FencedSession
from models.fence import act
from models.fields import Field
from models.register import Register, registers
from operations.explaining import accounts_like, why
from operations.explaining_readers import readers
from operations.separating import lint
from permissions.actor import System
from web.extensions import db

policy = AppGroup("policy", help="Why somebody sees a field, who can read it, and whether duties are separated.")
CHANNELS = click.Choice([channel.value for channel in Channel])


@policy.command("explain")
@click.argument("user")
@click.argument("register")
@click.argument("field")
@click.option("--row", type=int, help="The id of one record; without it, of all he may see.")
@click.option("--channel", type=CHANNELS, default=Channel.DETAILS.value, show_default=True)
@with_appcontext
def explain(user: str, register: str, field: str, row: int | None, channel: str) -> None:
    """Why USER (code, name or staff number) sees FIELD of REGISTER or not; what decides is marked with →."""
    book, spec = _field(register, field)
    with _reading() as session:
        found = accounts_like(session, user)
        if len(found) != 1:
            codes = "、".join(account.code for account, _ in found)
            raise click.ClickException(f"「{user}」对应多个操作代码：{codes}" if found else f"没有操作代码或员工「{user}」")
        answer = why(session, found[0][0], book, spec, Channel(channel), row)
    click.echo(answer.verdict.zh)
    for step in answer.steps:
        click.echo(f"{'→' if step.decides else ' '} {step.sentence.zh}")


@policy.command("readers")
@click.argument("register")
@click.argument("field")
@click.option("--channel", type=CHANNELS, default=Channel.DETAILS.value, show_default=True)
@with_appcontext
def who_reads(register: str, field: str, channel: str) -> None:
    """Who can read FIELD of REGISTER, by which path, since when, granted by whom."""
    book, spec = _field(register, field)
    with _reading() as session:
        found = readers(session, book, spec, Channel(channel))
    click.echo(found.policy.zh)
    for reader in found.readers:
        click.echo(f"{reader.name}（{reader.account}，{reader.department}）{reader.level.title.zh}")
        for way in reader.ways:
            since = f"{way.since:%Y-%m-%d}" if way.since else "—"
            click.echo(f"  角色{way.role.zh}（{way.how.zh}），范围：{way.rows.zh}；自{since}起，授予人：{way.granted_by.zh}")


@policy.command("separation")
@with_appcontext
def separation() -> None:
    """Every conflict of separated duties by name; exit code 1 when there is one (warnings alone do not count)."""
    with _reading() as session:
        found = lint(session)
    for one in found:
        click.echo(f"{'提示' if one.is_warning else '冲突'}：{one.sentence.zh}")
    conflicts = sum(not one.is_warning for one in found)
    click.echo(f"冲突 {conflicts} 处，提示 {len(found) - conflicts} 处")
    raise SystemExit(1 if conflicts else 0)


def _field(register: str, field: str) -> tuple[Register, Field]:
    book = registers.get(register) or next((one for one in registers.values() if one.title.zh == register), None)
    if book is None:
        raise click.ClickException(f"没有登记簿「{register}」，现有：{'、'.join(registers)}")
    spec = book.fields.get(field) or next((one for one in book.fields.values() if one.label.zh == field), None)
    if spec is None:
        raise click.ClickException(f"「{register}」没有字段「{field}」，现有：{'、'.join(book.fields)}")
    return book, spec


def _reading() -> Session:
    session = FencedSession(db.engine)
    session.info["reading"] = True
    act(session, System("flask policy"))
    return session
