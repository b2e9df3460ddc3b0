"""后台任务 — long work such as exports and imports: whose it is, how far it is, where its result lies and until when."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId
from models.types import Moment, choice_type


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobKind(StrEnum):
    """What a job does."""

    EXPORT = "export"
    IMPORT = "import"
    UNDO_IMPORT = "undo_import"
    CHECK_DOORS = "check_doors"


class Job(Base):
    """One piece of work of one account; it runs with the rights its owner has when it runs."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[JobKind] = mapped_column(choice_type(JobKind, "kind"), nullable=False)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id", ondelete="RESTRICT"), nullable=False)
    register_key: Mapped[str] = mapped_column(String(60), nullable=False)
    params: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    state: Mapped[JobState] = mapped_column(choice_type(JobState, "state"), nullable=False, default=JobState.WAITING)
    done: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    total: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Counts and the sentence for the owner; never values of records."""
    result_file: Mapped[str | None] = mapped_column(String(120))
    result_name: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    __table_args__ = (Index("ix_job_account", "account_id", "id"),)


class ImportRow(Base):
    """What an import did to one record, so that the whole import can be undone."""

    __tablename__ = "import_row"
    job_id: Mapped[int] = mapped_column(RowId, ForeignKey("job.id", ondelete="RESTRICT"), primary_key=True)
    record_id: Mapped[int] = mapped_column(RowId, primary_key=True)
    created: Mapped[bool] = mapped_column(Boolean, nullable=False)
    version: Mapped[int] = mapped_column(Integer, nullable=False)
    """The row version the import left behind: a later change by hand is never undone."""
    before: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)


class ImportMapping(Base):
    """How an account matched the headers of a kind of file last time."""

    __tablename__ = "import_mapping"
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id", ondelete="RESTRICT"), primary_key=True)
    register_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Digest of the headers."""
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)


class SavedView(Base):
    """A named combination of filters, order and columns of one account."""

    __tablename__ = "saved_view"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id", ondelete="RESTRICT"), nullable=False)
    register_key: Mapped[str] = mapped_column(String(60), nullable=False)
    label: Mapped[str] = mapped_column(String(40), nullable=False)
    query: Mapped[str] = mapped_column(String(2000), nullable=False)
    __table_args__ = (Index("ix_saved_view_owner", "account_id", "register_key", "id"),)
