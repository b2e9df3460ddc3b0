"""What the archivist does at the desk with a scanner: a pile of units goes somewhere, all of it or nothing (K3.14, K3.15, K3.26, K10.5)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.custody import REASONS, AccountKind, Reason
from domain.errors import DomainError, Invalid, Refused
from domain.terms import Term
from domain.values import is_blank
from models.archives.account import KINDS, ArchiveAccount
from models.archives.monthly_filing import FilingState
from models.archives.transfer import TransferState
from models.archives.unit import ArchiveUnit
from models.base import columns_of
from models.fence import authority_of
from models.governance.exception_request import ExceptionState
from operations.archives.codes import Letter, cleaned, named_by
from operations.archives.commands import once
from operations.archives.ledger import Movement, account_of, lock, record
from operations.records import require

MOVE = "move_unit"
"""The act that moves units without a loan."""
BY_HAND = (Reason.FILE, Reason.RELOCATE, Reason.SEND, Reason.RECEIVE, Reason.SEND_OUT, Reason.COME_BACK, Reason.MISS, Reason.FIND)
"""What the desk does without another document's approval; loans, releases, destruction and reversals have pages of their own."""
MOST = 200
NOBODY = Term("这个操作代码没有对应的员工，不能经手档案。", "This account belongs to no employee and cannot handle archives.")
NOTHING = Term("请扫描或输入至少一件档案的条码。", "Scan or type the code of at least one unit.")
TOO_MANY = Term("一次最多 {most} 件，请分批办理。", "{most} units at a time; do the rest afterwards.")
UNKNOWN_UNIT = Term("第 {line} 行「{code}」：没有这件档案，或您无权查看。请核对条码。", "Line {line}, “{code}”: no such unit, or you may not see it.")
TWICE = Term("第 {line} 行「{code}」扫描了两次，请删去一行。", "Line {line}, “{code}” was scanned twice; remove one.")
UNKNOWN_PLACE = Term("没有位置码「{code}」，请核对位置标签。", "There is no place “{code}”; check its label.")
NO_DOCUMENT = Term("请填写凭证号，如移交清单号。", "Enter the document this rests on, such as the transfer list.")
NOT_HERE = Term("「{reason}」不在柜台直接办理。", "“{reason}” is not done at the desk.")
ON_LOAN = Term(
    "{who} 借阅这件档案还没有结清，请在「借阅台账」办理交还、遗失或找回。",
    "{who} has it on a loan that is not settled: hand back, declare lost or found again there.",
)
IN_TRANSFER = Term(
    "移交单 {number} 正在办理这件档案，三方签字后自动入库，不能另行入库。", "It is in transfer {number}, which files it once three have signed."
)
NOT_NAMED = Term(
    "凭证「{document}」不是系统中载明这件档案的凭证。请填已接收的移交单号、部门已签收的归档事项名称，"
    "或写明这个档号、已由另一人决定的特殊情况报告编号。",
    "“{document}” is no document of the panel that names this unit. Give an accepted transfer, a month's filing that was received,"
    " or an exception that names its number and that another has decided on.",
)
LINE = Term("第 {line} 行「{code}」：{why}", "Line {line}, “{code}”: {why}")


@dataclass(frozen=True, slots=True)
class Pile:
    """What was typed or scanned: a reason, the code of a place, codes of units, the document, a remark."""

    reason: str
    place: str
    codes: tuple[str, ...]
    document: str
    note: str = ""


def code_of(number: str, part_no: int) -> str:
    """What a unit's label says: its number, and the part for a certificate."""
    return f"{number}-{part_no}" if part_no else number


def carry(session: Session, key: str, pile: Pile) -> dict[str, Any]:
    """Move the pile as the actor; ``key`` makes a repeated form harmless. Returns {"count", "to"}; raises Invalid or Refused."""
    require(session, ArchiveUnit.register, MOVE)
    person = authority_of(session).person
    if person is None or not person.person_id:
        raise Refused(NOBODY, clause="K3.3")
    if pile.reason not in set(BY_HAND):
        sentence = NOT_HERE.format(reason=REASONS[Reason(pile.reason)] if pile.reason in set(Reason) else Term(pile.reason[:20], pile.reason[:20]))
        raise Invalid(sentence, fields={"reason": sentence}, clause="K3.24")
    if is_blank(pile.document):
        raise Invalid(NO_DOCUMENT, fields={"document": NO_DOCUMENT}, clause="K3.14")
    to, name = _place(session, pile)
    units = units_of_codes(session, pile.codes)
    actor = person.person_id

    def do() -> dict[str, Any]:
        lock(session.connection(), units)  # all of them before the first is written, or two desks could wait for each other
        for line, (unit, code) in enumerate(zip(units, pile.codes, strict=True), 1):
            _one(session, actor, Movement(unit, to, Reason(pile.reason), pile.document.strip(), note=pile.note.strip()[:500] or None), line, code)
        return {"count": len(units), "to": name}

    # The same form with other lines in it is another command.
    content = hashlib.sha256(repr((key, pile)).encode()).hexdigest()
    return once(session, content, do)[0]


def _place(session: Session, pile: Pile) -> tuple[int, str]:
    """Where the pile goes; what is missing needs no place."""
    if pile.reason == Reason.MISS:
        return account_of(session, AccountKind.MISSING), KINDS[AccountKind.MISSING].zh
    place = session.scalar(select(ArchiveAccount).where(ArchiveAccount.code == pile.place.strip()))
    if place is None:
        sentence = UNKNOWN_PLACE.format(code=pile.place[:60])
        raise Invalid(sentence, fields={"place": sentence}, clause="K10.5")
    return place.id, place.name


def _one(session: Session, actor: int, movement: Movement, line: int, code: str) -> None:
    try:
        not_on_loan(session, movement.unit)
        if movement.reason == Reason.FILE:
            _not_in_transfer(session, movement.unit)
            _named_by_its_document(session, movement.unit, movement.document)
        record(session, actor, [movement])
    except DomainError as error:
        sentence = LINE.format(line=line, code=code, why=error.sentence)
        raise Invalid(sentence, fields={"codes": sentence}, clause=error.clause) from error


def not_on_loan(session: Session, unit: int) -> None:
    """A unit with an open loan goes by the steps of that loan alone, so that loan and journal say the same (I04)."""
    loan, staff = columns_of("loan_line"), columns_of("employee")
    who = session.connection().execute(
        select(staff.name).join(loan.id.table, loan.borrower_id == staff.id).where(loan.unit_id == unit, loan.state.in_(("out", "handed_back", "lost")))
    ).scalar()
    if who is not None:
        raise Refused(ON_LOAN, who=who, clause="K3.26")


def _not_in_transfer(session: Session, unit: int) -> None:
    """K3.9, K3.14: what A, B and the archivist are still signing for is filed by their transfer alone."""
    one, units = columns_of("archive_transfer"), columns_of("archive_unit")
    under = select(units.volume_id).where(units.id == unit).scalar_subquery()  # a certificate goes with its volume
    still = or_(one.volume_id == unit, one.volume_id == under), one.state.not_in((TransferState.ACCEPTED, TransferState.CANCELLED))
    number = session.connection().execute(select(one.number).where(*still).limit(1)).scalar()
    if number is not None:
        raise Refused(IN_TRANSFER, number=number, clause="K3.14")


def _named_by_its_document(session: Session, unit: int, document: str) -> None:
    """K3.14: what comes new rests on a document that two have signed and that names it, and not on what one types."""
    read, units = session.connection().execute, columns_of("archive_unit")
    row = read(select(units.number, units.part_no, units.volume_id).where(units.id == unit)).one()
    transfer, line, month, report = (columns_of(key) for key in ("archive_transfer", "filing_line", "monthly_filing", "exception_request"))
    signed = (
        select(transfer.id).where(transfer.number == document, transfer.state == TransferState.ACCEPTED, transfer.volume_id == (row.volume_id or unit)),
        select(line.id).join(month.id.table, month.id == line.filing_id)
        .where(month.name == document, month.state == FilingState.RECEIVED, line.volume_id == unit),
    )  # fmt: skip
    if any(read(one.limit(1)).first() is not None for one in signed):
        return
    decided = select(report.title, report.situation).where(report.number == document, report.state == ExceptionState.SOLVED)
    named = re.compile(re.escape(code_of(row.number, row.part_no)) + r"(?![-\d])")  # of a volume, not of its certificates
    if not any(named.search(text) for found in read(decided) for text in found):
        raise Refused(NOT_NAMED, document=document, clause="K3.14")


def units_of_codes(session: Session, codes: Sequence[str]) -> list[int]:
    """The units whose labels were scanned, in that order; raises Invalid at the first line that is none of the actor's."""
    if not codes:
        raise Invalid(NOTHING, fields={"codes": NOTHING}, clause="K3.26")
    if len(codes) > MOST:
        sentence = TOO_MANY.format(most=MOST)
        raise Invalid(sentence, fields={"codes": sentence}, clause="K3.26")
    found: list[int] = []
    for line, code in enumerate(codes, 1):
        unit = unit_by_code(session, code)
        if unit is None or unit in found:
            sentence = (UNKNOWN_UNIT if unit is None else TWICE).format(line=line, code=code[:60])
            raise Invalid(sentence, fields={"codes": sentence}, clause="K3.26")
        found.append(unit)
    return found


def unit_by_code(session: Session, code: str) -> int | None:
    """The unit whose label says ``code``, if the actor may see it."""
    text, short = cleaned(code), named_by(code, Letter.UNIT)
    if short is not None:
        return session.scalar(select(ArchiveUnit.id).where(ArchiveUnit.id == short))
    number, dash, part = text.rpartition("-")
    wanted = (number, int(part)) if dash and part.isascii() and part.isdigit() and len(part) < 6 else (text, 0)
    return session.scalar(select(ArchiveUnit.id).where(ArchiveUnit.number == wanted[0], ArchiveUnit.part_no == wanted[1]))
