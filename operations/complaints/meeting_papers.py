"""The papers a meeting decides on, as a fingerprint: whoever changes one afterwards makes the meeting sit again (K4.12)."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.measure import ComplaintMeasure

T = TypeVar("T")
OF_THE_CASE = (
    "round", "facts", "demanded", "findings", "cause", "responsibility", "respondents_said", "opinion", "opinion_at", "measures", "remedy",
    "remedy_amount",
)  # fmt: skip
OF_A_CHANGED_PLAN = ("plan_version", "plan_change", "plan_agreed")
OF_THE_MEASURES = ("id", "content", "responsible_id", "due_on")
OF_THE_EVIDENCE = ("id", "title", "collected_on", "finding", "verified", "original", "kept_at")


def papers_of(session: Session, case_id: int) -> str:
    """The SHA-256 of findings, opinion, evidence and measures as stored, read below the fence: it tells nothing but "the same" or "not"."""
    return once(session, ("papers", case_id), lambda: _papers_of(session, case_id))


def _papers_of(session: Session, case_id: int) -> str:
    case: Any = Complaint.__table__.c
    rows = [
        *session.connection().execute(select(*(case[key] for key in OF_THE_CASE)).where(case.id == case_id)),
        *session.connection().execute(select(*(case[key] for key in OF_A_CHANGED_PLAN)).where(case.id == case_id, case.plan_version > 1)),
        *_lines(session, ComplaintEvidence, OF_THE_EVIDENCE, case_id),
        *_lines(session, ComplaintMeasure, OF_THE_MEASURES, case_id),
    ]
    return sha256(repr([tuple(str(value) for value in row) for row in rows]).encode()).hexdigest()


def _lines(session: Session, model: type[Record], keys: tuple[str, ...], case_id: int) -> Sequence[Any]:
    table: Any = model.__table__.c
    wanted = select(*(table[key] for key in keys)).where(table.complaint_id == case_id).order_by(table.id)
    return session.connection().execute(wanted).all()


def once(session: Session, key: tuple[Any, ...], ask: Callable[[], T]) -> T:
    """What ``ask`` answers; on a page that is only read it is asked once, however many buttons want to know."""
    known = session.info.get("bits")
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    answer: T = known[key]
    return answer


def linked(session: Session, table: str, record_id: int) -> list[int]:
    """The ids a record names in one of its link tables."""
    link: Any = Complaint.metadata.tables[table]
    return list(session.connection().execute(select(link.c.target_id).where(link.c.record_id == record_id)).scalars())
