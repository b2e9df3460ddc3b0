"""Bringing a copy back: never without a superior's order, a fresh copy of what is there, and a look at what came of it (K5.8, K5.24)."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, select
from sqlalchemy.orm import Session

from domain.errors import Missing, Refused
from domain.terms import Term
from models import audit
from models.base import NumberSeries, columns_of, series_of
from models.fence import authority_of
from models.it_operations.backup import Backup
from models.it_operations.data_order import DataOrder, OrderKind, OrderState
from operations.it_operations.backing_up import NO_BACKUP, Opener, holder_of
from operations.it_operations.copying import ATTACHMENTS, DATABASE, Manifest, read_manifest, revision_of, run
from operations.it_operations.orders import require_backed_up
from operations.it_operations.proving import examine, prove, require_sound

NO_ORDER = Term(
    "没有数据处置单「{number}」。先申请「数据恢复」并经上级批准。", "There is no order “{number}”. Ask for a restore and have it approved by a superior."
)
NOT_APPROVED = Term("数据处置单「{number}」不是已批准的数据恢复，不能执行。", "The order “{number}” is no approved restore.")
OTHER_COPY = Term("数据处置单「{number}」批准恢复的是「{name}」，不是「{folder}」。", "The order “{number}” is about “{name}”, not “{folder}”.")
OTHER_DATABASE = Term("这份备份来自 {its}，现用数据库是 {ours}。", "This copy comes from {its}; the database in use is {ours}.")
NOT_THERE = Term("恢复前的备份「{name}」的文件夹不见了：{folder}", "The folder of “{name}”, the backup taken before, is gone: {folder}")
AFTERWARDS = Term(
    "已恢复，但恢复后的核对有问题：{what}。请用恢复前的备份「{before}」退回。", "Restored, but something is wrong: {what}. Go back with “{before}”."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought back, what was kept of the time between, and what was looked at."""

    name: str
    before: str
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the restored database must be told of the time it has not seen."""

    order: dict[str, Any]
    backups: tuple[dict[str, Any], ...]
    source: str
    before: str


def restore(opened: Opener, engine: Engine, data_dir: Path, folder: Path, number: str, by: str, renew: Callable[[], None]) -> Brought:
    """Bring ``folder`` back by the order ``number``; ``by`` is the account of whoever does it, ``renew`` brings older tables up to date.

    Raises Missing, Invalid or Refused with everything as it was; afterwards Refused when what came back is not in order.
    """
    with opened() as session:
        plan = _planned(session, folder, number, by)
    manifest, _ = read_manifest(folder)
    if manifest.dialect != engine.dialect.name:
        raise Refused(OTHER_DATABASE, its=manifest.dialect, ours=engine.dialect.name, clause="K5.24")
    require_sound(prove(engine, folder, digest=str(_named(plan, plan.source)["digest"] or ""), whole=False))
    fresh = _named(plan, plan.before)
    if not Path(fresh["folder"] or "").is_dir():
        raise Refused(NOT_THERE, name=plan.before, folder=fresh["folder"], clause="K5.24")
    require_sound(prove(engine, Path(fresh["folder"]), digest=str(fresh["digest"] or ""), whole=False))
    revision = revision_of(engine)
    _files_back(folder / ATTACHMENTS, data_dir / ATTACHMENTS)
    _database_back(engine, folder / DATABASE[manifest.dialect])
    with engine.execution_options(reading=True).connect() as connection:
        seen, wrong = examine(connection, manifest, ledger=False)
    if manifest.revision != revision:
        renew()
    seen, wrong = _looked_at(engine, manifest, seen, wrong)
    with opened() as session:
        _tell(session, plan, seen, wrong)
    if wrong:
        raise Refused(AFTERWARDS, what="；".join(wrong[:3]), before=plan.before, clause="K5.24")
    return Brought(plan.source, plan.before, tuple(seen))


def _planned(session: Session, folder: Path, number: str, by: str) -> _Plan:
    """Everything that must be so before anything is touched."""
    order = session.scalar(select(DataOrder).where(DataOrder.number == number))
    if order is None:
        raise Missing(NO_ORDER, number=number, clause="K5.8")
    if order.kind != OrderKind.RESTORE or order.state != OrderState.APPROVED:
        raise Refused(NOT_APPROVED, number=number, clause="K5.8")
    manifest, _ = read_manifest(folder)
    source = session.get(Backup, order.source_id)
    if source is None or source.name.removesuffix("-off-site") != manifest.label:
        raise Refused(OTHER_COPY, number=number, name=source.name if source else "", folder=folder.name, clause="K5.8")
    own = select(Backup).where(Backup.copy_of_id.is_(None), Backup.folder.is_not(None))
    newest = session.scalar(own.order_by(Backup.taken_at.desc(), Backup.id.desc()).limit(1))
    if newest is None:
        raise Missing(NO_BACKUP, name="*", clause="K5.24")
    require_backed_up(session, order, newest.id)
    rows = session.connection().execute(select(Backup.__table__).order_by(columns_of("backup").id)).all()
    told = _plain(session.connection().execute(select(DataOrder.__table__).where(columns_of("data_order").id == order.id)).one())
    told |= {"carried_by_id": holder_of(session, by)}
    return _Plan(told, tuple(_plain(row) for row in rows), source.name, newest.name)


def _plain(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)


def _named(plan: _Plan, name: str) -> dict[str, Any]:
    return next(row for row in plan.backups if row["name"] == name)


def _files_back(source: Path, target: Path) -> None:
    """Before the rows that name them; what is there besides stays, and goes with other files that no row names."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        shutil.copyfile(path, target / path.name)


def _database_back(engine: Engine, source: Path) -> None:
    engine.dispose()
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(str(engine.url.database), timeout=60)) as target:
            copy.backup(target)  # one step and one transaction: others see the old pages or the new ones
        return
    script = b"SET lock_timeout = '60s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
    script += run("pg_restore", engine.url, "--no-owner", "--no-privileges", "--file=-", str(source))
    run("psql", engine.url, "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", said=script)


def _looked_at(engine: Engine, manifest: Manifest, seen: list[str], wrong: list[str]) -> tuple[list[str], list[str]]:
    """The ledger is asked once its tables are those of this program."""
    with engine.execution_options(reading=True).connect() as connection:
        more, faults = examine(connection, Manifest(manifest.label, manifest.taken_at, manifest.dialect, "", {}))
    return [*seen, *(line for line in more if line not in seen and not line.startswith("0 "))], [*wrong, *faults]


def _tell(session: Session, plan: _Plan, seen: list[str], wrong: list[str]) -> None:
    """The three steps into the order, and the copies made since into the register: the database that came back knows of neither."""
    ids = _backups_told(session, plan)
    done = "\n".join((
        f"一、恢复前备份现有数据：{plan.before}，核验完好。",
        f"二、按操作手册恢复备份：{plan.source}（命令 restore）。",
        f"三、恢复后验证：{'；'.join(wrong) if wrong else '；'.join(seen)}。",
    ))  # fmt: skip
    values = plan.order | {
        "state": OrderState.CARRIED_OUT, "before_id": ids[plan.before], "source_id": ids[plan.source], "done": done, "carried_at": session.info["clock"](),
    }  # fmt: skip
    _put(session, DataOrder, "number", values)
    series = series_of(DataOrder.register.fields["number"])
    if found := series.parse(str(plan.order["number"])):
        last = session.get(NumberSeries, (series.word, found[0]))
        if last is None:
            session.add(NumberSeries(word=series.word, year=found[0], last_no=found[1]))
        else:
            last.last_no = max(last.last_no, found[1])
    audit.note(session, authority_of(session), "restore", "data_order", None, number=plan.order["number"], backup=plan.source)


def _backups_told(session: Session, plan: _Plan) -> dict[str, int]:
    """Label → id in the restored database, of every copy made up to now."""
    ids: dict[str, int] = {}
    names = {row["id"]: row["name"] for row in plan.backups}
    for row in plan.backups:
        ids[row["name"]] = _put(session, Backup, "name", row | {"copy_of_id": ids.get(names.get(row["copy_of_id"], ""))})
    return ids


def _put(session: Session, model: Any, key: str, values: dict[str, Any]) -> int:
    """Write the row known by ``key`` as it was; whoever and whatever is named and does not exist there is left out."""
    for spec in model.register.fields.values():
        if spec.target in ("employee", "medium") and values[spec.column] is not None:
            one = columns_of(spec.target)
            if session.connection().execute(select(one.id).where(one.id == values[spec.column])).first() is None:
                values = values | {spec.column: None}
    known = session.scalar(select(model).where(getattr(model, key) == values[key]))
    row = known if known is not None else model()
    for name in (spec.column for spec in model.register.fields.values()):
        setattr(row, name, values[name])
    session.add(row)
    session.flush()
    return int(row.id)
