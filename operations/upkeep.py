"""Fields that follow from others, per register: due dates are computed, never typed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from models.customers.registration import Registration, RegistrationChange
from operations.working_days import five_working_days_after

Upkeep = Callable[[Session, Any], set[str]]
"""Sets what follows and returns the keys it set, which the fence then lets through."""


def _registration_due(_session: Session, record: Registration) -> set[str]:
    """K7.6: five working days after the first contact."""
    if record.contacted_on:
        record.due_on = five_working_days_after(record.contacted_on)
    return {"due_on"}


def _change_due(_session: Session, record: RegistrationChange) -> set[str]:
    """K7.7: five working days after the change."""
    if record.changed_on:
        record.due_on = five_working_days_after(record.changed_on)
    return {"due_on"}


UPKEEP: dict[str, Upkeep] = {"registration": _registration_due, "registration_change": _change_due}
