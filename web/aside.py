"""Something small that is kept although the request itself keeps nothing: in a short transaction of its own."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.engine import FencedSession
from models.fence import act
from permissions.actor import System
from web.extensions import db


def aside(why: str, write: Callable[[Session], object], clock: Callable[[], datetime]) -> None:
    """Call ``write`` for the system and commit; what the request has not committed is given up. A busy database keeps nothing and fails nothing."""
    db.session.rollback()
    with suppress(OperationalError), FencedSession(db.engine) as own:
        act(own, System(why), clock=clock)
        write(own)
        own.commit()
