"""What follows in the registers of customers when a record is saved, by register (see operations.upkeep)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from operations.customers.changing import change_entered
from operations.customers.classes import deals_entered, rating_entered, ratings_entered
from operations.customers.contacts import touch_entered, touches_entered
from operations.customers.handing import arrangement_entered, handover_entered, handovers_entered
from operations.customers.origins import contact_entered, origin_entered
from operations.customers.programmes import guest_entered
from operations.customers.registering import (
    account_removed,
    accounts_entered,
    registration_entered,
    registration_removed,
)
from operations.customers.visiting import item_entered, visit_entered

UPKEEP: Mapping[str, Callable[[Session, Any], set[str]]] = {
    "contact": contact_entered,
    "customer_arrangement": arrangement_entered,
    "customer_handover": handover_entered,
    "customer_rating": rating_entered,
    "customer_touch": touch_entered,
    "customer_visit": visit_entered,
    "datum_origin": origin_entered,
    "programme_guest": guest_entered,
    "registration": registration_entered,
    "registration_change": change_entered,
    "visit_item": item_entered,
}
ENTERED: Mapping[str, Callable[[Session, Sequence[int]], None]] = {
    "customer": accounts_entered,
    "customer_handover": handovers_entered,
    "customer_rating": ratings_entered,
    "customer_touch": touches_entered,
    "deal": deals_entered,
}
REMOVED: Mapping[str, Callable[[Session, Any], None]] = {"customer": account_removed, "registration": registration_removed}
