"""A copy is made, proved and entered in the register, with a second one elsewhere where that is asked for (K5.21, K10.6)."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.errors import Conflict, Invalid, Missing
from domain.terms import Term
from models.access.account import Account
from models.it_operations.backup import Backup, Proved
from operations.it_operations.copying import THERE, take
from operations.it_operations.media import SAME_PLACE
from operations.it_operations.proving import Proof, prove

Opener = Callable[[], AbstractContextManager[Session]]
NO_ACCOUNT = Term("没有在用的操作代码「{code}」。", "There is no active account “{code}”.")
NO_BACKUP = Term("备份登记簿里没有「{name}」。", "The register of backups has no “{name}”.")
HERE = "服务器本机"


@dataclass(frozen=True, slots=True)
class Copied:
    """One copy as entered."""

    name: str
    folder: Path
    proof: Proof


def back_up(
    opened: Opener, engine: Engine, data_dir: Path, to: Path, *, place: str = HERE, keeper: str = "", off_site: tuple[Path, str] | None = None
) -> list[Copied]:
    """Copy, prove and enter; with ``off_site`` (folder, place) a second time, elsewhere. Raises Refused, Conflict, Invalid.

    The database is not held while files are copied: what is entered is written in a short transaction of its own.
    """
    if off_site and off_site[1] == place:
        raise Invalid(SAME_PLACE, clause="K5.21")
    with opened() as session:
        now, holder = session.info["clock"](), keeper_of(session, keeper)
    folder, manifest, digest = take(engine, data_dir, to, now)
    facts: dict[str, Any] = {
        "taken_at": now, "keeper_id": holder, "digest": digest, "megabytes": manifest.megabytes, "files": len(manifest.files),
    }  # fmt: skip
    made = [_entered(opened, engine, folder, manifest.label, facts | {"place": place})]
    if off_site:
        there = off_site[0] / manifest.label
        if there.exists():
            raise Conflict(THERE, folder=str(there), clause="K5.21")
        shutil.copytree(folder, there)
        more = {"place": off_site[1], "off_site": True, "copy_of": manifest.label}
        made.append(_entered(opened, engine, there, f"{manifest.label}-off-site", facts | more))
    return made


def _entered(opened: Opener, engine: Engine, folder: Path, name: str, facts: dict[str, Any]) -> Copied:
    proof = prove(engine, folder, digest=facts["digest"])
    with opened() as session:
        facts = dict(facts)
        if original := facts.pop("copy_of", None):
            facts["copy_of_id"] = by_name(session, original).id
        row = Backup(name=name, folder=str(folder), **facts)
        note_proof(session, row, proof)
        session.add(row)
        session.flush()
    return Copied(name, folder, proof)


def drill(opened: Opener, engine: Engine, name: str = "") -> Copied:
    """Bring the newest copy (or ``name``) back into a scratch place, look at it, and note what was found (K5.24)."""
    with opened() as session:
        row = by_name(session, name) if name else _newest(session)
        name, folder, digest = row.name, Path(row.folder or ""), row.digest or ""
    proof = prove(engine, folder, digest=digest)
    with opened() as session:
        note_proof(session, by_name(session, name), proof)
    return Copied(name, folder, proof)


def note_proof(session: Session, row: Backup, proof: Proof) -> None:
    """Write into the register what reading the copy back has shown."""
    row.proved = Proved.BROKEN if proof.wrong else Proved.SOUND
    row.proved_at, row.proof = session.info["clock"](), proof.words[:2000]


def by_name(session: Session, name: str) -> Backup:
    """The copy of that label; raises Missing."""
    found = session.scalar(select(Backup).where(Backup.name == name))
    if found is None:
        raise Missing(NO_BACKUP, name=name, clause="K5.21")
    return found


def _newest(session: Session) -> Backup:
    found = session.scalar(select(Backup).where(Backup.folder.is_not(None)).order_by(Backup.taken_at.desc(), Backup.id.desc()).limit(1))
    if found is None:
        raise Missing(NO_BACKUP, name="*", clause="K5.21")
    return found


def holder_of(session: Session, code: str) -> int:
    """The person behind an active account; raises Invalid."""
    found = session.scalar(select(Account.holder_id).where(Account.code == code, Account.active))
    if found is None:
        raise Invalid(NO_ACCOUNT, code=code, clause="K5.21")
    return found


def keeper_of(session: Session, code: str) -> int | None:
    """Who keeps the copy: the account given, or whoever kept the last one."""
    if code:
        return holder_of(session, code)
    return session.scalar(select(Backup.keeper_id).where(Backup.keeper_id.is_not(None)).order_by(Backup.id.desc()).limit(1))
