"""The archivist checks a transfer line by line: ticks it, or notes what was counted instead; a difference blocks (K3.14, K3.19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.values import half_width
from models.archives.certificate import CERTIFICATE_KINDS, CertificateKind
from models.archives.transfer import ArchiveTransfer, TransferKind, TransferState
from models.archives.transfer_signature import Signer
from models.archives.transfer_tick import TransferTick
from models.base import columns_of
from models.fence import authority_of
from models.register import registers
from operations import records
from operations.archives.lists import lines_of
from operations.archives.signing import frozen_list, items_of, require_unchanged

MOST_COUNTED = 100_000
LONGEST = 200
NOT_WITH_HIM = Term("移交单不在档案员核对阶段，不能逐项核对。", "It is not with the archivist, so nothing is ticked.")
ONLY_HE = Term("逐项核对由移交单上的档案员本人办理。", "Only the archivist named in the transfer ticks its lines.")
NOT_TICKED = Term("还有 {count} 项没有核对，请在「逐项核对」中逐项勾选。", "{count} lines are not ticked yet; tick each on the sheet.")
DIFFERS = Term(
    "{count} 项与清单不符（{first}），不能接收：核清后重新清点，或退回 B 角。",
    "{count} lines differ from the list ({first}): count again once it is settled, or return it to B.",
)
ONE_DIFFERS = Term("第 {line} 项「{title}」：清单 {expected}，实点 {counted}", "line {line} “{title}”: listed {expected}, counted {counted}")
NOT_A_NUMBER = Term("请填实点数（0 以上的整数）。", "Enter what was counted: a whole number from 0.")
BOTH = Term("勾选了相符，又填了不同的实点数，请只留其一。", "It is ticked, and another number is typed; keep one of them.")
TOO_LONG = Term("说明最多 {most} 字。", "{most} characters at most.")
READ_FROM = {TransferKind.PAPERS: ("volume_piece", ("title", "pages")), TransferKind.CERTIFICATES: ("transfer_item", ("kind", "certificate_no", "copies"))}


@dataclass(frozen=True, slots=True)
class TickLine:
    """One line of the list, and its last count: ``counted`` None while nobody has counted it."""

    no: int
    title: str
    expected: int
    counted: int | None
    remark: str

    @property
    def differs(self) -> bool:
        """Whether it was counted and is not what the list says."""
        return self.counted is not None and self.counted != self.expected


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as sent: ticked, or another number typed; neither leaves it as it is."""

    no: int
    agrees: bool
    counted: str
    remark: str


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
    known = {line.no: line for line in lines(session, one)}
    problems: dict[str, Term] = {}
    rows = []
    for each in typed:
        line = known.get(each.no)
        if line is None:
            continue
        counted = _counted(line, each, problems)
        remark = each.remark.strip()
        if len(remark) > LONGEST:
            problems[f"{each.no}.remark"] = TOO_LONG.format(most=LONGEST)
        if counted is not None and (counted, remark) != (line.counted, line.remark):
            rows.append(_row(session, one, line, counted, remark))
    if problems:
        raise Invalid(records.CHECK_FIELDS, count=len(problems), fields=problems, clause="K3.14")
    if rows:
        session.connection().execute(insert(TransferTick), rows)
    return len(rows)


def _counted(line: TickLine, typed: Typed, problems: dict[str, Term]) -> int | None:
    text = half_width(typed.counted).strip()
    if not text:
        return line.expected if typed.agrees else None
    if not text.isdecimal() or len(text) > len(str(MOST_COUNTED)) or int(text) > MOST_COUNTED:
        problems[f"{line.no}.counted"] = NOT_A_NUMBER
        return None
    if typed.agrees and int(text) != line.expected:
        problems[f"{line.no}.counted"] = BOTH
        return None
    return int(text)


def _row(session: Session, one: ArchiveTransfer, line: TickLine, counted: int, remark: str) -> dict[str, Any]:
    return {
        "transfer_id": one.id, "content": one.content, "line_no": line.no, "title": line.title[:LONGEST], "expected": line.expected,
        "counted": counted, "remark": remark or None, "ticked_by_id": one.archivist_id, "ticked_at": session.info["clock"](),
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


def differences(found: Sequence[TickLine]) -> list[Term]:
    """What was counted and is not what the list says, a sentence a line."""
    return [ONE_DIFFERS.format(line=line.no, title=line.title, expected=line.expected, counted=line.counted) for line in found if line.differs]


def all_ticked(session: Session, one: ArchiveTransfer) -> None:
    """Before it is accepted: every line was counted, and is what the list says."""
    found = lines(session, one)
    differing = differences(found)
    if differing:
        raise Refused(DIFFERS, count=len(differing), first=differing[0], clause="K3.14")
    left = sum(line.counted is None for line in found)
    if left or not found:
        raise Refused(NOT_TICKED, count=left, clause="K3.14")
