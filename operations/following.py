"""What follows from a move, per register: the kernel sets it in the same breath, and nobody types it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.workflow import Move
from operations.complaints import measures
from operations.complaints import notices as complaint_notices
from operations.complaints import upkeep as complaints


@dataclass(frozen=True, slots=True)
class Following:
    """Sets what follows from a move, among the fields ``keys``."""

    keys: tuple[str, ...]
    up: Callable[[Session, Any, Move], None]


FOLLOWING: dict[str, tuple[Following, ...]] = {
    "complaint": (
        Following(complaints.KEYS, complaints.complaint_moved),
        Following(measures.KEYS, measures.case_moved),
        Following((), complaint_notices.complaint_told),  # last: it tells what the others have set
    ),
}
"""In this order, all in the transaction of the move."""
