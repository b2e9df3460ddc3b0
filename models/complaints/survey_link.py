"""A link with which the customer says once how satisfied he is (T4.2, Y6.8, K4.21); only the digest of its token is kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class SurveyLink(Base):
    """One link: used once, over at a moment, ended by the next one."""

    __tablename__ = "survey_link"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(RowId, ForeignKey("complaint.id", ondelete="CASCADE"), nullable=False, index=True)
    token_hash: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    issued_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
