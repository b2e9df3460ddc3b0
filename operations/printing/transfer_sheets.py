"""移交清单, 权证移交清单, 卷内目录: what is handed over, in three copies with the digest that was signed; what lies in an edition (K3.6, K3.7, K3.19)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.terms import Term
from domain.values import write_moment
from models.archives.transfer import ArchiveTransfer, TransferKind, TransferState
from models.archives.transfer_item import TransferItem
from models.archives.transfer_signature import Signer
from models.archives.volume_list import VolumeList
from models.archives.volume_piece import PARTS, Part, VolumePiece
from models.fence import authority_of
from operations.archives import lists
from operations.archives.signing import CHANGED, SIGNERS, digest_of, frozen_list, signatures
from operations.printing.content import Block, filled
from operations.printing.forms_of_archives import VOLUME_LIST_END
from operations.printing.reading import words_of
from operations.printing.sheet_parts import signs, table

COPIES = (Term("A 角留存", "kept by A"), Term("B 角留存", "kept by B"), Term("随卷归档", "kept in the volume"))
NOT_SIGNED = Term("A 角还没有签字移交（或已退回），移交清单在签字移交之后打印。", "A has not signed it over (or it was sent back); it is printed once he has.")
OF_CERTIFICATES = Term("这是权证移交单，请打印权证移交清单。", "These are certificates; print their own list.")
OF_PAPERS = Term("这是项目档案移交单，请打印移交清单。", "These are papers; print their own list.")
SIGNED_CONTENT = Term("签字内容", "Content signed")
CONTENT = Term("内容摘要", "Digest")
LISTED = Term("清单", "List")
TOTAL = Term("合计 {items} 件，{pages} 页；册内资料清单第 {edition} 版", "{items} items, {pages} pages; edition {edition} of the list")
TOTAL_CERTIFICATES = Term("合计 {items} 种，{copies} 份", "{items} certificates, {copies} copies")
CHECK = Term("核对", "Check")
_PIECES = (
    (Term("序号", "No."), 2), (Term("编码", "Code"), 3), (Term("合同编号", "Contract no."), 5), (Term("题名", "Title"), 9), (Term("文号", "Document no."), 4),
    (Term("责任者", "Author"), 4), (Term("日期", "Date"), 4), (Term("页号", "Pages"), 3), (Term("页数", "Count"), 2),
)  # fmt: skip
_ITEMS = ("kind", "certificate_no", "right_holder", "issuer", "copies", "expires_on")
_OF_PIECE = ("line_no", "code", "title", "document_no", "author", "dated_on", "pages", "annex", "contract_no")
ANNEX = Term("（附件）", " (annex)")


def signed_content(_session: Session, one: ArchiveTransfer) -> str:
    """What the QR of every copy bears: the digest A, B and the archivist sign."""
    return one.content or ""


def content_now(session: Session, one: ArchiveTransfer) -> str:
    """The digest of what the transfer says now."""
    return digest_of(session, one)


def not_signed_papers(session: Session, one: ArchiveTransfer) -> Term | None:
    """Why the list of papers cannot be printed now."""
    return OF_CERTIFICATES if one.kind == TransferKind.CERTIFICATES else _not_signed(session, one)


def not_signed_certificates(session: Session, one: ArchiveTransfer) -> Term | None:
    """Why the list of certificates cannot be printed now."""
    return OF_PAPERS if one.kind == TransferKind.PAPERS else _not_signed(session, one)


def _not_signed(session: Session, one: ArchiveTransfer) -> Term | None:
    if one.content is None or one.state not in (TransferState.WITH_B, TransferState.WITH_ARCHIVIST, TransferState.ACCEPTED):
        return NOT_SIGNED
    return None if digest_of(session, one) == one.content else CHANGED


def handed_papers(session: Session, one: ArchiveTransfer, locale: str) -> list[Block]:
    """The pieces of the edition that is handed over, and the three signatures."""
    found = frozen_list(session, one.id)
    pieces = [] if found is None else [*_pieces(session, found.id, locale, tick=True), _total(session, found.id, found, locale)]
    return [*pieces, *_signatures(session, one, locale)]


def handed_certificates(session: Session, one: ArchiveTransfer, locale: str) -> list[Block]:
    """The certificates: kind, number, how many (K3.19), and the three signatures."""
    if not authority_of(session).may("transfer_item", Action.VIEW):
        return _signatures(session, one, locale)
    rows, items = [], session.scalars(select(TransferItem).where(TransferItem.transfer_id == one.id).order_by(TransferItem.id)).all()
    for place, item in enumerate(items, 1):
        words = words_of(session, item, _ITEMS, locale)
        rows.append([str(place), *(words.get(key, "") for key in _ITEMS[:-1]), words.get("expires_on", "").split(" ")[0], "□"])
    fields = TransferItem.register.fields
    heads = (_PIECES[0][0], *(fields[key].label for key in _ITEMS), CHECK)
    said = TOTAL_CERTIFICATES.format(items=len(items), copies=sum(item.copies for item in items))
    return [table(LISTED, heads, (2, 6, 6, 4, 5, 2, 4, 2), rows, locale), {"kind": "note", "text": said.say(locale)}, *_signatures(session, one, locale)]


def _signatures(session: Session, one: ArchiveTransfer, locale: str) -> list[Block]:
    """The digest in full, and a cell for each of the three: with name and day once he has signed just this content."""
    signed = {row.role: row for row in signatures(session, one.id, one.content)} if one.content else {}
    cells = []
    for signer in Signer:
        row = signed.get(signer.value)
        cells.append((SIGNERS[signer], row.name if row else "", write_moment(row.signed_at).split(" ")[0] if row else ""))
    content = {"kind": "cells", "title": "", "rows": [{"kind": "wide", "cells": [SIGNED_CONTENT.say(locale), one.content or "", 0]}]}
    return [content, signs(cells, locale)]


def edition_of(_session: Session, one: VolumeList) -> str:
    """What the QR of a list in a volume bears: the digest of its frozen edition."""
    return one.content or ""


def edition_now(session: Session, one: VolumeList) -> str:
    """The digest of what the edition holds now."""
    return lists.digest_of(session.connection(), one.id, one.edition)


def list_of_edition(session: Session, one: VolumeList, locale: str) -> list[Block]:
    """Every piece with the pages it lies on, part by part, the total, the digest, and who prepared it."""
    digest = {"kind": "cells", "title": "", "rows": [{"kind": "wide", "cells": [CONTENT.say(locale), one.content or "", 0]}]}
    end = filled(session, one, VOLUME_LIST_END, locale)["blocks"]
    return [*_pieces(session, one.id, locale), _total(session, one.id, one, locale), digest, *end]


def _pieces(session: Session, edition: int, locale: str, *, tick: bool = False) -> list[Block]:
    heads, widths = ([*(head for head, _ in _PIECES)], [width for _, width in _PIECES])
    blocks, page = [], 1
    found, numbers = _found(session, edition), lists.contract_numbers(session, edition)
    for part in Part:
        rows = []
        for piece in (one for one in found if one.part == part):
            words = words_of(session, piece, _OF_PIECE, locale)
            lies = "" if "pages" not in words else str(page) if piece.pages == 1 else f"{page}–{page + piece.pages - 1}"
            title = words.get("title", "") + (ANNEX.say(locale) if piece.annex and "annex" in words else "")
            told = [words.get("document_no", ""), words.get("author", ""), words.get("dated_on", "").split(" ")[0]]
            contract = numbers.get(piece.id, "") if "contract_no" in words else ""
            rows.append([words.get("line_no", ""), words.get("code", ""), contract, title, *told, lies, words.get("pages", ""), *(["□"] if tick else [])])
            page += piece.pages
        if rows:
            blocks.append(table(PARTS[part], [*heads, *([CHECK] if tick else [])], [*widths, *([2] if tick else [])], rows, locale))
    return blocks


def _found(session: Session, edition: int) -> Sequence[Any]:
    if not authority_of(session).may("volume_piece", Action.VIEW):
        return ()
    return session.scalars(select(VolumePiece).where(VolumePiece.volume_list_id == edition).order_by(VolumePiece.line_no)).all()


def _total(session: Session, edition: int, found: Any, locale: str) -> Block:
    said = TOTAL.format(items=len(_found(session, edition)), pages=found.total_pages or 0, edition=found.edition)
    return {"kind": "note", "text": said.say(locale)}
