"""Reads the State Council's notice of holidays (放假通知) as people paste it; what it cannot read it refuses and names."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.errors import Invalid
from domain.office_days import CalendarDay, DayKind
from domain.terms import Term

LONGEST = 20_000
"""Characters of a notice; a real one has about a thousand."""
LONGEST_SPAN = 31
FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
"""A notice that names them all publishes its year; one that does not is an amendment, or only a part."""
_WEEKDAYS = "一二三四五六日"

_FESTIVAL = r"元旦节?|春节|清明节?|(?:国际|五一)?劳动节|端午节?|中秋节?|国庆节?|[^\n。;:,、]{2,40}纪念日"
_HEADING = re.compile(rf"(?:^|(?<=[\n。;]))\s*(?:[一二三四五六七八九十]+、|\d{{1,2}}[、.])?\s*((?:{_FESTIVAL})(?:[、和与]?(?:{_FESTIVAL}))*)\s*:")
_YEAR = re.compile(r"(?:关于|现将)\s*(\d{4})年")
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?"
_SPAN = re.compile(rf"{_DAY}(?:\s*[至到~–—-]\s*{_DAY})?")
_OFF = re.compile(r"(?:放假调休|调休放假|放假公休|放假|补休|调休|休息)(?:(\d{1,2})天)?")
_WORKED = re.compile(r"(?:正常|照常|补|要)?上班|补班")
_TOTAL = re.compile(r"共(?:计)?(\d{1,2})天")
_FILLER = re.compile(r"与周末连休|连休|[、,和及]|以及|\s+")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_DATED = re.compile(r"\d{1,2}月\d{1,2}日")
_SIGNED = re.compile(r"(?:国务院办公厅)?\s*\d{4}年\d{1,2}月\d{1,2}日")
_ADVICE = ("鼓励", "建议", "倡导")
_RULING = re.compile(r"放假|上班|补休|调休|休息|补班")
_ANNOUNCING = re.compile(r"如下|安排的通知$|日期")

EMPTY = Term("请粘贴放假通知的正文。", "Paste the text of the notice.")
TOO_LONG = Term("通知太长：最多 {most} 个字。", "The notice is too long: at most {most} characters.")
NO_YEAR = Term("通知里没有写明是哪一年，请填写年度。", "The notice does not say for which year; enter the year.")
OTHER_YEAR = Term("通知写的是 {said} 年，填的年度是 {given} 年。", "The notice says {said}, you entered {given}.")
NOTHING = Term("通知里没有找到任何节日，例如「元旦：1月1日放假」。", "No holiday was found in the notice: a name, a colon, its days.")
NOT_READ = Term("看不懂「{piece}」，请核对原文或改写后再试。", "“{piece}” cannot be read; compare it with the notice, or reword it.")
NO_FESTIVAL = Term("「{piece}」前面没有节日名称。", "“{piece}” stands under no holiday.")
NO_SUCH_DAY = Term("没有「{piece}」这一天。", "There is no such day as “{piece}”.")
WRONG_WEEKDAY = Term("「{piece}」不对：{day} 是{weekday}。", "“{piece}” is wrong: {day} is a {weekday}.")
BACKWARDS = Term("「{piece}」的结束早于开始，跨年请写明年份。", "“{piece}” ends before it begins; across years, name the years.")
WRONG_TOTAL = Term("「{piece}」不对：前面写的是 {count} 天。", "“{piece}” is wrong: the days before it are {count}.")
BOTH = Term("{day} 既写了放假又写了上班。", "{day} is said to be both off and worked.")
FAR_YEAR = Term("「{piece}」不在 {year} 年前后。", "“{piece}” is not around {year}.")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says: the days in order, and the sentences that rule no day and were left out."""

    year: int
    days: tuple[tuple[date, CalendarDay], ...]
    left_out: tuple[str, ...]
    missing: tuple[str, ...]
    """The festivals it does not name; with none missing it publishes its year."""


def read_notice(text: str, year: int | None = None, source: str = "") -> Notice:
    """The days of a pasted notice for ``year`` (or the one it names); raises Invalid naming the piece it cannot read."""
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, most=LONGEST)
    plain = re.sub(r"[ \t\r\u3000]+", "", unicodedata.normalize("NFKC", text)).strip()
    if not plain:
        raise Invalid(EMPTY)
    found = _YEAR.search(plain)
    said = int(found.group(1)) if found else None
    if said and year and said != year:
        raise Invalid(OTHER_YEAR, said=said, given=year)
    for_year = year or said
    if for_year is None:
        raise Invalid(NO_YEAR)
    reading = _Reading(for_year, source)
    headings = list(_HEADING.finditer(plain))
    for sentence in _sentences(plain[: headings[0].start()] if headings else plain):
        reading.aside(sentence)
    if not headings:
        raise Invalid(NOTHING)
    ends = [heading.start() for heading in headings[1:]] + [len(plain)]
    for heading, end in zip(headings, ends, strict=True):
        for sentence in _sentences(plain[heading.end() : end]):
            reading.sentence(heading.group(1), sentence)
    named = "".join(heading.group(1) for heading in headings)
    missing = tuple(one for one in FESTIVALS if one not in named)
    return Notice(for_year, tuple(sorted(reading.days.items(), key=lambda pair: pair[0])), tuple(reading.left_out), missing)


def _sentences(text: str) -> Iterator[str]:
    yield from (piece.strip() for piece in re.split(r"[。;\n]", text) if piece.strip())


class _Reading:
    """One notice on its way: the days found so far."""

    def __init__(self, year: int, source: str) -> None:
        self.year, self.source = year, source
        self.days: dict[date, CalendarDay] = {}
        self.left_out: list[str] = []

    def aside(self, sentence: str) -> None:
        """A sentence under no holiday: greetings and signatures are left out, whatever rules a day is refused."""
        ruling = _RULING.search(sentence) and not _ANNOUNCING.search(sentence)
        if (_DATED.search(sentence) and not _SIGNED.fullmatch(sentence)) or ruling:
            raise Invalid(NO_FESTIVAL, piece=sentence[:40])
        self.left_out.append(sentence)

    def sentence(self, name: str, sentence: str) -> None:
        """A sentence under a holiday: read to its last character, or refused."""
        advice = sentence.startswith(_ADVICE)
        if advice or _SIGNED.fullmatch(sentence) or not (_DATED.search(sentence) or _RULING.search(sentence)):
            self.left_out.append(sentence)
            return
        waiting: list[date] = []
        last: list[date] = []
        place = 0
        while place < len(sentence):
            if match := _SPAN.match(sentence, place):
                waiting += self._span(match)
            elif match := _OFF.match(sentence, place):
                last = self._rule(waiting, DayKind.HOLIDAY, name, sentence[place:])
                waiting = []
                _check_total(match, last)
            elif match := _WORKED.match(sentence, place):
                last = self._rule(waiting, DayKind.WORKING, f"{name}调休", sentence[place:])
                waiting = []
            elif match := _TOTAL.match(sentence, place):
                _check_total(match, last)
            else:
                match = _FILLER.match(sentence, place)
                if match is None:
                    raise Invalid(NOT_READ, piece=sentence[place : place + 40])
            place = match.end()
        if waiting:
            raise Invalid(NOT_READ, piece=sentence[:40])

    def _rule(self, days: list[date], kind: DayKind, name: str, rest: str) -> list[date]:
        if not days:
            raise Invalid(NOT_READ, piece=rest[:40])
        for day in days:
            before = self.days.get(day)
            if before and before.kind is not kind:
                raise Invalid(BOTH, day=day.isoformat())
            self.days[day] = before or CalendarDay(kind, (), name, self.source)
        return days

    def _span(self, match: re.Match[str]) -> list[date]:
        first = self._day(match.group(0), match.group(1), match.group(2), match.group(3), match.group(4), None)
        if match.group(7) is None:
            return [first]
        last = self._day(match.group(0), match.group(5), match.group(6), match.group(7), match.group(8), first)
        if last < first or (last - first).days >= LONGEST_SPAN:
            raise Invalid(BACKWARDS, piece=match.group(0))
        return [first + timedelta(days=step) for step in range((last - first).days + 1)]

    def _day(self, piece: str, year: str | None, month: str | None, day: str, note: str | None, first: date | None) -> date:
        if not month and first is None:
            raise Invalid(NOT_READ, piece=piece)
        try:
            found = date(int(year) if year else first.year if first else self.year, int(month) if month else first.month if first else 0, int(day))
        except ValueError as error:
            raise Invalid(NO_SUCH_DAY, piece=piece) from error
        if abs(found.year - self.year) > 1:
            raise Invalid(FAR_YEAR, piece=piece, year=self.year)
        said = _WEEKDAY.search(note or "")
        if said and _WEEKDAYS.index(said.group(1).replace("天", "日")) != found.weekday():
            weekday = Term(f"周{_WEEKDAYS[found.weekday()]}", f"{found:%A}")
            raise Invalid(WRONG_WEEKDAY, piece=piece, day=found.isoformat(), weekday=weekday)
        return found


def _check_total(match: re.Match[str], days: list[date]) -> None:
    if match.group(1) and int(match.group(1)) != len(days):
        raise Invalid(WRONG_TOTAL, piece=match.group(0), count=len(days))
