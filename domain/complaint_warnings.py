"""Who is warned of a complaint's term, and when: the table of complaints.md, section 5."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.rules import ComplaintRule, RuleCode
from domain.terms import Term


class At(StrEnum):
    """How much of a term has gone by."""

    EARLY = "early"
    NEAR = "near"
    OVER = "over"
    LONG_OVER = "long_over"


class Whom(StrEnum):
    """Whose part it is in the case; who that is follows from rights and posts."""

    RECORDER = "recorder"
    HANDLER = "handler"
    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"
    ARCHIVIST = "archivist"


PERCENT: Mapping[At, RuleCode | None] = {
    At.EARLY: ComplaintRule.WARN_EARLY,
    At.NEAR: ComplaintRule.WARN_NEAR,
    At.OVER: None,
    At.LONG_OVER: ComplaintRule.WARN_LONG_OVER,
}
"""The percentage at which each begins, as a rule; OVER is the term itself."""


@dataclass(frozen=True, slots=True)
class Warn:
    """At a point of a clock, those who are told."""

    at: At
    whom: tuple[Whom, ...]


_W = Whom
WARNINGS: Mapping[str, tuple[Warn, ...]] = {
    "C1": (Warn(At.NEAR, (_W.RECORDER, _W.OFFICER)), Warn(At.OVER, (_W.OFFICER, _W.LEADER))),
    "C2": (Warn(At.EARLY, (_W.RECORDER,)), Warn(At.NEAR, (_W.OFFICER,)), Warn(At.OVER, (_W.OFFICER, _W.LEADER))),
    "C3": (Warn(At.OVER, (_W.OFFICER,)), Warn(At.LONG_OVER, (_W.LEADER,))),
    "C4": (Warn(At.NEAR, (_W.HANDLER,)), Warn(At.OVER, (_W.HEAD,))),
    "C5": (Warn(At.EARLY, (_W.HANDLER,)), Warn(At.NEAR, (_W.HANDLER, _W.HEAD)), Warn(At.OVER, (_W.HEAD, _W.OFFICER, _W.LEADER))),
    "C6": (Warn(At.NEAR, (_W.HANDLER,)), Warn(At.OVER, (_W.HEAD, _W.OFFICER))),
    "C7": (Warn(At.NEAR, (_W.OFFICER,)), Warn(At.OVER, (_W.OFFICER, _W.LEADER))),
    "C8": (Warn(At.OVER, (_W.OFFICER,)),),
    "C9": (Warn(At.NEAR, (_W.ARCHIVIST,)), Warn(At.OVER, (_W.ARCHIVIST, _W.LEADER))),
    "C10": (Warn(At.NEAR, (_W.HANDLER, _W.OFFICER)), Warn(At.OVER, (_W.HANDLER, _W.OFFICER))),
    "C11": (Warn(At.NEAR, (_W.OFFICER,)), Warn(At.OVER, (_W.OFFICER, _W.LEADER))),
    "C12": (Warn(At.NEAR, (_W.HANDLER,)), Warn(At.OVER, (_W.HANDLER, _W.HEAD))),
    "C13": (Warn(At.EARLY, (_W.OFFICER,)), Warn(At.NEAR, (_W.OFFICER,)), Warn(At.OVER, (_W.OFFICER, _W.LEADER))),
    "C14": (Warn(At.NEAR, (_W.OFFICER,)), Warn(At.OVER, (_W.OFFICER, _W.LEADER))),
}
"""Clock → who is told when, each point once in a round."""

NEARLY = Term("{number} 的「{clock}」期限已过 {percent}%，{at} 到期。", "{percent} % of the term “{clock}” of {number} are over; due at {at}.")
OVERDUE = Term("{number} 的「{clock}」已逾期，期限为 {at}。", "“{clock}” of {number} is overdue since {at}.")
UNASSIGNED = Term("{number} 超过 {hours} 个工作小时还没有经办人，请分派。", "{number} has had no handler for over {hours} working hours.")
NO_PROGRESS = Term("{number} 已有 {days} 个工作日没有进展，请跟进。", "{number} has seen no progress for {days} working days.")
