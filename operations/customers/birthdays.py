"""The next birthday by the calendar it is kept by (Y5.4): the sun's, or the moon's, as many people keep it."""

from datetime import date

from borax.calendars.lunardate import LCalendars, LunarDate

from domain.customer_care import next_birthday

FIRST = date(1900, 1, 31)
LAST = date(2099, 1, 1)
"""The calendar of the moon is known between these days; whoever was born before keeps his birthday by the sun."""


def next_lunar_birthday(born: date, after: date) -> date:
    """The first day on ``after`` or later that has the lunar month and day of ``born`` (a day of the common calendar).

    Who was born in a leap month has it in the month of that name; who was born on the thirtieth, in a short month on the twenty-ninth.
    """
    if not FIRST <= born <= after <= LAST:
        return next_birthday(born, after)
    birth, now = LunarDate.from_solar(born), LunarDate.from_solar(after)
    days = (_in(year, birth.month, birth.day) for year in (now.year, now.year + 1))
    return next(day for day in days if day >= after)


def _in(year: int, month: int, day: int) -> date:
    found: date = LunarDate(year, month, min(day, LCalendars.ndays(year, month))).to_solar_date()
    return found
