"""What was carried out by which key: a kernel table, so that a double click or a bouncing scanner does nothing twice."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment


class ArchiveCommand(Base):
    """A command that was carried out, by the key its form or scanner sent: the second time its result is told, not repeated."""

    __tablename__ = "archive_command"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(RowId, nullable=True)
    done_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    result: Mapped[dict[str, object]] = mapped_column(JSON, nullable=False)
