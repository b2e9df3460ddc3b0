"""Everything that runs by the clock, and how often."""

from datetime import timedelta

from domain.terms import Term
from operations.calendar_reminding import remind_of_the_calendar
from operations.periodic import Rule, Task, in_one

TASKS: tuple[Task, ...] = (
    Task(
        "calendar", Term("工作日历提醒", "Reminder of the calendar"), timedelta(days=1),
        (Rule("provisional", Term("暂估年份", "Provisional years"), in_one(remind_of_the_calendar)),),
    ),
)  # fmt: skip
