"""Whether a copy can be relied on: sums, the database's own check, the ledger's invariants and the rows of every table (K5.24, K5.25)."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from domain.errors import DomainError, Refused
from domain.terms import Term
from operations.archives import checking
from operations.it_operations.copying import DATABASE, Manifest, counted, opened, read_manifest, revision_of, run, sums

SHOWN = 5
NOT_SOUND = Term("这份备份不可靠：{what}。请换一份备份。", "This copy cannot be relied on: {what}. Take another one.")


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at and what was wrong; nothing wrong means that the copy is sound."""

    looked_at: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def words(self) -> str:
        """For the register: what was wrong, or what was found in order."""
        return "\n".join(self.wrong[:50]) if self.wrong else "；".join(self.looked_at)


def prove(engine: Engine, folder: Path, *, digest: str = "", whole: bool = True) -> Proof:
    """Read the copy in ``folder`` back; with ``whole`` its database is opened beside the one in use, which stays as it is.

    ``digest`` is the manifest's sum as the register kept it: a manifest that somebody wrote anew does not match it.
    """
    try:
        manifest, found = read_manifest(folder)
    except DomainError as error:
        return Proof((), (error.sentence.zh,))
    wrong = ["备份清单与登记的校验和不符"] if digest and digest != found else []
    wrong += _changed(folder, manifest.files)
    if wrong:
        return Proof((), tuple(wrong))
    seen = [f"文件 {len(manifest.files)} 个校验和一致"]
    try:
        if manifest.dialect == "postgresql":
            run("pg_restore", engine.url, "--file=-", str(folder / DATABASE[manifest.dialect]))
            seen.append("数据库转储可读")
        if whole:
            with scratch(engine, folder, manifest) as copy, copy.connect() as connection:
                more, faults = examine(connection, manifest, ledger=manifest.revision == revision_of(engine))
                seen += more
                wrong += faults
    except DomainError as error:
        wrong.append(error.sentence.zh)
    except DBAPIError as error:  # a damaged file, or a server that lets us make no database to try it in
        wrong.append(f"无法打开备份的数据库（{type(error.orig).__name__}）")
    return Proof(tuple(seen), tuple(wrong))


def examine(connection: Connection, manifest: Manifest, *, ledger: bool = True) -> tuple[list[str], list[str]]:
    """What the database says of itself, the invariants of the ledger, and the rows of every table against the manifest.

    Without ``ledger`` its invariants are left out: a copy of an older program has not all its tables yet.
    """
    seen, wrong = [], []
    if connection.dialect.name == "sqlite":
        said = [str(line) for line in connection.execute(text("PRAGMA integrity_check")).scalars()]
        wrong += [] if said == ["ok"] else said[:SHOWN]
        wrong += [f"外键不符：{row[0]} {row[1]}" for row in list(connection.execute(text("PRAGMA foreign_key_check")))[:SHOWN]]
        seen.append("integrity_check 正常")
    now = counted(connection)
    if ledger:
        for verdict in checking.check(connection):
            wrong += [f"{verdict.invariant.code} {line}" for line in verdict.first[:SHOWN]]
        seen.append(f"档案账 {checking.entries(connection)} 条流水核对无误")
    other = {name: (count, now.get(name)) for name, count in manifest.counts.items() if now.get(name) != count}
    wrong += [f"{name} 应有 {should} 行，实有 {there if there is not None else '无此表'}" for name, (should, there) in other.items()]
    seen.append(f"{len(manifest.counts)} 张表 {sum(manifest.counts.values())} 行与清单一致")
    return seen, wrong


@contextmanager
def scratch(engine: Engine, folder: Path, manifest: Manifest) -> Iterator[Engine]:
    """The copied database, brought back into a place of its own that is gone afterwards."""
    source = folder / DATABASE[manifest.dialect]
    if manifest.dialect == "sqlite":
        with tempfile.TemporaryDirectory(prefix="taizhang-drill-") as place:
            shutil.copyfile(source, Path(place) / "drill.db")
            with opened(make_url(f"sqlite:///{Path(place) / 'drill.db'}")) as copy:
                yield copy
        return
    name = f"taizhang_drill_{secrets.token_hex(6)}"
    server = engine.execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        beside = engine.url.set(database=name)
        run("pg_restore", beside, "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(source))
        with opened(beside) as copy:
            yield copy
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _changed(folder: Path, files: Mapping[str, tuple[int, str]]) -> list[str]:
    there = dict(sums(folder))
    wrong = [f"缺少文件 {name}" for name in files if name not in there]
    wrong += [f"文件 {name} 与清单不符" for name, found in there.items() if name in files and tuple(files[name]) != tuple(found)]
    return wrong + [f"多出文件 {name}" for name in there if name not in files]


def require_sound(proof: Proof) -> None:
    """Raise Refused unless nothing was wrong."""
    if proof.wrong:
        raise Refused(NOT_SOUND, what="；".join(proof.wrong[:3]), clause="K5.24")
