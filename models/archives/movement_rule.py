"""The table of permitted movements: the state machine of custody as rows, written when the database is prepared and never after."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class MovementRule(Base):
    """For which reason a kind of unit may go from one kind of place to another: the state machine as rows (domain.custody)."""

    __tablename__ = "movement_rule"
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    from_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    to_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    unit_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
