"""工作日历 — the days on which the office opens otherwise than from Monday to Friday, and which notice says so."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.calendar_words import KINDS
from domain.office_days import DayKind, read_periods, write_periods
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


def _tidy(text: str) -> str:
    """The hours as everybody writes them; raises Invalid naming the piece that is no period."""
    return write_periods(read_periods(text))


class CalendarDay(Record):
    """One announced day; a year is no longer provisional once a day of its notice is here."""

    register = Register(
        title=Term("工作日历", "Working calendar"),
        area=Area.GOVERNANCE,
        clauses=("K8.19", "T3.1"),
        label="name",
        list=("day", "name", "kind", "periods", "notice_year", "source"),
        search=("name", "source"),
        newest="day",
        import_key="day",
        rank=20,
    )

    day: Mapped[date] = fields.day("日期", "Day", required=True, unique=True)
    name: Mapped[str] = fields.text("名称", "Name", length=60, required=True)
    kind: Mapped[DayKind] = fields.choice(
        "类型", "Kind", KINDS, required=True,
        tones={DayKind.WORKING: "calm", DayKind.HOLIDAY: "late", DayKind.HALF_DAY: "soon", DayKind.SPECIAL: "soon"},
    )  # fmt: skip
    periods: Mapped[str | None] = fields.text(
        "时段", "Hours", length=80, indexed=False, check=_tidy, example="8:30–12:00",
        help=Term(
            "如 8:30–12:00，13:00–17:30；特殊工时必填，半天不填为上午，工作日不填为全天。",
            "Such as 8:30–12:00, 13:00–17:30. Needed for special hours; a half day without is the morning.",
        ),
    )  # fmt: skip
    source: Mapped[str | None] = fields.text(
        "来源", "Source", indexed=False,
        help=Term("放假通知的名称或文号；公司自定的日子写公司通知。", "Title or number of the notice, the State Council's or the company's."),
    )  # fmt: skip
    notice_year: Mapped[int | None] = fields.number(
        "通知年度", "Year of the notice", minimum=1949,
        help=Term(
            "按哪一年度的放假通知；有这一年度的日子，该年就不再是暂估。公司自定的日子不填。",
            "Whose year's notice it is; with a day of it the year is no longer provisional. Empty for the company's own days.",
        ),
    )  # fmt: skip
