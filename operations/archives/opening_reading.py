"""What the lines of an old ledger say, and everything in them that contradicts itself, the catalogue or the house (K10.5)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from domain.custody import AccountKind
from domain.errors import Invalid
from domain.terms import Term
from domain.values import half_width, read_day
from models.archives.opening_line import OpeningLine
from models.base import columns_of

NO_NUMBER = Term("没有档号。", "It has no archive number.")
UNREADABLE_NUMBER = Term("档号「{text}」看不出年度、字号和序号，如「2019鸿借字第003号」。", "“{text}” shows no year, word and number.")
UNKNOWN_WORD = Term("字号「{word}」没有登记，请先在「档号字号」中登记。", "The word “{word}” is not registered.")
FUTURE_NUMBER = Term("档号的年度 {year} 晚于基准日。", "The year {year} of the number lies after the day of the count.")
IN_CATALOGUE = Term("档号 {number} 已在档案台账。", "{number} is in the catalogue already.")
IS_VOID = Term("档号 {number} 已作废。", "{number} is void.")
TWICE = Term("与第 {row} 行档号相同。", "Line {row} has the same number.")
TWO_HOLDERS = Term("与第 {row} 行档号相同，借阅人却不同（{one}、{other}）。", "Line {row} has the same number and another borrower ({one}, {other}).")
NO_TITLE = Term("没有题名。", "It has no title.")
UNKNOWN_DEPARTMENT = Term("没有部门「{text}」。", "There is no department “{text}”.")
NO_PLACE = Term("没有存放位置。", "It has no place.")
UNKNOWN_PLACE = Term("没有位置「{text}」，请填位置码或位置名称。", "There is no place “{text}”; enter its code or name.")
NOT_A_SHELF = Term("「{text}」不是架位；案卷的常设位置须为架位。", "“{text}” is no shelf, where volumes belong.")
SEVERAL_HOLDERS = Term("写了不止一位借阅人「{text}」。", "It names more than one borrower: “{text}”.")
UNKNOWN_HOLDER = Term("没有员工「{text}」。", "There is no employee “{text}”.")
NAMESAKES = Term("有 {count} 位员工叫「{text}」，请改填工号。", "{count} employees are called “{text}”; enter the staff number.")
NOT_A_DAY = Term("日期「{text}」无法识别。", "“{text}” is no day.")
DAY_WITHOUT_HOLDER = Term("有借出日期而没有借阅人。", "It was lent on a day, and to nobody.")
BORROWED_LATER = Term("借出日期 {day} 晚于基准日。", "It was lent on {day}, after the day of the count.")
DUE_BEFORE = Term("应还日期早于借出日期。", "It was due before it was lent.")
NOT_PAGES = Term("页数「{text}」不是数字。", "“{text}” is no number of pages.")

_WORDS = re.compile(r"[(\[〔【]?(?P<year>(?:19|20)\d\d)[)\]〕】]?年?(?P<word>[^\d()\[\]〔〕【】]+?)第?(?P<no>\d{1,6})[号號]?")
_YEAR_INSIDE = re.compile(r"(?P<word>[^\d()\[\]〔〕【】]+?)[(\[〔【](?P<year>(?:19|20)\d\d)[)\]〕】]第?(?P<no>\d{1,6})[号號]?")
_SEPARATORS = re.compile(r"[、,，;；/]|和|及")
_SERIAL = re.compile(r"\d{5}(\.0)?")
_LOST = ("遗失", "丢失", "下落不明", "找不到", "缺失")
Number = tuple[int, int, int]
"""The id of the word, the year, the number."""


@dataclass(slots=True)
class Reading:
    """One line as understood; ``wrong`` names the field and says why, for everything that is not."""

    line: int
    row: int
    number: Number | None = None
    written: str = ""
    title: str = ""
    department: int | None = None
    home: int | None = None
    whereabouts: AccountKind = AccountKind.SHELF
    account: int | None = None
    """Outside the house, the account it is at."""
    holder: int | None = None
    holder_name: str = ""
    out_on: date | None = None
    due_on: date | None = None
    pages: int | None = None
    set_aside: bool = False
    unit: int | None = None
    """Once it is booked, what it became."""
    wrong: list[tuple[str, Term]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """A whole old ledger: its lines in order, and the numbers nobody wrote, which will be void."""

    lines: tuple[Reading, ...]
    gaps: tuple[tuple[Number, str], ...]

    @property
    def contradictions(self) -> int:
        """How many there are on lines that would be booked."""
        return sum(len(one.wrong) for one in self.lines if not one.set_aside)


class Reader:
    """Looks words, places, people and departments up once for all lines."""

    def __init__(self, connection: Connection, as_of: date, department: int) -> None:
        self._connection, self._as_of, self._department = connection, as_of, department

    @cached_property
    def titles(self) -> dict[int, str]:
        """The words by their ids."""
        word = columns_of("number_word")
        return {row.id: row.word for row in self._connection.execute(select(word.id, word.word))}

    @cached_property
    def _words(self) -> dict[str, int]:
        return {text: key for key, text in self.titles.items()}

    @cached_property
    def _places(self) -> dict[str, Any]:
        place = columns_of("archive_account")
        rows = self._connection.execute(select(place.id, place.code, place.name, place.kind).where(place.kind.in_(("shelf", "safe", "external"))))
        return {text: row for row in rows for text in (row.name, row.code)}

    @cached_property
    def _staff(self) -> dict[str, list[Any]]:
        staff, found = columns_of("employee"), dict[str, list[Any]]()
        for row in self._connection.execute(select(staff.id, staff.number, staff.name).where(staff.left_on.is_(None))):
            found.setdefault(row.name, []).append(row)
            found[row.number] = [row]
        return found

    @cached_property
    def _departments(self) -> dict[str, int]:
        unit = columns_of("department")
        return {row.name: row.id for row in self._connection.execute(select(unit.id, unit.name))}

    def read(self, line: Mapping[str, Any], place: int) -> Reading:
        """What one line says, without looking at the others; ``place`` is its number if it has none of its own."""
        found = Reading(line["id"], line["line_no"] or place, title=_plain(line["title"]), set_aside=bool(line["set_aside"]), unit=line["unit_id"])
        self._number(found, _plain(line["written_number"]).replace(" ", ""))
        if not found.title:
            found.wrong.append(("title", NO_TITLE))
        self._of_department(found, _plain(line["written_department"]))
        self._whereabouts(found, _plain(line["place"]), _plain(line["holder"]))
        self._days(found, _plain(line["borrowed"]), _plain(line["due"]))
        self._pages(found, _plain(line["written_pages"]))
        return found

    def _number(self, found: Reading, text: str) -> None:
        found.written = text
        match = _WORDS.fullmatch(text) or _YEAR_INSIDE.fullmatch(text)
        if match is None:
            found.wrong.append(("written_number", UNREADABLE_NUMBER.format(text=text) if text else NO_NUMBER))
            return
        word, year, no = self._words.get(match["word"]), int(match["year"]), int(match["no"])
        if word is None:
            found.wrong.append(("written_number", UNKNOWN_WORD.format(word=match["word"])))
        elif year > self._as_of.year:
            found.wrong.append(("written_number", FUTURE_NUMBER.format(year=year)))
        elif no == 0:
            found.wrong.append(("written_number", UNREADABLE_NUMBER.format(text=text)))
        else:
            found.number = (word, year, no)

    def _of_department(self, found: Reading, text: str) -> None:
        found.department = self._departments.get(text) if text else self._department
        if found.department is None:
            found.wrong.append(("written_department", UNKNOWN_DEPARTMENT.format(text=text)))

    def _whereabouts(self, found: Reading, place: str, holder: str) -> None:
        lost = any(word in place or word in holder for word in _LOST)
        where = self._places.get(place)
        if where is not None and where.kind == AccountKind.SHELF:
            found.home = where.id
        elif where is not None:
            found.wrong.append(("place", NOT_A_SHELF.format(text=place)))
        elif not lost or place not in ("", *_LOST):
            found.wrong.append(("place", UNKNOWN_PLACE.format(text=place) if place else NO_PLACE))
        elif lost:
            found.wrong.append(("place", NO_PLACE))
        if lost:
            found.whereabouts = AccountKind.MISSING
        elif holder:
            self._holder(found, holder)

    def _holder(self, found: Reading, text: str) -> None:
        outside = self._places.get(text)
        if outside is not None and outside.kind == AccountKind.EXTERNAL:
            found.whereabouts, found.account = AccountKind.EXTERNAL, outside.id
            return
        people = self._staff.get(text, [])
        if len(people) == 1:
            found.whereabouts, found.holder, found.holder_name = AccountKind.PERSON, people[0].id, people[0].name
        elif people:
            found.wrong.append(("holder", NAMESAKES.format(count=len(people), text=text)))
        elif len([part for part in _SEPARATORS.split(text) if part.strip()]) > 1:
            found.wrong.append(("holder", SEVERAL_HOLDERS.format(text=text)))
        else:
            found.wrong.append(("holder", UNKNOWN_HOLDER.format(text=text)))

    def _days(self, found: Reading, borrowed: str, due: str) -> None:
        found.out_on, found.due_on = self._day(found, "borrowed", borrowed), self._day(found, "due", due)
        if found.out_on and found.whereabouts is AccountKind.SHELF and not any(key == "holder" for key, _ in found.wrong):
            found.wrong.append(("holder", DAY_WITHOUT_HOLDER))
        if found.out_on and found.out_on > self._as_of:
            found.wrong.append(("borrowed", BORROWED_LATER.format(day=found.out_on.isoformat())))
        if found.out_on and found.due_on and found.due_on < found.out_on:
            found.wrong.append(("due", DUE_BEFORE))

    def _day(self, found: Reading, key: str, text: str) -> date | None:
        if not text:
            return None
        try:
            # A day kept as a number of Excel arrives as its digits.
            return read_day(float(text) if _SERIAL.fullmatch(text) else text)
        except Invalid:
            found.wrong.append((key, NOT_A_DAY.format(text=text)))
            return None

    def _pages(self, found: Reading, text: str) -> None:
        digits = text.removesuffix("页").strip()
        if digits.isascii() and digits.isdigit() and int(digits) > 0:
            found.pages = int(digits)
        elif text:
            found.wrong.append(("written_pages", NOT_PAGES.format(text=text)))


def read_all(connection: Connection, opening: int, as_of: date, department: int) -> Read:
    """Every line of an opening ledger, compared with each other and with the catalogue, and the numbers between them that are missing."""
    return read_rows(connection, rows_of(connection, opening), as_of, department)


def rows_of(connection: Connection, opening: int) -> list[dict[str, Any]]:
    """The lines of an opening ledger as they are stored, in their order."""
    table = OpeningLine.__table__
    found = connection.execute(select(table).where(table.c.opening_id == opening).order_by(table.c.line_no, table.c.id)).mappings()
    return [dict(row) for row in found]


def read_rows(connection: Connection, rows: Sequence[Mapping[str, Any]], as_of: date, department: int) -> Read:
    """What ``rows`` say, compared with each other and with the catalogue."""
    if not rows:
        return Read((), ())
    reader = Reader(connection, as_of, department)
    lines = tuple(reader.read(row, place) for place, row in enumerate(rows, 1))
    taken, void = _taken(connection, lines)
    own = {one.number for one in lines if one.unit is not None}
    first: dict[Number, Reading] = {}
    for one in lines:
        if one.number is None or one.set_aside:
            continue
        if one.number not in own and (one.number in taken or one.number in void):
            one.wrong.append(("written_number", (IS_VOID if one.number in void else IN_CATALOGUE).format(number=one.written)))
        if (other := first.setdefault(one.number, one)) is not one:
            _same_number(one, other)
    return Read(lines, tuple((number, reader.titles[number[0]]) for number in _gaps(connection, set(first), taken | void)))


def _same_number(one: Reading, other: Reading) -> None:
    for this, that in ((one, other), (other, one)):
        differ = this.holder != that.holder
        names = {"one": that.holder_name or "—", "other": this.holder_name or "—"}
        this.wrong.append(("written_number", TWO_HOLDERS.format(row=that.row, **names) if differ else TWICE.format(row=that.row)))


def _taken(connection: Connection, lines: Iterable[Reading]) -> tuple[set[Number], set[Number]]:
    years = {one.number[1] for one in lines if one.number}
    if not years:
        return set(), set()
    unit, void = columns_of("archive_unit"), columns_of("number_void")
    used = connection.execute(select(unit.word_id, unit.year, unit.no).where(unit.year.in_(years), unit.part_no == 0))
    given_up = connection.execute(select(void.word_id, void.year, void.no).where(void.year.in_(years)))
    return {(row[0], row[1], row[2]) for row in used}, {(row[0], row[1], row[2]) for row in given_up}


def _gaps(connection: Connection, new: set[Number], known: set[Number]) -> list[Number]:
    """Numbers below the highest of their word and year that no line, unit or void number has."""
    last: dict[tuple[int, int], int] = {}
    for word, year, no in new:
        last[word, year] = max(no, last.get((word, year), 0))
    return [
        (word, year, no) for (word, year), highest in sorted(last.items()) for no in range(1, highest + 1) if (word, year, no) not in new | known
    ]  # fmt: skip


def _plain(text: str | None) -> str:
    return half_width(text or "").strip()
