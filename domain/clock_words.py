"""Says of one clock, day by day, why it is due when it is, so that nobody has to believe it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.calendar import WorkingCalendar
from domain.calendar_words import COUNTED, IS_PROVISIONAL, NOT_COUNTED, SKIPPED, day_words
from domain.clocks import Clock, Unit
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_day, write_moment

FROM = Term("{at} 起算。", "Counted from {at}.")
HOURS = Term("日夜连续计 {amount} 小时。", "{amount} hours, day and night.")
WORKED = Term("{day}：{what}，计 {minutes} 分钟，累计 {total} 分钟。", "{day}: {what}, {minutes} minutes counted, {total} in all.")
WAITED = Term("{day}：等待客户补充材料，不计入。", "{day}: waiting for the customer, not counted.")
GROSS = Term("等待客户补充材料 {times} 次；这一时限不因此停止。", "Waited for the customer {times} times; this clock does not stop for it.")
STANDS = Term("正在等待客户补充材料，计时停止。", "The customer is being waited for: the clock stands still.")
NEXT_MONTH = Term("次月 {amount} 日下班前；遇休息日顺延。", "Until the office closes on day {amount} of the next month, or the next working day.")
AGREED = Term("按约定的时间。", "At the time agreed upon.")
DUE = Term("到 {at} 为止。", "Due at {at}.")
AT_NIGHT = Term("下班以后到期；办公时间内的最后时刻是 {at}。", "That is outside office hours; the last moment within them is {at}.")
LONGEST = 60
"""So many days are told one by one."""
MINUTE = timedelta(minutes=1)


def explain_clock(calendar: WorkingCalendar, clock: Clock) -> tuple[Term, ...]:
    """One sentence a day from the start until it is due; what is told in the calendar's words stays in them."""
    lines = [FROM.format(at=write_moment(clock.started_at))]
    match clock.target.unit:
        case Unit.HOURS:
            lines.append(HOURS.format(amount=clock.target.amount))
        case Unit.WORKING_HOURS:
            lines.extend(_hours(calendar, clock))
        case Unit.WORKING_DAYS:
            lines.extend(_days(calendar, clock))
        case Unit.DAY_OF_NEXT_MONTH:
            lines.append(NEXT_MONTH.format(amount=clock.target.amount))
        case Unit.MOMENT:
            lines.append(AGREED)
    if clock.pauses and not clock.target.net:
        lines.append(GROSS.format(times=len(clock.pauses)))
    return (*lines, *_end(calendar, clock))


def last_worked(calendar: WorkingCalendar, due: datetime) -> datetime:
    """``due`` itself, or the moment the office closed before it: what ends at night has to be done by then."""
    day = due.astimezone(OFFICE_ZONE).date()
    for back in range(LONGEST):
        one = day - timedelta(days=back)
        for period in reversed(calendar.periods_of(one)):
            midnight = datetime.combine(one, datetime.min.time(), OFFICE_ZONE)
            opens, closes = midnight + period.opens * MINUTE, midnight + period.closes * MINUTE
            if opens < due:
                return min(due, closes)
    return due


def _end(calendar: WorkingCalendar, clock: Clock) -> Iterator[Term]:
    if clock.due_at is None:
        yield STANDS
        return
    yield DUE.format(at=write_moment(clock.due_at))
    last = last_worked(calendar, clock.due_at)
    if last != clock.due_at:
        yield AT_NIGHT.format(at=write_moment(last))
    years = range(_day(clock.started_at).year, _day(clock.due_at).year + 1)
    if clock.target.unit not in (Unit.HOURS, Unit.MOMENT) and (guessed := [year for year in years if year not in calendar.published_years]):
        yield IS_PROVISIONAL.format(years="、".join(str(year) for year in guessed))


def _days(calendar: WorkingCalendar, clock: Clock) -> Iterator[Term]:
    first, number = _day(clock.started_at), 0
    if clock.target.amount:
        yield NOT_COUNTED.format(day=_said(first))
    for day in _until_due(clock, first + timedelta(days=1 if clock.target.amount else 0)):
        if clock.target.net and _waits(clock, day):
            yield WAITED.format(day=_said(day))
        else:
            number += calendar.is_working_day(day)
            sentence = COUNTED if calendar.is_working_day(day) else SKIPPED
            yield sentence.format(day=_said(day), what=day_words(calendar, day), number=number)


def _hours(calendar: WorkingCalendar, clock: Clock) -> Iterator[Term]:
    total = 0
    for day in _until_due(clock, _day(clock.started_at)):
        midnight = datetime.combine(day, datetime.min.time(), OFFICE_ZONE)
        until = min(midnight + timedelta(days=1), clock.due_at or midnight)
        minutes = calendar.working_minutes_between(max(midnight, clock.started_at), until)
        total += minutes
        sentence = WORKED if minutes else SKIPPED
        yield sentence.format(day=_said(day), what=day_words(calendar, day), minutes=minutes, total=total)


def _until_due(clock: Clock, first: date) -> Iterator[date]:
    last = _day(clock.due_at) if clock.due_at is not None else first
    return (first + timedelta(days=step) for step in range(min((last - first).days + 1, LONGEST)))


def _waits(clock: Clock, day: date) -> bool:
    """A pause that began before the day and was still on that day leaves it out (see domain.clocks)."""
    return any(_day(pause.since) < day and (pause.until is None or day <= _day(pause.until)) for pause in clock.pauses)


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_ZONE).date()


def _said(day: date) -> Term:
    return Term(write_day(day), write_day(day, "en"))
