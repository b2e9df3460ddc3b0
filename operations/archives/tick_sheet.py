"""A sheet on which what is listed is counted line by line: ticked, or another number typed; shared by transfers and returns (K3.14, K3.26)."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.values import half_width
from operations import records

MOST_COUNTED = 100_000
LONGEST = 200
NOT_TICKED = Term("还有 {count} 项没有核对，请在「逐项核对」中逐项勾选。", "{count} lines are not ticked yet; tick each on the sheet.")
ONE_DIFFERS = Term("第 {line} 项「{title}」：清单 {expected}，实点 {counted}", "line {line} “{title}”: listed {expected}, counted {counted}")
NOT_A_NUMBER = Term("请填实点数（0 以上的整数）。", "Enter what was counted: a whole number from 0.")
BOTH = Term("勾选了相符，又填了不同的实点数，请只留其一。", "It is ticked, and another number is typed; keep one of them.")
TOO_LONG = Term("说明最多 {most} 字。", "{most} characters at most.")


@dataclass(frozen=True, slots=True)
class TickLine:
    """One line of the list, and its last count: ``counted`` None while nobody has counted it."""

    no: int
    title: str
    expected: int
    counted: int | None
    remark: str

    @property
    def differs(self) -> bool:
        """Whether it was counted and is not what the list says."""
        return self.counted is not None and self.counted != self.expected


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as sent: ticked, or another number typed; neither leaves it as it is."""

    no: int
    agrees: bool
    counted: str
    remark: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What is to be kept of one line, because it is not what was kept before."""

    line: TickLine
    counted: int
    remark: str


def read_counts(lines: Sequence[TickLine], typed: Sequence[Typed], *, clause: str) -> list[Counted]:
    """What ``typed`` changes; raises Invalid with ``fields`` named "line.field", and then nothing is kept."""
    known = {line.no: line for line in lines}
    problems: dict[str, Term] = {}
    found = []
    for each in typed:
        line = known.get(each.no)
        if line is None:
            continue
        counted = _counted(line, each, problems)
        remark = each.remark.strip()
        if len(remark) > LONGEST:
            problems[f"{each.no}.remark"] = TOO_LONG.format(most=LONGEST)
        if counted is not None and (counted, remark) != (line.counted, line.remark):
            found.append(Counted(line, counted, remark))
    if problems:
        raise Invalid(records.CHECK_FIELDS, count=len(problems), fields=problems, clause=clause)
    return found


def _counted(line: TickLine, typed: Typed, problems: dict[str, Term]) -> int | None:
    text = half_width(typed.counted).strip()
    if not text:
        return line.expected if typed.agrees else None
    if not text.isdecimal() or len(text) > len(str(MOST_COUNTED)) or int(text) > MOST_COUNTED:
        problems[f"{line.no}.counted"] = NOT_A_NUMBER
        return None
    if typed.agrees and int(text) != line.expected:
        problems[f"{line.no}.counted"] = BOTH
        return None
    return int(text)


def differences(found: Sequence[TickLine]) -> list[Term]:
    """What was counted and is not what the list says, a sentence a line."""
    return [ONE_DIFFERS.format(line=line.no, title=line.title, expected=line.expected, counted=line.counted) for line in found if line.differs]


def require_counted(found: Sequence[TickLine], *, clause: str) -> None:
    """Refuse while a line of the list has not been counted."""
    left = sum(line.counted is None for line in found)
    if left or not found:
        raise Refused(NOT_TICKED, count=left, clause=clause)
