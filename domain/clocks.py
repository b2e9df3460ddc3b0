"""Clocks of a case: what is due when, what was paused, and what was late and stays late, whatever happens afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import WorkingCalendar
from domain.errors import Invalid
from domain.terms import Term
from domain.values import OFFICE_ZONE

RUNS_ALREADY = Term("本轮的「{code}」时限已经开始。", "The clock {code} of this round has started already.")
NOT_RUNNING = Term("本轮没有正在计时的「{code}」。", "No clock {code} of this round is running.")
PAUSED_ALREADY = Term("「{code}」已经暂停。", "The clock {code} is paused already.")
NOT_PAUSED = Term("「{code}」没有暂停。", "The clock {code} is not paused.")
BEFORE = Term("时间早于「{code}」的上一步。", "This is before the last step of the clock {code}.")


class Unit(StrEnum):
    """In what a term is counted."""

    HOURS = "hours"
    """Natural hours; they may end at night."""
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    """The first day is not counted; the last one ends at close of business. 0 is the same working day (K6.3)."""
    DAY_OF_NEXT_MONTH = "day_of_next_month"
    """Close of business on such a day of the month after the start (K10.11)."""
    MOMENT = "moment"
    """As promised or as a letter says: ``Target.at``."""


@dataclass(frozen=True, slots=True)
class Target:
    """How long a clock may run; only a ``net`` one may pause."""

    unit: Unit
    amount: int = 0
    net: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch that net time leaves out; ``until`` is None while it lasts."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """A fact: in this round this clock ran past what was due at the time, by the calendar of that version."""

    code: str
    round: int
    due_at: datetime
    calendar_version: int


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of one round of a case; times are aware."""

    code: str
    round: int
    target: Target
    started_at: datetime
    stopped_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    due_at: datetime | None = None
    """As computed when it last started, resumed or was recomputed; None while a net clock is paused."""

    @property
    def paused(self) -> bool:
        """Whether it stands still now (net time; gross time never does)."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @property
    def last_at(self) -> datetime:
        """The moment of its last step."""
        ends = [moment for pause in self.pauses for moment in (pause.since, pause.until) if moment]
        return max(self.started_at, *ends) if ends else self.started_at


def due(start: datetime, target: Target, calendar: WorkingCalendar, pauses: Iterable[Pause] = ()) -> datetime | None:
    """When ``target`` is used up; None while a pause before that is still open. Gross time: hand in no pauses."""
    stretches = sorted(pauses, key=lambda pause: pause.since)
    end = _due(start, target, calendar, [])
    for count, pause in enumerate(stretches, start=1):
        if pause.since >= end:
            break
        if pause.until is None:
            return None
        end = _due(start, target, calendar, [(one.since, one.until) for one in stretches[:count] if one.until])
    return end


def elapsed(start: datetime, end: datetime, unit: Unit, calendar: WorkingCalendar, pauses: Iterable[Pause] = ()) -> timedelta:
    """The time counted from ``start`` to ``end``: working time, or natural time for natural hours; without the pauses."""
    count = (lambda one, other: other - one) if unit is Unit.HOURS else calendar.working_time_between
    total: timedelta = count(start, end) if end > start else timedelta()
    for pause in pauses:
        since, until = max(pause.since, start), min(pause.until or end, end)
        if until > since:
            total -= count(since, until)
    return total


def _due(start: datetime, target: Target, calendar: WorkingCalendar, left_out: list[tuple[datetime, datetime]]) -> datetime:
    match target.unit:
        case Unit.HOURS:
            # Both ends in one zone, so that hours are hours.
            return start + timedelta(hours=target.amount) + sum((until - since for since, until in left_out), timedelta())
        case Unit.WORKING_HOURS:
            lost = sum((calendar.working_time_between(since, until) for since, until in left_out), timedelta())
            return calendar.add_working_time(start, timedelta(hours=target.amount) + lost)
        case Unit.WORKING_DAYS:
            more = sum(calendar.working_days_between(_day(since), _day(until)) for since, until in left_out)
            return _close_after(start, target.amount + more, calendar)
        case Unit.DAY_OF_NEXT_MONTH:
            first = (_day(start).replace(day=1) + timedelta(days=32)).replace(day=1)
            return calendar.closing(first + timedelta(days=target.amount - 1))
        case Unit.MOMENT:
            assert target.at is not None
            return target.at


def _close_after(start: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """Close of business; what comes in after it, and is to be done the same day, is due on the next working day (K6.3)."""
    close = calendar.closing(calendar.add_working_days(_day(start), days))
    return close if close >= start else calendar.closing(calendar.add_working_days(_day(start), 1))


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_ZONE).date()


@dataclass(frozen=True, slots=True)
class DueChange:
    """A running clock whose due moment another policy or calendar moves."""

    code: str
    round: int
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """All clocks of one case, over all rounds; every step gives a new value and keeps every breach there ever was."""

    clocks: tuple[Clock, ...] = ()
    breaches: tuple[Breach, ...] = ()

    def running(self, code: str, round_: int) -> Clock | None:
        """The clock of a round that has started and not stopped."""
        found = (one for one in self.clocks if (one.code, one.round) == (code, round_) and one.stopped_at is None)
        return next(found, None)

    def start(self, code: str, round_: int, target: Target, at: datetime, calendar: WorkingCalendar) -> "CaseClocks":
        """Start a clock; one that has stopped may start again in its round (a case handed back); raises Invalid if it runs."""
        if self.running(code, round_):
            raise Invalid(RUNS_ALREADY, code=code)
        made = Clock(code, round_, target, at, due_at=due(at, target, calendar))
        return replace(self.check(at, calendar), clocks=(*self.clocks, made))

    def stop(self, code: str, round_: int, at: datetime, calendar: WorkingCalendar) -> "CaseClocks":
        """Stop it; if it was too late, that is noted. Raises Invalid if it does not run or ``at`` is before its last step."""
        clock = self._running(code, round_, at)
        pauses = tuple(replace(pause, until=pause.until or at) for pause in clock.pauses)
        ended = replace(clock, stopped_at=at, pauses=pauses)
        return self.check(at, calendar)._with(clock, ended)

    def pause(self, code: str, round_: int, at: datetime, calendar: WorkingCalendar) -> "CaseClocks":
        """Stop net time (materials are missing); a clock of gross time runs on, though the pause is kept on record."""
        clock = self._running(code, round_, at)
        if clock.paused:
            raise Invalid(PAUSED_ALREADY, code=code)
        return self.check(at, calendar)._with(clock, _timed(replace(clock, pauses=(*clock.pauses, Pause(at))), calendar))

    def resume(self, code: str, round_: int, at: datetime, calendar: WorkingCalendar) -> "CaseClocks":
        """Let net time run on."""
        clock = self._running(code, round_, at)
        if not clock.paused:
            raise Invalid(NOT_PAUSED, code=code)
        pauses = (*clock.pauses[:-1], replace(clock.pauses[-1], until=at))
        return self.check(at, calendar)._with(clock, _timed(replace(clock, pauses=pauses), calendar))

    def retarget(self, code: str, round_: int, target: Target, at: datetime, calendar: WorkingCalendar) -> "CaseClocks":
        """Give a running clock another term, counted from its own start (an extension); late already stays late."""
        clock = self._running(code, round_, at)
        return self.check(at, calendar)._with(clock, _timed(replace(clock, target=target), calendar))

    def check(self, now: datetime, calendar: WorkingCalendar) -> "CaseClocks":
        """Note every running clock that is past its due moment; what is noted once stays, once for each time it ran."""
        new = [
            Breach(one.code, one.round, one.due_at, calendar.version)
            for one in self.clocks
            if one.stopped_at is None and one.due_at and one.due_at < now and not self._noted(one)
        ]
        return replace(self, breaches=(*self.breaches, *new)) if new else self

    def _noted(self, clock: Clock) -> bool:
        """Whether a breach is of this run of a clock: one of the run before was due before this one started."""
        return any(
            (one.code, one.round) == (clock.code, clock.round) and (one.due_at >= clock.started_at or one.due_at == clock.due_at)
            for one in self.breaches
        )

    def recompute(
        self, now: datetime, calendar: WorkingCalendar, targets: Mapping[str, Target] | None = None
    ) -> "tuple[CaseClocks, tuple[DueChange, ...]]":
        """The running clocks by another calendar or other ``targets`` (by code), and which due moments that moves.

        What was late by ``now`` under the old ones is noted before; doing it again changes nothing.
        """
        before = self.check(now, calendar)
        after = [
            _timed(replace(one, target=(targets or {}).get(one.code, one.target)), calendar) if one.stopped_at is None else one
            for one in before.clocks
        ]
        moved = tuple(
            DueChange(old.code, old.round, old.due_at, new.due_at)
            for old, new in zip(before.clocks, after, strict=True)
            if old.due_at != new.due_at
        )
        return replace(before, clocks=tuple(after)), moved

    def _running(self, code: str, round_: int, at: datetime) -> Clock:
        clock = self.running(code, round_)
        if clock is None:
            raise Invalid(NOT_RUNNING, code=code)
        if at < clock.last_at:
            raise Invalid(BEFORE, code=code)
        return clock

    def _with(self, old: Clock, new: Clock) -> "CaseClocks":
        return replace(self, clocks=tuple(new if one is old else one for one in self.clocks))


def _timed(clock: Clock, calendar: WorkingCalendar) -> Clock:
    return replace(clock, due_at=due(clock.started_at, clock.target, calendar, clock.pauses if clock.target.net else ()))
