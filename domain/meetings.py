"""Who counts in a meeting and what it has decided: arithmetic about people, without those who keep away (K4.7, K4.10, K4.12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

HALF = 50
"""Percent; more than so many of those entitled must be there, and more than so many of those there must agree."""


class Vote(StrEnum):
    """What a member says to the decision."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes that count."""

    agreed: int = 0
    against: int = 0
    abstained: int = 0
    silent: int = 0
    """There and entitled, but nothing is recorded of them."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The members of a meeting, those of them who keep away from the matter, and those who have come, by id."""

    members: frozenset[int]
    recused: frozenset[int] = frozenset()
    present: frozenset[int] = frozenset()

    @property
    def entitled(self) -> frozenset[int]:
        """The members who may vote."""
        return self.members - self.recused

    @property
    def voters(self) -> frozenset[int]:
        """Those of them who have come; a guest or a recused member in the room counts for nothing."""
        return self.present & self.entitled

    def has_quorum(self, more_than: int = HALF) -> bool:
        """Whether more than ``more_than`` percent of those entitled are there; never when nobody is entitled."""
        return len(self.voters) * 100 > len(self.entitled) * more_than

    def count(self, votes: Mapping[int, Vote]) -> Tally:
        """The votes by person; those of people who may not vote or are not there are left out."""
        said = [votes[voter] for voter in self.voters if voter in votes]
        return Tally(said.count(Vote.FOR), said.count(Vote.AGAINST), said.count(Vote.ABSTAIN), len(self.voters) - len(said))

    def carries(self, votes: Mapping[int, Vote], more_than: int = HALF) -> bool:
        """Whether more than ``more_than`` percent of the voters there agree; whoever abstains or is silent does not agree."""
        return self.has_quorum(more_than) and self.count(votes).agreed * 100 > len(self.voters) * more_than
