"""The sentences about a clock end where the clock does, and count just as many days."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar
from domain.clock_words import COUNTED, explain_clock, last_worked
from domain.clocks import Clock, Pause, Target, Unit, due
from tests.domain.test_calendar import CALENDARS, at, autumn
from tests.domain.test_clocks import C5, MINUTES


def clock(target: Target, start: datetime, calendar: WorkingCalendar, *pauses: Pause) -> Clock:
    return Clock("C5", 1, target, start, None, pauses, due(start, target, calendar, pauses if target.net else ()))


def test_why_a_case_is_due_on_saturday_10_october() -> None:
    lines = explain_clock(autumn(), clock(C5, at("2026-09-30T16:30"), autumn()))
    assert [line.zh for line in lines][-4:] == [
        "2026-10-08 (四)：工作日，第 1 个工作日。", "2026-10-09 (五)：工作日，第 2 个工作日。", "2026-10-10 (六)：调休上班「国庆节调休」，第 3 个工作日。",
        "到 2026-10-10 17:30 为止。",
    ]  # fmt: skip


def test_hours_are_told_by_the_day_and_night_ends_by_the_last_moment_in_the_office() -> None:
    four = explain_clock(autumn(), clock(Target(Unit.WORKING_HOURS, 4), at("2026-09-30T16:30"), autumn()))
    assert four[1].zh == "2026-09-30 (三)：工作日，计 60 分钟，累计 60 分钟。"
    assert four[-2].zh == "2026-10-08 (四)：工作日，计 180 分钟，累计 240 分钟。"
    night = explain_clock(autumn(), clock(Target(Unit.HOURS, 24), at("2026-09-29T22:00"), autumn()))
    assert night[-1].zh == "下班以后到期；办公时间内的最后时刻是 2026-09-30 17:30。"


def test_days_of_waiting_are_left_out_of_net_time_and_named_in_gross_time() -> None:
    waited = Pause(at("2026-10-08T15:00"), at("2026-10-09T09:00"))
    start = at("2026-09-30T16:30")
    net = [line.zh for line in explain_clock(autumn(), clock(C5, start, autumn(), waited))]
    assert "2026-10-09 (五)：等待客户补充材料，不计入。" in net
    gross = [line.zh for line in explain_clock(autumn(), clock(Target(Unit.WORKING_DAYS, 3), start, autumn(), waited))]
    assert gross[-2:] == ["等待客户补充材料 1 次；这一时限不因此停止。", "到 2026-10-10 17:30 为止。"]
    open_one = explain_clock(autumn(), clock(C5, start, autumn(), Pause(at("2026-10-08T15:00"))))
    assert open_one[-1].zh == "正在等待客户补充材料，计时停止。"


@given(CALENDARS, MINUTES, st.integers(1, 9))
def test_as_many_days_are_counted_as_the_term_has(calendar: WorkingCalendar, start: datetime, days: int) -> None:
    found = clock(Target(Unit.WORKING_DAYS, days), start, calendar)
    mark = COUNTED.zh.rpartition("{number}")[2]
    assert sum(line.zh.endswith(mark) for line in explain_clock(calendar, found)) == days
    assert found.due_at is not None
    assert last_worked(calendar, found.due_at) == found.due_at


@pytest.mark.parametrize(("due_at", "last"), [("2026-10-03T10:00", "2026-09-30T17:30"), ("2026-10-08T12:30", "2026-10-08T12:00")])
def test_the_last_moment_in_the_office_lies_before(due_at: str, last: str) -> None:
    assert last_worked(autumn(), at(due_at)) == at(last)
