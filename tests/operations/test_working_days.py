"""The stored calendar: filled from one source, compared with another on every day, kept until it changes; due dates of filings."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.office_days import DayKind, read_periods
from models.engine import FencedSession
from models.fence import act
from models.governance.calendar_day import CalendarDay
from models.register import registers
from operations import working_days
from operations.calendar_filling import KNOWN_YEARS, fill_calendar
from operations.records import create, delete, update
from operations.working_days import working_calendar, working_days_after
from permissions.actor import System

# Accepted, one, three and seven working days later: complaints.md, section 5.
GOLD = (
    ("2025-09-28", "2025-09-29", "2025-10-09", "2025-10-14"),
    ("2025-12-31", "2026-01-04", "2026-01-06", "2026-01-12"),
    ("2026-02-12", "2026-02-13", "2026-02-24", "2026-02-28"),
    ("2026-02-14", "2026-02-24", "2026-02-26", "2026-03-03"),
    ("2026-04-03", "2026-04-07", "2026-04-09", "2026-04-15"),
    ("2026-09-18", "2026-09-20", "2026-09-22", "2026-09-29"),
    ("2026-10-09", "2026-10-10", "2026-10-13", "2026-10-19"),
)
STANDING = datetime(2026, 3, 1, tzinfo=UTC)
DIFFERENCES: dict[date, str] = {}
"""Days on which the two sources disagree, with the reason. There is none from 2010 to 2026 (holidays 0.109, chinesecalendar 1.11)."""


@pytest.fixture
def filled(session: Session) -> Session:
    fill_calendar(session)
    return session


def test_every_day_from_2010_to_2026_agrees_with_another_calendar(filled: Session) -> None:
    """K8.19."""
    calendar = working_calendar(filled)
    first, after = date(KNOWN_YEARS[0], 1, 1), date(KNOWN_YEARS[-1] + 1, 1, 1)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    assert len(days) == 6209
    assert {day for day in days if calendar.is_working_day(day) != chinese_calendar.is_workday(day)} == set(DIFFERENCES)
    assert not any(calendar.is_provisional(day) for day in days)


@pytest.mark.parametrize(("accepted", "one", "three", "seven"), GOLD)
def test_working_days_are_counted_over_holidays_and_make_up_days(
    filled: Session, accepted: str, one: str, three: str, seven: str
) -> None:
    """T3.1, T3.2: three working days, seven at most."""
    calendar = working_calendar(filled)
    start = date.fromisoformat(accepted)
    found = [calendar.add_working_days(start, count).isoformat() for count in (1, 3, 7)]
    assert found == [one, three, seven]
    assert [calendar.working_days_between(start, date.fromisoformat(day)) for day in (one, three, seven)] == [1, 3, 7]


def test_a_year_without_a_notice_is_provisional_and_counted_by_weekends(filled: Session) -> None:
    calendar = working_calendar(filled)
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 1)), "a Friday, until the notice is entered"


def test_a_day_of_the_companys_own_publishes_no_year(filled: Session) -> None:
    create(filled, registers["calendar_day"], {"day": date(2027, 3, 1), "kind": DayKind.HALF_DAY, "name": "厂庆"})
    assert working_calendar(filled).is_provisional(date(2027, 3, 1))
    assert working_calendar(filled).periods_of(date(2027, 3, 1)) == read_periods("8:30–12:00")
    create(filled, registers["calendar_day"], {"day": date(2027, 1, 1), "kind": DayKind.HOLIDAY, "name": "元旦", "notice_year": 2027})
    assert not working_calendar(filled).is_provisional(date(2027, 3, 1))


def test_filling_twice_enters_nothing_and_leaves_what_people_changed(session: Session) -> None:
    create(session, registers["calendar_day"], {"day": date(2026, 10, 10), "kind": DayKind.HALF_DAY, "name": "公司安排"})
    count = fill_calendar(session)
    assert count == session.scalar(select(func.count()).select_from(CalendarDay)) - 1  # type: ignore[operator]
    assert fill_calendar(session) == 0
    assert working_calendar(session).day(date(2026, 10, 10)).kind is DayKind.HALF_DAY


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-11-20", "2026-11-27"),
        ("2026-11-21", "2026-11-27"),  # found on a Saturday: Monday is the first day
        ("2026-02-12", "2026-02-26"),  # over the Spring Festival with its make-up Saturday
        ("2025-12-30", "2026-01-07"),  # over the turn of the year
    ],
)
def test_a_filing_is_due_five_working_days_after_its_day(filled: Session, day: str, due: str) -> None:
    """K7.6, K7.7."""
    assert working_days_after(filled, date.fromisoformat(day), 5) == date.fromisoformat(due)


def test_a_day_at_the_end_of_time_is_refused_with_a_sentence(session: Session) -> None:
    with pytest.raises(Invalid, match="too far away"):
        working_days_after(session, date.max, 5)


def test_special_hours_must_be_given(session: Session) -> None:
    """K8.19."""
    with pytest.raises(Invalid) as refused:
        create(session, registers["calendar_day"], {"day": date(2026, 3, 4), "kind": DayKind.SPECIAL, "name": "盘点"})
    assert "periods" in refused.value.fields
    session.rollback()
    made = create(session, registers["calendar_day"], {"day": date(2026, 3, 4), "kind": DayKind.SPECIAL, "name": "盘点", "periods": "9:00–11:00"})
    assert working_calendar(session).periods_of(made.day) == read_periods("9:00–11:00")


def test_the_calendar_is_kept_until_it_changes_and_a_change_is_seen_at_once(own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    read = working_days._read
    monkeypatch.setattr(working_days, "_read", lambda session, mark: reads.append(1) or read(session, mark))
    day, register = date(2026, 3, 4), registers["calendar_day"]

    def asked() -> bool:
        with FencedSession(own_engine) as other:
            act(other, System("another request"))
            return working_calendar(other).is_working_day(day)

    assert asked()
    assert asked()
    assert len(reads) == 1, "the second question is answered from memory"
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        record = create(session, register, {"day": day, "name": "厂庆", "kind": DayKind.HOLIDAY})
        session.commit()
        assert not asked()
        update(session, record, {"kind": DayKind.WORKING})
        session.commit()
        assert asked()
        delete(session, record)
        session.commit()
        assert asked()
    assert len(reads) == 4


def test_what_was_never_committed_is_seen_by_nobody_else(own_engine: Engine) -> None:
    day, register = date(2026, 3, 4), registers["calendar_day"]
    with FencedSession(own_engine) as session:
        act(session, System("test"), clock=lambda: STANDING)
        create(session, register, {"day": day, "name": "厂庆", "kind": DayKind.HOLIDAY})
        assert not working_calendar(session).is_working_day(day)
        session.rollback()
        # The same number of rows, ids, versions and moments as before, and another day.
        create(session, register, {"day": day + timedelta(days=1), "name": "厂庆", "kind": DayKind.HOLIDAY})
        session.commit()
        assert working_calendar(session).is_working_day(day)
        assert not working_calendar(session).is_working_day(day + timedelta(days=1))


def test_hours_that_came_past_the_form_do_not_stop_every_due_date(session: Session) -> None:
    session.add(CalendarDay(day=date(2026, 3, 4), name="盘点", kind=DayKind.SPECIAL, periods="随便"))
    session.flush()
    assert working_calendar(session).periods_of(date(2026, 3, 4)) == working_calendar(session).periods
