"""What the service desk tells customers: no exaggerated promises and no pressure, whatever the register (K8.9, K8.11)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from operations.complaints.promising import require_modest

DECIDED_IN = {"service_request": "instruction", "feedback": "decision"}
"""Where a superior has said what may be promised."""
TOLD = {
    ("service_request", "tell_progress"): "progress", ("service_request", "answer"): "solution", ("service_request", "answer_at_once"): "solution",
    ("feedback", "tell"): "told", ("feedback", "post"): "posted",
}  # fmt: skip
"""The steps whose words a customer hears."""


def _modest(register: str, key: str) -> Callable[[Session, Any, Mapping[str, Any]], None]:
    def checked(_session: Session, record: Any, values: Mapping[str, Any]) -> None:
        require_modest(key, values.get(key), decided=bool(getattr(record, DECIDED_IN[register])))

    return checked


CHOICES = {(register, move): (_modest(register, key),) for (register, move), key in TOLD.items()}
