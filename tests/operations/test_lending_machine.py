"""Any order of steps at the desk, against a small model of what should happen, with `archive check` after every one of them.

`--hypothesis-profile=long` plays many and longer games.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import DomainError
from models.fence import act
from models.lending.loan_line import LoanLine
from models.lending.reservation import LoanReservation
from models.lending.slip import BorrowingSlip
from models.register import registers
from operations.archives import checking
from operations.archives.ledger import places
from operations.lending.queue import lapse_unused
from operations.moves import perform
from operations.records import create
from operations.working_days import working_calendar
from permissions.actor import System
from tests.archive_scenes import filed
from tests.factories import make
from tests.operations.test_lending import NOON, Desk, a_desk

PAGES, MOST, LONGEST = 10, 3, 30
LONG = settings.default is not None and settings.default.max_examples > 50
WHERE = {"shelf": AccountKind.SHELF, "desk": AccountKind.DESK, "person": AccountKind.PERSON, "missing": AccountKind.MISSING}


@dataclass
class Slip:
    record: BorrowingSlip
    who: int
    units: tuple[int, ...]
    due: date
    state: str = "submitted"
    valid: date = date.min


@dataclass
class Line:
    record: LoanLine
    who: int
    unit: int
    due: date
    out_on: date
    state: str = "out"


@dataclass
class Model:
    """What should be true, in a page of Python."""

    day: date
    place: dict[int, str] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    queues: dict[int, list[tuple[int, LoanReservation, date | None]]] = field(default_factory=dict)

    def held(self, who: int) -> list[Line]:
        return [one for one in self.lines if one.who == who and one.state in ("out", "lost")]

    def may_take(self, slip: Slip) -> bool:
        held = self.held(slip.who)
        first = all(not self.queues[unit] or self.queues[unit][0][0] == slip.who for unit in slip.units)
        here = all(self.place[unit] == "shelf" for unit in slip.units)
        on_time = min(slip.valid, slip.due) >= self.day and not any(one.due < self.day for one in held)
        return slip.state == "approved" and here and first and on_time and len(held) + len(slip.units) <= MOST

    def others_wait(self, line: Line) -> bool:
        return any(who != line.who for who, _, _ in self.queues[line.unit])


class LendingMachine(RuleBasedStateMachine):
    """The desk, its people and three volumes; every step says beforehand whether it should be refused."""

    session: Session
    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.within = self.session.begin_nested()
        self.at = NOON
        act(self.session, System("test"), clock=lambda: self.at)
        self.units = [filed(self.session, self.desk.store, pages=PAGES) for _ in range(3)]
        self.people = (self.desk.store.borrower, self.desk.other, self.desk.deputy)
        self.model = Model(NOON.date(), dict.fromkeys(self.units, "shelf"), queues={unit: [] for unit in self.units})
        self.calendar = working_calendar(self.session)

    def teardown(self) -> None:
        self.within.rollback()
        self.session.expire_all()

    def attempt(self, expected: bool, do: Callable[[], Any]) -> Any:
        """Do it; what the model forbids must be refused in words, what it allows must go through."""
        done, refusal = None, ""
        try:
            with self.session.begin_nested():
                done = do()
        except DomainError as error:
            refusal = error.sentence.zh
        assert (done is not None, not refusal) == (expected, expected), refusal or "this should have been refused"
        return done

    def step(self, record: Any, name: str, who: int, **values: Any) -> Any:
        with self.desk.by(who):
            return perform(self.session, record, name, values)

    def move(self, line: Line, name: str, allowed: bool, who: int | None = None, **values: Any) -> bool:
        return self.attempt(allowed, lambda: self.step(line.record, name, who or self.desk.store.archivist, **values)) is not None

    def back_on_shelf(self, unit: int) -> None:
        self.model.place[unit] = "shelf"
        queue = self.model.queues[unit]
        if queue and queue[0][2] is None:
            queue[0] = (*queue[0][:2], self.calendar.add_working_days(self.model.day, 2))

    # ---- what people do --------------------------------------------------------------------------------------------------

    @rule(days=st.integers(1, 4))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        self.model.day = self.at.date()

    @rule(who=st.integers(0, 2), mask=st.integers(1, 7), term=st.integers(1, 8), lent=st.booleans())
    def fill_and_submit(self, who: int, mask: int, term: int, lent: bool) -> None:
        units = tuple(unit for place, unit in enumerate(self.units) if mask >> place & 1)
        due, person = self.calendar.add_working_days(self.model.day, term), self.people[who]
        values = {"borrower": person, "department": self.desk.store.department, "units": list(units), "reason": "查证", "due_on": due}
        with self.desk.by(person):
            made = create(self.session, registers["borrowing_slip"], values)
            perform(self.session, made, "submit", {})
        self.model.slips.append(Slip(made, person, units, due))
        if lent:
            self.approve(len(self.model.slips) - 1, himself=False)
            self.check_out(0, himself=1)

    @precondition(lambda self: self.model.slips)
    @rule(pick=st.integers(0, 99), himself=st.booleans())
    def approve(self, pick: int, himself: bool) -> None:
        slip = self.model.slips[pick % len(self.model.slips)]
        decider = slip.who if himself else self.desk.boss
        allowed = slip.state == "submitted" and not himself
        if self.attempt(allowed, lambda: self.desk.approve(slip.record, decider)) is not None:
            slip.state, slip.valid = "approved", self.calendar.add_working_days(self.model.day, 3)

    @precondition(lambda self: self.model.slips)
    @rule(pick=st.integers(0, 99), himself=st.integers(0, 4))
    def check_out(self, pick: int, himself: int) -> None:
        slip = self.model.slips[-1 - pick % len(self.model.slips)]
        issuer = slip.who if himself == 0 else self.desk.store.archivist
        allowed = self.model.may_take(slip) and himself != 0
        if self.attempt(allowed, lambda: self.step(slip.record, "check_out", issuer)) is None:
            return
        slip.state = "lent"
        made = self.session.scalars(select(LoanLine).where(LoanLine.slip_id == slip.record.id).order_by(LoanLine.id)).all()
        assert [one.unit_id for one in made] == sorted(slip.units)
        for one in made:
            self.model.lines.append(Line(one, slip.who, one.unit_id, slip.due, self.model.day))
            self.model.place[one.unit_id] = "person"
            self.model.queues[one.unit_id] = [entry for entry in self.model.queues[one.unit_id] if entry[0] != slip.who]

    @precondition(lambda self: self.model.lines)
    @rule(pick=st.integers(0, 99), what=st.sampled_from(("hand_back", "check", "check", "short", "supply", "lost", "found", "void", "write_off")))
    def at_the_desk(self, pick: int, what: str) -> None:
        line = self.model.lines[-1 - pick % len(self.model.lines)]
        getattr(self, f"_{what}")(line)

    def _hand_back(self, line: Line) -> None:
        if self.move(line, "hand_back", line.state == "out"):
            line.state, self.model.place[line.unit] = "handed_back", "desk"

    def _check(self, line: Line) -> None:
        pages = line.record.pages_out
        self.move(line, "check_return", False, pages_back=(pages or 0) + 1)
        self.move(line, "check_return", False, line.who, pages_back=pages)
        if self.move(line, "check_return", line.state == "handed_back", pages_back=pages):
            line.state = "complete"
            self.back_on_shelf(line.unit)

    def _short(self, line: Line) -> None:
        pages = line.record.pages_out or 0
        if self.move(line, "note_shortage", line.state == "handed_back" and pages > 0, pages_back=pages - 1, shortage="缺一页"):
            line.state = "short"
            self.back_on_shelf(line.unit)

    def _supply(self, line: Line) -> None:
        if self.move(line, "supply", line.state == "short" and self.model.place[line.unit] != "person", settled_because="补齐"):
            line.state = "complete"

    def _lost(self, line: Line) -> None:
        if self.move(line, "declare_lost", line.state == "out", lost_because="途中遗失"):
            line.state, self.model.place[line.unit] = "lost", "missing"

    def _found(self, line: Line) -> None:
        if self.move(line, "find_again", line.state == "lost"):
            line.state, self.model.place[line.unit] = "handed_back", "desk"

    def _write_off(self, line: Line) -> None:
        if self.move(line, "write_off", line.state in ("short", "lost"), self.desk.boss, settled_because="核销"):
            line.state = "written_off"

    def _void(self, line: Line) -> None:
        self.move(line, "void", False, settled_because="误办")  # by whoever issued it
        allowed = line.state == "out" and line.out_on == self.model.day
        if self.move(line, "void", allowed, self.desk.store.keeper, settled_because="误办"):
            line.state = "voided"
            self.back_on_shelf(line.unit)

    @precondition(lambda self: self.model.lines)
    @rule(pick=st.integers(0, 99), term=st.integers(1, 8), recall=st.booleans())
    def change_the_term(self, pick: int, term: int, recall: bool) -> None:
        line = self.model.lines[-1 - pick % len(self.model.lines)]
        due = self.calendar.add_working_days(self.model.day, term)
        if recall:
            done = self.move(line, "recall", line.state == "out" and due < line.due, due_on=due, recalled_because="急用")
        else:
            allowed = line.state == "out" and self.model.day <= line.due < due and not self.model.others_wait(line)
            done = self.move(line, "renew", allowed, self.desk.boss, due_on=due, renewed_because="未结")
        if done:
            line.due = due

    # ---- who waits -------------------------------------------------------------------------------------------------------

    @rule(who=st.integers(0, 2), unit=st.integers(0, 2))
    def wait_for(self, who: int, unit: int) -> None:
        person, wanted = self.people[who], self.units[unit]
        queue = self.model.queues[wanted]
        has_it = any(one.unit == wanted and one.who == person and one.state in ("out", "handed_back", "lost") for one in self.model.lines)
        allowed = not has_it and person not in [entry[0] for entry in queue] and (self.model.place[wanted] != "shelf" or bool(queue))
        values = {"unit": wanted, "person": person, "department": self.desk.store.department, "reason": "等"}

        def reserve() -> Any:
            with self.desk.by(person):
                return create(self.session, registers["loan_reservation"], values)

        if (made := self.attempt(allowed, reserve)) is not None:
            queue.append((person, made, None))

    @rule(unit=st.integers(0, 2), pick=st.integers(0, 2))
    def give_up(self, unit: int, pick: int) -> None:
        queue = self.model.queues[self.units[unit]]
        if pick < len(queue):
            self.attempt(True, lambda: self.step(queue[pick][1], "withdraw", queue[pick][0]))
            del queue[pick]
            self._next_in_line(self.units[unit])

    @rule()
    def the_clock_strikes(self) -> None:
        over = {unit for unit in self.units if self.model.queues[unit] and (self.model.queues[unit][0][2] or date.max) < self.model.day}
        assert lapse_unused(self.session) == len(over)
        for unit in over:
            del self.model.queues[unit][0]
            self._next_in_line(unit)

    def _next_in_line(self, unit: int) -> None:
        if self.model.place[unit] == "shelf":
            self.back_on_shelf(unit)

    # ---- what must hold --------------------------------------------------------------------------------------------------

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        self.session.flush()
        at = places(self.session.connection(), self.units)
        assert {unit: at[unit].kind for unit in self.units} == {unit: WHERE[place] for unit, place in self.model.place.items()}
        for line in self.model.lines:
            assert (line.record.state, line.record.due_on) == (line.state, line.due)
        for unit in self.units:
            for _, entry, until in self.model.queues[unit]:
                assert (entry.state, entry.offered_until_on) == ("offered" if until else "waiting", until)
        breached = [(found.invariant.code, found.first) for found in checking.check(self.session.connection()) if found.count]
        assert not breached


def test_any_order_of_steps_leaves_the_ledger_whole(session: Session) -> None:
    """K3.22–K3.26, I01–I29."""
    LendingMachine.session, LendingMachine.desk = session, a_desk(session)
    make(session, "rule_value", rule="loans_most", amount=MOST, valid_from=datetime(2020, 1, 1).date())  # noqa: DTZ001  # a day
    games, steps = (300, 60) if LONG else (4, 15)
    few = settings(max_examples=games, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(LendingMachine, settings=few)
