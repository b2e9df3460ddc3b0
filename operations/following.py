"""What follows from a move, per register: the kernel sets it in the same breath, and nobody types it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.workflow import Move
from operations import complaint_upkeep


@dataclass(frozen=True, slots=True)
class Following:
    """Sets what follows from a move, among the fields ``keys``."""

    keys: tuple[str, ...]
    up: Callable[[Session, Any, Move], None]


FOLLOWING = {"complaint": Following(complaint_upkeep.KEYS, complaint_upkeep.complaint_moved)}
