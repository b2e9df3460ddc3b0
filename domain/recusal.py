"""Who keeps away from a case, and why: the one function that every door asks (K4.7, K4.11, K4.22)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from domain.terms import Term


class Why(Enum):
    """The reason, with its clause and what people are told."""

    RESPONDENT = ("K4.7", Term("被投诉人应当回避，不得办理本件。", "Who is complained of takes no part in the case."))
    RELATIVE = ("K4.7", Term("与被投诉人有亲属或利害关系，应当回避。", "Relatives of somebody complained of, and who shares his interests, keep away."))
    DECLARED = ("K4.7", Term("已申报回避，不得办理本件。", "Who has declared a conflict of interest takes no part in the case."))
    SUPERIOR = ("K4.7", Term("被投诉人的直接上级应当回避。", "The direct superior of somebody complained of keeps away."))
    COMPLAINANT = ("K4.7", Term("投诉人本人不得办理自己的投诉。", "Nobody takes part in his own complaint."))
    WITNESS = ("K4.11", Term("本件采信的证人不得提出意见或作决定。", "A witness relied on neither gives the opinion nor decides."))
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
    """The people whom a case concerns, by id; a human entered twice stands in it with all his ids."""

    respondents: frozenset[int] = frozenset()
    earlier_handlers: frozenset[int] = frozenset()
    relatives: frozenset[int] = frozenset()
    declared: frozenset[int] = frozenset()
    """Whose declared conflict of interest was acknowledged."""
    waiting: frozenset[int] = frozenset()
    """Whose declaration is not decided yet: they still see the case and take no step in it."""
    superiors: frozenset[int] = frozenset()
    complainant: frozenset[int] = frozenset()
    witnesses: frozenset[int] = frozenset()

    @property
    def kept_away(self) -> frozenset[int]:
        """Those who find no trace of the case: everybody but witnesses, earlier handlers and undecided declarations."""
        return self.respondents | self.relatives | self.declared | self.superiors | self.complainant


def recused(case: Concerned, persons: Collection[int], *, handles: bool = False, decides: bool = False) -> Why | None:
    """Why a human, who may have several ids, keeps away from the case; None when he need not.

    An earlier handler keeps away from handling only (``handles``), a witness from opinion and decision (``decides``):
    both may still be asked what they know.
    """
    reasons = (
        (case.respondents, Why.RESPONDENT, True),
        (case.relatives, Why.RELATIVE, True),
        (case.declared | case.waiting, Why.DECLARED, True),
        (case.superiors, Why.SUPERIOR, True),
        (case.complainant, Why.COMPLAINANT, True),
        (case.witnesses, Why.WITNESS, decides),
        (case.earlier_handlers, Why.EARLIER_HANDLER, handles),
    )
    return next((why for people, why, counts in reasons if counts and people.intersection(persons)), None)
