"""Every sheet of the archive, and of pay: offered, refused with a reason, prepared, printed with a note in the log, and checked by its code."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.custody import UnitKind
from domain.errors import NOT_ALLOWED_TODO, Missing, Refused
from domain.terms import Term
from models import audit
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.fence import ROWS_REFUSED, acting, authority_of, bits_of
from models.governance.audit_entry import AuditEntry
from models.lending.loan_line import LoanLine, LoanState
from models.lending.slip import BorrowingSlip
from models.register import registers
from operations.archives.codes import Letter, short_code
from operations.archives.desk import code_of
from operations.archives.ledger import places
from operations.archives.opening import digest_of
from operations.lending.slips import units_of
from operations.office_clock import today
from operations.printing import paper
from operations.printing.content import Block, Doc, filled
from operations.printing.day_sheet import anchor_now, anchor_of, day_blocks
from operations.printing.disposal_sheets import destroyed_units, released_certificate, supervisors_of
from operations.printing.forms import Form
from operations.printing.forms_of_archives import (
    CERTIFICATE_LIST,
    DAY_CLOSE,
    DESTRUCTION,
    RECONCILIATION,
    RELEASE,
    STOCKTAKE_REPORT,
    STOCKTAKE_SHEET,
    TRANSFER_LIST,
    VOLUME_LIST,
)
from operations.printing.forms_of_lending import COVER, LINE_RECEIPT, OVERDUE, RECEIPT, SLIP
from operations.printing.forms_of_pay import DERIVATION
from operations.printing.label_sheets import scan_block
from operations.printing.opening_sheet import lines_not_read, reconciliation, signed_lines
from operations.printing.printing import NO_SUCH_FORM, NOT_YET, PRINT, company_name
from operations.printing.reading import words_of
from operations.printing.stocktake_sheets import counters_of, places_to_count, results_found
from operations.printing.transfer_sheets import (
    COPIES,
    content_now,
    edition_now,
    edition_of,
    handed_certificates,
    handed_papers,
    list_of_edition,
    not_signed_certificates,
    not_signed_papers,
    signed_content,
)
from operations.records import require
from permissions.actor import System

NOT_LATE = Term("没有逾期：{day} 到期。", "It is not overdue: due on {day}.")
NO_VOLUME = Term("封面只为案卷打印，权证随其案卷。", "Only volumes have a cover; a certificate goes with its volume.")
LOOKED_AT = 5_000
UNITS = Term("借阅档案", "Units")
HEADS = (Term("序号", "No."), Term("档号", "Archive no."), Term("题名", "Title"), Term("页数", "Pages"), Term("现在何处", "At"), Term("核对", "Check"))
ARCHIVE = Term("档 案", "ARCHIVE")
COPY = Term("第 {no} 份 共 {count} 份\n{who}", "Copy {no} of {count}\n{who}")
COVER_ROWS = {"number": "档　　号", "title": "题　　名", "department": "归档部门", "customer": "客　　户", "case_class": "案卷类目", "pages": "页　　数",
              "secrecy": "密　　级", "home": "存放位置"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A form, what is drawn before and after its declared parts, and why it cannot be printed of a record."""

    form: Form
    first: Callable[[Session, Any, str], list[Block]] | None = None
    refused: Callable[[Session, Any], Term | None] | None = None
    plain: bool = False
    last: Callable[[Session, Any, str], list[Block]] | None = None
    sealed: Callable[[Session, Any], str] | None = None
    """The digest that was signed, which its QR bears; without one, the digest of what is printed."""
    truth: Callable[[Session, Any], str] | None = None
    """What that digest would be now: a sheet holds as long as the two agree, though states and names on it go on."""
    copies: tuple[Term, ...] = ()
    """Who keeps which copy: as many are printed, and each knows its number."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of a record, and why it cannot be printed now."""

    form: Form
    refusal: Term | None


@dataclass(frozen=True, slots=True)
class RecordVerdict:
    """What is known of one print with a certain digest."""

    form: str
    title: Term
    register: str
    record_id: int
    printed_by: str
    printed_at: datetime
    current: bool


def offers(session: Session, record: Record) -> tuple[Offer, ...]:
    """The forms of ``record``; none for whom may not print it."""
    key = record.register.key
    if key not in RECORD_FORMS or not authority_of(session).may(key, Action.PRINT) or not bits_of(session, record, Action.PRINT):
        return ()
    return tuple(Offer(one.form, _refusal(session, record, one)) for one in RECORD_FORMS[key])


def prepare(session: Session, record: Record, code: str, locale: str) -> tuple[Doc, ...]:
    """The form filled for whoever acts, once for each copy; raises Missing, or Refused with the clause (no right, or not yet)."""
    one = _of(record, code)
    require(session, record.register, Action.PRINT)
    if not bits_of(session, record, Action.PRINT):
        raise Refused(ROWS_REFUSED, register=record.register.title, action=PRINT, todo=NOT_ALLOWED_TODO)
    refusal = _refusal(session, record, one)
    if refusal is not None:
        raise Refused(refusal, clause=one.form.clauses[0])
    return _docs(session, record, one, locale)


def print_record(session: Session, record: Record, code: str, locale: str, *, company: str, printed: str) -> bytes:
    """The PDF, noted in the log with who printed which form of which record with which content."""
    docs = prepare(session, record, code, locale)
    sealed = _of(record, code).sealed
    digest = sealed(session, record) if sealed else paper.digest_of(docs)
    who: Any = authority_of(session)
    whole = _whole(session, record, code)
    audit.note(session, who, Action.PRINT, record.register.key, record.id, form=code, digest=digest, whole=whole)
    return paper.pdf(docs, company=company, printed=printed, locale=locale, digest=digest)


def printed_records(session: Session, wanted: str) -> list[RecordVerdict]:
    """The prints whose digest begins with ``wanted`` (lower case), of records the reader may print himself."""
    mine = [key for key in RECORD_FORMS if authority_of(session).may(key, Action.PRINT)]
    with acting(session, System("was this form printed here?")):
        found = list(_entries(session, mine, wanted))
    return [verdict for entry in found if (verdict := _verdict(session, entry)) is not None]


def _entries(session: Session, keys: Sequence[str], wanted: str) -> Iterator[AuditEntry]:
    prints = (
        select(AuditEntry)
        .where(AuditEntry.register_key.in_(keys), AuditEntry.action == Action.PRINT, AuditEntry.record_id.is_not(None))
        .order_by(AuditEntry.id.desc())
        .limit(LOOKED_AT)
    )
    yield from (entry for entry in session.scalars(prints) if _noted(entry, "digest").startswith(wanted))


def _noted(entry: AuditEntry, key: str) -> str:
    found = (entry.changes or {}).get(key) or [None, None]
    return str(found[1] or "")


def _verdict(session: Session, entry: AuditEntry) -> RecordVerdict | None:
    model: Any = registers[entry.register_key].model
    record = session.scalar(select(model).where(model.id == entry.record_id))
    form = next((one.form for one in RECORD_FORMS[entry.register_key] if one.form.code == _noted(entry, "form")), None)
    if record is None or form is None:
        return None
    sheet = _of(record, form.code)
    with acting(session, System("does what was signed still hold?")):
        current = sheet.truth(session, record) == _noted(entry, "digest") if sheet.truth else _whole(session, record, form.code) == _noted(entry, "whole")
    return RecordVerdict(form.code, form.title, entry.register_key, record.id, entry.actor, entry.happened_at, current)


def _whole(session: Session, record: Record, code: str) -> str:
    """The digest with nothing masked or left out: tells whether the record has changed since, whoever printed it."""
    with acting(session, System("a digest of the whole form")):
        return paper.digest_of(_docs(session, record, _of(record, code), "zh"))


def _of(record: Record, code: str) -> RecordForm:
    one = next((each for each in RECORD_FORMS.get(record.register.key, ()) if each.form.code == code), None)
    if one is None:
        raise Missing(NO_SUCH_FORM, code=code[:10])
    return one


def _docs(session: Session, record: Record, one: RecordForm, locale: str) -> tuple[Doc, ...]:
    doc = filled(session, record, one.form, locale)
    first, last = (part(session, record, locale) if part else [] for part in (one.first, one.last))
    whole = {**doc, "plain": one.plain, "above": [] if one.plain else doc["above"], "blocks": [*first, *doc["blocks"], *last]}
    count = len(one.copies)
    return tuple({**whole, "copy": COPY.format(no=no, count=count, who=who).say(locale)} for no, who in enumerate(one.copies, 1)) or (whole,)


def _refusal(session: Session, record: Record, one: RecordForm) -> Term | None:
    form = one.form
    if form.filled and getattr(record, record.register.fields[form.filled].column) in (None, ""):
        return NOT_YET.format(form=form.title, step=form.after or form.title)
    return one.refused(session, record) if one.refused else None


# ---- what stands above the parts -----------------------------------------------------------------------------------------


def _units(session: Session, slip: BorrowingSlip, locale: str) -> list[Block]:
    """The number to scan, and the units with their place, as far as the reader sees them."""
    keys = units_of(session, slip)
    at = places(session.connection(), keys)
    rows: list[list[str]] = []
    for unit in session.scalars(select(ArchiveUnit).where(ArchiveUnit.id.in_(keys)).order_by(ArchiveUnit.number, ArchiveUnit.part_no)):
        words, place = words_of(session, unit, ("title", "pages"), locale), at.get(unit.id)
        code, where = code_of(unit.number, unit.part_no), place.name if place else "—"
        rows.append([str(len(rows) + 1), code, words.get("title", ""), words.get("pages", ""), where, "□"])
    table = {"kind": "table", "title": UNITS.say(locale), "heads": [head.say(locale) for head in HEADS], "widths": [2, 6, 9, 2, 5, 2], "rows": rows}
    return [scan_block(slip.number, short_code(Letter.SLIP, slip.id)), table]


def _cover(session: Session, unit: ArchiveUnit, locale: str) -> list[Block]:
    words = words_of(session, unit, COVER.above, locale)
    rows = [[COVER_ROWS[key] if locale.startswith("zh") else unit.register.fields[key].label.en, words[key] or "—"] for key in COVER.above if key in words]
    cover = {"kind": "cover", "title": ARCHIVE.say(locale), "company": company_name(session), "rows": rows}
    return [cover, scan_block(code_of(unit.number, unit.part_no), short_code(Letter.UNIT, unit.id))]


def _not_late(session: Session, line: LoanLine) -> Term | None:
    late = line.state is LoanState.OUT and line.due_on < today(session)
    return None if late else NOT_LATE.format(day=line.due_on.isoformat())


def _no_volume(_session: Session, unit: ArchiveUnit) -> Term | None:
    return None if unit.kind is UnitKind.VOLUME else NO_VOLUME


RECORD_FORMS: dict[str, tuple[RecordForm, ...]] = {
    "borrowing_slip": (RecordForm(SLIP, _units), RecordForm(RECEIPT)),
    "loan_line": (RecordForm(LINE_RECEIPT), RecordForm(OVERDUE, refused=_not_late)),
    "archive_unit": (RecordForm(COVER, _cover, _no_volume, plain=True),),
    "archive_transfer": (
        RecordForm(TRANSFER_LIST, None, not_signed_papers, False, handed_papers, signed_content, content_now, COPIES),
        RecordForm(CERTIFICATE_LIST, None, not_signed_certificates, False, handed_certificates, signed_content, content_now, COPIES),
    ),
    "volume_list": (RecordForm(VOLUME_LIST, last=list_of_edition, sealed=edition_of, truth=edition_now),),
    "opening_ledger": (RecordForm(RECONCILIATION, reconciliation, lines_not_read, sealed=signed_lines, truth=digest_of),),
    "day_close": (RecordForm(DAY_CLOSE, day_blocks, sealed=anchor_of, truth=anchor_now),),
    "destruction_list": (RecordForm(DESTRUCTION, destroyed_units, last=supervisors_of),),
    "certificate_release": (RecordForm(RELEASE, released_certificate),),
    "pay_line": (RecordForm(DERIVATION),),
    "stocktake": (RecordForm(STOCKTAKE_SHEET, places_to_count), RecordForm(STOCKTAKE_REPORT, results_found, last=counters_of)),
}
