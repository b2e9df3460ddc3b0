"""Custody: where a unit may go from where, for which reason; and the digest that chains the entries of the journal (K3.2)."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from domain.terms import Term


class UnitKind(StrEnum):
    """What can be carried away on its own."""

    VOLUME = "volume"
    CERTIFICATE = "certificate"


class AccountKind(StrEnum):
    """Where, or with whom, a unit can be."""

    SHELF = "shelf"
    SAFE = "safe"
    DESK = "desk"
    TRANSIT = "transit"
    EXTERNAL = "external"
    PERSON = "person"
    ORIGIN = "origin"
    MISSING = "missing"
    RELEASED = "released"
    DESTROYED = "destroyed"


class Reason(StrEnum):
    """Why a unit moves."""

    FILE = "file"
    OPEN = "open"
    RELOCATE = "relocate"
    CHECK_OUT = "check_out"
    HAND_BACK = "hand_back"
    SHELVE = "shelve"
    SEND = "send"
    RECEIVE = "receive"
    SEND_OUT = "send_out"
    COME_BACK = "come_back"
    MISS = "miss"
    FIND = "find"
    RELEASE = "release"
    DESTROY = "destroy"
    REVERSE = "reverse"


REASONS = {
    Reason.FILE: Term("入库", "Filed"),
    Reason.OPEN: Term("期初入账", "Opening entry"),
    Reason.RELOCATE: Term("移位", "Relocated"),
    Reason.CHECK_OUT: Term("借出", "Checked out"),
    Reason.HAND_BACK: Term("交还", "Handed back"),
    Reason.SHELVE: Term("归位", "Put back"),
    Reason.SEND: Term("移出待收", "Sent"),
    Reason.RECEIVE: Term("收妥上架", "Received"),
    Reason.SEND_OUT: Term("送外部机构", "Sent to an authority"),
    Reason.COME_BACK: Term("外部机构退回", "Back from an authority"),
    Reason.MISS: Term("登记下落不明", "Missing"),
    Reason.FIND: Term("找到", "Found"),
    Reason.RELEASE: Term("发还权利人", "Released to the owner"),
    Reason.DESTROY: Term("销毁", "Destroyed"),
    Reason.REVERSE: Term("红字冲销", "Reversed"),
}
FINAL = frozenset({AccountKind.RELEASED, AccountKind.DESTROYED})
"""Nothing comes back from there."""
ONE_OF_A_KIND = (AccountKind.ORIGIN, AccountKind.MISSING, AccountKind.RELEASED, AccountKind.DESTROYED)
"""Accounts of which there is one; the kernel opens them."""
CLOCK_MAY_LAG_MINUTES = 5
"""How far a clock may be behind the last entry of the journal before nothing more is written."""


@dataclass(frozen=True, slots=True)
class MovementRule:
    """One arrow of the state machine: for this reason a unit of this kind may go from here to there."""

    reason: Reason
    source: AccountKind
    target: AccountKind
    unit: UnitKind


def _rules() -> Iterator[MovementRule]:
    a, r, volume, certificate = AccountKind, Reason, UnitKind.VOLUME, UnitKind.CERTIFICATE
    for unit, home in ((volume, a.SHELF), (certificate, a.SAFE)):
        yield from (
            MovementRule(r.FILE, a.ORIGIN, home, unit),
            MovementRule(r.RELOCATE, home, home, unit),
            MovementRule(r.CHECK_OUT, home, a.PERSON, unit),
            MovementRule(r.HAND_BACK, a.PERSON, a.DESK, unit),
            MovementRule(r.SHELVE, a.DESK, home, unit),
            MovementRule(r.SEND_OUT, home, a.EXTERNAL, unit),
            MovementRule(r.COME_BACK, a.EXTERNAL, a.DESK, unit),
            MovementRule(r.FIND, a.MISSING, a.DESK, unit),
            MovementRule(r.REVERSE, a.PERSON, home, unit),
            MovementRule(r.REVERSE, a.DESK, a.PERSON, unit),
            MovementRule(r.REVERSE, a.EXTERNAL, home, unit),
            MovementRule(r.REVERSE, home, a.DESK, unit),
            MovementRule(r.REVERSE, home, home, unit),
        )
        yield from (MovementRule(r.OPEN, a.ORIGIN, kind, unit) for kind in (home, a.PERSON, a.EXTERNAL, a.MISSING))
        yield from (MovementRule(r.MISS, kind, a.MISSING, unit) for kind in (home, a.DESK, a.PERSON, a.EXTERNAL))
    yield from (
        MovementRule(r.SEND, a.SHELF, a.TRANSIT, volume),
        MovementRule(r.RECEIVE, a.TRANSIT, a.SHELF, volume),
        MovementRule(r.MISS, a.TRANSIT, a.MISSING, volume),
        MovementRule(r.DESTROY, a.SHELF, a.DESTROYED, volume),
        MovementRule(r.RELEASE, a.SAFE, a.RELEASED, certificate),
    )


RULES = tuple(_rules())
ALLOWED = frozenset((rule.reason, rule.source, rule.target, rule.unit) for rule in RULES)
HASHED = (
    "id", "unit_id", "unit_kind", "seq", "from_account_id", "from_kind", "to_account_id", "to_kind", "reason", "document",
    "occurred_on", "recorded_at", "actor_id", "witness_id", "safe_session_id", "reverses_id", "note",
)  # fmt: skip
"""The columns of an entry that its digest is of, in this order."""


def canonical(values: Sequence[Any]) -> str:
    """The values of :data:`HASHED` as JSON, always the same way: moments in UTC with microseconds, days as ISO, an empty value as null."""
    return _encode(values)


def digest(previous: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 over the digest of the entry before (empty for the first) and this entry, 64 hexadecimal digits."""
    return digest_of(previous, [entry[name] for name in HASHED])


def digest_of(previous: str, values: Sequence[Any]) -> str:
    """The same of the bare values in the order of :data:`HASHED`: for a million of them."""
    return hashlib.sha256((previous + canonical(values)).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an entry holds no {type(value).__name__}")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
