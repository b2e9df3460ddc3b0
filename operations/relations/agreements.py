"""Requests to share customer information: whose department decides, and an agreement in force where an outsider receives it (Y2.9, Y2.10)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from models.base import columns_of
from models.company_names import core
from models.customers.sharing_request import Recipient, SharingRequest
from models.fence import authority_of
from operations.office_clock import today

NOT_IN_FORCE = Term("保密协议已于 {day} 到期或早于共享截止日，请续签后再批准。", "The agreement ends on {day}, before the sharing; renew it first.")
TOO_LATE = Term("共享截止日已过，请另行申请。", "The sharing would have ended already; ask anew.")
OTHER_PARTY = Term(
    "所选保密协议的签约方不是「接收方」，请选与接收方签订的协议，或先与其签订。",
    "The agreement chosen was not signed by the recipient; choose the one it signed, or have it sign one first.",
)
NOT_IN_CIRCLE = Term(
    "申请人不在所选保密协议的知悉人员之内，请由知悉人员申请，或先由保管人补充知悉人员。",
    "The applicant is not among those who may know under this agreement; let one of them apply, or have its keeper add him.",
)


def sharing_entered(session: Session, one: SharingRequest) -> set[str]:
    """Y2.10: the department whose customer it is decides first; Y2.9: the agreement named is the recipient's. Raises Invalid."""
    customer = columns_of("customer")
    owner = select(customer.department_id).where(customer.id == one.customer_id)
    # Below the fence: the answer goes into the record and to nobody.
    one.department_id = session.connection().execute(owner).scalar()
    refusal = None if authority_of(session).is_system else _not_covered(session, one)
    if refusal is not None:
        raise Invalid(refusal, fields={"agreement": refusal}, clause="Y2.9")
    return {"department"}


def _not_covered(session: Session, one: SharingRequest) -> Term | None:
    """Why the agreement does not cover this sharing: its party is another, or who passes it on may not know (its keeper always may)."""
    if one.recipient_is != Recipient.OUTSIDE or one.agreement_id is None:
        return None
    agreement, circle = columns_of("confidentiality_agreement"), columns_of("confidentiality_agreement_circle")
    # Below the fence: the answer is yes or no, and neither party nor people are told.
    read = session.connection().execute
    party, keeper = read(select(agreement.party, agreement.keeper_id).where(agreement.id == one.agreement_id)).one()
    if core(party) != core(one.recipient):
        return OTHER_PARTY
    knowing = set(read(select(circle.target_id).where(circle.record_id == one.agreement_id)).scalars()) | {keeper}
    return None if one.applicant_id is None or one.applicant_id in knowing else NOT_IN_CIRCLE


def _in_force(session: Session, one: SharingRequest) -> None:
    if one.expires_on < today(session):
        raise Refused(TOO_LATE, clause="Y2.10")
    if one.recipient_is != Recipient.OUTSIDE:
        return
    if refusal := _not_covered(session, one):  # somebody may have changed the agreement meanwhile
        raise Refused(refusal, clause="Y2.9")
    agreement = columns_of("confidentiality_agreement")
    ends = session.connection().execute(select(agreement.expires_on).where(agreement.id == one.agreement_id)).scalar_one()
    if ends < one.expires_on:
        raise Refused(NOT_IN_FORCE, day=ends.isoformat(), clause="Y2.9")


GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {
    ("sharing_request", "agree_sharing"): (_in_force,),
    ("sharing_request", "approve_sharing"): (_in_force,),
}
