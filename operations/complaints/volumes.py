"""Binding a closed case into a volume, gapless by year, each sealed with the one before it; and finding what was changed since."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Refused, missing
from domain.rules import ComplaintRule
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_moment
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.volume import ComplaintVolume, VolumeStage
from models.complaints.words import Retention
from models.fence import acting, authority_of, bits_of
from models.governance.attachment import Attachment
from models.register import registers
from models.upkeep import take_numbers
from operations.attachments import store
from operations.printing import paper
from operations.printing.catalogue import FORMS
from operations.printing.forms import Table
from operations.printing.printing import company_name
from operations.printing.volume_content import volume_docs
from operations.records import require
from operations.rules import rule
from permissions.actor import System

KEYS = ("volume",)
"""What binding sets on the case."""
NOT_ALL_READ = Term(
    "卷宗含有您看不到全文的内容，不能整卷打开。请逐份打印您看得到的表单。",
    "The volume holds what you may not read in full. Print the forms you may see one by one.",
)
NO_FILE = Term("这一卷没有文件：批量载入的案件只有编号。", "This volume has no file: cases loaded in bulk have a number only.")
GONE = Term("这一卷已于 {at} 销毁。", "This volume was destroyed at {at}.")
LOST, ALTERED, UNSEALED, BROKEN, GAP = (
    Term("文件不见了", "the file is missing"), Term("文件被改动过", "the file was altered"), Term("登记内容与封印不符", "the record does not match its seal"),
    Term("与前一卷的封印接不上", "it does not join the seal before it"), Term("卷号不连续", "the numbers have a gap"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a volume."""

    number: str
    what: Term


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The volumes of a year: how many, and what is wrong."""

    year: int
    count: int
    faults: tuple[Fault, ...]


def bind(session: Session, case: Complaint, move: Move) -> None:
    """T4.4, K4.20: when a case is archived, its volume is numbered, drawn, stored and sealed in the same transaction.

    Without ``session.info['data_dir']`` (cases loaded by the thousand) it is numbered and sealed, but has no file.
    """
    if move.name != "archive":
        return
    who, now = authority_of(session), session.info["clock"]()
    # The statement that gives the number locks the series: whoever binds at the same moment waits, and the chain stays a line.
    number = take_numbers(session.connection(), ComplaintVolume.register.fields["number"], now, 1)[0]
    case.volume = number
    day = now.astimezone(OFFICE_ZONE).date()
    with acting(session, System("立卷", acting_for=who.account_id)):
        volume = ComplaintVolume(
            number=number, complaint_id=case.id, stage=VolumeStage.KEPT, archived_on=day,
            archived_by_id=who.person.person_id if who.person else None,
            retention=Retention(case.retention or Retention.LONG_TERM), keep_until=_kept_until(session, case.retention, day), pages=0, content="",
            file_digest="", previous=_last_seal(session, day.year),
        )  # fmt: skip
        if session.info.get("data_dir"):
            _draw(session, case, volume)
        volume.seal = seal_of(volume)
        session.add(volume)


def _draw(session: Session, case: Complaint, volume: ComplaintVolume) -> None:
    company = company_name(session)
    docs = volume_docs(session, case, volume, company)
    volume.content = paper.digest_of(docs)
    stamp = f"归档：{write_moment(session.info['clock']())}"
    data = paper.pdf(docs, company=company, printed=stamp, locale="zh", digest=volume.content)
    volume.pages = paper.pages_in(data)
    row = store(session, session.info["data_dir"], f"{volume.number}.pdf", "application/pdf", data)
    volume.file_id, volume.file_digest = row.id, row.sha256


def seal_of(volume: ComplaintVolume) -> str:
    """What chains a volume to the one before it: any change of its number, case, dates, content or file changes it."""
    facts = [
        volume.previous, volume.number, volume.complaint_id, volume.archived_on.isoformat(), str(volume.retention),
        volume.keep_until.isoformat() if volume.keep_until else "", volume.pages, volume.content, volume.file_digest,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def years(session: Session) -> list[int]:
    """The years in which something was bound, oldest first."""
    with acting(session, System("in which years was anything bound?")):
        first, last = session.execute(select(func.min(ComplaintVolume.archived_on), func.max(ComplaintVolume.archived_on))).one()
    return list(range(first.year, last.year + 1)) if first and last else []


def check_chain(session: Session, data_dir: Path, year: int) -> ChainCheck:
    """Every volume of a year, in order: number, seal, link to the one before, and the bytes of its file."""
    faults: list[Fault] = []
    previous, expected = "", 1
    series = ComplaintVolume.register.fields["number"].series
    assert series is not None
    with acting(session, System("is the chain of volumes whole?")):
        volumes = _of_year(session, year)
        files = {row.id: row for row in session.scalars(select(Attachment).where(Attachment.id.in_([one.file_id for one in volumes if one.file_id])))}
        for volume in volumes:
            if series.parse(volume.number) != (year, expected):
                faults.append(Fault(volume.number, GAP))
            if volume.previous != previous:
                faults.append(Fault(volume.number, BROKEN))
            if seal_of(volume) != volume.seal:
                faults.append(Fault(volume.number, UNSEALED))
            fault = _fault_of_file(volume, files.get(volume.file_id or 0), data_dir)
            faults += [Fault(volume.number, fault)] if fault else []
            previous, expected = volume.seal, (series.parse(volume.number) or (0, expected))[1] + 1
    return ChainCheck(year, len(volumes), tuple(faults))


def _fault_of_file(volume: ComplaintVolume, row: Attachment | None, data_dir: Path) -> Term | None:
    if not volume.file_digest or volume.stage == VolumeStage.DESTROYED:
        return None
    path = data_dir / "attachments" / row.stored_as if row else None
    if path is None or not path.is_file():
        return LOST
    return None if hashlib.sha256(path.read_bytes()).hexdigest() == volume.file_digest else ALTERED


def _of_year(session: Session, year: int) -> list[ComplaintVolume]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    chosen = select(ComplaintVolume).where(ComplaintVolume.archived_on.between(first, last)).order_by(ComplaintVolume.id)
    return list(session.scalars(chosen))


def _last_seal(session: Session, year: int) -> str:
    newest = (
        select(ComplaintVolume.seal)
        .where(ComplaintVolume.archived_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(ComplaintVolume.id.desc())
        .limit(1)
    )
    return session.scalar(newest) or ""


def _kept_until(session: Session, retention: Retention | None, day: date) -> date | None:
    """T4.4: a year (a rule) from the day of filing; what is kept long-term has no end."""
    if retention != Retention.ONE_YEAR:
        return None
    years = rule(session, ComplaintRule.RETENTION_YEARS, day)
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def opened(session: Session, volume: ComplaintVolume, data_dir: Path) -> tuple[Attachment, bytes]:
    """The file of a volume, for whoever reads every field of the case and of its evidence; raises Refused or Missing."""
    require(session, Complaint.register, Action.PRINT)
    if volume.stage == VolumeStage.DESTROYED and volume.destroyed_at:
        raise Refused(GONE, at=write_moment(volume.destroyed_at), clause="T4.4")
    case = session.scalar(select(Complaint).where(Complaint.id == volume.complaint_id))
    if case is None:
        raise missing()
    if not _reads_all(session, case):
        raise Refused(NOT_ALL_READ, clause="K4.18")
    with acting(session, System("the file of a volume that may be read")):
        row = session.get(Attachment, volume.file_id) if volume.file_id else None
    path = data_dir / "attachments" / row.stored_as if row else None
    if row is None or path is None or not path.is_file():
        raise Refused(NO_FILE, clause="K4.20")
    return row, path.read_bytes()


def _reads_all(session: Session, case: Complaint) -> bool:
    authority = authority_of(session)
    if authority.is_system:
        return True
    if not bits_of(session, case, Action.PRINT):
        return False
    bits = bits_of(session, case, Action.VIEW)
    of_case = authority.plan.levels("complaint", Channel.PRINT, bits=bits)
    of_evidence = authority.plan.levels(ComplaintEvidence.register.key, Channel.PRINT)
    tables = [part for form in FORMS.values() if form.bound for part in form.parts if isinstance(part, Table)]
    printed = [
        authority.plan.levels(part.register, Channel.PRINT).get(registers[part.register].fields[key].stable_key, Level.HIDDEN)
        for part in tables for key in part.keys
    ]  # fmt: skip
    return bool(of_evidence) and min((*of_case.values(), *of_evidence.values(), *printed)) >= Level.READ

