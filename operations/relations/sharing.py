"""Sharing of customer information: whose department decides, an agreement in force for outsiders, and an end in time (Y2.9, Y2.10)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.terms import Term
from models.customers.sharing_request import Shared, SharingRequest
from operations.moves import perform
from operations.notices import notify
from operations.office_clock import today

ENDED = Term("客户信息共享 {number} 已到期终止，请停止使用并清理。", "Sharing {number} has ended; stop using the data and delete them.")


def expire_sharing(session: Session) -> int:
    """End what was approved until yesterday and tell who asked for it; returns how many."""
    over = select(SharingRequest).where(SharingRequest.state == Shared.APPROVED, SharingRequest.expires_on < today(session))
    done = 0
    for one in session.scalars(over.order_by(SharingRequest.id)).all():
        perform(session, one, "expire_sharing", {})
        if one.applicant_id is not None:
            notify(session, one.applicant_id, "sharing.ended", one, ENDED.format(number=one.number), once="ended")
        done += 1
    return done
