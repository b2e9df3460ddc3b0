"""Who keeps away from a case: those complained of, and whoever has handled it before (K4.7, K4.22)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from domain.terms import Term


class Why(Enum):
    """The reason, with its clause and what people are told."""

    RESPONDENT = ("K4.7", Term("被投诉人应当回避，不得办理本件。", "Who is complained of takes no part in the case."))
    EARLIER_HANDLER = ("K4.22", Term("前一轮经办人不得再办，请另派一人。", "Who handled an earlier round does not handle it again; choose another."))

    @property
    def clause(self) -> str:
        """The clause that says so."""
        return self.value[0]

    @property
    def sentence(self) -> Term:
        """What people are told."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Concerned:
    """The people whom a case concerns, by id."""

    respondents: frozenset[int] = frozenset()
    earlier_handlers: frozenset[int] = frozenset()


def recused(case: Concerned, persons: Collection[int], *, handles: bool = False) -> Why | None:
    """Why a human, who may have several ids, keeps away from the case; None when he need not.

    An earlier handler keeps away from handling only (``handles``): he may still be asked what he knows.
    """
    if case.respondents.intersection(persons):
        return Why.RESPONDENT
    if handles and case.earlier_handlers.intersection(persons):
        return Why.EARLIER_HANDLER
    return None
