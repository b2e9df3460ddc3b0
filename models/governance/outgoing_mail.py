"""待发邮件 — mails written together with what they tell, and sent afterwards: never twice, and lost ones are seen."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment, choice_type


class MailState(StrEnum):
    """Where a mail stands; UNSURE: the connection broke after it was handed over, so it is not sent again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


class OutgoingMail(Base):
    """One mail to one employee: number, step and link, never what a complainant said."""

    __tablename__ = "outgoing_mail"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    mark: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    """That of the notice it repeats: one mail for one notice."""
    address: Mapped[str] = mapped_column(String(254), nullable=False)
    subject: Mapped[str] = mapped_column(String(200), nullable=False)
    body: Mapped[str] = mapped_column(String(2000), nullable=False)
    state: Mapped[MailState] = mapped_column(choice_type(MailState, "state"), nullable=False, default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    next_try_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str | None] = mapped_column(String(200))
    __table_args__ = (Index("ix_outgoing_mail_due", "state", "next_try_at"),)
