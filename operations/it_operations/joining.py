"""What the registers of computers hang into the kernel: what follows at a save, what is asked before a move, what follows from it."""

from collections.abc import Callable
from typing import Any

from operations.authorising import authorised
from operations.it_operations import checks, codes, media, orders, rooms

UPKEEP: dict[str, Callable[..., set[str]]] = {
    "backup": media.backup_entered,
    "data_order": orders.order_entered,
    "it_check": checks.check_entered,
    "medium_handover": media.handover_entered,
    "password_envelope": rooms.envelope_entered,
}
GUARDS: dict[tuple[str, str], tuple[Callable[..., None], ...]] = {**media.GUARDS, **orders.GUARDS, **rooms.GUARDS}
CHOICES: dict[tuple[str, str], tuple[Callable[..., None], ...]] = {
    ("code_cancellation", "cancel_code"): (codes.new_code_fits,), **orders.CHOICES, **checks.CHOICES, **rooms.CHOICES,
}  # fmt: skip
MOVED: dict[str, tuple[tuple[tuple[str, ...], Callable[[Any, Any, Any], None]], ...]] = {
    "admin_authorisation": (((), authorised),),
    "code_cancellation": (((), codes.order_moved),),
    "data_order": (((), orders.order_moved),),
    "it_check": (((), checks.check_moved),),
    "password_envelope": (((), rooms.envelope_moved),),
    "medium_handover": (((), media.handover_moved),),
}
