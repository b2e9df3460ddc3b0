"""What people without an account have tried or sent lately, counted where all processes see it."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import Moment


class PublicCount(Base):
    """How often, since when; the subject holds a digest of the address, never the address."""

    __tablename__ = "public_count"
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    first_at: Mapped[datetime] = mapped_column(Moment, nullable=False, index=True)
