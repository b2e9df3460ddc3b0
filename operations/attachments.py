"""Keeping uploaded files: checked by content, stored under a random name outside anything served."""

import hashlib
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, missing
from domain.terms import Term
from domain.values import clean_text
from models.fence import acting, authority_of
from models.governance.attachment import Attachment
from permissions.actor import System

UNCLAIMED = timedelta(days=30)
"""How long bytes that no record names stay: a database brought back from a backup may name them again."""

LARGEST = 20 * 1024 * 1024
TOO_LARGE = Term("附件最大 20 MB，请压缩或拆分后再传。", "An attachment has 20 MB at most; compress or split it.")
NOT_ACCEPTED = Term(
    "「{name}」不能作为附件。可用：PDF、图片(PNG、JPG)、Word、Excel、WPS、TXT、ZIP。",
    "“{name}” cannot be attached. Use PDF, PNG, JPG, Word, Excel, WPS, TXT or ZIP.",
)

# Extension → (media type, how the content must begin); what a browser would run is not in the list.
_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
ACCEPTED: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "zip": ("application/zip", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
    "wps": ("application/vnd.ms-works", _OLE),
    "et": ("application/vnd.ms-excel", _OLE),
    "txt": ("text/plain", ()),
}


def keep(session: Session, data_dir: Path, name: str, stream: IO[bytes]) -> Attachment:
    """Store a file and return its row; raises Invalid for a type or size that is not accepted."""
    shown = clean_text(name.replace("\\", "/").rsplit("/", 1)[-1])[-200:]
    kind, marks = ACCEPTED.get(shown.rsplit(".", 1)[-1].lower(), ("", ()))
    head = stream.read(16)
    if not kind or (marks and not head.startswith(marks)) or (kind == "text/plain" and b"\0" in head):
        raise Invalid(NOT_ACCEPTED, name=shown[:60])
    folder = data_dir / "attachments"
    folder.mkdir(parents=True, exist_ok=True)
    stored = secrets.token_hex(20)
    digest, size = hashlib.sha256(head), len(head)
    with (folder / stored).open("wb") as file:
        file.write(head)
        while part := stream.read(1 << 20):
            size += len(part)
            if size > LARGEST:
                (folder / stored).unlink()
                raise Invalid(TOO_LARGE)
            digest.update(part)
            file.write(part)
    person = authority_of(session).person
    with acting(session, System("保存上传的附件", acting_for=authority_of(session).account_id)):
        row = Attachment(
            name=shown, media_type=kind, size=size, uploader_id=person.person_id if person else None, sha256=digest.hexdigest(), stored_as=stored
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row


def store(session: Session, data_dir: Path, name: str, kind: str, data: bytes) -> Attachment:
    """Keep what the panel itself has made; the bytes are on the disk before any row speaks of them.

    A process killed between leaves bytes that no row names (see ``forget_unclaimed``), never a row without its bytes.
    """
    folder = data_dir / "attachments"
    folder.mkdir(parents=True, exist_ok=True)
    stored = secrets.token_hex(20)
    with (folder / stored).open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    row = Attachment(name=name, media_type=kind, size=len(data), sha256=hashlib.sha256(data).hexdigest(), stored_as=stored)
    session.add(row)
    session.flush()
    return row


def forget_unclaimed(session: Session, data_dir: Path, *, before: float) -> int:
    """Delete the files that no row names and that are older than ``before`` (seconds of the clock); returns how many."""
    folder = data_dir / "attachments"
    with acting(session, System("which files does a row name?")):
        named = set(session.scalars(select(Attachment.stored_as)))
    found = [path for path in folder.iterdir() if path.name not in named and path.stat().st_mtime < before] if folder.is_dir() else []
    for path in found:
        path.unlink()
    return len(found)


def sweep_unclaimed(session: Session) -> int:
    """The same by the clock, for what has lain there for UNCLAIMED; nothing where the session knows no folder."""
    data_dir = session.info.get("data_dir")
    return forget_unclaimed(session, data_dir, before=(session.info["clock"]() - UNCLAIMED).timestamp()) if data_dir else 0


def stored_file(session: Session, data_dir: Path, key: int) -> tuple[Attachment, Path]:
    """The row and the file of an attachment whose record the caller has already checked; raises Missing."""
    with acting(session, System("read an attachment of a visible record")):
        row = session.get(Attachment, key)
    path = data_dir / "attachments" / row.stored_as if row else None
    if row is None or path is None or not path.is_file():
        raise missing()
    return row, path
