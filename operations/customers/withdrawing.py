"""Withdrawing the consent to keep a personal datum: the field is emptied in the same step (A3.3)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from domain.workflow import Move
from models.customers.datum_origin import PLACES, Basis, Datum, DatumOrigin
from models.fence import acting
from models.register import registers
from operations.customers.origins import ERASED
from operations.records import update
from permissions.actor import System

NO_CONSENT = Term("收集依据不是本人同意，没有可撤回的同意。请核对收集依据。", "It is not kept by consent, so there is none to withdraw; check the basis.")


def _by_consent(_session: Session, origin: DatumOrigin) -> None:
    if origin.basis != Basis.CONSENT:
        raise Refused(NO_CONSENT, clause="A3.3")


def origin_moved(session: Session, origin: DatumOrigin, _move: Move) -> None:
    """Empty the field whose consent is withdrawn, as the system: whoever notes the withdrawal need not be able to write it."""
    place, key = PLACES[Datum(origin.datum)]
    spec = registers[place].fields[key]
    with acting(session, System("A3.3: 撤回同意")):
        record = session.get(registers[place].model, origin.customer_id if place == "customer" else origin.contact_id)
        if record is not None and getattr(record, key) is not None:
            update(session, record, {key: ERASED if spec.required else None})


GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {("datum_origin", "withdraw_consent"): (_by_consent,)}
