"""Who counts in a meeting: recused people change nothing whatever they do, and a majority is one of those who are there."""

from hypothesis import given
from hypothesis import strategies as st

from domain.meetings import Assembly, Tally, Vote

PEOPLE = st.frozensets(st.integers(1, 12))
VOTES = st.dictionaries(st.integers(1, 12), st.sampled_from(Vote))
PERCENT = st.integers(0, 99)
ASSEMBLIES = st.builds(Assembly, PEOPLE, PEOPLE, PEOPLE)


def test_more_than_half_and_not_half() -> None:
    members = frozenset({1, 2, 3, 4})
    assert not Assembly(members, present=frozenset({1, 2})).has_quorum()
    assert Assembly(members, present=frozenset({1, 2, 3})).has_quorum()
    assert Assembly(members, recused=frozenset({4}), present=frozenset({1, 2})).has_quorum(), "K4.7: two of the three who count"
    there = Assembly(members, present=members)
    two = {1: Vote.FOR, 2: Vote.FOR, 3: Vote.AGAINST, 4: Vote.ABSTAIN}
    assert not there.carries(two)
    assert there.carries({**two, 3: Vote.FOR})
    assert there.count(two) == Tally(2, 1, 1, 0)


def test_a_meeting_of_nobody_decides_nothing() -> None:
    assert not Assembly(frozenset()).has_quorum(0)
    assert not Assembly(frozenset({1}), recused=frozenset({1}), present=frozenset({1})).carries({1: Vote.FOR}, 0)


@given(ASSEMBLIES, VOTES, VOTES, PERCENT)
def test_what_a_recused_or_absent_one_says_changes_nothing(there: Assembly, votes: dict[int, Vote], others: dict[int, Vote], percent: int) -> None:
    said = {**votes, **{who: vote for who, vote in others.items() if who not in there.voters}}
    assert there.count(said) == there.count(votes)
    assert there.carries(said, percent) == there.carries(votes, percent)


@given(ASSEMBLIES, VOTES)
def test_every_voter_is_counted_once(there: Assembly, votes: dict[int, Vote]) -> None:
    tally = there.count(votes)
    assert tally.agreed + tally.against + tally.abstained + tally.silent == len(there.voters)


@given(ASSEMBLIES, VOTES, st.integers(1, 12), PERCENT)
def test_one_more_who_agrees_never_hurts_and_a_guest_never_helps(there: Assembly, votes: dict[int, Vote], who: int, percent: int) -> None:
    if there.carries(votes, percent):
        assert there.carries({**votes, who: Vote.FOR}, percent)
    guest = Assembly(there.members - {who}, there.recused, there.present | {who})
    assert guest.voters == there.voters - {who}


@given(ASSEMBLIES, VOTES, PERCENT)
def test_what_is_carried_has_a_quorum_and_a_majority_of_those_there(there: Assembly, votes: dict[int, Vote], percent: int) -> None:
    agreed = sum(votes.get(one) is Vote.FOR for one in there.members if one in there.present and one not in there.recused)
    entitled = len([one for one in there.members if one not in there.recused])
    expected = len(there.voters) > entitled * percent / 100 and agreed > len(there.voters) * percent / 100
    assert there.carries(votes, percent) == expected
