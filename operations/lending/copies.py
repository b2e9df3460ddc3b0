"""电子副本: a scan is a PDF that stays, and the approved slip of mode 查阅 is what opens it (K7.8, K7.9)."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.rules import ArchiveRule
from domain.terms import Term
from domain.workflow import Move
from models.archives.digital_copy import DigitalCopy
from models.base import columns_of
from models.fence import acting, authority_of
from models.lending.slip import BorrowingSlip, LoanMode
from models.lending.view_grant import ViewGrant, ViewState
from operations.behalf import on_behalf
from operations.lending.contents import units_of
from operations.lending.viewings import last_moment
from operations.rule_numbers import rule

ONLY_PDF = Term("扫描件须是 PDF。", "A scan is a PDF.")
COPY_STAYS = Term("已登记的扫描件不能更换；重新扫描请另登记一版。", "A scan stays as it was entered; a new one is another edition.")
KEYS = ("until_at",)


def copy_entered(session: Session, copy: DigitalCopy) -> set[str]:
    """At every save: a new scan is a PDF and the next edition of its unit; an old one stays; raises Invalid."""
    system = authority_of(session).is_system
    if copy.id is not None:
        replaced = [value for key in ("file_id", "unit_id") for value in get_history(copy, key).deleted or () if value is not None]
        if replaced and not system:
            raise Invalid(COPY_STAYS, fields={"file": COPY_STAYS}, clause="K10.5")
        return set()
    read = session.connection().execute
    if copy.unit_id is not None:
        before = columns_of("digital_copy")
        copy.edition = (read(select(func.max(before.edition)).where(before.unit_id == copy.unit_id)).scalar() or 0) + 1
    attachment = columns_of("attachment")
    kind = read(select(attachment.media_type).where(attachment.id == copy.file_id)).scalar() if copy.file_id else None
    if kind not in (None, "application/pdf") and not system:
        raise Invalid(ONLY_PDF, fields={"file": ONLY_PDF}, clause="K10.5")
    return {"edition"}


def slip_viewed(session: Session, slip: BorrowingSlip, move: Move) -> None:
    """K7.8, K7.9: the approval of a viewing opens the scans of its units to the borrower; what takes the approval back shuts them."""
    if slip.mode != LoanMode.VIEW:
        return
    if move.name == "approve":
        _open(session, slip)
    elif move.name in ("revise", "withdraw", "expire"):
        _shut(session, slip)


def _open(session: Session, slip: BorrowingSlip) -> None:
    """A grant a unit, scanned already or not: for the hours of the rule, and no longer than the last day of the slip."""
    now: datetime = session.info["clock"]()
    until = min(now + timedelta(hours=rule(session, ArchiveRule.VIEW_HOURS)), last_moment(slip.due_on))
    said = {
        "slip_id": slip.id, "viewer_id": slip.borrower_id, "department_id": slip.department_id, "purpose": slip.reason, "opinion": slip.opinion,
        "decided_by_id": slip.decided_by_id, "decided_at": now, "until_at": until, "state": ViewState.GRANTED,
    }  # fmt: skip
    with acting(session, on_behalf(session, f"批准查阅：{slip.number}")):
        session.add_all(ViewGrant(unit_id=unit, **said) for unit in units_of(session, slip))
        session.flush()


def _shut(session: Session, slip: BorrowingSlip) -> None:
    now: datetime = session.info["clock"]()
    with acting(session, on_behalf(session, f"查阅批准作废：{slip.number}")):
        for grant in session.scalars(select(ViewGrant).where(ViewGrant.slip_id == slip.id, ViewGrant.state == ViewState.GRANTED)):
            grant.state = ViewState.ENDED
            grant.until_at = min(grant.until_at or now, now)
        session.flush()


def grant_moved(session: Session, grant: ViewGrant, move: Move) -> None:
    """One that is ended has ended now."""
    if move.name == "end_view" and grant.until_at is not None:
        grant.until_at = min(grant.until_at, session.info["clock"]())
