"""Destroying a volume whose time is over: three people, never while it is held; personal data go, the statistics row stays."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.kinds import POINTERS, TEXTS, Kind
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_day
from domain.workflow import Move
from models import audit
from models.complaints.complaint import Complaint
from models.complaints.volume import ComplaintVolume, VolumeStage
from models.complaints.words import Retention
from models.ddl import erasing
from models.fence import acting, authority_of
from models.fields import Field
from models.governance.attachment import Attachment
from models.governance.audit_entry import AuditEntry
from models.register import Register, registers
from operations.complaints.steps import Guard
from permissions.actor import System

ERASED = "（已销毁）"
STAYS = {"complaint": frozenset({"number", "volume", "complaint"}), "printed_form": frozenset({"form", "digest"})}
"""Texts that say nothing about anybody: without them nobody could tell which volume was destroyed."""
UNTOUCHED = frozenset({"complaint_volume"})
LONG_TERM = Term("长期保存的卷宗不销毁。", "What is kept long-term is not destroyed.")
NOT_YET = Term("保存到 {day}，期满后才能提出销毁。", "It is kept until {day}; destruction can be proposed after that.")
HELD = Term("这一卷已冻结（诉讼、检查等），解除冻结后才能继续。", "This volume is held (law suit, inspection); release it first.")
NOT_HELD = Term("这一卷没有冻结。", "This volume is not held.")
HELD_ALREADY = Term("这一卷已经冻结。", "This volume is held already.")
ANOTHER = Term("提出、鉴定、批准销毁必须是三个人。", "Proposing, agreeing and approving take three different people.")
NOT_SIGNED = Term("只有卷宗经两人签批销毁时，案件才会脱敏。", "A case is erased only when its volume is destroyed under two signatures.")


def _over(session: Session, volume: ComplaintVolume) -> None:
    """T4.4: kept for a year, or long-term."""
    if volume.retention == Retention.LONG_TERM or volume.keep_until is None:
        raise Refused(LONG_TERM, clause="T4.4")
    if session.info["clock"]().astimezone(OFFICE_ZONE).date() <= volume.keep_until:
        raise Refused(NOT_YET, day=write_day(volume.keep_until), clause="T4.4")


def _not_held(_session: Session, volume: ComplaintVolume) -> None:
    if volume.held_at is not None:
        raise Refused(HELD, clause="T4.4")


def _held(_session: Session, volume: ComplaintVolume) -> None:
    if volume.held_at is None:
        raise Refused(NOT_HELD, clause="T4.4")


def _not_yet_held(_session: Session, volume: ComplaintVolume) -> None:
    if volume.held_at is not None:
        raise Refused(HELD_ALREADY, clause="T4.4")


def _another(session: Session, volume: ComplaintVolume) -> None:
    """Two signatures beside the proposal: nobody takes two of the three steps."""
    person = authority_of(session).person
    if person is not None and person.person_id in (volume.proposed_by_id, volume.agreed_by_id):
        raise Refused(ANOTHER, clause="T4.4")


VOLUME_GUARDS: dict[tuple[str, str], tuple[Guard, ...]] = {
    ("complaint_volume", "propose_destruction"): (_not_held, _over),
    ("complaint_volume", "agree_destruction"): (_not_held, _another),
    ("complaint_volume", "destroy"): (_not_held, _another, _over),
    ("complaint_volume", "freeze"): (_not_yet_held,),
    ("complaint_volume", "thaw"): (_held,),
}


def _volume_is_destroyed(session: Session, case: Complaint) -> None:
    volumes: Any = ComplaintVolume.__table__
    stages = set(session.connection().execute(select(volumes.c.stage).where(volumes.c.complaint_id == case.id)).scalars())
    if stages != {VolumeStage.DESTROYED}:
        raise Refused(NOT_SIGNED, clause="T4.4")


GUARDS: dict[str, tuple[Guard, ...]] = {"erase": (_volume_is_destroyed,)}
"""Of the case."""
KEYS = ("held_at", "proposed_at", "proposed_by", "agreed_at", "agreed_by")
"""What a step of the volume may set beside what it asks for."""


def volume_moved(session: Session, volume: ComplaintVolume, move: Move) -> None:
    """What follows: a release ends the hold, a refusal wipes the signatures, the last signature erases the case."""
    if move.name == "thaw":
        volume.held_at = None
    if move.name == "keep_on":
        volume.proposed_at = volume.agreed_at = None
        volume.proposed_by_id = volume.agreed_by_id = None
    if move.name == "destroy":
        _erase_case(session, volume)


def _erase_case(session: Session, volume: ComplaintVolume) -> None:
    from operations.moves import perform  # the moves know what follows from them, this among it

    who = authority_of(session)
    with acting(session, System("销毁卷宗", who.address, who.request_id, who.account_id)):
        case = session.get_one(Complaint, volume.complaint_id)
        files = [volume.file_id] if volume.file_id else []
        if not _other_volume_kept(session, volume):  # of a case that was taken up again the later volume still tells it
            perform(session, case, "erase", {})
            files += erase(session, case)
        _forget_files(session, files)
        audit.note(session, who, "erase", "complaint", case.id, volume=volume.number)
        session.expire_all()


def _other_volume_kept(session: Session, volume: ComplaintVolume) -> bool:
    others = select(ComplaintVolume.id).where(
        ComplaintVolume.complaint_id == volume.complaint_id, ComplaintVolume.id != volume.id, ComplaintVolume.stage != VolumeStage.DESTROYED
    )  # fmt: skip
    return session.scalar(others.limit(1)) is not None


def erase(session: Session, case: Complaint) -> list[int]:
    """Blank what is personal or free text in the case, in all that belongs to it and in their log; returns ids of attachments.

    Written below the session, whose audit would keep what is to be forgotten; the note of the destruction is the log of it.
    """
    files = _blank(session, Complaint.register, [case.id])
    for register in registers.values():
        if register.parent and register.fields[register.parent].target == "complaint" and register.key not in UNTOUCHED:
            table: Any = register.model.__table__
            parent = table.c[register.fields[register.parent].column]
            ids = list(session.connection().execute(select(table.c.id).where(parent == case.id)).scalars())
            files += _blank(session, register, ids)
    return files


def _blank(session: Session, register: Register, ids: list[int]) -> list[int]:
    table: Any = register.model.__table__
    specs = [spec for spec in register.fields.values() if _goes(register, spec)]
    if not ids or not specs:
        return []
    files = [
        key for spec in specs if spec.kind is Kind.ATTACHMENT
        for key in session.connection().execute(select(table.c[spec.column]).where(table.c.id.in_(ids))).scalars() if key
    ]  # fmt: skip
    values = {spec.column: ERASED[: spec.length] if spec.required else None for spec in specs}
    gone = {spec.key for spec in specs}
    beside = (*register.model.shadows.items(), *register.model.cores.items())
    values |= {hidden: None for key, hidden in beside if key in gone}
    session.connection().execute(update(table).where(table.c.id.in_(ids)).values(**values, version=table.c.version + 1))
    _blank_log(session, register, ids, {spec.key for spec in specs})
    return files


def _goes(register: Register, spec: Field) -> bool:
    """Texts, whom it was about outside the company, and files; dates, choices, numbers and our own people stay."""
    if spec.key in STAYS.get(register.key, ()) or spec.unique or spec.says is not None:
        return False
    return (spec.kind in TEXTS and spec.kind is not Kind.SERIAL) or spec.kind is Kind.ATTACHMENT or (
        spec.kind in POINTERS and spec.target == "customer" and not spec.required
    )


def _blank_log(session: Session, register: Register, ids: Iterable[int], keys: set[str]) -> None:
    """The log keeps that something was changed, when and by whom; what it was is gone."""
    log: Any = AuditEntry.__table__
    rows = session.connection().execute(
        select(log.c.id, log.c.changes).where(log.c.register_key == register.key, log.c.record_id.in_(list(ids)))
    ).all()  # fmt: skip
    with erasing(session.connection()):
        for key, changes in rows:
            if keys & set(changes):
                blanked = {name: [_gone(old), _gone(new)] if name in keys else [old, new] for name, (old, new) in changes.items()}
                session.connection().execute(update(log).where(log.c.id == key).values(changes=blanked))


def _gone(value: Any) -> Any:
    return None if value in (None, "") else ERASED if isinstance(value, str) else None


def _forget_files(session: Session, ids: Iterable[int]) -> None:
    """The rows go blank now; the bytes go when the transaction is through (``sweep_destroyed``), so that nothing is half done."""
    table: Any = Attachment.__table__
    session.connection().execute(update(table).where(table.c.id.in_(list(ids))).values(name=ERASED))


def erased_files(session: Session) -> list[str]:
    """Names of the stored files of what has been destroyed: their bytes may be deleted at any time."""
    with acting(session, System("which files belong to destroyed volumes?")):
        return list(session.scalars(select(Attachment.stored_as).where(Attachment.name == ERASED)))


def sweep_destroyed(session: Session, data_dir: Path) -> int:
    """Delete the bytes of what has been destroyed; safe at any time and after any crash. Returns how many files went."""
    folder = data_dir / "attachments"
    found = [path for name in erased_files(session) if (path := folder / name).is_file()]
    for path in found:
        path.unlink()
    return len(found)


def sweep(session: Session) -> int:
    """The same by the clock, in the folder the session knows; nothing where it knows none."""
    data_dir = session.info.get("data_dir")
    return sweep_destroyed(session, data_dir) if data_dir else 0
