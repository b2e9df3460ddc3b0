"""制度体检: by what each clause is kept, where that is seen, and how many of this month's terms were kept (see docs/coverage.tsv)."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.clauses import clauses
from domain.complaint_clocks import TIMINGS
from domain.coverage import Coverage, covered
from domain.kinds import Kind
from domain.rules import CODES, RuleCode
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.fence import authority_of
from models.fields import Field
from models.register import Register, registers

COVERAGE = Path(__file__).parents[1] / "docs" / "coverage.tsv"
MOST = 100_000
"""So many terms of one register and month are counted; more are not told apart from the rest."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The terms of a clause that ended in a month, as far as the reader may see them."""

    kept: int = 0
    late: int = 0
    running: int = 0
    """Over, and nothing was done yet: counted as late, too."""

    @property
    def percent(self) -> int | None:
        """The share that was kept, None where no term ended."""
        ended = self.kept + self.late
        return 100 * self.kept // ended if ended else None


@dataclass(slots=True)
class Seen:
    """Where a clause shows in the panel."""

    registers: list[Register] = field(default_factory=list)
    moves: list[tuple[Register, Move]] = field(default_factory=list)
    numbers: list[RuleCode] = field(default_factory=list)


@cache
def coverage_lines() -> tuple[Mapping[str, str], ...]:
    """The lines of docs/coverage.tsv."""
    with COVERAGE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t"))


def coverage() -> Coverage:
    """How many clauses are kept, and by what."""
    return covered(clauses(), coverage_lines())


def hows() -> Mapping[str, tuple[str, ...]]:
    """Clause → the ways it is kept by (guard, move, rule, report, register, none), strongest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in coverage_lines():
        found[line["clause"]].append(line["how"])
    return {clause: tuple(ways) for clause, ways in found.items()}


def seen() -> Mapping[str, Seen]:
    """Clause → the registers, steps and numbers that name it."""
    found: dict[str, Seen] = defaultdict(Seen)
    for register in registers.values():
        named = {*register.clauses, *(spec.clause for spec in register.fields.values())} - {""}
        for clause in named:
            found[clause].registers.append(register)
        for move in register.workflow.moves if register.workflow else ():
            found[move.clause].moves.append((register, move))
    for code in CODES.values():
        found[code.rule.clause].numbers.append(code)
    return found


def health(session: Session, first: date) -> Mapping[str, Kept]:
    """Clause → its terms that ended in the month that begins with ``first``, of records the actor sees and may read the days of."""
    last = (first + timedelta(days=31)).replace(day=1)
    count: Counter[tuple[str, str]] = Counter()
    for clause, due, done in _ended(session, first, last):
        count[clause, _how(due, done, session.info["clock"]())] += 1
    codes = {clause for clause, _ in count}
    return {code: Kept(count[code, "kept"], count[code, "late"] + count[code, "open"], count[code, "open"]) for code in codes}


def _ended(session: Session, first: date, last: date) -> Iterator[tuple[str, Any, Any]]:
    """(clause, due, done) of every term that ended from ``first`` on and before ``last``."""
    for register in registers.values():
        for key in register.timed:
            spec = register.fields[key]
            if spec.within is not None and spec.within.done and _readable(session, register, (spec, register.fields[spec.within.done])):
                clause = spec.clause or next(iter(register.clauses), "")
                yield from ((clause, *row) for row in session.execute(_between(register, spec, first, last)))
    clocks, cases = ComplaintClock.register, Complaint.register
    read = (clocks.fields["due_at"], clocks.fields["stopped_at"], clocks.fields["code"])
    if _readable(session, clocks, read) and _readable(session, cases, (cases.fields["profile"],)):
        yield from _clocks(session, first, last)


def _between(register: Register, spec: Field, first: date, last: date) -> Any:
    assert spec.within is not None
    model: Any = register.model
    due, done = getattr(model, spec.key), getattr(model, spec.within.done)
    begin, end = (_midnight(first), _midnight(last)) if spec.kind is Kind.MOMENT else (first, last)
    return select(due, done).where(due >= begin, due < end).limit(MOST)


def _clocks(session: Session, first: date, last: date) -> Iterator[tuple[str, Any, Any]]:
    clock: Any = ComplaintClock
    wanted = (
        select(clock.code, Complaint.profile, clock.due_at, clock.stopped_at)
        .join(Complaint, Complaint.id == clock.complaint_id)
        .where(clock.due_at >= _midnight(first), clock.due_at < _midnight(last))
        .limit(MOST)
    )
    for code, profile, due, done in session.execute(wanted):
        timing = TIMINGS[profile].get(code) if profile is not None else None
        if timing is not None and timing.clause:
            yield timing.clause, due, done


def _readable(session: Session, register: Register, specs: Iterable[Field]) -> bool:
    """Whether the actor reads these fields on every row he sees; a count would tell what he may not read."""
    authority = authority_of(session)
    if authority.is_system:
        return True
    plan = authority.plan
    return authority.may(register.key, Action.VIEW) and all(
        plan.everywhere(register.key, one.stable_key, Channel.LIST) and plan.level(register.key, one.stable_key, Channel.LIST) >= Level.READ
        for one in specs
    )


def _how(due: date | datetime, done: date | datetime | None, now: datetime) -> str:
    if done is None:
        return "open" if _before(due, now) else "still"
    return "late" if _before(due, done) else "kept"


def _before(due: date | datetime, other: date | datetime) -> bool:
    """Whether a term was over at ``other``; a day is over when it has ended."""
    if isinstance(due, datetime) and isinstance(other, datetime):
        return due < other
    return _day(due) < _day(other)


def _day(value: date | datetime) -> date:
    return value.astimezone(OFFICE_ZONE).date() if isinstance(value, datetime) else value


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_ZONE).astimezone(UTC)


WAYS: Mapping[str, Term] = {
    "guard": Term("程序把关", "Guarded"), "move": Term("流程办理", "By steps"), "rule": Term("规则约束", "By rule"),
    "report": Term("自动统计", "Computed"), "register": Term("登记", "Recorded"), "none": Term("不适用", "Not applicable"),
}  # fmt: skip
"""How a clause is kept, as the page says it."""
