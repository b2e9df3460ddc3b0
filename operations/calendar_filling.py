"""Fills the working calendar with the years whose notices are known, once; what is there already is left as it is."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from holidays.countries.china import China
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.office_days import DayKind
from models.fence import acting
from models.governance.calendar_day import CalendarDay
from permissions.actor import System

KNOWN_YEARS = range(2010, 2027)
"""The notice of 2027 comes in November 2026; until somebody enters it, 2027 is provisional."""
SOURCE = "国务院办公厅 {year} 年放假通知（据 holidays 软件包录入）"
MAKE_UP, MOVED = "调休上班", "调休放假"


def known_days(year: int) -> dict[date, tuple[DayKind, str]]:
    """The days of ``year`` that are not as their weekday says, or have a name, as the package ``holidays`` knows them."""
    china = China(years=year, language="zh_CN")
    found: dict[date, tuple[DayKind, str]] = {}
    for day, name in sorted(china.items()):
        if day.year == year:
            # The package calls a day moved from a weekend by the weekend's date; ours says it shorter.
            found[day] = (DayKind.HOLIDAY, MOVED if name.startswith("休息日") else name.replace("; ", "、")[:60])
    found.update((day, (DayKind.WORKING, MAKE_UP)) for day in china.weekend_workdays if day.year == year)
    return found


def fill_calendar(session: Session) -> int:
    """Enter the known years that have no notice yet, as the system, and return how many days that were (0 the second time).

    A day somebody has entered by hand stays, and a year that has any day of its notice is not touched at all.
    """
    with acting(session, System("工作日历 2010–2026 working calendar")):
        entered = set(session.scalars(select(CalendarDay.notice_year).distinct()))
        taken = set(session.scalars(select(CalendarDay.day)))
        new = [CalendarDay(**values) for values in _rows(entered) if values["day"] not in taken]
        session.add_all(new)
        session.flush()
    return len(new)


def _rows(entered: set[int | None]) -> Iterator[dict[str, Any]]:
    for year in KNOWN_YEARS:
        if year not in entered:
            for day, (kind, name) in sorted(known_days(year).items()):
                yield {"day": day, "kind": kind, "name": name, "source": SOURCE.format(year=year), "notice_year": year}
