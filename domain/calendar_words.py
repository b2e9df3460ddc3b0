"""Says day by day how a term in working days was counted, so that nobody has to believe it."""

from datetime import date, timedelta

from domain.calendar import WorkingCalendar
from domain.office_days import DayKind, write_periods
from domain.terms import Term
from domain.values import write_day

NOT_COUNTED = Term("{day}：起算当天不计入。", "{day}: the day it starts is not counted.")
COUNTED = Term("{day}：{what}，第 {number} 个工作日。", "{day}: {what}, working day {number}.")
SKIPPED = Term("{day}：{what}，不计入。", "{day}: {what}, not counted.")
DUE = Term("到 {day} {close} 为止。", "Due on {day} at {close}.")
IS_PROVISIONAL = Term(
    "{years} 年的放假通知尚未录入，按周末推算（暂估）。",
    "The notice for {years} has not been entered: counted by weekends (provisional).",
)
_NAMED = Term("{what}「{name}」", "{what} “{name}”")
_HOURS = Term("{what} {hours}", "{what} {hours}")
KINDS = {
    DayKind.WORKING: Term("工作日", "working day"),
    DayKind.HOLIDAY: Term("放假", "day off"),
    DayKind.HALF_DAY: Term("半天", "half day"),
    DayKind.SPECIAL: Term("特殊工时", "special hours"),
}
MAKE_UP = Term("调休上班", "make-up working day")
WEEKEND = Term("周末", "weekend")


def day_words(calendar: WorkingCalendar, day: date) -> Term:
    """What ``day`` is: 周末, 放假「国庆节」, 调休上班, 半天 8:30–12:00 …"""
    found, weekend = calendar.day(day), day.weekday() >= 5
    what = KINDS[found.kind]
    if found.kind is DayKind.WORKING and weekend:
        what = MAKE_UP
    elif found.kind is DayKind.HOLIDAY and day not in calendar.days:
        what = WEEKEND
    elif found.kind in (DayKind.HALF_DAY, DayKind.SPECIAL):
        what = _HOURS.format(what=what, hours=write_periods(calendar.periods_of(day)))
    return _NAMED.format(name=found.name, what=what) if found.name and found.name != what.zh else what


def explain(calendar: WorkingCalendar, start: date, count: int) -> tuple[Term, ...]:
    """Why ``count`` working days after ``start`` end when they do: one sentence a day, then the close of business."""
    due = calendar.add_working_days(start, count)
    lines = [NOT_COUNTED.format(day=_said(start))]
    number = 0
    for step in range(1, (due - start).days + 1):
        day = start + timedelta(days=step)
        what = day_words(calendar, day)
        number += calendar.is_working_day(day)
        sentence = COUNTED if calendar.is_working_day(day) else SKIPPED
        lines.append(sentence.format(day=_said(day), what=what, number=number))
    close = calendar.closing(due)
    lines.append(DUE.format(day=_said(close.date()), close=f"{close:%H:%M}"))
    guessed = [year for year in range(start.year, due.year + 1) if year not in calendar.published_years]
    if guessed:
        lines.append(IS_PROVISIONAL.format(years="、".join(str(year) for year in guessed)))
    return tuple(lines)


def _said(day: date) -> Term:
    return Term(write_day(day), write_day(day, "en"))
