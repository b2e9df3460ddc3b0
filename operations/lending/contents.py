"""What a slip says, as its approval is bound to it."""

import hashlib
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import columns_of
from models.lending.slip import LoanMode


def units_of(session: Session, slip: Any) -> list[int]:
    """The units a slip names, read below the fence: what is approved and lent must not depend on who looks."""
    link = columns_of("borrowing_slip_units")
    return list(session.connection().execute(select(link.target_id).where(link.record_id == slip.id).order_by(link.target_id)).scalars())


def digest_of(session: Session, slip: Any) -> str:
    """What an approval is bound to: borrower, units, reason and term, of this revision; and that it is for viewing only."""
    said = [slip.revision, slip.borrower_id, units_of(session, slip), slip.reason, slip.due_on.isoformat()]
    if slip.mode == LoanMode.VIEW:
        said.append(LoanMode.VIEW.value)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
