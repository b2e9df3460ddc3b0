"""Nothing is promised to a customer before the decision (K4.17, K8.11) or beyond it (K8.9), and nobody apologises for others' faults (K8.15)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.promises import Finding, apologies, boasts, held_back, pressure
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.stages import WORKFLOW, Stage
from models.complaints.words import Responsibility

OUTGOING = frozenset({"confirmation", "refusal", "arrangement", "told", "answer", "explanation", "requested", "promise_reply", "extension_told"})
"""Fields of a complaint that a customer is told as they stand."""
MAY_PROMISE = frozenset({
    Stage.DECIDED, Stage.EXECUTING, Stage.FINISHED, Stage.ANSWERED, Stage.CALLED, Stage.CLOSED, Stage.ARCHIVED,
})  # fmt: skip
"""The decision of this round stands: what it grants may be said."""
OURS = frozenset({Responsibility.COMPANY, Responsibility.EMPLOYEE})

PROMISED = Term(
    "作出决定前不得向客户承诺。文中有：{words}。请改写为中性说明；引用客户原话请写「您反映：“…”」；没有把握的，先报领导决定再答复。",
    "Nothing is promised before the decision. The text says: {words}. Put it neutrally, quote the customer in quotation marks, "
    "or have the matter decided first.",
)  # fmt: skip
APOLOGISED = Term(
    "责任不在本公司或员工（或尚未查明），不作道歉。文中有：{words}。请改为说明情况、感谢反映；查明是我方责任后再道歉。",
    "The fault is not ours, or not yet established: no apology. The text says: {words}. Explain and thank instead; "
    "apologise once the fault is found to be ours.",
)  # fmt: skip
BOASTED = Term(
    "对客户不作夸大的承诺。文中有：{words}。请改写为中性说明；没有把握的，先请示上级，有批示或决定后再答复。",
    "No exaggerated promises. The text says: {words}. Put it neutrally; if unsure, ask your superior and answer once it is decided.",
)
PRESSED = Term(
    "不得以机关名义或后果向客户施压。文中有：{words}。请删去，说明事实和办法即可。",
    "No pressure in the name of authorities, no threats. The text says: {words}. Leave it out; say the facts and what can be done.",
)


def require_sayable(case: Complaint, key: str, text: str | None) -> None:
    """Raise Invalid at the field ``key`` when ``text`` must not go to the customer of ``case`` as it stands now.

    For whatever reaches a customer: the texts of moves, and messages on the public side.
    """
    if not text:
        return
    require_no_pressure(key, text)
    if case.stage not in MAY_PROMISE and (found := held_back(text)):
        _refuse(PROMISED, key, found, "K4.17")
    if case.responsibility not in OURS and (found := apologies(text)):
        _refuse(APOLOGISED, key, found, "K8.15")


def require_modest(key: str, text: str | None, *, decided: bool) -> None:
    """Raise Invalid at the field ``key`` when ``text`` promises a customer what nobody has decided, or puts pressure on him (K8.9).

    For whatever reaches a customer outside a complaint, where prices and ordinary services may be named.
    """
    if not text:
        return
    require_no_pressure(key, text)
    if not decided and (found := boasts(text)):
        _refuse(BOASTED, key, found, "K8.9")


def require_no_pressure(key: str, text: str) -> None:
    """Raise Invalid at the field ``key`` when ``text`` puts pressure on a customer (K8.9)."""
    if found := pressure(text):
        _refuse(PRESSED, key, found, "K8.9")


def _refuse(sentence: Term, key: str, found: Iterable[Finding], clause: str) -> None:
    words = "".join(f"「{one}」" for one in dict.fromkeys(finding.words for finding in found))
    said = sentence.format(words=Term(words, words.replace("「", "“").replace("」", "” ").strip()))
    raise Invalid(said, fields={key: said}, clause=clause)


def _sayable(_session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    for key in sorted(OUTGOING & values.keys()):
        require_sayable(case, key, values[key])


CHOICES = {move.name: (_sayable,) for move in WORKFLOW.moves if OUTGOING & set(move.asked)}
