"""Counting what strangers try and send, in the database, so that every process counts the same."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.receipt_codes import digest
from models.complaints.public_count import PublicCount
from models.types import Moment

WINDOW = timedelta(minutes=15)
DAY = timedelta(days=1)
EVERYBODY = "everybody"


def subject(kind: str, key: bytes, about: str) -> str:
    """What is counted: ``about`` (an address, a case) as a digest, because an address is personal data."""
    return f"{kind}:{about if about == EVERYBODY else digest(key, kind, about)[:40]}"


def count(session: Session, about: str, window: timedelta) -> int:
    """Count one more of ``about`` and return how many there are in the running window; one statement, so none is missed."""
    now: datetime = session.info["clock"]()
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    kept: Any = PublicCount.__table__.c
    over = kept.first_at <= now - window
    first = dialect.insert(PublicCount.__table__).values(subject=about, number=1, first_at=now)
    counted = first.on_conflict_do_update(
        index_elements=["subject"],
        set_={"number": case((over, 1), else_=kept.number + 1), "first_at": case((over, literal(now, Moment())), else_=kept.first_at)},
    ).returning(kept.number)
    return int(session.execute(counted).scalar_one())


def counted(session: Session, about: str, window: timedelta) -> int:
    """How many there are in the running window, without counting one more."""
    now: datetime = session.info["clock"]()
    asked = select(PublicCount.number).where(PublicCount.subject == about, PublicCount.first_at > now - window)
    return session.scalar(asked) or 0


def forget_old(session: Session) -> None:
    """Drop what no window reaches any more: who wrote from where is nobody's business after two days."""
    now: datetime = session.info["clock"]()
    session.execute(delete(PublicCount).where(PublicCount.first_at < now - 2 * DAY))
