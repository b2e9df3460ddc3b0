"""What a visit raises and what is more than that becomes a case of the complaint office (K6.14)."""

from sqlalchemy.orm import Session

from domain.workflow import Move
from models.complaints.words import Channel
from models.customers.visit_item import VisitItem
from models.fence import acting
from models.register import registers
from operations.records import create
from permissions.actor import System

KEYS = ("complaint",)


def item_moved(session: Session, item: VisitItem, move: Move) -> None:
    """K6.14: taken up: the kernel enters the case, and the item names it."""
    if move.name != "take_up_item":
        return
    values = {"channel": Channel.VISIT, "customer": item.customer_id, "title": item.subject[:120], "facts": item.content or item.subject}
    with acting(session, System("K6.14 走访事项转投诉")):
        case = create(session, registers["complaint"], values)
    item.complaint_id = case.id
