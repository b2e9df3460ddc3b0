"""移交签字 — who signed which content of a transfer, as what; only added to, by the step itself, never typed (K3.7, K3.14, K3.19)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class Signer(StrEnum):
    """As what somebody signs."""

    A = "a"
    B = "b"
    ARCHIVIST = "archivist"


class TransferSignature(Base):
    """A kernel table: the page of the transfer shows it."""

    __tablename__ = "transfer_signature"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    transfer_id: Mapped[int] = mapped_column(RowId, ForeignKey("archive_transfer.id", ondelete="RESTRICT"), nullable=False)
    role: Mapped[str] = mapped_column(String(20), nullable=False)
    signer_id: Mapped[int] = mapped_column(RowId, ForeignKey("employee.id", ondelete="RESTRICT"), nullable=False)
    content: Mapped[str] = mapped_column(String(64), nullable=False)
    signed_at: Mapped[datetime] = mapped_column(Moment, nullable=False)

    __table_args__ = (UniqueConstraint("transfer_id", "content", "role"), UniqueConstraint("transfer_id", "content", "signer_id"))
