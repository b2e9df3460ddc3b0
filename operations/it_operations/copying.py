"""Copies of everything: the database as it stood at one moment, the attachments, and a manifest with the sum of each file (K5.21)."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, func, inspect, select, text

from domain.errors import Conflict, Invalid, Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.base import Base
from models.engine import prepare

MANIFEST, ATTACHMENTS = "manifest.json", "attachments"
DATABASE = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
PART = 1 << 20
THERE = Term("文件夹「{folder}」已存在，请稍候再备份或另选位置。", "The folder “{folder}” is there already; wait a moment or choose another place.")
NO_ROOM = Term(
    "磁盘空间不足：需要约 {needed} MB，剩余 {free} MB。请清出空间或另选位置。",
    "Not enough room: about {needed} MB are needed, {free} MB are left. Free some or choose another place.",
)
NO_PROGRAM = Term(
    "找不到 {program}，请安装数据库的客户端程序。", "{program} was not found; install the client programs of the database."
)
PROGRAM_FAILED = Term("{program} 没有成功：{said}", "{program} failed: {said}")
NO_MANIFEST = Term("「{folder}」里没有可读的备份清单。", "There is no readable manifest in “{folder}”.")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds: when and of what it was taken, the rows of every table, size and SHA-256 of every file."""

    label: str
    taken_at: str
    dialect: str
    revision: str
    counts: Mapping[str, int]
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def megabytes(self) -> int:
        """The size of all files together, rounded up."""
        return -(-sum(size for size, _ in self.files.values()) // PART)


def take(engine: Engine, data_dir: Path, place: Path, now: datetime) -> tuple[Path, Manifest, str]:
    """Copy everything into a new folder below ``place``; returns it, its manifest and the manifest's own sum.

    The database comes first: a row is written only after the bytes it names, so that every file the copied rows name is
    copied after them. Nobody who works meanwhile waits. The folder gets its name when it is whole.
    """
    label = f"backup-{now.astimezone(OFFICE_ZONE):%Y%m%d-%H%M%S-%f}"[:-3]
    folder, unfinished = place / label, place / f"{label}.part"
    place.mkdir(parents=True, exist_ok=True)
    if folder.exists() or unfinished.exists():
        raise Conflict(THERE, folder=str(folder), clause="K5.21")
    _room_for(engine, data_dir, place)
    unfinished.mkdir(mode=0o700)
    try:
        revision, counts = _copy_database(engine, unfinished / DATABASE[engine.dialect.name])
        _copy_files(data_dir / ATTACHMENTS, unfinished / ATTACHMENTS)
        manifest = Manifest(label, now.isoformat(), engine.dialect.name, revision, counts, dict(sums(unfinished)))
        written = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()
        _write(unfinished / MANIFEST, written)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return folder, manifest, hashlib.sha256(written).hexdigest()


def read_manifest(folder: Path) -> tuple[Manifest, str]:
    """The manifest of a copy and its own sum; raises Invalid when there is none."""
    try:
        written = (folder / MANIFEST).read_bytes()
        found = json.loads(written)
        found["files"] = {str(name): (int(size), str(digest)) for name, (size, digest) in found["files"].items()}
        return Manifest(**found), hashlib.sha256(written).hexdigest()
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Invalid(NO_MANIFEST, folder=str(folder), clause="K5.24") from error


def sums(folder: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    """Name below ``folder`` → size and SHA-256 of every file but the manifest."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            digest = hashlib.sha256()
            with path.open("rb") as file:
                while part := file.read(PART):
                    digest.update(part)
            yield path.relative_to(folder).as_posix(), (path.stat().st_size, digest.hexdigest())


def counted(connection: Any) -> dict[str, int]:
    """The rows of every table; search indexes and what SQLite keeps for itself are no tables of ours."""
    there = set(inspect(connection).get_table_names())
    tables = sorted(there & Base.metadata.tables.keys())
    return {name: int(connection.execute(select(func.count()).select_from(Base.metadata.tables[name])).scalar_one()) for name in tables}


def _copy_database(engine: Engine, target: Path) -> tuple[str, dict[str, int]]:
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(engine.url.database))) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)  # one step: all pages as of one moment, while writers go on in the log
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        _sync(target)
        with opened(engine.url.set(database=str(target))) as copied, copied.connect() as connection:
            return _revision(connection), counted(connection)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        found = _revision(connection), counted(connection)
        run("pg_dump", engine.url, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}")
        return found


@contextmanager
def opened(url: URL) -> Iterator[Engine]:
    """An engine on ``url`` as the panel opens it, closed at the end."""
    engine = prepare(create_engine(url))
    try:
        yield engine
    finally:
        engine.dispose()


def _revision(connection: Any) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def revision_of(engine: Engine) -> str:
    """The revision of the tables of a database."""
    with engine.execution_options(reading=True).connect() as connection:
        return _revision(connection)


def _copy_files(source: Path, target: Path) -> None:
    target.mkdir()
    for path in sorted(source.iterdir()) if source.is_dir() else ():
        if path.is_file():
            shutil.copyfile(path, target / path.name)
            _sync(target / path.name)


def _room_for(engine: Engine, data_dir: Path, place: Path) -> None:
    files = data_dir / ATTACHMENTS
    size = sum(path.stat().st_size for path in files.iterdir()) if files.is_dir() else 0
    if engine.dialect.name == "sqlite":
        size += Path(str(engine.url.database)).stat().st_size
    free = shutil.disk_usage(place).free
    if size * 11 // 10 > free:
        raise Refused(NO_ROOM, needed=-(-size // PART), free=free // PART, clause="K5.21")


def run(program: str, url: URL, *arguments: str, said: bytes | None = None) -> bytes:
    """Run a program of PostgreSQL on the database of ``url``; the password goes by the environment, where no list of processes shows it."""
    host = url.host or url.query.get("host")
    given = {"PGHOST": host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password, "PGDATABASE": url.database}
    found = shutil.which(program)
    if found is None:
        raise Refused(NO_PROGRAM, program=program, clause="K5.21")
    environment = {**os.environ, **{key: str(value) for key, value in given.items() if value}}
    done = subprocess.run([found, *arguments], input=said, env=environment, capture_output=True, check=False)  # noqa: S603  # a program found by name, arguments of our own
    if done.returncode:
        raise Refused(PROGRAM_FAILED, program=program, said=done.stderr.decode(errors="replace").strip()[-300:], clause="K5.24")
    return done.stdout


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
