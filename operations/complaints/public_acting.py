"""In whose name the public pages work: the system for somebody without an account, narrowed to what these pages do."""

from domain.access import Action
from permissions.actor import Outsider

REASON = "公众网上投诉"
ACTS = frozenset(
    {
        ("complaint", Action.CREATE.value), ("complaint", "withdraw"), ("complaint", "call"), ("complaint", "object"),
        ("complaint_message", Action.CREATE.value),
    }
)  # fmt: skip
"""Enter a complaint, take it back, say how satisfied one is (the step 回访), object to the result, write a message (T4.2, Y6.1, K4.22)."""
WRITES = frozenset({"complaint", "complaint_message", "complaint_receipt", "survey_link", "public_count"})


def outsider(request_id: str = "") -> Outsider:
    """The authority of every public page; without the address, which must not lead to whoever complains anonymously."""
    return Outsider(REASON, request_id=request_id, label="公众", acts=ACTS, writes=WRITES)
