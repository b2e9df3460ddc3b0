"""Working days and working time: counted day by day and minute by minute, with make-up days, half days and provisional years."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar, differences
from domain.calendar_words import explain
from domain.errors import Invalid
from domain.office_days import HOLIDAY, WORKING, CalendarDay, DayKind, Period, read_periods, write_periods
from domain.values import OFFICE_ZONE

START = date(2026, 1, 1)
DAYS = st.dates(START, date(2027, 12, 31))
KINDS = st.sampled_from(
    (
        HOLIDAY,
        WORKING,
        CalendarDay(DayKind.HALF_DAY),
        CalendarDay(DayKind.HALF_DAY, read_periods("13:00–17:30")),
        CalendarDay(DayKind.SPECIAL, read_periods("9:00–11:30，14:00–15:00，20:00–24:00")),
    )
)
CALENDARS = st.dictionaries(DAYS, KINDS, max_size=60).map(
    # Holidays without end would leave no working day to find.
    lambda days: WorkingCalendar(days, frozenset({2026}))
)
COUNTS = st.integers(0, 60)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(OFFICE_ZONE))  # noqa: DTZ001  # hypothesis adds the zone
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=60))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)


def autumn() -> WorkingCalendar:
    """国庆 2026 as announced, and an afternoon off."""
    days = {date(2026, 10, n): CalendarDay(DayKind.HOLIDAY, name="国庆节") for n in range(1, 8)}
    days |= {date(2026, 10, 10): CalendarDay(DayKind.WORKING, name="国庆节调休"), date(2026, 10, 16): CalendarDay(DayKind.HALF_DAY, name="运动会")}
    return WorkingCalendar(days, frozenset({2026}))


def day_by_day(calendar: WorkingCalendar, start: date, working_days: int) -> date:
    """The definition: look at every day after the start and count the working ones."""
    found = [start]
    day = start
    while len(found) <= working_days:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            found.append(day)
    return found[working_days]


def minute_by_minute(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """The definition: look at every minute and count the worked ones."""
    worked = 0
    while start < end:
        minute = start.hour * 60 + start.minute
        worked += any(period.opens <= minute < period.closes for period in calendar.periods_of(start.date()))
        start += timedelta(minutes=1)
    return worked


@given(CALENDARS, DAYS, COUNTS)
def test_adding_equals_a_count_day_by_day(calendar: WorkingCalendar, start: date, count: int) -> None:
    assert calendar.add_working_days(start, count) == day_by_day(calendar, start, count)


@given(CALENDARS, DAYS, COUNTS)
def test_adding_lands_on_a_working_day_and_between_counts_back(calendar: WorkingCalendar, start: date, count: int) -> None:
    end = calendar.add_working_days(start, count)
    assert calendar.working_days_between(start, end) == count
    assert count == 0 or calendar.is_working_day(end)


@given(CALENDARS, DAYS, DAYS, COUNTS)
def test_a_later_start_never_ends_earlier(calendar: WorkingCalendar, one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert calendar.add_working_days(early, count) <= calendar.add_working_days(late, count)


@given(CALENDARS, DAYS, COUNTS)
def test_more_days_end_later(calendar: WorkingCalendar, start: date, count: int) -> None:
    assert calendar.add_working_days(start, count) < calendar.add_working_days(start, count + 1)


@given(CALENDARS, DAYS, COUNTS, COUNTS)
def test_days_add_up(calendar: WorkingCalendar, start: date, first: int, second: int) -> None:
    there = calendar.add_working_days(start, first)
    assert calendar.add_working_days(there, second) == calendar.add_working_days(start, first + second)


@given(CALENDARS, DAYS, DAYS)
def test_between_equals_a_count_day_by_day_in_both_directions(calendar: WorkingCalendar, one: date, other: date) -> None:
    early, late = sorted((one, other))
    counted = sum(calendar.is_working_day(early + timedelta(days=n)) for n in range(1, (late - early).days + 1))
    assert calendar.working_days_between(early, late) == counted
    assert calendar.working_days_between(late, early) == -counted


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_between_adds_up_over_a_day_in_the_middle(calendar: WorkingCalendar, one: date, other: date, third: date) -> None:
    first, middle, last = sorted((one, other, third))
    between = calendar.working_days_between
    assert between(first, middle) + between(middle, last) == between(first, last)


# ---- hours ---------------------------------------------------------------------------------------------------------


@given(CALENDARS, MOMENTS, st.integers(0, 4 * 24 * 60))
def test_working_minutes_equal_a_count_minute_by_minute(calendar: WorkingCalendar, start: datetime, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0)
    end = start + timedelta(minutes=minutes)
    assert calendar.working_minutes_between(start, end) == minute_by_minute(calendar, start, end)
    assert calendar.working_minutes_between(end, start) == -calendar.working_minutes_between(start, end)


@given(CALENDARS, MOMENTS, AMOUNTS)
def test_after_working_time_just_that_was_worked_and_not_a_moment_earlier(
    calendar: WorkingCalendar, start: datetime, work: timedelta
) -> None:
    end = calendar.add_working_time(start, work)
    assert calendar.working_time_between(start, end) == work
    if work:
        assert calendar.working_time_between(start, end - timedelta(microseconds=1)) < work


@given(CALENDARS, MOMENTS, AMOUNTS, AMOUNTS)
def test_hours_add_up(calendar: WorkingCalendar, start: datetime, first: timedelta, second: timedelta) -> None:
    there = calendar.add_working_time(start, first)
    assert calendar.add_working_time(there, second) == calendar.add_working_time(start, first + second)


@given(CALENDARS, MOMENTS, MOMENTS, AMOUNTS)
def test_hours_from_a_later_start_never_end_earlier(calendar: WorkingCalendar, one: datetime, other: datetime, work: timedelta) -> None:
    early, late = sorted((one, other))
    assert calendar.add_working_time(early, work) <= calendar.add_working_time(late, work)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-10-16T11:00", 1, "2026-10-16T12:00"),
        ("2026-10-16T11:00", 2, "2026-10-19T09:30"),  # the afternoon is off, then the weekend
        ("2026-09-30T17:00", 1, "2026-10-08T09:00"),
        ("2026-10-09T17:00", 1, "2026-10-10T09:00"),  # a Saturday that is worked
        ("2026-10-08T11:30", 1, "2026-10-08T13:30"),  # the hour at noon is not worked
        ("2026-10-01T03:00", 4, "2026-10-08T13:30"),
    ],
)
def test_working_hours_pass_over_noon_half_days_and_days_off(start: str, hours: int, end: str) -> None:
    assert autumn().add_working_time(at(start), timedelta(hours=hours)) == at(end)


def test_moments_of_any_zone_are_read_in_office_time() -> None:
    start = datetime(2026, 10, 8, 0, 30, tzinfo=UTC)  # 8:30 in Shanghai
    assert autumn().add_working_time(start, timedelta(hours=8)) == at("2026-10-08T17:30")
    assert autumn().working_minutes_between(start, datetime(2026, 10, 8, 4, 30, tzinfo=UTC)) == 210


def test_a_day_of_the_office_has_eight_hours() -> None:
    assert autumn().working_minutes_between(at("2026-10-08T00:00"), at("2026-10-09T00:00")) == 480
    assert autumn().closing(date(2026, 10, 16)) == at("2026-10-16T12:00")
    assert autumn().closing(date(2026, 10, 3)) == at("2026-10-08T17:30"), "民法典 §203: the next working day"


@pytest.mark.parametrize("wrong", [-1, -10])
def test_time_is_counted_forwards(wrong: int) -> None:
    with pytest.raises(ValueError, match="forwards"):
        autumn().add_working_days(START, wrong)
    with pytest.raises(ValueError, match="forwards"):
        autumn().add_working_time(at("2026-01-01T00:00"), timedelta(hours=wrong))


def test_the_end_of_time_is_refused_with_a_sentence() -> None:
    with pytest.raises(Invalid, match="too far away"):
        autumn().add_working_days(date(9999, 12, 30), 5)
    with pytest.raises(Invalid, match="too far away"):
        WorkingCalendar(periods=()).add_working_time(at("9999-01-01T00:00"), timedelta(hours=1))


# ---- what the calendar says ----------------------------------------------------------------------------------------


def test_a_holiday_and_a_make_up_day_count_as_announced() -> None:
    calendar = autumn()
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert calendar.is_working_day(date(2026, 10, 10)), "a Saturday that is worked"
    assert not calendar.is_working_day(date(2026, 10, 17))
    assert calendar.is_working_day(date(2026, 10, 16)), "half a day is a working day"


@pytest.mark.parametrize(("year", "provisional"), [(2026, False), (2027, True)])
def test_a_year_without_a_notice_is_provisional(year: int, provisional: bool) -> None:
    assert WorkingCalendar({}, frozenset({2026})).is_provisional(date(year, 5, 1)) is provisional


def test_a_calendar_does_not_change_when_what_it_was_made_of_does() -> None:
    days = {date(2026, 10, 1): HOLIDAY}
    calendar = WorkingCalendar(days)
    days.clear()
    assert not calendar.is_working_day(date(2026, 10, 1))
    with pytest.raises(TypeError):
        calendar.days[START] = WORKING  # type: ignore[index]


def test_why_a_case_is_due_on_a_saturday() -> None:
    """T3.1: three working days from the last of September, over 国庆, to Saturday the tenth of October."""
    lines = [line.zh for line in explain(autumn(), date(2026, 9, 30), 3)]
    assert lines[0] == "2026-09-30 (三)：起算当天不计入。"
    assert lines[1] == "2026-10-01 (四)：放假「国庆节」，不计入。"
    assert lines[-4:] == [
        "2026-10-08 (四)：工作日，第 1 个工作日。",
        "2026-10-09 (五)：工作日，第 2 个工作日。",
        "2026-10-10 (六)：调休上班「国庆节调休」，第 3 个工作日。",
        "到 2026-10-10 (六) 17:30 为止。",
    ]
    assert len(lines) == 12, "every day has its line"
    assert not any("暂估" in line for line in lines)


def test_an_explanation_names_half_days_weekends_and_provisional_years() -> None:
    lines = [line.zh for line in explain(autumn(), date(2026, 10, 15), 1)]
    assert lines[1:] == ["2026-10-16 (五)：半天 8:30–12:00「运动会」，第 1 个工作日。", "到 2026-10-16 (五) 12:00 为止。"]
    far = [line.zh for line in explain(autumn(), date(2027, 1, 1), 1)]
    assert far[1] == "2027-01-02 (六)：周末，不计入。"
    assert far[-1] == "2027 年的放假通知尚未录入，按周末推算（暂估）。"


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_an_explanation_has_a_line_for_every_day(calendar: WorkingCalendar, start: date, count: int) -> None:
    due = calendar.add_working_days(start, count)
    lines = explain(calendar, start, count)
    numbered = [line.zh for line in lines if "个工作日。" in line.zh]
    assert len(numbered) == count
    assert len([line for line in lines if "：" in line.zh]) == (due - start).days + 1


def test_two_calendars_differ_only_where_the_office_opens_otherwise() -> None:
    old = autumn()
    new = WorkingCalendar({**old.days, date(2026, 10, 8): HOLIDAY, date(2026, 10, 1): CalendarDay(DayKind.HOLIDAY, name="另一个名字")})
    assert differences(old, old) == ()
    assert [(change.day, change.before.kind, change.after.kind) for change in differences(old, new)] == [
        (date(2026, 10, 8), DayKind.WORKING, DayKind.HOLIDAY)
    ]


# ---- how hours are written -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("8:30–12:00，13:00–17:30", "8:30–12:00，13:00–17:30"),
        (" 08:30 - 12:00 , 13：00 至 17：30 ", "8:30–12:00，13:00–17:30"),
        ("8点30到12点00；20:00~24:00", "8:30–12:00，20:00–24:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, written: str) -> None:
    assert write_periods(read_periods(typed)) == written


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("全天", "全天"),
        ("8:30–12:00，下午", "下午"),
        ("12:00–8:30", "12:00–8:30"),
        ("8:30–12:00，11:00–17:30", "11:00–17:30"),
        ("8:30–25:00", "8:30–25:00"),
        ("8:70–12:00", "8:70–12:00"),
    ],
)
def test_what_is_no_period_is_refused_by_name(typed: str, named: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_periods(typed)
    assert f"「{named}」" in refused.value.sentence.zh


def test_a_company_may_work_other_hours() -> None:
    calendar = WorkingCalendar(periods=(Period(9 * 60, 18 * 60),))
    assert calendar.closing(date(2026, 3, 4)).time() == time(18)
