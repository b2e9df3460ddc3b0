"""What is unusual enough for somebody to ask, in sentences; and what is not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.calendar import WorkingCalendar
from domain.office_days import HOLIDAY, WORKING
from domain.revealing import NEVER_UNUSUAL, USUAL_AT_MOST, WEEKS_COMPARED, Look, is_out_of_hours, reasons_to_ask
from domain.terms import Term

CALENDAR = WorkingCalendar({date(2026, 11, 18): HOLIDAY, date(2026, 11, 21): WORKING})
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # a Friday in Shanghai
CUSTOMER = Term("客户 7", "Customers 7")


def looks(count: int, at: datetime = NOON, *, elsewhere: bool = False) -> list[Look]:
    return [Look(at - timedelta(minutes=n), CUSTOMER, elsewhere) for n in range(count)]


def why(week: list[Look], before: int = 8 * WEEKS_COMPARED) -> list[str]:
    return [term.zh for term in reasons_to_ask(week, before, CALENDAR)]


def test_a_usual_week_needs_no_word() -> None:
    assert why(looks(USUAL_AT_MOST)) == []
    assert why([], 0) == []
    assert why(looks(NEVER_UNUSUAL), 0) == []


def test_more_than_so_many_a_week_are_listed() -> None:
    assert why(looks(USUAL_AT_MOST + 1)) == ["本周 21 次，超过每周 20 次。"]


def test_more_than_three_times_the_own_mean_are_listed() -> None:
    assert why(looks(6), 2 * WEEKS_COMPARED) == []
    assert why(looks(7), 2 * WEEKS_COMPARED) == ["本周 7 次，超过本人前 8 周平均（每周 2.0 次）的 3 倍。"]
    assert why(looks(NEVER_UNUSUAL + 1), 0) == ["本周 5 次，超过本人前 8 周平均（每周 0.0 次）的 3 倍。"]


@pytest.mark.parametrize(
    ("at", "late"),
    [
        ("2026-11-20T06:59+08:00", True),
        ("2026-11-20T07:00+08:00", False),
        ("2026-11-20T19:59+08:00", False),
        ("2026-11-20T20:00+08:00", True),
        ("2026-11-22T12:00+08:00", True),  # a Sunday
        ("2026-11-18T12:00+08:00", True),  # a holiday in the week
        ("2026-11-21T12:00+08:00", False),  # a Saturday that is made up
        ("2026-11-21T23:30+00:00", True),  # Sunday morning in the office
    ],
)
def test_office_hours_are_those_of_the_office(at: str, late: bool) -> None:
    assert is_out_of_hours(datetime.fromisoformat(at), CALENDAR) is late


def test_what_is_seen_at_night_is_listed_with_the_last_time() -> None:
    night = datetime(2026, 11, 19, 15, tzinfo=UTC)
    assert why([*looks(2, night), *looks(1)]) == ["2 次在工作时间以外，最近一次是 2026-11-19 23:00。"]


def test_records_of_other_departments_are_named_once() -> None:
    assert why([*looks(3, elsewhere=True), *looks(1)]) == ["3 次查看的是其他部门的记录：客户 7。"]
    many = [Look(NOON, Term(f"客户 {n}", f"Customers {n}"), True) for n in range(7)]
    assert why(many) == ["7 次查看的是其他部门的记录：客户 0、客户 1、客户 2、客户 3、客户 4 …。"]
