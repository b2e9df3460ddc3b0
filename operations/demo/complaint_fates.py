"""How a played complaint ends: the steps of each fate, in working hours after the step before, early or late by chance."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from models.complaints.words import Kind
from operations.complaints.steps import AT_ONCE
from operations.demo.complaint_play import Told


@dataclass(frozen=True, slots=True)
class Turn:
    """A step so many working hours after the one before; ``other`` replaces what the table of the play says."""

    move: str
    after: float
    other: Mapping[str, Any] = field(default_factory=dict)


FATES = (
    ("usual", 60), ("settled", 10), ("dissatisfied", 5), ("extended", 7), ("late", 4), ("withdrawn", 3), ("refused", 3), ("objected", 3),
    ("major", 3), ("joined", 2),
)  # fmt: skip
"""How many of a hundred end so, where they may; the others as usual."""
TO_THE_HANDLER = (Turn("accept", 1), Turn("assign", 0.5), Turn("sign_for", 2))
TO_THE_CALL = (
    Turn("arrange", 1), Turn("submit", 4), Turn("propose", 2.5), Turn("decide", 2.5), Turn("inform", 1.5), Turn("finish", 4),
    Turn("answer", 2), Turn("call", 7),
)  # fmt: skip
TO_THE_END = (Turn("close", 3), Turn("archive", 30))
EXTENSION = (Turn("arrange", 0.5), Turn("ask_extension", 1), Turn("grant_extension", 1.5), Turn("submit", 26), *TO_THE_CALL[2:])
UNHAPPY = {"satisfaction": "dissatisfied", "customer_says": "问题没有真正解决。"}
OBJECTION = {"objection_by": "complainant", "objection": "答复没有说明原因，要求重新调查。"}
MAJOR = {"major": True, "severity": "serious"}
WAYS: Mapping[str, tuple[Turn, ...]] = {
    "usual": (Turn("register", 0.3), *TO_THE_HANDLER, *TO_THE_CALL, *TO_THE_END),
    "late": (Turn("register", 0.3), *TO_THE_HANDLER, *TO_THE_CALL, *TO_THE_END),
    "settled": (Turn("settle", 0.1),),
    "extended": (Turn("register", 0.3), *TO_THE_HANDLER, *EXTENSION, *TO_THE_END),
    "withdrawn": (Turn("register", 0.3), *TO_THE_HANDLER, Turn("withdraw", 4)),
    "refused": (Turn("register", 0.3), Turn("propose_refusal", 3), Turn("refuse", 2)),
    "dissatisfied": (
        Turn("register", 0.3), *TO_THE_HANDLER, *TO_THE_CALL[:-1], Turn("call", 7, UNHAPPY), Turn("reopen", 1), *TO_THE_HANDLER[1:],
        *TO_THE_CALL, *TO_THE_END,
    ),
    "objected": (
        Turn("register", 0.3), *TO_THE_HANDLER, *TO_THE_CALL, Turn("object", 4, OBJECTION), *TO_THE_HANDLER[1:], *TO_THE_CALL, *TO_THE_END,
    ),
    "major": (
        Turn("register", 0.3), Turn("accept", 1, MAJOR), *TO_THE_HANDLER[1:],
        *(replace(turn, move="resolve") if turn.move == "decide" else turn for turn in TO_THE_CALL), *TO_THE_END,
    ),
    "joined": (Turn("register", 0.3), *TO_THE_HANDLER, Turn("join", 0.5), *TO_THE_CALL, *TO_THE_END),
}  # fmt: skip
CAUSES: Mapping[Kind, tuple[tuple[str, int], ...]] = {
    Kind.QUALITY: (("出厂检验漏项", 40), ("供应商来料不良", 25), ("设计缺陷", 20), ("包装防护不足", 10), ("信息告知不清", 5)),
    Kind.RETURN: (("包装防护不足", 40), ("出厂检验漏项", 25), ("仓储搬运不当", 25), ("流程不顺", 10)),
    Kind.CONDUCT: (("服务培训不足", 45), ("人手不足", 25), ("流程不顺", 20), ("信息告知不清", 10)),
    Kind.MISUNDERSTANDING: (("信息告知不清", 75), ("流程不顺", 25)),
}
KINDS_OF: Mapping[str, str] = {
    "出厂检验漏项": "method", "供应商来料不良": "supplier", "设计缺陷": "material", "包装防护不足": "storage", "仓储搬运不当": "storage",
    "信息告知不清": "telling", "流程不顺": "method", "服务培训不足": "people", "人手不足": "staffing",
}  # fmt: skip
FAULTS: Mapping[Kind, tuple[tuple[str, int], ...]] = {
    Kind.QUALITY: (("company", 62), ("others", 14), ("customer", 12), ("nobody", 12)),
    Kind.RETURN: (("company", 60), ("customer", 22), ("others", 18)),
    Kind.CONDUCT: (("company", 73), ("nobody", 27)),
    Kind.MISUNDERSTANDING: (("nobody", 80), ("company", 20)),
}
OF_SOMEBODY = (("employee", 64), ("company", 16), ("nobody", 20))
"""Where the customer complains of somebody by name: only then can the fault be an employee's."""
CONTENT = (("satisfied", 60), ("accepted", 31), ("unreached", 9))
SAYINGS = {"satisfied": "处理及时，表示满意。", "accepted": "基本满意，希望以后不再发生。", "unreached": "两次致电均未接通。"}


APPEAL_OVER = 60
"""Working hours after which nobody appeals any more."""
STRIDE = 37
"""Without a divisor in common with a hundred: every hundred cases have just this mix, and few have nearly so."""


def a_fate(number: int, told: Told, draw: Random) -> tuple[Turn, ...]:
    """The steps of one case: its place in the hundred decides which fate, the draw how fast, and whose fault it was."""
    fates = [name for name, share in FATES for _ in range(share)]
    fate = fates[number * STRIDE % len(fates)]
    if told.channel == "referred" and fate in ("withdrawn", "refused"):
        fate = "usual"
    if fate == "settled" and (told.channel not in AT_ONCE or told.about):
        fate = "usual"
    turns = WAYS[fate]
    slow = draw.randrange(len(turns)) if fate == "late" else -1
    found = [_varied(turn, told, draw) for turn in turns]
    if any(turn.other.get("responsibility") == "employee" for turn in found):  # filed once his time to appeal is over (K4.22)
        found = [replace(turn, after=max(turn.after, APPEAL_OVER)) if turn.move == "archive" else turn for turn in found]
    return tuple(replace(turn, after=turn.after + 34) if place == slow else turn for place, turn in enumerate(found))


def _varied(turn: Turn, told: Told, draw: Random) -> Turn:
    pace = 0.5 + 0.7 * draw.random() ** 1.5 + (2 if draw.random() < 0.02 else 0)
    return replace(turn, after=turn.after * pace, other=_other(turn, told, draw))


def _other(turn: Turn, told: Told, draw: Random) -> Mapping[str, Any]:
    match turn.move:
        case "submit":
            faults = OF_SOMEBODY if told.about else FAULTS[told.kind]
            return {"responsibility": _chosen(faults, draw), "cause": _chosen(CAUSES[told.kind], draw)}
        case "close":
            cause = _chosen(CAUSES[told.kind], draw)
            return {"root_cause": cause, "cause_kind": KINDS_OF[cause], "prevention": f"针对「{cause}」修订规程并培训。"}
        case "call" if not turn.other:
            word = _chosen(CONTENT, draw)
            return {"satisfaction": word, "customer_says": SAYINGS[word]}
    return turn.other


def _chosen(weighted: tuple[tuple[str, int], ...], draw: Random) -> str:
    return draw.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]
