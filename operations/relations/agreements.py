"""Requests to share customer information: whose department decides, and an agreement in force where an outsider receives it (Y2.9, Y2.10)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from models.base import columns_of
from models.customers.sharing_request import SharingRequest
from operations.office_clock import today

NOT_IN_FORCE = Term("保密协议已于 {day} 到期或早于共享截止日，请续签后再批准。", "The agreement ends on {day}, before the sharing; renew it first.")
TOO_LATE = Term("共享截止日已过，请另行申请。", "The sharing would have ended already; ask anew.")


def sharing_entered(session: Session, one: SharingRequest) -> set[str]:
    """Y2.10: the department whose customer it is decides first."""
    customer = columns_of("customer")
    owner = select(customer.department_id).where(customer.id == one.customer_id)
    # Below the fence: the answer goes into the record and to nobody.
    one.department_id = session.connection().execute(owner).scalar()
    return {"department"}


def _in_force(session: Session, one: SharingRequest) -> None:
    if one.expires_on < today(session):
        raise Refused(TOO_LATE, clause="Y2.10")
    if not one.outside:
        return
    agreement = columns_of("confidentiality_agreement")
    ends = session.connection().execute(select(agreement.expires_on).where(agreement.id == one.agreement_id)).scalar_one()
    if ends < one.expires_on:
        raise Refused(NOT_IN_FORCE, day=ends.isoformat(), clause="Y2.9")


GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {
    ("sharing_request", "agree_sharing"): (_in_force,),
    ("sharing_request", "approve_sharing"): (_in_force,),
}
