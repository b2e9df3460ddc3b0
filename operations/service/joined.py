"""What the service desk adds to the kernel's tables of terms, guards and beginnings."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from operations.customers import contacts
from operations.service import checking, escalating, heeding, requests, saying

UPKEEP: dict[str, Callable[[Session, Any], set[str]]] = {
    "service_request": requests.request_entered, "contact_log": contacts.reception_logged, "quality_check": checking.check_entered,
    "service_plan": checking.plan_entered,
    "complaint_escalation": escalating.escalation_entered,
}  # fmt: skip
ENTERED = {"service_request": requests.written_told, "complaint_escalation": escalating.escalation_told, "quality_check": checking.checks_noted}
GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {**heeding.GUARDS, **checking.GUARDS}
CHOICES: dict[tuple[str, str], tuple[Callable[[Session, Any, Mapping[str, Any]], None], ...]] = {
    **heeding.CHOICES, **saying.CHOICES, ("service_request", "pass_further"): (requests.another_handler,),
}  # fmt: skip
