"""What a stocktake finds of one unit: judged from the journal since it was frozen and from where the unit was seen (K10.5).

The ledger goes on while people count. A unit is missing only where the journal kept it, without a break, from the first visit to a
place until the count ended; whatever moved meanwhile is told as moved, with its entries, and never as a difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.custody import FINAL, AccountKind
from domain.terms import Term

COUNTED = frozenset({AccountKind.SHELF, AccountKind.SAFE})
"""Kinds of places where a stocktake looks."""
MOST_CODE = 80
"""Characters of a scanned code that are kept."""


class Verdict(StrEnum):
    """What was found of one unit, or of one unknown label."""

    MISSING = "missing"
    MISPLACED = "misplaced"
    THERE = "there"
    DOUBLE = "double"
    UNKNOWN = "unknown"
    NOT_FILED = "not_filed"
    FINISHED = "finished"
    MOVED = "moved"
    AWAY = "away"
    KNOWN_MISSING = "known_missing"
    MATCH = "match"


VERDICTS = {
    Verdict.MISSING: Term("缺失", "Missing"),
    Verdict.MISPLACED: Term("错位", "Wrong place"),
    Verdict.THERE: Term("账上在外、实物在架", "Out in the ledger, seen here"),
    Verdict.DOUBLE: Term("重复", "Double"),
    Verdict.UNKNOWN: Term("未登记", "Unknown"),
    Verdict.NOT_FILED: Term("未入库", "Never filed"),
    Verdict.FINISHED: Term("账上已销", "Ended in the ledger"),
    Verdict.MOVED: Term("盘点期间已动", "Moved meanwhile"),
    Verdict.AWAY: Term("已借出或在外", "Lent or away"),
    Verdict.KNOWN_MISSING: Term("已登记下落不明", "Known to be missing"),
    Verdict.MATCH: Term("相符", "As expected"),
}
"""Differences first: the order in which pages and reports tell them."""
DIFFERENT = (
    Verdict.MISSING, Verdict.MISPLACED, Verdict.THERE, Verdict.DOUBLE, Verdict.UNKNOWN, Verdict.NOT_FILED, Verdict.FINISHED,
)  # fmt: skip
"""What somebody has to explain and settle."""


class Disposition(StrEnum):
    """What is done about a difference."""

    NOTHING = "nothing"
    PUT_BACK = "put_back"
    BOOK_HERE = "book_here"
    MISS = "miss"
    FOUND = "found"
    BY_DOCUMENT = "by_document"
    SET_ASIDE = "set_aside"


DISPOSITIONS = {
    Disposition.NOTHING: Term("无需处理", "Nothing to do"),
    Disposition.PUT_BACK: Term("放回账上位置（账不变）", "Put back where the ledger has it"),
    Disposition.BOOK_HERE: Term("按实见位置记账", "Booked where it was seen"),
    Disposition.MISS: Term("登记下落不明", "Booked as missing"),
    Disposition.FOUND: Term("登记找到并归位", "Booked as found and put away"),
    Disposition.BY_DOCUMENT: Term("已另有出入库记录", "Settled by later entries"),
    Disposition.SET_ASIDE: Term("另行存放待查", "Set aside"),
}
POSSIBLE: Mapping[Verdict, tuple[Disposition, ...]] = {
    Verdict.MISSING: (Disposition.MISS, Disposition.BY_DOCUMENT),
    Verdict.MISPLACED: (Disposition.PUT_BACK, Disposition.BOOK_HERE, Disposition.BY_DOCUMENT),
    Verdict.THERE: (Disposition.BOOK_HERE, Disposition.FOUND, Disposition.BY_DOCUMENT),
    Verdict.DOUBLE: (Disposition.PUT_BACK, Disposition.SET_ASIDE, Disposition.BY_DOCUMENT),
    Verdict.UNKNOWN: (Disposition.SET_ASIDE,),
    Verdict.NOT_FILED: (Disposition.BOOK_HERE, Disposition.SET_ASIDE, Disposition.BY_DOCUMENT),
    Verdict.FINISHED: (Disposition.SET_ASIDE,),
}
"""What may be done about each difference."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by its account, and what kind of place it is."""

    account: int
    kind: AccountKind


@dataclass(frozen=True, slots=True)
class Sighting:
    """A unit was seen at an account when the journal ended with this entry."""

    account: int
    entry: int


@dataclass(frozen=True, slots=True)
class Track:
    """Where the journal had a unit when the list was frozen, and each entry since: (number, where it led), in order."""

    start: Spot | None
    steps: tuple[tuple[int, Spot], ...] = ()

    def at(self, entry: int) -> Spot | None:
        """Where the journal had it once ``entry`` was written."""
        return next((spot for number, spot in reversed(self.steps) if number <= entry), self.start)

    @property
    def end(self) -> Spot | None:
        """Where the journal had it when the count ended."""
        return self.steps[-1][1] if self.steps else self.start


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on a unit, with the account it was expected at and the one it was seen at."""

    verdict: Verdict
    expected: int | None
    seen: int | None


def judge(track: Track, seen: Sequence[Sighting], visited: Mapping[int, int]) -> Finding:
    """What was found of a unit; ``visited``: account → the last entry of the journal when it was first visited."""
    expected = track.start.account if track.start is not None else None
    if not seen:
        return Finding(_unseen(track, visited), expected, None)
    last = seen[-1]
    if len({one.account for one in seen}) == 1:
        return Finding(_seen(track, last), expected, last.account)
    justified = all((spot := track.at(one.entry)) is not None and spot.account == one.account for one in seen)
    return Finding(Verdict.MOVED if justified else Verdict.DOUBLE, expected, last.account)


def _unseen(track: Track, visited: Mapping[int, int]) -> Verdict:
    end = track.end
    if end is not None and end.kind in COUNTED:
        since = track.steps[-1][0] if track.steps else 0
        # There before anybody came, and there until the end: it had to be seen. (Unmoved and never looked for is missing as well.)
        if since <= visited.get(end.account, 0):
            return Verdict.MISSING
    if track.steps:
        return Verdict.MOVED
    return Verdict.KNOWN_MISSING if end is not None and end.kind is AccountKind.MISSING else Verdict.AWAY


def _seen(track: Track, one: Sighting) -> Verdict:
    then, end = track.at(one.entry), track.end
    if then is not None and then.account == one.account:
        return Verdict.MATCH if track.start == then else Verdict.MOVED
    if end is not None and end.account == one.account:
        return Verdict.MOVED  # put away first and booked a moment later
    if then is None:
        return Verdict.NOT_FILED
    if then.kind in FINAL:
        return Verdict.FINISHED
    return Verdict.MISPLACED if then.kind in COUNTED else Verdict.THERE
