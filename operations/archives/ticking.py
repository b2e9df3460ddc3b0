"""The archivist checks a transfer line by line: ticks it, or notes what was counted instead; a difference blocks (K3.14, K3.19)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.errors import Refused
from domain.terms import Term
from models.archives.certificate import CERTIFICATE_KINDS, CertificateKind
from models.archives.transfer import ArchiveTransfer, TransferKind, TransferState
from models.archives.transfer_signature import Signer
from models.archives.transfer_tick import TransferTick
from models.base import columns_of
from models.fence import authority_of
from models.register import registers
from operations.archives.lists import lines_of
from operations.archives.signing import frozen_list, items_of, require_unchanged
from operations.archives.tick_sheet import LONGEST, Counted, TickLine, Typed, differences, read_counts, require_counted

NOT_WITH_HIM = Term("移交单不在档案员核对阶段，不能逐项核对。", "It is not with the archivist, so nothing is ticked.")
ONLY_HE = Term("逐项核对由移交单上的档案员本人办理。", "Only the archivist named in the transfer ticks its lines.")
DIFFERS = Term(
    "{count} 项与清单不符（{first}），不能接收：核清后重新清点，或退回 B 角。",
    "{count} lines differ from the list ({first}): count again once it is settled, or return it to B.",
)
READ_FROM = {TransferKind.PAPERS: ("volume_piece", ("title", "pages")), TransferKind.CERTIFICATES: ("transfer_item", ("kind", "certificate_no", "copies"))}


def lines(session: Session, one: ArchiveTransfer) -> list[TickLine]:
    """The lines of a transfer in the order of its list, each with its last count of the content signed now."""
    last = _last(session, one)
    found = []
    for no, (title, expected) in enumerate(_listed(session, one), 1):
        row = last.get(no)
        found.append(TickLine(no, title, expected, row.counted if row else None, (row.remark or "") if row else ""))
    return found


def may_read(session: Session, one: ArchiveTransfer) -> bool:
    """Whether the actor reads what the lines show."""
    authority = authority_of(session)
    if authority.is_system:
        return True
    register, names = READ_FROM[one.kind]
    levels = authority.plan.levels(register, Channel.DETAILS)
    return all(levels.get(registers[register].fields[name].stable_key, Level.HIDDEN) >= Level.READ for name in names)


def may_tick(session: Session, one: ArchiveTransfer) -> bool:
    """Whether the sheet is offered for ticking."""
    person = authority_of(session).person
    return one.state == TransferState.WITH_ARCHIVIST and person is not None and person.person_id == one.archivist_id


def save(session: Session, one: ArchiveTransfer, typed: Sequence[Typed]) -> int:
    """Keep what was counted as the actor and return how many lines changed.

    Raises Refused when it is not his turn or the content is not what was signed, Invalid with ``fields`` named "line.field".
    """
    if one.state != TransferState.WITH_ARCHIVIST:
        raise Refused(NOT_WITH_HIM, clause="K3.14")
    if not may_tick(session, one):
        raise Refused(ONLY_HE, clause="K3.14")
    require_unchanged(session, one, Signer.A, Signer.B)
    rows = [_row(session, one, each) for each in read_counts(lines(session, one), typed, clause="K3.14")]
    if rows:
        session.connection().execute(insert(TransferTick), rows)
    return len(rows)


def _row(session: Session, one: ArchiveTransfer, each: Counted) -> dict[str, Any]:
    return {
        "transfer_id": one.id, "content": one.content, "line_no": each.line.no, "title": each.line.title[:LONGEST], "expected": each.line.expected,
        "counted": each.counted, "remark": each.remark or None, "ticked_by_id": one.archivist_id, "ticked_at": session.info["clock"](),
    }  # fmt: skip


def _listed(session: Session, one: ArchiveTransfer) -> list[tuple[str, int]]:
    if one.kind == TransferKind.CERTIFICATES:
        return [(f"{CERTIFICATE_KINDS[CertificateKind(row.kind)].zh} {row.certificate_no}", row.copies) for row in items_of(session, one.id)]
    found = frozen_list(session, one.id)
    return [] if found is None else [(row.title, row.pages) for row in lines_of(session.connection(), found.id)]


def _last(session: Session, one: ArchiveTransfer) -> dict[int, Any]:
    tick = columns_of("transfer_tick")
    wanted = select(tick.line_no, tick.counted, tick.remark).where(tick.transfer_id == one.id, tick.content == (one.content or ""))
    return {row.line_no: row for row in session.connection().execute(wanted.order_by(tick.id))}


def all_ticked(session: Session, one: ArchiveTransfer) -> None:
    """Before it is accepted: every line was counted, and is what the list says."""
    found = lines(session, one)
    differing = differences(found)
    if differing:
        raise Refused(DIFFERS, count=len(differing), first=differing[0], clause="K3.14")
    require_counted(found, clause="K3.14")
