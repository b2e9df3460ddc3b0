"""Something open whose due moment another calendar moves: a term of a record, or a clock of a complaint."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """One running term or clock with the due date it has and the one it would have."""

    register: str
    id: int
    started_on: date
    before: date | datetime | None
    after: date | datetime | None
    field: str = ""
    """Of a term: the field that holds it."""
    case_id: int = 0
    """Of a clock: the complaint it belongs to."""
    clock: str = ""
    round: int = 0
