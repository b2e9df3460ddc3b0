"""定时任务 — when each was last begun and last went well, what went wrong, and which worker holds it now."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import Moment


class PeriodicRun(Base):
    """One task, or one rule of a task (code 'task.rule'); the row of a task is also its lease."""

    __tablename__ = "periodic_run"
    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    last_started: Mapped[datetime | None] = mapped_column(Moment)
    last_ok: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str | None] = mapped_column(String(300))
    last_error_en: Mapped[str | None] = mapped_column(String(300))
    failures: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """In a row; 0 after it went well."""
    counted: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """What the last good run did: notices made, mails sent."""
    leased_by: Mapped[str | None] = mapped_column(String(40))
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
