"""``archive check``: every invariant of the ledger, read only; the second reader is tools/verify_ledger.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, text

from operations.archives.custody_invariants import CUSTODY
from operations.archives.disposition_invariants import DISPOSITION
from operations.archives.invariants import Invariant
from operations.archives.list_invariants import LISTS
from operations.archives.stocktake_invariants import STOCKTAKES
from operations.archives.transfer_invariants import TRANSFERS
from operations.lending.invariants import LENDING
from operations.lending.rule_invariants import RULES_KEPT

INVARIANTS: tuple[Invariant, ...] = tuple(
    sorted((*CUSTODY, *LISTS, *TRANSFERS, *DISPOSITION, *STOCKTAKES, *LENDING, *RULES_KEPT), key=lambda one: one.code)
)
SHOWN = 20
"""How many breaches of one invariant are told; the count goes on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One invariant as found: how many breaches, and the first of them."""

    invariant: Invariant
    count: int
    first: tuple[str, ...]


def check(connection: Connection) -> Iterator[Verdict]:
    """Ask every invariant in turn."""
    for invariant in INVARIANTS:
        breaches = iter(invariant.breaches(connection))
        first = tuple(islice(breaches, SHOWN))
        yield Verdict(invariant, len(first) + sum(1 for _ in breaches), first)


def entries(connection: Connection) -> int:
    """How many entries the journal has."""
    return int(connection.execute(text("SELECT count(*) FROM custody_entry")).scalar_one())
