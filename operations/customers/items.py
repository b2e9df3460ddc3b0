"""What a visit raises and what is more than that becomes a case of the complaint office (K6.14)."""

from sqlalchemy.orm import Session

from domain.workflow import Move
from models.complaints.words import Channel
from models.customers.customer import Customer
from models.customers.visit_item import VisitItem
from models.fence import acting, authority_of
from models.register import registers
from operations.records import create
from permissions.actor import System

KEYS = ("complaint",)


def item_moved(session: Session, item: VisitItem, move: Move) -> None:
    """K6.14: taken up: the kernel enters the case in the name of the customer, ready to be registered, and the item names it."""
    if move.name != "take_up_item":
        return
    person = authority_of(session).person
    with acting(session, System("K6.14 走访事项转投诉")):
        customer = session.get_one(Customer, item.customer_id)
        values = {
            "channel": Channel.VISIT, "customer": item.customer_id, "title": item.subject[:120], "facts": item.content or item.subject,
            "complainant": (customer.contact_name or customer.name)[:60], "phone": customer.contact_phone, "address": customer.address,
            "recorder": person.person_id if person is not None else None,
        }  # fmt: skip
        case = create(session, registers["complaint"], values)
    item.complaint_id = case.id
