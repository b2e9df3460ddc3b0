"""The clocks of a complaint: what each measures, in what it is counted, and which rule says how long, per profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.clocks import Unit
from domain.rules import ArchiveRule, ComplaintRule, RuleCode
from domain.terms import Term


class Profile(StrEnum):
    """Which set of regulations a company handles complaints by."""

    T2 = "T2"
    K4 = "K4"
    K6 = "K6"
    Y = "Y"


PROFILES = {
    Profile.T2: Term("T2 营销（24 小时/3/7 个工作日）", "T2 marketing (24 hours, 3 or 7 working days)"),
    Profile.K4: Term("K4 律所（书面意见、会议）", "K4 law firm (written opinion, meeting)"),
    Profile.K6: Term("K6 物业（当天核实）", "K6 property management (verified the same day)"),
    Profile.Y: Term("Y 通用（自行设定）", "Y general (as configured)"),
}
CLOCKS = {
    "C1": Term("登记", "Registering"),
    "C2": Term("首次答复", "First answer"),
    "C3": Term("分派", "Assigning"),
    "C4": Term("签收", "Signing for it"),
    "C5": Term("办理", "Handling"),
    "C6": Term("当天核实", "Verifying the same day"),
    "C7": Term("反馈", "Feedback"),
    "C8": Term("回访", "Calling back"),
    "C9": Term("归档", "Filing"),
    "C10": Term("约定答复", "Appointed reply"),
    "C11": Term("会议", "Meeting"),
    "C12": Term("措施", "Measure"),
    "C13": Term("机关期限", "Authority's term"),
    "C14": Term("抽查", "Spot-check"),
}
ALL = tuple(CLOCKS)
_NUMBERED = Term("{clock} {number}", "{clock} {number}")


def kind_of(code: str) -> str:
    """C12-7, the clock of the seventh measure, is a C12."""
    return code.partition("-")[0]


def clock_title(code: str) -> Term:
    """How a clock is called: 办理, 措施 7."""
    kind, _, number = code.partition("-")
    title = CLOCKS.get(kind)
    if title is None:
        return Term(code, code)
    return _NUMBERED.format(clock=title, number=number) if number else title


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a clock may run: the rule with the number, its unit, and whether time spent waiting is left out."""

    unit: Unit
    rule: RuleCode | None = None
    clause: str = ""
    net: bool = False


HOURS, WORKING_HOURS, DAYS = Unit.HOURS, Unit.WORKING_HOURS, Unit.WORKING_DAYS
_ALIKE: Mapping[str, Timing] = {
    "C3": Timing(WORKING_HOURS, ComplaintRule.ASSIGN_HOURS, "T2.4"),
    "C4": Timing(WORKING_HOURS, ComplaintRule.SIGN_HOURS, "Y6.3"),
    "C5": Timing(DAYS, ComplaintRule.HANDLING_DAYS, "T3.1"),
    "C7": Timing(HOURS, ComplaintRule.FEEDBACK_HOURS, "T4.1"),
    "C8": Timing(DAYS, ComplaintRule.CALL_DAYS, "T4.2"),
    "C9": Timing(Unit.DAY_OF_NEXT_MONTH, ArchiveRule.FILING_DAY, "K10.11"),
    "C10": Timing(Unit.MOMENT, clause="K6.13"),
    "C11": Timing(DAYS, ComplaintRule.MEETING_DAYS, "K4.10"),
    "C12": Timing(Unit.MOMENT, clause="Y6.5"),
    "C13": Timing(Unit.MOMENT, clause="K4.3"),
    "C14": Timing(DAYS, ComplaintRule.SPOT_CHECK_DAYS, "T4.3"),
}
TIMINGS: Mapping[Profile, Mapping[str, Timing]] = {
    Profile.T2: {
        "C1": Timing(HOURS, ComplaintRule.REGISTER_HOURS, "T2.8"),
        "C2": Timing(HOURS, ComplaintRule.ANSWER_HOURS, "T2.5"),
        **_ALIKE,
    },
    # K4.4, K4.13 say 及时 without a number.
    Profile.K4: {
        "C1": Timing(DAYS, ComplaintRule.K4_REGISTER_DAYS, "K4.4"),
        "C2": Timing(DAYS, ComplaintRule.K4_ANSWER_DAYS, "K4.13"),
        **_ALIKE,
    },
    # Recorded at once, verified before the office closes; whoever cannot answer appoints a time (K6.3, K6.13).
    Profile.K6: {
        "C1": Timing(WORKING_HOURS, ComplaintRule.K6_REGISTER_HOURS, "K6.3"),
        "C2": Timing(DAYS, ComplaintRule.K6_ANSWER_DAYS, "K6.13"),
        "C6": Timing(DAYS, ComplaintRule.K6_VERIFY_DAYS, "K6.3"),
        **_ALIKE,
    },
    # Y names no numbers: the company sets them, and waiting for the customer does not count.
    Profile.Y: {
        **_ALIKE,
        "C1": Timing(HOURS, ComplaintRule.Y_REGISTER_HOURS, "Y4.4"),
        "C2": Timing(HOURS, ComplaintRule.Y_ANSWER_HOURS, "Y4.3"),
        "C5": Timing(DAYS, ComplaintRule.Y_HANDLING_DAYS, "Y4.5", net=True),
    },
}
"""A clock that is not in its profile's table does not run."""
