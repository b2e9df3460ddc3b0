"""Work of the system in somebody's name: it may more than he, and the log says that it was for him."""

from sqlalchemy.orm import Session

from models.fence import authority_of
from permissions.actor import System


def on_behalf(session: Session, reason: str) -> System:
    """The system for ``reason``, in the name, from the address and in the request of whoever acts now."""
    who = authority_of(session)
    return System(reason, who.address, who.request_id, who.account_id, label=who.label)
