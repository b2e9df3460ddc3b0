"""Every page of a scan somebody opened: a kernel table, only added to, and only under a grant in force (I28, K7.8)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class PageAccess(Base):
    """Who opened which page of which scan when; ``page`` counts from 1."""

    __tablename__ = "page_access"
    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    grant_id: Mapped[int] = mapped_column(RowId, ForeignKey("view_grant.id", ondelete="RESTRICT"), nullable=False)
    copy_id: Mapped[int] = mapped_column(RowId, ForeignKey("digital_copy.id", ondelete="RESTRICT"), nullable=False)
    page: Mapped[int] = mapped_column(Integer, nullable=False)
    opened_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    account_id: Mapped[int] = mapped_column(RowId, nullable=False)
    address: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    __table_args__ = (CheckConstraint("page >= 1", name="page_minimum"), Index("ix_page_access_grant", "grant_id", "id"))
