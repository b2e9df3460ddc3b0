"""Customers of whoever leaves go to somebody else, one record each; who proposes special terms (K7.13, Y3.6)."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.terms import Term
from models.base import columns_of
from models.customers.arrangement import CustomerArrangement
from models.customers.customer import Customer, CustomerClass
from models.customers.handover import CustomerHandover
from models.fence import acting, authority_of
from operations.important_customers import check_saved
from operations.office_clock import today
from permissions.actor import System

NOBODY = Term("该客户没有客户经理，无需交接；请在客户档案中直接指定。", "Nobody looks after this customer; name a manager in its archive.")
SAME = Term("接任人就是现任客户经理，请另选。", "He is its manager already; choose another.")
FIXED = Term("交接登记后不修改，只登记通知和首次联系。", "A hand-over is not changed; only notice and first contact are entered.")
HANDED_OVER = Term(
    "更换客户经理请登记「客户交接」，写明原因并通知客户；档案中的客户经理随之更新。",
    "Another account manager is assigned by a hand-over, with reason and notice to the customer; the archive follows.",
)
LEFT = Term("接任人已离职，请另选。", "He has left; choose another.")


def handover_entered(session: Session, handover: CustomerHandover) -> set[str]:
    """At every save: who leaves is who looks after the customer, and another follows; raises Invalid."""
    keys = {"leaver", "assigned_on"}
    if authority_of(session).is_system:
        return keys
    if handover.id is not None:
        if not session.is_modified(handover):
            return set()
        raise Invalid(FIXED, clause="K7.13")
    customer, staff = columns_of("customer"), columns_of("employee")
    read = session.connection().execute
    handover.leaver_id = read(select(customer.manager_id).where(customer.id == handover.customer_id)).scalar()
    handover.assigned_on = today(session)
    if handover.leaver_id is None:
        raise Invalid(NOBODY, fields={"customer": NOBODY}, clause="K7.13")
    if handover.leaver_id == handover.successor_id:
        raise Invalid(SAME, fields={"successor": SAME}, clause="K7.13")
    if read(select(staff.left_on).where(staff.id == handover.successor_id)).scalar() is not None:
        raise Invalid(LEFT, fields={"successor": LEFT}, clause="K7.13")
    return keys


def manager_kept(session: Session, customer: Customer) -> None:
    """K7.13: who looks after a customer is followed by another with a reason, notice and first contact, not by a line typed over; raises Invalid."""
    before = get_history(customer, "manager_id").deleted
    if customer.id is not None and before and before[0] is not None and authority_of(session).person is not None:
        raise Invalid(HANDED_OVER, fields={"manager": HANDED_OVER}, clause="K7.13")


def handovers_entered(session: Session, ids: Sequence[int]) -> None:
    """K7.13: another employee is assigned at once: the customer is his from now on; raises Invalid."""
    handover = columns_of("customer_handover")
    wanted = select(handover.customer_id, handover.successor_id).where(handover.id.in_(ids), handover.leaver_id.is_not(None))
    for customer, successor in session.connection().execute(wanted).all():
        try:
            with acting(session, System("K7.13 客户交接")):
                record = session.get_one(Customer, customer)
                record.manager_id = successor  # type: ignore[attr-defined]  # mapped by the register
                with session.no_autoflush:
                    check_saved(session, record)
        except Invalid as error:
            sentence = next(iter(error.fields.values()), error.sentence)
            raise Invalid(sentence, fields={"successor": sentence}, clause="K7.13") from error


def customers_of(session: Session, person: int) -> tuple[int, int | None]:
    """How many customers ``person`` looks after, and the first of them."""
    customer = columns_of("customer")
    count, first = session.connection().execute(select(func.count(), func.min(customer.id)).where(customer.manager_id == person)).one()
    return int(count), first


def seats_of(session: Session, person: int) -> tuple[int, int | None]:
    """In the teams of how many important customers ``person`` is, and the first of them (K7.12)."""
    customer, team = columns_of("customer"), columns_of("customer_team")
    his = select(func.count(), func.min(customer.id)).join(team.record_id.table, team.record_id == customer.id)
    count, first = session.connection().execute(his.where(team.target_id == person, customer.customer_class == CustomerClass.IMPORTANT)).one()
    return int(count), first


def arrangement_entered(session: Session, arrangement: CustomerArrangement) -> set[str]:
    """At every save: who proposes it."""
    authority = authority_of(session)
    if authority.is_system:
        return set()
    if arrangement.id is None:
        arrangement.proposer_id = authority.person.person_id if authority.person else None
    return {"proposer"}
