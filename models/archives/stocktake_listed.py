"""The frozen list of a stocktake: a kernel table of the units it is about, written once when it is entered (K10.5)."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId


class StocktakeListed(Base):
    """A unit on the list; where it should be is no column: the journal says it, as of the entry at which the list was frozen."""

    __tablename__ = "stocktake_listed"
    stocktake_id: Mapped[int] = mapped_column(RowId, ForeignKey("stocktake.id", ondelete="RESTRICT"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(RowId, ForeignKey("archive_unit.id", ondelete="RESTRICT"), primary_key=True)
    __table_args__ = (Index("ix_stocktake_listed_unit", "unit_id", "stocktake_id"),)
