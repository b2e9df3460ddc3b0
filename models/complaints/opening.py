"""Who opened the page of a case, and on which day: written once by the kernel, never changed, and kept when the case is gone (K4.18)."""

from datetime import date, datetime

from sqlalchemy import Date
from sqlalchemy.orm import Mapped, mapped_column

from models.archives.guard import Guard
from models.base import Base, RowId
from models.types import Moment


class CaseOpening(Base):
    """The first time of a day; nothing points anywhere, so the log outlives what it is about."""

    __tablename__ = "case_opening"
    complaint_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    opened_on: Mapped[date] = mapped_column(Date, primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(Moment, nullable=False)


OPENING_GUARDS = (
    Guard("case_opening", "UPDATE", "opening_stays", "1 = 1"),
    Guard("case_opening", "DELETE", "opening_stays", "1 = 1"),
)
