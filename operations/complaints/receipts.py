"""Receipt codes: giving one out, and finding the case of one; a wrong code is answered like an unknown one, at the same pace."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain import receipt_codes
from domain.rules import PublicRule
from models import audit
from models.complaints.complaint import Complaint
from models.complaints.receipt import ComplaintReceipt
from models.fence import authority_of
from operations.complaints import public_counts
from operations.rules import rules

PURPOSE = "receipt"


def issue(session: Session, key: bytes, case: Complaint) -> str:
    """A new code for ``case``, returned once and kept as a digest; the codes before it end. The audit keeps that it was given."""
    now: datetime = session.info["clock"]()
    ended = update(ComplaintReceipt).where(ComplaintReceipt.complaint_id == case.id, ComplaintReceipt.ended_at.is_(None))
    session.execute(ended.values(ended_at=now))
    code = receipt_codes.new_code()
    session.add(ComplaintReceipt(complaint_id=case.id, code_hash=receipt_codes.digest(key, PURPOSE, code), issued_at=now))
    session.flush()
    audit.note(session, authority_of(session), "receipt_issued", "complaint", case.id)
    return code


def check(session: Session, key: bytes, typed: str, address: str) -> str | None:
    """The digest of a code that opens a case, None for every other; the same work in both cases.

    Wrong tries are counted, per address and together; over the limit the right code opens nothing either. The caller
    commits in both cases.
    """
    limits = rules(session)
    places = (
        (public_counts.subject("code", key, address), limits[PublicRule.PUBLIC_TRIES]),
        (public_counts.subject("code", key, public_counts.EVERYBODY), limits[PublicRule.PUBLIC_TRIES_ALL]),
    )
    closed = [public_counts.counted(session, about, public_counts.WINDOW) >= limit for about, limit in places]
    found = receipt_codes.digest(key, PURPOSE, receipt_codes.typed(typed))
    case_id = case_of(session, found)
    if case_id is not None and not any(closed):
        return found
    for about, _limit in places:
        public_counts.count(session, about, public_counts.WINDOW)
    return None


def case_of(session: Session, digest: str) -> int | None:
    """The case that a living code's digest opens."""
    kept = ComplaintReceipt
    row = session.execute(select(kept.code_hash, kept.complaint_id).where(kept.code_hash == digest, kept.ended_at.is_(None))).first()
    return int(row.complaint_id) if row is not None and receipt_codes.same(row.code_hash, digest) else None
