"""Every refusal: what happened, which clause says so and what to do next; ``web/errors.py`` alone turns it into a status."""

from collections.abc import Mapping
from typing import Any

from domain.terms import Term


class DomainError(Exception):
    """A request that cannot be done; carries a sentence for the user, never a traceback."""

    def __init__(self, sentence: Term, *, clause: str = "", todo: Term | None = None, **data: Any) -> None:
        self.sentence = sentence.format(**data) if data else sentence
        self.clause = clause
        self.todo = todo
        super().__init__(self.sentence.en)


class Refused(DomainError):
    """The actor may not do this."""


class Missing(DomainError):
    """There is no such record, or this actor may not know that there is."""


class Conflict(DomainError):
    """Somebody else was faster: the record has changed, or the step is already done."""


class Invalid(DomainError):
    """What was sent does not meet the rules; ``fields`` maps a field key to its sentence."""

    def __init__(self, sentence: Term, *, fields: Mapping[str, Term] | None = None, **more: Any) -> None:
        self.fields = dict(fields or {})
        super().__init__(sentence, **more)

    @property
    def told(self) -> dict[str, Term]:
        """``fields`` as somebody reads them: each sentence with the clause it rests on."""
        return {key: citing(sentence, self.clause) for key, sentence in self.fields.items()}


class TooOften(DomainError):
    """The actor has asked this too often; waiting a little is right."""


class Busy(DomainError):
    """The store cannot take the change just now; trying again later is right."""


class Misdeclared(Exception):
    """A register, workflow or rule contradicts itself; found at start-up, not in front of a clerk."""


def citing(sentence: Term, clause: str) -> Term:
    """``sentence`` with the clause it rests on behind it, unless it names it already."""
    if not clause or clause in sentence.zh:
        return sentence
    return Term(f"{sentence.zh}（{clause}）", f"{sentence.en} ({clause})")


NOT_FOUND = Term("没有这条记录，或您无权查看。", "There is no such record, or you may not see it.")
NOT_ALLOWED = Term("您没有「{action}」{register}的权限。", "You may not {action} {register}.")
NOT_ALLOWED_TODO = Term("如工作需要，请向权限管理员申请。", "If your work needs it, ask the access administrator.")


def missing() -> Missing:
    """The one answer for what does not exist and for what may not be seen: they must look alike."""
    return Missing(NOT_FOUND)
