"""Lets the people of the demo company act one after the other, each at his moment and with his own rights."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.calendar import WorkingCalendar
from domain.values import OFFICE_ZONE
from models.access.account import Account
from models.fence import act, acting
from models.register import registers
from operations import moves, records
from operations.rights import PlanStore, policy_version
from operations.working_days import working_calendar
from permissions.actor import Authority, Person, System

OPENS = time(8, 30)
OFFICE_MINUTES = 510


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does at a moment."""

    at: datetime
    actor: str
    deed: Callable[[], Any]


@dataclass(slots=True)
class Stage:
    """The people who have accounts, the office calendar, and the steps planned so far."""

    session: Session
    draw: Random
    now: datetime
    calendar: WorkingCalendar
    people: Mapping[str, Authority]
    steps: list[Step] = field(default_factory=list)

    def person(self, code: str) -> Person:
        """The person behind an account."""
        return self.people[code].person

    def working_days(self, count: int) -> list[date]:
        """The last ``count`` working days, oldest first, the present day not among them."""
        today = self.now.astimezone(OFFICE_ZONE).date()
        days = [today - timedelta(days=n) for n in range(1, count * 2 + 10)]
        return sorted([day for day in days if self.calendar.is_working_day(day)][:count])

    def plan(self, day: date, actor: str, deed: Callable[[], Any]) -> date:
        """Plan a step on ``day`` or the next working day, which is returned; what lies ahead is left out."""
        while not self.calendar.is_working_day(day):
            day += timedelta(days=1)
        at = datetime.combine(day, OPENS, OFFICE_ZONE) + timedelta(minutes=int(self.draw.random() * OFFICE_MINUTES))
        if at <= self.now:
            self.steps.append(Step(at, actor, deed))
        return day

    def play(self) -> int:
        """Take all planned steps in order of time and return how many."""
        for step in sorted(self.steps, key=lambda one: one.at):
            with acting_at(self.session, self.people[step.actor], step.at):
                step.deed()
        return len(self.steps)

    def create(self, register: str, values: Mapping[str, Any]) -> Any:
        """A new record, made by whoever acts."""
        fields = registers[register].fields
        record = records.create(self.session, registers[register], {key: one for key, one in values.items() if not fields[key].system})
        marks = {key: one for key, one in values.items() if fields[key].system}
        if marks:  # what no person may write: that a customer is composed
            with acting(self.session, System("演示：标明名称由程序组成")):
                records.update(self.session, record, marks)
        return record

    def move(self, record: Any, name: str, opinion: str) -> None:
        """A move of ``record``, taken by whoever acts."""
        needs: Sequence[str] = record.register.workflow.by_name[name].needs
        moves.perform(self.session, record, name, dict.fromkeys(needs, opinion))


def set_stage(session: Session, draw: Random) -> Stage:
    """A stage with everybody who may sign in; the system must act."""
    now = session.info["clock"]()
    store, version = PlanStore(), policy_version(session)
    people = {}
    for code, key in session.execute(select(Account.code, Account.id)):
        authority = store.authority(session, key, version, now, address="演示")
        if authority:
            people[code] = authority
    return Stage(session, draw, now, working_calendar(session), people)


@contextmanager
def acting_at(session: Session, authority: Authority, moment: datetime) -> Iterator[None]:
    """Let somebody act at a moment of the past for the length of the block."""
    before = session.info["clock"]
    try:
        with acting(session, authority):
            act(session, authority, clock=lambda: moment)
            yield
    finally:
        session.info["clock"] = before
