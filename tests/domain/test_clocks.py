"""Clocks: monotone, additive, right over pauses, equal to a naive count; a breach stays, whatever happens afterwards."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar
from domain.clocks import Breach, CaseClocks, Pause, Target, Unit, due, elapsed
from domain.errors import Invalid
from domain.limits import Trial, try_limit
from domain.office_days import HOLIDAY
from domain.values import OFFICE_ZONE
from tests.domain.test_calendar import CALENDARS, DAYS, MOMENTS, at, autumn, day_by_day

UNITS = st.sampled_from((Unit.HOURS, Unit.WORKING_HOURS, Unit.WORKING_DAYS))
MINUTES = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(OFFICE_ZONE)).map(  # noqa: DTZ001  # hypothesis adds the zone
    lambda moment: moment.replace(second=0, microsecond=0)
)
GAPS = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000)), max_size=4)
C5 = Target(Unit.WORKING_DAYS, 3, net=True)
C4 = Target(Unit.WORKING_HOURS, 4)
C1 = Target(Unit.HOURS, 24)


def pauses_of(start: datetime, gaps: list[tuple[int, int]]) -> tuple[Pause, ...]:
    """Pauses that follow each other: minutes of running, minutes of standing still."""
    found, moment = [], start
    for running, standing in gaps:
        since = moment + timedelta(minutes=running)
        moment = since + timedelta(minutes=standing)
        found.append(Pause(since, moment))
    return tuple(found)


# ---- due moments ---------------------------------------------------------------------------------------------------


@given(CALENDARS, MOMENTS, MOMENTS, UNITS, st.integers(0, 20))
def test_a_later_start_is_never_due_earlier(calendar: WorkingCalendar, one: datetime, other: datetime, unit: Unit, amount: int) -> None:
    early, late = sorted((one, other))
    target = Target(unit, amount)
    assert due(early, target, calendar) <= due(late, target, calendar)  # type: ignore[operator]


@given(CALENDARS, MOMENTS, UNITS, st.integers(0, 20))
def test_a_longer_term_is_never_due_earlier(calendar: WorkingCalendar, start: datetime, unit: Unit, amount: int) -> None:
    assert due(start, Target(unit, amount), calendar) <= due(start, Target(unit, amount + 1), calendar)  # type: ignore[operator]


@given(CALENDARS, MOMENTS, st.integers(1, 20))
def test_working_days_end_at_the_close_of_a_day_counted_day_by_day(calendar: WorkingCalendar, start: datetime, days: int) -> None:
    end = due(start, Target(Unit.WORKING_DAYS, days), calendar)
    assert end is not None
    assert end.date() == day_by_day(calendar, start.date(), days)
    assert end == calendar.closing(end.date())


@given(CALENDARS, MINUTES, st.sampled_from((Unit.HOURS, Unit.WORKING_HOURS)), st.integers(1, 30), GAPS)
def test_just_the_term_has_run_when_it_is_due_whatever_was_paused(
    calendar: WorkingCalendar, start: datetime, unit: Unit, hours: int, gaps: list[tuple[int, int]]
) -> None:
    pauses = pauses_of(start, gaps)
    end = due(start, Target(unit, hours, net=True), calendar, pauses)
    assert end is not None
    assert elapsed(start, end, unit, calendar, pauses) == timedelta(hours=hours)
    assert end >= due(start, Target(unit, hours), calendar)  # type: ignore[operator]


@given(CALENDARS, MINUTES, st.integers(0, 3), GAPS)
def test_net_time_equals_a_count_minute_by_minute(calendar: WorkingCalendar, start: datetime, days: int, gaps: list[tuple[int, int]]) -> None:
    end, pauses = start + timedelta(days=days, minutes=17), pauses_of(start, gaps)
    counted = 0
    for step in range(int((end - start).total_seconds()) // 60):
        moment = start + timedelta(minutes=step)
        worked = any(p.opens <= moment.hour * 60 + moment.minute < p.closes for p in calendar.periods_of(moment.date()))
        counted += worked and not any(pause.since <= moment < pause.until for pause in pauses if pause.until)
    assert elapsed(start, end, Unit.WORKING_HOURS, calendar, pauses) == timedelta(minutes=counted)


@given(CALENDARS, MINUTES, st.integers(1, 10), GAPS)
def test_net_working_days_equal_a_count_day_by_day(calendar: WorkingCalendar, start: datetime, days: int, gaps: list[tuple[int, int]]) -> None:
    """A working day counts unless a pause that began before it was still on that day."""
    pauses = pauses_of(start, gaps)
    end = due(start, Target(Unit.WORKING_DAYS, days, net=True), calendar, pauses)
    assert end is not None
    left, day = days, start.date()
    while left:
        day += timedelta(days=1)
        paused = any(pause.since.date() < day <= pause.until.date() for pause in pauses if pause.until)
        left -= calendar.is_working_day(day) and not paused
    # A pause that begins on that very day before its close moves the end, though the day has counted.
    assume(not any(pause.since.date() == day and pause.since < calendar.closing(day) for pause in pauses))
    assert end.date() == day


@given(CALENDARS, MINUTES, st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(OFFICE_ZONE)), GAPS, UNITS)  # noqa: DTZ001
def test_elapsed_time_adds_up(calendar: WorkingCalendar, start: datetime, middle: datetime, gaps: list[tuple[int, int]], unit: Unit) -> None:
    pauses = pauses_of(start, gaps)
    first, last = sorted((start, middle))
    end = last + timedelta(days=3)
    parts = elapsed(first, last, unit, calendar, pauses) + elapsed(last, end, unit, calendar, pauses)
    assert parts == elapsed(first, end, unit, calendar, pauses)
    assert elapsed(first, end, unit, calendar, pauses) <= elapsed(first, end, unit, calendar), "gross time never pauses"


@pytest.mark.parametrize(
    ("target", "start", "end"),
    [
        (C1, "2026-10-01T22:00", "2026-10-02T22:00"),  # natural hours end at night
        (C4, "2026-09-30T16:30", "2026-10-08T11:30"),
        (C5, "2026-09-30T16:30", "2026-10-10T17:30"),
        (Target(Unit.WORKING_DAYS, 0), "2026-10-08T10:00", "2026-10-08T17:30"),  # K6.3: the same day
        (Target(Unit.WORKING_DAYS, 0), "2026-10-08T18:00", "2026-10-09T17:30"),  # after close: the next one
        (Target(Unit.WORKING_DAYS, 0), "2026-10-03T10:00", "2026-10-08T17:30"),
        (Target(Unit.DAY_OF_NEXT_MONTH, 10), "2026-09-02T10:00", "2026-10-10T17:30"),  # K10.11: a Saturday that is worked
        (Target(Unit.DAY_OF_NEXT_MONTH, 10), "2026-12-31T10:00", "2027-01-11T17:30"),  # a Sunday: the next working day
        (Target(Unit.MOMENT, at=at("2026-10-03T15:00")), "2026-10-01T10:00", "2026-10-03T15:00"),
    ],
)
def test_each_unit_ends_as_the_regulation_says(target: Target, start: str, end: str) -> None:
    assert due(at(start), target, autumn()) == at(end)


def test_while_a_net_clock_is_paused_nothing_is_due() -> None:
    assert due(at("2026-10-08T10:00"), C5, autumn(), (Pause(at("2026-10-09T10:00")),)) is None
    late = (Pause(at("2026-10-20T10:00")),)
    assert due(at("2026-10-08T10:00"), C5, autumn(), late) == at("2026-10-12T17:30"), "a pause after the end changes nothing"


# ---- the clocks of a case ------------------------------------------------------------------------------------------


def started(target: Target = C5, code: str = "C5") -> CaseClocks:
    return CaseClocks().start(code, 1, target, at("2026-10-08T10:00"), autumn())


def test_a_case_has_any_number_of_clocks_and_each_round_its_own() -> None:
    case = started().start("C4", 1, C4, at("2026-10-08T10:00"), autumn())
    case = case.stop("C5", 1, at("2026-10-09T10:00"), autumn()).start("C5", 2, C5, at("2026-10-19T10:00"), autumn())
    assert [(one.code, one.round, one.stopped_at is None) for one in case.clocks] == [("C5", 1, False), ("C4", 1, True), ("C5", 2, True)]
    with pytest.raises(Invalid):
        case.start("C5", 2, C5, at("2026-10-20T10:00"), autumn())


def test_net_time_pauses_and_gross_time_does_not() -> None:
    case = started().start("C4", 1, Target(Unit.WORKING_DAYS, 3), at("2026-10-08T10:00"), autumn())
    for code in ("C5", "C4"):
        case = case.pause(code, 1, at("2026-10-09T11:00"), autumn())
    assert [one.due_at for one in case.clocks] == [None, at("2026-10-12T17:30")]
    for code in ("C5", "C4"):
        case = case.resume(code, 1, at("2026-10-12T09:00"), autumn())
    assert [one.due_at for one in case.clocks] == [at("2026-10-14T17:30"), at("2026-10-12T17:30")]


def test_a_breach_survives_closing_reopening_another_policy_and_another_calendar() -> None:
    case = started().check(at("2026-10-12T17:30"), autumn())
    assert case.breaches == (), "the last moment is on time"
    case = case.check(at("2026-10-12T17:31"), autumn())
    fact = Breach("C5", 1, at("2026-10-12T17:30"), 0)
    assert case.breaches == (fact,)
    case = case.check(at("2026-10-20T09:00"), autumn())
    assert case.breaches == (fact,), "noted once"
    case, _moved = case.recompute(at("2026-10-20T09:00"), autumn(), {"C5": Target(Unit.WORKING_DAYS, 30)})
    case = case.stop("C5", 1, at("2026-10-21T09:00"), autumn()).start("C5", 2, C5, at("2026-10-22T09:00"), autumn())
    case, _moved = case.recompute(at("2026-10-22T10:00"), WorkingCalendar(version=9))
    assert case.breaches == (fact,)
    case = case.check(at("2026-11-22T10:00"), WorkingCalendar(version=9))
    assert [(one.code, one.round) for one in case.breaches] == [("C5", 1), ("C5", 2)]


def test_a_clock_that_starts_again_in_its_round_may_be_late_again() -> None:
    case = started().stop("C5", 1, at("2026-10-13T09:00"), autumn()).start("C5", 1, C5, at("2026-10-13T09:00"), autumn())
    assert len(case.check(at("2026-10-13T09:01"), autumn()).breaches) == 1, "the second run is in time so far"
    case = case.check(at("2026-10-20T09:00"), autumn()).check(at("2026-10-21T09:00"), autumn())
    assert [(one.code, one.round, one.due_at) for one in case.breaches] == [
        ("C5", 1, at("2026-10-12T17:30")), ("C5", 1, at("2026-10-16T12:00")),
    ]  # fmt: skip


def test_stopping_late_is_noted_although_nobody_had_looked() -> None:
    assert started().stop("C5", 1, at("2026-10-12T17:30"), autumn()).breaches == ()
    assert len(started().stop("C5", 1, at("2026-10-12T17:31"), autumn()).breaches) == 1
    assert len(started().pause("C5", 1, at("2026-10-12T17:31"), autumn()).breaches) == 1


def test_another_calendar_or_policy_lists_every_difference() -> None:
    shorter = WorkingCalendar({**autumn().days, date(2026, 10, 9): HOLIDAY, date(2026, 10, 10): HOLIDAY}, version=2)
    case = started().start("C1", 1, C1, at("2026-10-08T10:00"), autumn())
    stopped = case.stop("C1", 1, at("2026-10-08T11:00"), autumn())
    after, moved = stopped.recompute(at("2026-10-08T12:00"), shorter)
    assert [(one.code, one.before, one.after) for one in moved] == [("C5", at("2026-10-12T17:30"), at("2026-10-14T17:30"))]
    assert after.clocks[1] == stopped.clocks[1], "a clock that has stopped stays as it was"
    _, moved = case.recompute(at("2026-10-08T12:00"), autumn(), {"C5": Target(Unit.WORKING_DAYS, 2), "C1": Target(Unit.HOURS, 12)})
    assert [(one.code, one.after) for one in moved] == [("C5", at("2026-10-10T17:30")), ("C1", at("2026-10-08T22:00"))]


@given(CALENDARS, CALENDARS, MINUTES, UNITS, st.integers(1, 9), GAPS)
def test_computing_anew_twice_changes_nothing_the_second_time(
    one: WorkingCalendar, other: WorkingCalendar, start: datetime, unit: Unit, amount: int, gaps: list[tuple[int, int]]
) -> None:
    target = Target(unit, amount, net=True)
    case = CaseClocks().start("C5", 1, target, start, one)
    for pause in pauses_of(start, gaps):
        assert pause.until is not None
        case = case.pause("C5", 1, pause.since, one).resume("C5", 1, pause.until, one)
    now = start + timedelta(days=40)
    again, moved = case.recompute(now, other)
    third, none = again.recompute(now, other)
    assert none == ()
    assert third == again.check(now, other)
    assert set(case.breaches) <= set(again.breaches) <= set(third.breaches)
    assert {(change.code, change.after) for change in moved} <= {(clock.code, clock.due_at) for clock in again.clocks}


@pytest.mark.parametrize(
    ("step", "moment", "said"),
    [
        ("resume", "2026-10-09T10:00", "没有暂停"),
        ("stop", "2026-10-07T10:00", "早于"),
        ("pause", "2026-10-07T10:00", "早于"),
    ],
)
def test_a_step_that_cannot_be_is_refused(step: str, moment: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        getattr(started(), step)("C5", 1, at(moment), autumn())
    assert said in refused.value.sentence.zh


def test_a_clock_that_does_not_run_can_neither_stop_nor_be_paused_twice() -> None:
    paused = started().pause("C5", 1, at("2026-10-09T10:00"), autumn())
    with pytest.raises(Invalid, match="paused already"):
        paused.pause("C5", 1, at("2026-10-09T11:00"), autumn())
    ended = paused.stop("C5", 1, at("2026-10-09T12:00"), autumn())
    assert ended.clocks[0].pauses == (Pause(at("2026-10-09T10:00"), at("2026-10-09T12:00")),)
    with pytest.raises(Invalid, match="No clock"):
        ended.stop("C5", 1, at("2026-10-09T13:00"), autumn())


# ---- what if -------------------------------------------------------------------------------------------------------


@given(CALENDARS, st.lists(st.tuples(DAYS, st.none() | st.integers(0, 40)), max_size=20), st.integers(0, 15), DAYS)
def test_a_trial_counts_as_one_would_case_by_case(
    calendar: WorkingCalendar, found: list[tuple[date, int | None]], days: int, today: date
) -> None:
    cases = [(start, None if took is None else start + timedelta(days=took), 1) for start, took in found]
    last = [calendar.next_working_day(day_by_day(calendar, start, days)) for start, _, _ in cases]
    late = sum((finished or today) > end for (_, finished, _), end in zip(cases, last, strict=True))
    waiting = sum(finished is None and today <= end for (_, finished, _), end in zip(cases, last, strict=True))
    assert try_limit(cases, days, calendar, today) == Trial(len(cases), late, waiting)
    assert try_limit(cases, days + 1, calendar, today).late <= late, "a longer limit fails nobody else"


def test_equal_cases_may_be_counted_together() -> None:
    case = (date(2026, 9, 30), date(2026, 10, 10), 7)
    assert try_limit([case], 3, autumn(), date(2026, 12, 1)) == Trial(7, 0, 0)
    assert try_limit([case], 2, autumn(), date(2026, 12, 1)) == Trial(7, 7, 0)


def test_a_limit_of_no_days_found_on_a_day_off_lasts_until_the_next_working_day() -> None:
    saturday, monday = date(2026, 10, 17), date(2026, 10, 19)
    assert try_limit([(saturday, monday, 1)], 0, autumn(), monday) == Trial(1, 0, 0)
    assert try_limit([(saturday, monday + timedelta(days=1), 1)], 0, autumn(), monday) == Trial(1, 1, 0)
