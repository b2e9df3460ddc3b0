"""Signatures of a transfer: three people, one content; whatever changes the content voids what was signed (K3.7, K3.14, K3.19, I18)."""

import hashlib
import json
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from models.archives.transfer import ArchiveTransfer, TransferKind
from models.archives.transfer_signature import Signer, TransferSignature
from models.archives.volume_list import ListState
from models.base import columns_of

SIGNERS = {Signer.A: Term("A 角", "A"), Signer.B: Term("B 角", "B"), Signer.ARCHIVIST: Term("档案员", "Archivist")}
CHANGED = Term(
    "内容与签字时不一致，原签字作废。请退回 A 角，由 A 角重新签字移交。", "The content is not what was signed; send it back and A signs it anew."
)
NOTHING_SIGNED = Term("{who} 还没有签这份内容，请退回重新签交。", "{who} has not signed this content; send it back.")
_SIGNED = ("number", "kind", "title", "word_id", "department_id", "customer_id", "a_id", "b_id", "archivist_id", "paid_on", "round")
_ITEM = ("kind", "certificate_no", "right_holder", "issuer", "copies", "expires_on")


def frozen_list(session: Session, transfer: int) -> Any:
    """The last frozen list of a transfer (id, edition, total_pages, content), None when there is none."""
    one = columns_of("volume_list")
    wanted = select(one.id, one.edition, one.total_pages, one.content).where(one.transfer_id == transfer, one.state == ListState.FROZEN)
    return session.connection().execute(wanted.order_by(one.edition.desc()).limit(1)).first()


def items_of(session: Session, transfer: int) -> list[Any]:
    """The certificates of a transfer, in the order of entry."""
    item = columns_of("transfer_item")
    return list(session.connection().execute(select(*(getattr(item, key) for key in _ITEM)).where(item.transfer_id == transfer).order_by(item.id)))


def measure(session: Session, one: ArchiveTransfer) -> tuple[int, int]:
    """How many items a transfer has (certificates: copies), and how many pages."""
    if one.kind == TransferKind.CERTIFICATES:
        return sum(row.copies for row in items_of(session, one.id)), 0
    found, line = frozen_list(session, one.id), columns_of("volume_piece")
    if found is None:
        return 0, 0
    return len(session.connection().execute(select(line.id).where(line.volume_list_id == found.id)).all()), found.total_pages


def digest_of(session: Session, one: ArchiveTransfer) -> str:
    """What the three sign: who, which project, every paper by the digest of its list, every certificate."""
    said: list[Any] = [str(getattr(one, key)) for key in _SIGNED]
    if one.kind == TransferKind.PAPERS:
        found = frozen_list(session, one.id)
        said.append([found.edition, found.total_pages, found.content] if found else None)
    else:
        said.append([[str(value) for value in row] for row in items_of(session, one.id)])
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def require_unchanged(session: Session, one: ArchiveTransfer, *signers: Signer) -> None:
    """Raises Refused unless ``signers`` have signed what the transfer says now."""
    if one.content is None or digest_of(session, one) != one.content:
        raise Refused(CHANGED, clause="K3.7")
    signed = {row.role for row in signatures(session, one.id, one.content)}
    for signer in signers:
        if signer.value not in signed:
            raise Refused(NOTHING_SIGNED, who=SIGNERS[signer], clause="K3.7")


def sign(session: Session, one: ArchiveTransfer, signer: Signer, who: int) -> None:
    """Add a signature to the content of ``one``, which must be stored already; the database refuses a second one."""
    row = {"transfer_id": one.id, "role": signer.value, "signer_id": who, "content": one.content, "signed_at": session.info["clock"]()}
    session.connection().execute(insert(TransferSignature).values(**row))


def signatures(session: Session, transfer: int, content: str | None = None) -> list[Any]:
    """Who signed a transfer, with names, oldest first; only those of ``content`` where it is given."""
    row, staff = columns_of("transfer_signature"), columns_of("employee")
    wanted = select(row.role, row.signer_id, row.content, row.signed_at, staff.name).join_from(row.id.table, staff.id.table, staff.id == row.signer_id)
    wanted = wanted.where(row.transfer_id == transfer)
    if content is not None:
        wanted = wanted.where(row.content == content)
    return list(session.connection().execute(wanted.order_by(row.id)))
