"""档案登记本: what the archive received, when, by which paper, from whom and by whom; read off journal and signatures each time (K3.15)."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.custody import REASONS, Reason, UnitKind
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_moment
from models import audit
from models.archives.custody_entry import CustodyEntry
from models.archives.transfer import TransferState
from models.archives.transfer_signature import Signer
from models.archives.unit import UNIT_KINDS, ArchiveUnit
from models.base import columns_of
from models.fence import authority_of
from models.register import registers
from operations.archives.desk import code_of
from operations.export_cells import escaped
from operations.export_files import WRITERS, FileFormat, refuse_too_many

SEE = "see_book"
"""The act on the register of units that opens the book."""
TITLE = Term("档案登记本", "Archive registration book")
HEADS = (
    Term("流水号", "Entry"), Term("登记日期", "Registered on"), Term("档号", "Archive no."), Term("类别", "Kind"), Term("题名", "Title"),
    Term("页数", "Pages"), Term("归档部门", "Department"), Term("事由", "Reason"), Term("凭证", "Document"), Term("补充资料", "Missing papers"),
    Term("移交人签字", "Handed over by"), Term("移交时间", "Handed over at"), Term("接收人签字", "Received by"), Term("接收时间", "Received at"),
    Term("备注", "Remark"),
)  # fmt: skip
REVERSED = Term("已冲销", "Reversed")
_SHAPES = (("archive_unit", "pages"), ("archive_transfer", "paid_on"), ("archive_unit", "number"))
"""A number, a day and a text: the fields whose widths and formats the columns of the file have."""


@dataclass(frozen=True, slots=True)
class BookLine:
    """One unit as it was received; names are those of the signatures, or of the entry where nothing was signed."""

    entry: int
    day: date
    unit: int
    code: str
    kind: UnitKind
    title: str
    pages: int | None
    department: str
    reason: Reason
    document: str
    transfer: int | None
    supplements: int
    handed_by: str
    handed_at: datetime | None
    received_by: str
    received_at: datetime
    reversed: bool


@dataclass(frozen=True, slots=True)
class LateOne:
    """A transfer that was accepted and not in the ledger the same day; ``entered_on`` is None when it is in none at all."""

    transfer: int
    number: str
    title: str
    accepted_on: date
    entered_on: date | None


def book(session: Session, year: int, *, kind: UnitKind | None = None, department: int | None = None, words: str = "") -> list[BookLine]:
    """What was received in ``year``, in the order of the journal, of the units the actor may see."""
    unit = columns_of("archive_unit")
    wanted = _lines().where(columns_of("custody_entry").occurred_on.between(date(year, 1, 1), date(year, 12, 31)))
    if kind is not None:
        wanted = wanted.where(unit.kind == kind)
    if department is not None:
        wanted = wanted.where(unit.department_id == department)
    rows = session.connection().execute(wanted).all()
    seen = set(session.scalars(select(ArchiveUnit.id).where(ArchiveUnit.id.in_({row.unit for row in rows}))))
    found = (_line(row) for row in rows if row.unit in seen)
    return [one for one in found if all(word in f"{one.code} {one.title} {one.document} {one.handed_by} {one.received_by}" for word in words.split())]


def _lines() -> Any:
    entry, unit, department, transfer = (columns_of(name) for name in ("custody_entry", "archive_unit", "department", "archive_transfer"))
    given, taken = (columns_of("transfer_signature").id.table.alias(name) for name in ("given", "taken"))
    giver, taker, actor, witness = (columns_of("employee").id.table.alias(name) for name in ("giver", "taker", "actor", "second"))
    undone = CustodyEntry.__table__.alias("undone")
    missing = columns_of("transfer_supplement")

    def signed(who: Any, role: Signer) -> Any:
        return and_(who.c.transfer_id == transfer.id, who.c.content == transfer.content, who.c.role == role.value)

    return (
        select(
            entry.id, entry.occurred_on, entry.recorded_at, entry.reason, entry.document, unit.id.label("unit"), unit.number, unit.part_no, unit.kind,
            unit.title, unit.pages, department.name.label("department"), transfer.id.label("transfer"), giver.c.name.label("giver"), given.c.signed_at,
            taker.c.name.label("taker"), taken.c.signed_at.label("taken_at"), actor.c.name.label("actor"), witness.c.name.label("second"),
            select(func.count()).where(missing.transfer_id == transfer.id).scalar_subquery().label("supplements"),
            select(undone.c.id).where(undone.c.reverses_id == entry.id).exists().label("undone"),
        )
        .join_from(CustodyEntry.__table__, unit.id.table, unit.id == entry.unit_id)
        .join(department.id.table, department.id == unit.department_id)
        .join(actor, actor.c.id == entry.actor_id)
        .outerjoin(witness, witness.c.id == entry.witness_id)
        .outerjoin(transfer.id.table, and_(transfer.number == entry.document, entry.reason == Reason.FILE))
        .outerjoin(given, signed(given, Signer.B)).outerjoin(giver, giver.c.id == given.c.signer_id)
        .outerjoin(taken, signed(taken, Signer.ARCHIVIST)).outerjoin(taker, taker.c.id == taken.c.signer_id)
        .where(entry.reason.in_((Reason.FILE, Reason.OPEN)))
        .order_by(entry.id)
    )  # fmt: skip


def _line(row: Any) -> BookLine:
    return BookLine(
        row.id, row.occurred_on, row.unit, code_of(row.number, row.part_no), UnitKind(row.kind), row.title, row.pages, row.department, Reason(row.reason),
        row.document, row.transfer, row.supplements or 0, row.giver or row.second or "", row.signed_at, row.taker or row.actor, row.taken_at or row.recorded_at,
        bool(row.undone),
    )  # fmt: skip


def late_ones(session: Session, year: int) -> list[LateOne]:
    """Transfers accepted in ``year`` whose units were not in the ledger the same day: none, as acceptance files them (K3.15)."""
    transfer, entry = columns_of("archive_transfer"), columns_of("custody_entry")
    rows = session.connection().execute(
        select(transfer.id, transfer.number, transfer.title, transfer.accepted_at, func.min(entry.recorded_at).label("entered"))
        .outerjoin_from(transfer.id.table, CustodyEntry.__table__, and_(entry.document == transfer.number, entry.reason == Reason.FILE))
        .where(transfer.state == TransferState.ACCEPTED)
        .group_by(transfer.id, transfer.number, transfer.title, transfer.accepted_at)
        .order_by(transfer.id)
    )
    found = (LateOne(row.id, row.number, row.title, _day(row.accepted_at), _day(row.entered) if row.entered else None) for row in rows)
    return [one for one in found if one.accepted_on.year == year and one.entered_on != one.accepted_on]


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_ZONE).date()


def years(session: Session) -> list[int]:
    """The years in which anything was received, the latest first."""
    entry = columns_of("custody_entry")
    first, last = session.connection().execute(select(func.min(entry.occurred_on), func.max(entry.occurred_on))).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def cells(one: BookLine, locale: str) -> tuple[Any, ...]:
    """A line as the columns of :data:`HEADS`."""
    handed = write_moment(one.handed_at) if one.handed_at else ""
    return (
        one.entry, one.day, one.code, UNIT_KINDS[one.kind].say(locale), one.title, one.pages, one.department, REASONS[one.reason].say(locale), one.document,
        one.supplements or None, one.handed_by, handed, one.received_by, write_moment(one.received_at), REVERSED.say(locale) if one.reversed else "",
    )  # fmt: skip


def book_file(session: Session, lines: Iterable[BookLine], wanted: FileFormat, locale: str, asked: Mapping[str, Any]) -> bytes:
    """The book as a file, noted in the log; raises Invalid for more lines than a sheet holds."""
    rows = [tuple(escaped(value) if isinstance(value, str) else value for value in cells(one, locale)) for one in lines]
    refuse_too_many(wanted, len(rows))
    number, day, text = (registers[register].fields[key] for register, key in _SHAPES)
    shapes = [number if head.zh in ("流水号", "页数", "补充资料") else day if head.zh == "登记日期" else text for head in HEADS]
    plain = rows if wanted is FileFormat.XLSX else [tuple(value.isoformat() if isinstance(value, date) else value for value in row) for row in rows]
    audit.note(session, authority_of(session), Action.EXPORT, "archive_unit", None, form="book", rows=len(rows), format=wanted.value, **asked)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"book.{wanted}"
        WRITERS[wanted](path, TITLE.say(locale), shapes, [head.say(locale) for head in HEADS], iter(plain))
        return path.read_bytes()
