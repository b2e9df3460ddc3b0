"""Every change of the term of a loan: a kernel table, so that nobody moves a due date without a name and a reason (I23)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class LoanTerm(Base):
    """A renewal made a term longer, a recall shorter; ``waiting`` is how many waited for the unit just then."""

    __tablename__ = "loan_term"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    line_id: Mapped[int] = mapped_column(RowId, ForeignKey("loan_line.id", ondelete="RESTRICT"), nullable=False)
    kind: Mapped[str] = mapped_column(String(10), nullable=False)
    from_due: Mapped[date] = mapped_column(Date, nullable=False)
    to_due: Mapped[date] = mapped_column(Date, nullable=False)
    reason: Mapped[str] = mapped_column(String(1000), nullable=False)
    clause: Mapped[str] = mapped_column(String(10), nullable=False)
    actor_id: Mapped[int] = mapped_column(RowId, ForeignKey("employee.id", ondelete="RESTRICT"), nullable=False)
    waiting: Mapped[int] = mapped_column(Integer, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(Moment, nullable=False)

    __table_args__ = (
        CheckConstraint("(kind = 'renew' AND to_due > from_due AND waiting = 0) OR (kind = 'recall' AND to_due < from_due)", name="longer_or_shorter"),
        Index("ix_loan_term_line", "line_id"),
    )
