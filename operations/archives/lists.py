"""The list in a volume: editions begin as a copy, are frozen with a count and a digest, and say how many pages a volume has (K3.6, K3.7, K3.10, K3.16)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import UnitKind
from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.workflow import Move
from models.archives.unit import ArchiveUnit
from models.archives.volume_list import ListState, VolumeList
from models.archives.volume_piece import Part, VolumePiece
from models.base import columns_of
from models.fence import acting, authority_of
from operations.behalf import on_behalf

KEYS = ("total_pages",)
COPIED = ("line_no", "part", "title", "document_no", "author", "dated_on", "pages", "annex", "code", "remark")
MOST_LINES = 9_999
_ASIDE = 1_000_000
OF_WHAT = Term("请选择这份清单所属的案卷或移交单。", "Choose the volume or the transfer this list is of.")
NOT_OF_PAPERS = Term("请选择办理中的项目档案移交单。", "Choose a transfer of papers that is not over.")
NOT_A_VOLUME = Term("所选是权证，册内清单只给案卷编制。", "That is a certificate; lists are of volumes.")
STILL_WRITTEN = Term("这一卷已有一版清单在编制，请先定稿。", "An edition of this volume is still being written; freeze it first.")
STAYS = Term("清单不能改到别的案卷或移交单；请另编一份。", "A list stays with its volume or transfer; write another.")
FROZEN = Term(
    "《{name}》已定稿，册内资料不能再增删改；请新建一版，新版自动抄录本版。",
    "“{name}” is frozen: nothing in it changes. Add an edition, which begins as its copy.",
)
ANNEX_CODE = Term("附件不编码，请清空「编码」或取消「附件」。", "An annex has no code: clear the code, or it is no annex.")
TOO_FAR = Term("序号最大 {most}。", "Lines go up to {most}.")
TAKEN = Term("序号 {no} 已经用了，留空即排在最后。", "Line {no} is taken; leave it empty to come last.")
EMPTY = Term("清单还没有一件资料，不能定稿。", "Nothing is on the list yet.")
NOT_SECONDED = Term(
    "案卷经三方签字移交，本版比第 {edition} 版少了「{what}」等内容：请先由整理人、定稿人以外的另一人「复核减少的内容」；复核后再有改动的须重新复核。",
    "Three have signed for this volume, and this edition has less of “{what}” than edition {edition}: another seconds that first, and anew after any change.",
)
NOTHING_LESS = Term("本版没有减少已移交的内容，不需复核，可直接定稿。", "This edition takes nothing away of what was handed over; freeze it.")
PAGES_COUNTED = Term(
    "页数由册内清单得出（{pages} 页），不能直接改；请新建一版清单并定稿。",
    "The pages ({pages}) come from the volume's list; add an edition and freeze it.",
)


def list_entered(session: Session, one: VolumeList) -> set[str]:
    """At every save: a list belongs to one volume for good and counts its editions; raises Invalid."""
    if one.id is not None:
        for key in ("volume", "transfer"):
            if get_history(one, f"{key}_id").deleted and not authority_of(session).is_system:
                raise Invalid(STAYS, fields={key: STAYS}, clause="K3.6")
        return set()
    if one.transfer_id is not None:
        return _of_transfer(session, one)
    if one.volume_id is None:
        if not authority_of(session).is_system:
            raise Invalid(OF_WHAT, fields={"volume": OF_WHAT}, clause="K3.6")
        return set()
    read, unit, other = session.connection().execute, columns_of("archive_unit"), columns_of("volume_list")
    # Held while its editions are counted, so that two people never begin the same one.
    volume = read(select(unit.kind, unit.number, unit.title, unit.department_id).where(unit.id == one.volume_id).with_for_update()).one()
    if volume.kind != UnitKind.VOLUME:
        raise Invalid(NOT_A_VOLUME, fields={"volume": NOT_A_VOLUME}, clause="K3.6")
    if read(select(other.id).where(other.volume_id == one.volume_id, other.state == ListState.DRAFT)).first():
        raise Invalid(STILL_WRITTEN, fields={"volume": STILL_WRITTEN}, clause="K3.6")
    one.edition = (read(select(func.max(other.edition)).where(other.volume_id == one.volume_id)).scalar() or 0) + 1
    one.name = f"{volume.number} {volume.title} 第 {one.edition} 版"
    one.department_id = volume.department_id
    return {"edition", "name", "department"}


def _of_transfer(session: Session, one: VolumeList) -> set[str]:
    """A list written before the volume has its number; its editions count by the transfer."""
    read, transfer, other = session.connection().execute, columns_of("archive_transfer"), columns_of("volume_list")
    wanted = select(transfer.number, transfer.title, transfer.department_id, transfer.volume_id, transfer.state, transfer.kind)
    found = read(wanted.where(transfer.id == one.transfer_id).with_for_update()).one()
    if not authority_of(session).is_system and (found.kind != "papers" or found.state in ("accepted", "cancelled")):
        raise Invalid(NOT_OF_PAPERS, fields={"transfer": NOT_OF_PAPERS}, clause="K3.6")
    if read(select(other.id).where(other.transfer_id == one.transfer_id, other.state == ListState.DRAFT)).first():
        raise Invalid(STILL_WRITTEN, fields={"transfer": STILL_WRITTEN}, clause="K3.6")
    one.edition = (read(select(func.max(other.edition)).where(other.transfer_id == one.transfer_id)).scalar() or 0) + 1
    one.name = f"{found.number} {found.title} 第 {one.edition} 版"
    one.volume_id, one.department_id = found.volume_id, found.department_id
    return {"edition", "name", "department", "volume"}


def list_begun(session: Session, ids: Sequence[int]) -> None:
    """A new edition begins as a copy of the one before."""
    with acting(session, on_behalf(session, "新版清单抄录上一版")):
        for one in session.scalars(select(VolumeList).where(VolumeList.id.in_(ids), VolumeList.edition > 1)).all():
            same = VolumeList.transfer_id == one.transfer_id if one.transfer_id is not None else VolumeList.volume_id == one.volume_id
            before = select(VolumeList.id).where(same, VolumeList.edition == one.edition - 1)
            pieces = session.scalars(select(VolumePiece).where(VolumePiece.volume_list_id.in_(before)).order_by(VolumePiece.line_no)).all()
            session.add_all(VolumePiece(volume_list_id=one.id, **{key: getattr(piece, key) for key in (*COPIED, "contract_no")}) for piece in pieces)
        session.flush()


def piece_entered(session: Session, piece: VolumePiece) -> set[str]:
    """At every save: only what is being written changes, lines are counted, annexes have no code (K3.11); raises Invalid or Refused."""
    if piece.volume_list_id is None:
        return set()
    system = authority_of(session).is_system
    before = get_history(piece, "volume_list_id").deleted
    require_draft(session, {piece.volume_list_id, *(one for one in before or () if one is not None)})
    if piece.annex and piece.code:
        if not system:
            raise Invalid(ANNEX_CODE, fields={"code": ANNEX_CODE}, clause="K3.11")
        piece.code = None
    if piece.annex or piece.part != Part.CONTRACTS:
        piece.contract_no = None
    line = columns_of("volume_piece")
    if piece.line_no is None:
        last = session.connection().execute(select(func.max(line.line_no)).where(line.volume_list_id == piece.volume_list_id)).scalar()
        piece.line_no = (last or 0) + 1
    elif get_history(piece, "line_no").added:
        there = select(line.id).where(line.volume_list_id == piece.volume_list_id, line.line_no == piece.line_no, line.id != (piece.id or 0))
        taken = session.connection().execute(there).first() is not None
        if taken or piece.line_no > MOST_LINES:
            sentence = TAKEN.format(no=piece.line_no) if taken else TOO_FAR.format(most=MOST_LINES)
            raise Invalid(sentence, fields={"line_no": sentence}, clause="K3.6")
    return {"line_no", "contract_no"}


def require_draft(session: Session, lists: Iterable[int]) -> None:
    """Raises Refused for an edition that is frozen."""
    one = columns_of("volume_list")
    frozen = select(one.name).where(one.id.in_(sorted(lists)), one.state == ListState.FROZEN)
    name = session.connection().execute(frozen).first()
    if name is not None:
        raise Refused(FROZEN, name=name[0] or "", clause="K3.6")


def freezable(session: Session, one: VolumeList) -> None:
    """Before an edition is frozen: something is on it."""
    line = columns_of("volume_piece")
    if session.connection().execute(select(line.id).where(line.volume_list_id == one.id).limit(1)).first() is None:
        raise Refused(EMPTY, clause="K3.6")


def _signed_edition(session: Session, one: VolumeList) -> Any:
    """The last frozen edition of a volume that came by a transfer three have signed; None where there is none."""
    transfer, other = columns_of("archive_transfer"), columns_of("volume_list")
    came = select(transfer.id).where(transfer.volume_id == one.volume_id, transfer.kind == "papers", transfer.state == "accepted")
    wanted = select(other.id, other.edition).where(other.volume_id == one.volume_id, other.state == ListState.FROZEN, came.exists())
    return session.connection().execute(wanted.order_by(other.edition.desc()).limit(1)).first()


def _taken_away(connection: Connection, before: int, now: int) -> list[str]:
    """The titles of which ``now`` has fewer pieces or pages than ``before``."""
    pieces, pages = Counter[tuple[Any, ...]](), Counter[tuple[Any, ...]]()
    for edition, sign in ((before, 1), (now, -1)):
        for row in lines_of(connection, edition):
            key = (row.part, row.title, row.document_no)
            pieces[key] += sign
            pages[key] += sign * row.pages
    return [key[1] for key in pages if pages[key] > 0 or pieces[key] > 0]


def seconded(session: Session, one: VolumeList) -> None:
    """K3.7: what A, B and the archivist have signed for is not taken off by one alone."""
    before, connection = _signed_edition(session, one), session.connection()
    less = _taken_away(connection, before.id, one.id) if before is not None else []
    if less and one.seconded_content != digest_of(connection, one.id, one.edition):
        raise Refused(NOT_SECONDED, edition=before.edition, what="、".join(less[:3]), clause="K3.7")


def needs_a_second(session: Session, one: VolumeList) -> None:
    """Nobody seconds what takes nothing away."""
    before = _signed_edition(session, one)
    if before is None or not _taken_away(session.connection(), before.id, one.id):
        raise Refused(NOTHING_LESS, clause="K3.7")


def list_moved(session: Session, one: VolumeList, move: Move) -> None:
    """Freezing puts the parts in order, numbers contracts, counts, digests, and tells the volume how many pages it has (K3.6, K3.10, K3.16)."""
    connection = session.connection()
    if move.name == "second_list":
        one.seconded_content = digest_of(connection, one.id, one.edition)
    if move.name != "freeze_list":
        return
    _put_in_order(session, one.id)
    _number_contracts(session, one)
    one.total_pages = sum(row.pages for row in lines_of(connection, one.id))
    one.content = digest_of(connection, one.id, one.edition)
    session.flush()  # the volume's pages are compared with a frozen list
    if one.volume_id is not None:
        with acting(session, on_behalf(session, "册内清单定稿")):
            session.get_one(ArchiveUnit, one.volume_id).pages = one.total_pages
            session.flush()


def lines_of(connection: Connection, one: int) -> list[Any]:
    """The pieces of an edition in the order of its lines."""
    line = columns_of("volume_piece")
    return list(connection.execute(select(line.id, *(getattr(line, key) for key in COPIED)).where(line.volume_list_id == one).order_by(line.line_no)))


def _put_in_order(session: Session, one: int) -> None:
    """The four parts one after the other, each in the order of entry; lines count from 1."""
    connection, line, parts = session.connection(), columns_of("volume_piece"), list(Part)
    wanted = sorted(lines_of(connection, one), key=lambda row: (parts.index(Part(row.part)), row.line_no))
    if [row.line_no for row in wanted] == list(range(1, len(wanted) + 1)):
        return
    connection.execute(update(line.id.table).where(line.volume_list_id == one).values(line_no=line.line_no + _ASIDE))
    for number, row in enumerate(wanted, 1):
        connection.execute(update(line.id.table).where(line.id == row.id).values(line_no=number))
    for held in [held for held in session.identity_map.values() if isinstance(held, VolumePiece)]:
        session.expire(held)


def _number_contracts(session: Session, one: VolumeList) -> None:
    """Every contract that is no annex gets the next number of its volume; what has one keeps it, and none is given twice (K3.16)."""
    connection, line, other = session.connection(), columns_of("volume_piece"), columns_of("volume_list")
    whole = other.transfer_id == one.transfer_id if one.volume_id is None else other.volume_id == one.volume_id
    given = select(func.max(line.contract_no)).join(other.id.table, other.id == line.volume_list_id).where(whole)
    last = connection.execute(given).scalar() or 0
    unnumbered = select(line.id).where(
        line.volume_list_id == one.id, line.part == Part.CONTRACTS, line.annex.is_(False), line.contract_no.is_(None)
    )
    for number, piece in enumerate(connection.execute(unnumbered.order_by(line.line_no)).scalars().all(), last + 1):
        connection.execute(update(line.id.table).where(line.id == piece).values(contract_no=number))
    for held in [held for held in session.identity_map.values() if isinstance(held, VolumePiece)]:
        session.expire(held)


def contract_numbers(session: Session, one: int) -> dict[int, str]:
    """Piece → number of each contract of an edition: that of the volume, once it has one, and its own (K3.16)."""
    line, unit, other = columns_of("volume_piece"), columns_of("archive_unit"), columns_of("volume_list")
    table = line.id.table.join(other.id.table, other.id == line.volume_list_id).outerjoin(unit.id.table, unit.id == other.volume_id)
    wanted = select(line.id, line.contract_no, unit.number).select_from(table).where(line.volume_list_id == one, line.contract_no.is_not(None))
    return {row.id: "-".join(filter(None, (row.number, f"{row.contract_no:02d}"))) for row in session.connection().execute(wanted)}


def digest_of(connection: Connection, one: int, edition: int) -> str:
    """What is on an edition, as 64 hexadecimal digits: who signs it signs every line and page."""
    said = [
        [str(value) if value is not None and not isinstance(value, int) else value for value in row[1:]] for row in lines_of(connection, one)
    ]
    return hashlib.sha256(json.dumps([edition, said], ensure_ascii=False).encode()).hexdigest()


def pages_kept(session: Session, unit: ArchiveUnit) -> None:
    """At every save of a volume: once it has a frozen list, that says its pages; raises Invalid."""
    if unit.id is None or authority_of(session).is_system or not get_history(unit, "pages").has_changes():
        return
    pages = {row.volume_id: row.total_pages for row in _last_frozen(session, [unit.id])}.get(unit.id)
    if pages is not None and pages != unit.pages:
        sentence = PAGES_COUNTED.format(pages=pages)
        raise Invalid(sentence, fields={"pages": sentence}, clause="K3.6")


def editions_of(session: Session, units: Iterable[int]) -> dict[int, int]:
    """Volume → the edition in force, its last frozen one; volumes without any are not among them."""
    return {row.volume_id: row.edition for row in _last_frozen(session, units)}


def _last_frozen(session: Session, units: Iterable[int]) -> list[Any]:
    one = columns_of("volume_list")
    rows = session.connection().execute(
        select(one.volume_id, one.edition, one.total_pages).where(one.volume_id.in_(list(units)), one.state == ListState.FROZEN).order_by(one.edition)
    )
    return list({row.volume_id: row for row in rows}.values())


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {("volume_list", "freeze_list"): (freezable, seconded), ("volume_list", "second_list"): (needs_a_second,)}
