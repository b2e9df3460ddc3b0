"""The limits of looking at masked values: how long, how often, and what is unusual enough for somebody to ask (A7.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.calendar import WorkingCalendar
from domain.terms import Term
from domain.values import OFFICE_ZONE

SHOWN_FOR = timedelta(seconds=30)
REASON_AT_LEAST = 4
"""Characters of a reason; fewer say nothing."""
PER = timedelta(hours=1)
SHOWN_AT_MOST = 30
"""Values one account may have shown within ``PER``."""
SEARCHED_AT_MOST = 20
"""Whole numbers one account may search for within ``PER``; misses count, or guessing would be free."""

WEEK = timedelta(days=7)
WEEKS_COMPARED = 8
USUAL_AT_MOST = 20
"""More in one week are unusual for anybody."""
TIMES_THE_MEAN = 3
"""More than so many times the own mean of the weeks before are unusual for this person …"""
NEVER_UNUSUAL = 4
"""… but so few never are: whoever seldom looks would stand out by looking once."""
OPENS, CLOSES = time(7, 0), time(20, 0)
"""Office hours with a margin; outside them, and on days off, a look is unusual."""
NAMED = 5
"""So many records of other departments are named."""

TOO_MANY = Term("本周 {count} 次，超过每周 {most} 次。", "{count} times this week, more than {most}.")
MORE_THAN_BEFORE = Term(
    "本周 {count} 次，超过本人前 {weeks} 周平均（每周 {mean} 次）的 {times} 倍。",
    "{count} times this week, more than {times} times the own mean of the {weeks} weeks before ({mean} a week).",
)
OUT_OF_HOURS = Term(
    "{count} 次在工作时间以外，最近一次是 {last}。", "{count} times outside working hours, the last one {last}."
)
ELSEWHERE = Term("{count} 次查看的是其他部门的记录：{which}。", "{count} times records of other departments: {which}.")


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a masked value, or one search for it."""

    at: datetime
    what: Term
    """How people call the record: register and number."""
    elsewhere: bool = False
    """The record belongs to a department that is neither his own nor below it."""


def is_out_of_hours(at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether the office is closed at ``at``."""
    here = at.astimezone(OFFICE_ZONE)
    return not (calendar.is_working_day(here.date()) and OPENS <= here.time() < CLOSES)


def reasons_to_ask(week: Iterable[Look], before: int, calendar: WorkingCalendar) -> tuple[Term, ...]:
    """Why the looks of one person in a week are unusual, in sentences; ``before``: how many in the weeks compared with."""
    looks = sorted(week, key=lambda look: look.at)
    count, mean = len(looks), before / WEEKS_COMPARED
    late = [look for look in looks if is_out_of_hours(look.at, calendar)]
    far = [look for look in looks if look.elsewhere]
    found = []
    if count > USUAL_AT_MOST:
        found.append(TOO_MANY.format(count=count, most=USUAL_AT_MOST))
    if count > max(NEVER_UNUSUAL, mean * TIMES_THE_MEAN):
        numbers: Mapping[str, object] = {"count": count, "weeks": WEEKS_COMPARED, "mean": f"{mean:.1f}", "times": TIMES_THE_MEAN}
        found.append(MORE_THAN_BEFORE.format(**numbers))
    if late:
        found.append(OUT_OF_HOURS.format(count=len(late), last=f"{late[-1].at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"))
    if far:
        found.append(ELSEWHERE.format(count=len(far), which=_listed([look.what for look in far])))
    return tuple(found)


def _listed(several: Iterable[Term]) -> Term:
    named = list(dict.fromkeys(several))
    more = " …" if len(named) > NAMED else ""
    return Term("、".join(one.zh for one in named[:NAMED]) + more, ", ".join(one.en for one in named[:NAMED]) + more)
