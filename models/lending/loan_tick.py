"""归还逐件核对 — what was counted of each piece of a unit that comes back, against the edition it was lent with; only added to (K3.26)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class LoanTick(Base):
    """A kernel table: the sheet and the page of the loan show it. The last row of a piece counts."""

    __tablename__ = "loan_tick"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    loan_id: Mapped[int] = mapped_column(RowId, ForeignKey("loan_line.id", ondelete="RESTRICT"), nullable=False)
    line_no: Mapped[int] = mapped_column(Integer, nullable=False)
    title: Mapped[str] = mapped_column(String(200), nullable=False)
    expected: Mapped[int] = mapped_column(Integer, nullable=False)
    """Pages that went out: those of the list, fewer where some were missing already."""
    counted: Mapped[int] = mapped_column(Integer, nullable=False)
    remark: Mapped[str | None] = mapped_column(String(200), nullable=True)
    ticked_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("employee.id", ondelete="RESTRICT"), nullable=False)
    ticked_at: Mapped[datetime] = mapped_column(Moment, nullable=False)

    __table_args__ = (
        CheckConstraint("counted >= 0 AND expected >= 0 AND line_no >= 1", name="counts"),
        Index("ix_loan_tick_line", "loan_id", "line_no", "id"),
    )
