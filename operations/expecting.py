"""What is asked of whoever enters a record, in a form or from a file, though one may be kept without it (Field.expected)."""

from collections.abc import Callable
from typing import Any

from domain.terms import Term
from models.fields import Field

EXPECTED = Term("请填写「{label}」（{clause}）。", "“{label}” is needed ({clause}).")
NOTHING = (None, "")


def expected(spec: Field, values: Callable[[str], Any], stored: Callable[[str], Any] | None = None) -> bool:
    """Whether ``spec`` must be filled in a record that will hold ``values``; ``stored``: what it holds now, None for a new one.

    What was known once is not to be emptied; what never was known keeps nobody from correcting the rest.
    """
    if not spec.expected:
        return False
    if spec.needed_when is not None:
        other, wanted = spec.needed_when
        if values(other) not in wanted:
            return False
        if stored is not None and stored(other) not in wanted:
            return True
    return stored is None or stored(spec.key) not in NOTHING
