"""移交逐项核对 — what the archivist counted of each line of a transfer; only added to, a recount beside the first count (K3.14)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class TransferTick(Base):
    """A kernel table: the sheet and the page of the transfer show it. The last row of a line of a content counts."""

    __tablename__ = "transfer_tick"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    transfer_id: Mapped[int] = mapped_column(RowId, ForeignKey("archive_transfer.id", ondelete="RESTRICT"), nullable=False)
    content: Mapped[str] = mapped_column(String(64), nullable=False)
    """The signed content it was counted against: with another content everything is counted anew."""
    line_no: Mapped[int] = mapped_column(Integer, nullable=False)
    title: Mapped[str] = mapped_column(String(200), nullable=False)
    expected: Mapped[int] = mapped_column(Integer, nullable=False)
    """Pages of a paper, copies of a certificate, as listed."""
    counted: Mapped[int] = mapped_column(Integer, nullable=False)
    remark: Mapped[str | None] = mapped_column(String(200), nullable=True)
    ticked_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("employee.id", ondelete="RESTRICT"), nullable=False)
    ticked_at: Mapped[datetime] = mapped_column(Moment, nullable=False)

    __table_args__ = (
        CheckConstraint("counted >= 0 AND expected >= 1 AND line_no >= 1", name="counts"),
        Index("ix_transfer_tick_line", "transfer_id", "content", "line_no", "id"),
    )
