"""What a stocktake finds: whatever moves while people count is never missing, and what is really wrong is told (K10.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.custody import AccountKind
from domain.stocktaking import DIFFERENT, POSSIBLE, VERDICTS, Sighting, Spot, Track, Verdict, judge

SHELVES = tuple(Spot(key, AccountKind.SHELF) for key in (1, 2, 3))
ELSEWHERE = (Spot(8, AccountKind.PERSON), Spot(9, AccountKind.DESK), Spot(10, AccountKind.EXTERNAL))
A, B = SHELVES[:2]
DESK, HANDS, GONE = Spot(9, AccountKind.DESK), Spot(8, AccountKind.PERSON), Spot(7, AccountKind.MISSING)
FROZEN = 10


@st.composite
def counts(draw: st.DrawFn) -> tuple[dict[int, Track], dict[int, list[Sighting]], dict[int, int]]:
    """Units whose paper follows the journal at once, moved while somebody goes along the shelves and scans what lies there.

    Moves come before, between and after the scans of one shelf; a unit may be met on several shelves or on none.
    """
    starts = dict(enumerate(draw(st.lists(st.sampled_from(SHELVES + ELSEWHERE), min_size=1, max_size=6)), 1))
    at, steps, entry = dict(starts), {unit: [] for unit in starts}, FROZEN
    seen: dict[int, list[Sighting]] = {unit: [] for unit in starts}
    visited: dict[int, int] = {}

    def move() -> int:
        nonlocal entry
        for _ in range(draw(st.integers(0, 3))):
            unit, to = draw(st.sampled_from(sorted(starts))), draw(st.sampled_from(SHELVES + ELSEWHERE))
            if to != at[unit]:
                entry += 1
                at[unit] = to
                steps[unit].append((entry, to))
        return entry

    for shelf in draw(st.permutations(SHELVES)):
        visited[shelf.account] = move()
        left = set(starts)
        while here := [unit for unit in sorted(left) if at[unit] == shelf]:
            unit = draw(st.sampled_from(here))
            left.discard(unit)
            seen[unit].append(Sighting(shelf.account, entry))
            move()
    move()
    return {unit: Track(starts[unit], tuple(steps[unit])) for unit in starts}, seen, visited


@given(counts())
def test_lending_goes_on_and_makes_no_false_difference(count: tuple[dict[int, Track], dict[int, list[Sighting]], dict[int, int]]) -> None:
    tracks, seen, visited = count
    for unit, track in tracks.items():
        found = judge(track, seen[unit], visited)
        assert found.verdict not in DIFFERENT, (track, seen[unit], visited)
        assert (found.verdict is Verdict.MOVED) <= bool(track.steps), "what is told as moved has entries that justify it"


@given(counts(), st.data())
def test_what_was_taken_without_an_entry_is_missing(
    count: tuple[dict[int, Track], dict[int, list[Sighting]], dict[int, int]], data: st.DataObject
) -> None:
    """Of what rested on one shelf all along nobody can say that it moved: unseen it is missing, seen elsewhere it is in the wrong place."""
    tracks, seen, visited = count
    resting = [unit for unit, track in tracks.items() if track.start in SHELVES and not track.steps]
    if resting:
        unit = data.draw(st.sampled_from(resting))
        start = tracks[unit].start
        assert start is not None
        assert judge(tracks[unit], [], visited).verdict is Verdict.MISSING
        other = next(spot for spot in SHELVES if spot != start)
        assert judge(tracks[unit], [Sighting(other.account, 99)], visited).verdict is Verdict.MISPLACED
        assert judge(tracks[unit], [*seen[unit], Sighting(other.account, 99)], visited).verdict is Verdict.DOUBLE


@pytest.mark.parametrize(
    ("start", "steps", "seen", "verdict"),
    [
        (A, (), [Sighting(1, 10)], Verdict.MATCH),
        (A, (), [], Verdict.MISSING),
        (A, ((11, HANDS),), [], Verdict.MOVED),
        (A, ((11, HANDS),), [Sighting(1, 10)], Verdict.MATCH),
        (A, ((11, HANDS),), [Sighting(1, 11)], Verdict.THERE),
        (A, ((11, B),), [Sighting(1, 12)], Verdict.MISPLACED),
        (A, ((11, B),), [Sighting(2, 12)], Verdict.MOVED),
        (A, ((11, B),), [Sighting(1, 10), Sighting(2, 12)], Verdict.MOVED),
        (DESK, ((12, A),), [Sighting(1, 11)], Verdict.MOVED),
        (A, ((12, B),), [], Verdict.MISSING),
        (HANDS, (), [], Verdict.AWAY),
        (HANDS, (), [Sighting(1, 10)], Verdict.THERE),
        (GONE, (), [], Verdict.KNOWN_MISSING),
        (GONE, (), [Sighting(1, 10)], Verdict.THERE),
        (None, (), [Sighting(1, 10)], Verdict.NOT_FILED),
        (None, ((11, A),), [Sighting(1, 10)], Verdict.MOVED),
        (Spot(6, AccountKind.DESTROYED), (), [Sighting(1, 10)], Verdict.FINISHED),
    ],
)
def test_each_verdict(start: Spot | None, steps: tuple[tuple[int, Spot], ...], seen: list[Sighting], verdict: Verdict) -> None:
    """Shelf 1 was visited at entry 10, shelf 2 at entry 12, after the unit had been booked there."""
    assert judge(Track(start, steps), seen, {1: 10, 2: 12}).verdict is verdict


def test_every_difference_can_be_settled_and_nothing_else_is() -> None:
    assert set(POSSIBLE) == set(DIFFERENT)
    assert set(VERDICTS) == set(Verdict)
