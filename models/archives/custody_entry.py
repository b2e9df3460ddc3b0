"""The journal of custody: a kernel table that only operations.archives.ledger writes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class CustodyEntry(Base):
    """One movement of one unit: a link of its chain, a line of the journal; ``id`` counts the journal without a hole.

    A composite foreign key on itself makes forks, gaps and jumps impossible; the rest of the rules are triggers (models.archives.guarding).
    """

    __tablename__ = "custody_entry"
    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(RowId, nullable=False)
    unit_kind: Mapped[str] = mapped_column(String(20), nullable=False)
    seq: Mapped[int] = mapped_column(Integer, nullable=False)
    prev_seq: Mapped[int | None] = mapped_column(Integer, nullable=True)
    from_account_id: Mapped[int] = mapped_column(RowId, nullable=False)
    from_kind: Mapped[str] = mapped_column(String(20), nullable=False)
    to_account_id: Mapped[int] = mapped_column(RowId, nullable=False)
    to_kind: Mapped[str] = mapped_column(String(20), nullable=False)
    reason: Mapped[str] = mapped_column(String(20), nullable=False)
    document: Mapped[str] = mapped_column(String(80), nullable=False)
    occurred_on: Mapped[date] = mapped_column(Date, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    actor_id: Mapped[int] = mapped_column(RowId, ForeignKey("employee.id", ondelete="RESTRICT"), nullable=False)
    witness_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("employee.id", ondelete="RESTRICT"), nullable=True)
    safe_session_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("safe_session.id", ondelete="RESTRICT"), nullable=True)
    reverses_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("custody_entry.id", ondelete="RESTRICT"), nullable=True, unique=True)
    note: Mapped[str | None] = mapped_column(String(500), nullable=True)
    prev_hash: Mapped[str] = mapped_column(String(64), nullable=False)
    hash: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)

    __table_args__ = (
        UniqueConstraint("unit_id", "seq", "to_account_id"),
        UniqueConstraint("unit_id", "seq"),
        ForeignKeyConstraint(["unit_id", "unit_kind"], ["archive_unit.id", "archive_unit.kind"], name="unit", ondelete="RESTRICT"),
        ForeignKeyConstraint(
            ["from_account_id", "from_kind"], ["archive_account.id", "archive_account.kind"], name="source", ondelete="RESTRICT"
        ),
        ForeignKeyConstraint(
            ["to_account_id", "to_kind"], ["archive_account.id", "archive_account.kind"], name="target", ondelete="RESTRICT"
        ),
        ForeignKeyConstraint(
            ["unit_id", "prev_seq", "from_account_id"],
            ["custody_entry.unit_id", "custody_entry.seq", "custody_entry.to_account_id"],
            name="chain",
        ),
        ForeignKeyConstraint(
            ["reason", "from_kind", "to_kind", "unit_kind"],
            ["movement_rule.reason", "movement_rule.from_kind", "movement_rule.to_kind", "movement_rule.unit_kind"],
            name="movement",
        ),
        CheckConstraint("seq >= 1 AND (seq = 1) = (prev_seq IS NULL) AND (prev_seq IS NULL OR prev_seq = seq - 1)", name="counted"),
        CheckConstraint("(seq = 1) = (from_kind = 'origin') AND to_kind <> 'origin'", name="begins"),
        CheckConstraint("from_account_id <> to_account_id", name="moves"),
        CheckConstraint("from_kind NOT IN ('destroyed', 'released')", name="final"),
        CheckConstraint("NOT (unit_kind = 'certificate' AND to_kind = 'shelf')", name="only_a_safe"),
        CheckConstraint("(from_kind <> 'safe' AND to_kind <> 'safe') OR safe_session_id IS NOT NULL", name="two_keys"),
        CheckConstraint(
            "(to_kind <> 'destroyed' AND reason <> 'reverse') OR (witness_id IS NOT NULL AND witness_id <> actor_id)", name="witnessed"
        ),
        CheckConstraint("(reason = 'reverse') = (reverses_id IS NOT NULL)", name="reverses"),
        Index("ix_custody_entry_to", "to_account_id", "id"),
        Index("ix_custody_entry_from", "from_account_id", "id"),
        Index("ix_custody_entry_day", "occurred_on", "id"),
    )
