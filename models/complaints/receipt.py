"""The receipt code of a case, kept as a keyed digest: whoever has the code follows his complaint without an account."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class ComplaintReceipt(Base):
    """One code; giving out a new one ends those before."""

    __tablename__ = "complaint_receipt"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(RowId, ForeignKey("complaint.id", ondelete="CASCADE"), nullable=False, index=True)
    code_hash: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    issued_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
