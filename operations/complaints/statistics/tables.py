"""The tables of the pack: class by department, channels, topics, places, weeks, causes, wishes and answers, hours."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.complaint_topics import TOPICS, WANTS
from domain.report_periods import Period, week_of
from domain.rules import ComplaintRule
from domain.statistics import REPEATED, pareto, percent, repeated
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.stages import STAGES
from models.complaints.words import CAUSE_KINDS, CHANNELS, KINDS, RESPONSIBILITIES, SATISFACTIONS, Kind, Responsibility
from models.organisation.department import Department
from operations.complaints.statistics.cards import Cell, Filter, Line, Rate, Table
from operations.complaints.statistics.checks import checks_table
from operations.complaints.statistics.clocks import clocks_table
from operations.complaints.statistics.counting import (
    Tally,
    areas,
    customers_by,
    office_hour,
    readable,
    tally,
    topics,
    wanted_and_given,
    within,
)
from operations.rules import rule

NUMBER, SHARE = Term("件数", "Complaints"), Term("占比", "Share")
NONE_YET = Term("（尚未分类）", "(not classified yet)")
NO_DEPARTMENT = Term("（尚未分派）", "(not assigned yet)")
UNSEEN = Term("（看不到部门）", "(department not shown)")
NO_PLACE = Term("（未登记客户或地区）", "(no customer or place entered)")
ALL = Term("合计", "Total")
WEEKS = 12
PLACES = 12
WEEKDAYS = tuple(Term(f"周{zh}", en) for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))


@dataclass(frozen=True, slots=True)
class Count:
    """The tallies of a period, by which moment a complaint belongs to it, and the filters the reader has."""

    received: Tally
    accepted: Tally
    finished: Tally
    called: Tally
    closed: Tally
    may_filter: frozenset[str]

    def behind(self, period: Period, moment: str, *more: tuple[str, str]) -> Filter | None:
        """The list of what has its ``moment`` in the period and meets ``more``; None where the reader lacks a filter."""
        pairs = ((f"f.{moment}.from", f"{period.first}"), (f"f.{moment}.to", f"{period.last}"), *more)
        return pairs if {name.split(".")[1] for name, _ in pairs} <= self.may_filter else None

    def valid(self, session: Session, period: Period) -> Rate | None:
        """K6.15: complaints found to be our fault, for each customer the company had by then; below one percent."""
        if "responsibility" not in self.closed.keys:
            return None
        ours = self.closed.by("responsibility")
        part = ours[Responsibility.COMPANY] + ours[Responsibility.EMPLOYEE]
        customers = customers_by(session, period.last)
        note = Term(
            "本期办结中责任在公司或员工的，与全公司截至期末的客户数之比。", "Closed with the fault being ours, over all customers of the company at its end."
        )
        behind = self.behind(period, "closed_at", *(("f.responsibility.is", one) for one in (Responsibility.COMPANY, Responsibility.EMPLOYEE)))
        most = rule(session, ComplaintRule.VALID_PERCENT, period.last)
        target = Term(f"应低于 {most} %", f"must be below {most} %")
        met = part * 100 < most * customers if customers else None
        return Rate("valid", Term("有效投诉率", "Valid complaints"), part, customers, "K6.15", note, behind, target, met)


def all_tables(session: Session, period: Period, count: Count) -> Iterator[Table]:
    """Every table, empty ones too."""
    names = _departments(session)
    row = Complaint
    inside = within(period, row.received_at)
    yield _class_by_department(period, count, names)
    yield clocks_table(session, period)
    yield _simple("channel", Term("渠道", "Channel"), count.received, CHANNELS, count, period, "T5.1")
    yield _simple("stage", Term("现在的状态", "Where they stand now"), count.received, STAGES, count, period, "T5.1")
    found = Counter(topics(session, inside, TOPICS, row.title + " " + row.facts)) if readable(session, "complaint", "facts") else Counter()
    titles = {topic.key: topic.title for topic in TOPICS}
    note = Term("按投诉事项和内容中的词归类，一件可属多项。", "By words of subject and facts; one may belong to several.")
    yield _bars("topic", Term("产品和事项", "Products and matters"), found, titles, count.received.total, "T5.1", note)
    yield _places(session, period, count)
    yield _weekly(session, period, count)
    yield _pareto("cause_kinds", Term("根本原因的类别（帕累托）", "Kinds of root causes (Pareto)"), count.closed.by("cause_kind"), CAUSE_KINDS)
    yield _pareto("causes", Term("根本原因（帕累托）", "Root causes (Pareto)"), count.closed.by("cause"), {})
    yield _repeated(count)
    yield _wishes(session, period)
    yield _simple("responsibility", Term("责任", "Responsibility"), count.closed, RESPONSIBILITIES, count, period, "Y6.4", "closed_at")
    yield checks_table(session, period, names)
    yield _simple("satisfaction", Term("满意度", "Satisfaction"), count.called, SATISFACTIONS, count, period, "T4.2", "called_at")
    yield _hours(session, period)
    yield _late_by_week(session, period, count, names)


def _departments(session: Session) -> dict[int, str]:
    if not readable(session, "department", "name"):
        return {}
    return {key: name for key, name in session.execute(select(Department.id, Department.name))}  # noqa: C416  # rows, not pairs


def _class_by_department(period: Period, count: Count, names: Mapping[int, str]) -> Table:
    pairs = count.received.by("kind", "department")
    kinds = [*KINDS, None] if any(kind is None for kind, _ in pairs) else [*KINDS]
    heads = tuple(KINDS[kind] if kind else NONE_YET for kind in kinds)

    def cell(kind: Kind | None, place: int | None) -> Cell:
        return Cell(pairs[(kind, place)], count.behind(period, "received_at", _of_kind(kind), _of_department(place)))

    totals = Counter(place for (_, place), number in pairs.items() for _ in range(number))
    lines = [
        Line(_department(place, names), (*(cell(kind, place) for kind in kinds), Cell(number)))
        for place, number in sorted(totals.items(), key=lambda one: (-one[1], one[0] or 0))
    ]
    if lines:
        sums = [sum(line.cells[place].count for line in lines) for place in range(len(kinds) + 1)]
        lines.append(Line(ALL, tuple(Cell(number) for number in sums)))
    title = Term("类别与部门", "Class and department")
    return Table("class", title, (*heads, ALL), tuple(lines), "T5.1", "grid", Term("部门", "Department"))


def _department(place: int | None, names: Mapping[int, str]) -> Term:
    if place is None:
        return NO_DEPARTMENT
    return Term(names[place], names[place]) if place in names else UNSEEN


def _simple(
    key: str, title: Term, rows: Tally, known: Mapping[Any, Term], count: Count, period: Period, clause: str, moment: str = "received_at"
) -> Table:
    found = rows.by(key)
    lines = tuple(
        Line(known[one], (Cell(found[one], count.behind(period, moment, (f"f.{key}.is", one))), _share(found[one], rows.total)))
        for one in known if found[one]
    )  # fmt: skip
    return Table(key, title, (NUMBER, SHARE), lines, clause)


def _share(part: int, whole: int) -> Cell:
    return Cell(part, text=percent(part, whole))


def _bars(
    key: str, title: Term, found: Mapping[Any, int], names: Mapping[Any, Term], whole: int, clause: str, note: Term
) -> Table:
    ordered = sorted(((number, name) for name, number in found.items() if number), key=lambda one: -one[0])
    lines = tuple(Line(names[name], (Cell(number), _share(number, whole))) for number, name in ordered)
    return Table(key, title, (NUMBER, SHARE), lines, clause, note=note)


def _places(session: Session, period: Period, count: Count) -> Table:
    title = Term("地区", "Place")
    if not (readable(session, "customer", "division") and readable(session, "complaint", "customer")):
        return Table("area", title, (NUMBER, SHARE), (), "T5.1")
    found = areas(session, within(period, Complaint.received_at))
    names = {name: Term(name, name) if name else NO_PLACE for name in found}
    most = dict(found.most_common(PLACES))
    note = Term("按所关联客户所在的省、自治区、直辖市，列件数最多的十二个。", "By the customer's province; the twelve with most.")
    return _bars("area", title, most, names, count.received.total, "T5.1", note)


def _of_kind(kind: Kind | None) -> tuple[str, str]:
    return ("f.kind.is", kind) if kind else ("f.kind.empty", "1")


def _of_department(place: int | None) -> tuple[str, str]:
    return ("f.department.is", str(place)) if place else ("f.department.empty", "1")


def _weekly(session: Session, period: Period, count: Count) -> Table:
    """K6.9: whether it gets less: the weeks up to the period's end."""
    last = week_of(period.last)
    since = Period(last.first - timedelta(weeks=WEEKS - 1), last.last)
    rows = tally(session, within(since, Complaint.received_at), ("kind",), hour=office_hour(session, Complaint.received_at))
    found: Counter[tuple[date, Any]] = Counter()
    by_kind = "kind" in rows.keys
    for values, number in (rows.by("hour", "kind") if by_kind else rows.by("hour")).items():
        hour, kind = values if by_kind else (values, None)
        found[(week_of(date.fromisoformat(hour[:10])).first, kind)] += number
    weeks = [since.first + timedelta(weeks=number) for number in range(WEEKS)]
    kinds = [*KINDS, None] if by_kind else []
    lines = tuple(
        Line(
            _week(week),
            (
                Cell(sum(number for (one, _), number in found.items() if one == week), count.behind(week_of(week), "received_at")),
                *(Cell(found[(week, kind)], count.behind(week_of(week), "received_at", _of_kind(kind))) for kind in kinds),
            ),
        )
        for week in weeks
    )
    heads = (ALL, *(KINDS[kind] if kind else NONE_YET for kind in kinds))
    return Table("weeks", Term("近十二周", "The last twelve weeks"), heads, lines, "K6.9", "trend", Term("周", "Week"))


def _week(monday: date) -> Term:
    year, week, _ = monday.isocalendar()
    return Term(f"{year} 年第 {week} 周", f"{year}-W{week:02d}")


def _pareto(key: str, title: Term, found: Mapping[Any, int], titles: Mapping[Any, Term]) -> Table:
    """The heaviest causes first, with the share of all that those so far have together."""
    heavy = pareto({str(cause): number for cause, number in found.items() if cause})
    names = {str(cause): name for cause, name in titles.items()}
    lines = tuple(
        Line(names.get(one.name, Term(one.name, one.name)), (Cell(one.count), Cell(0, text=f"{one.together * 100:.1f} %"))) for one in heavy[:PLACES]
    )
    return Table(key, title, (NUMBER, Term("累计", "Together")), lines, "K9.17", first=Term("原因", "Cause"))


def _repeated(count: Count) -> Table:
    """K9.17: what comes back, and whether it comes back everywhere."""
    places: dict[str, set[Any]] = defaultdict(set)
    numbers: Counter[str] = Counter()
    for (cause, department), number in count.closed.by("cause", "department").items():
        if cause:
            places[cause].add(department)
            numbers[cause] += number
    kinds: Counter[Any] = Counter()
    for cause, number in numbers.items():
        kinds[repeated(number, len(places[cause]))] += number
    lines = tuple(Line(REPEATED[one], (Cell(kinds[one]), _share(kinds[one], sum(numbers.values())))) for one in REPEATED if kinds[one])
    note = Term("同一原因在两个以上部门出现的为系统性。", "A cause found in more than one department is systemic.")
    return Table("repeated", Term("原因是否重复", "Causes that come back"), (NUMBER, SHARE), lines, "K9.17", note=note)


def _wishes(session: Session, period: Period) -> Table:
    """T5.2: what was demanded and what was given."""
    title, heads = Term("客户期望与处理结果", "Wanted and given"), (Term("要求", "Wanted"), Term("已给", "Given"), Term("差距", "Gap"))
    if not all(readable(session, "complaint", key) for key in ("demanded", "measures", "decision", "result", "answer")):
        return Table("wishes", title, heads, (), "T5.2")
    found = wanted_and_given(session, within(period, Complaint.closed_at), WANTS)
    lines = tuple(
        Line(want.title, (Cell(asked), Cell(given), Cell(asked - given))) for want in WANTS for asked, given in (found[want.key],) if asked
    )
    note = Term("本期办结的，按「客户要求」与决定、措施、结果、答复中的词。", "Of those closed, by words of the demand and of decision, result and answer.")
    return Table("wishes", title, heads, lines, "T5.2", note=note)


def _hours(session: Session, period: Period) -> Table:
    rows = tally(session, within(period, Complaint.received_at), (), hour=office_hour(session, Complaint.received_at))
    found: Counter[tuple[int, int]] = Counter()
    for text, number in rows.by("hour").items():
        found[(date.fromisoformat(text[:10]).weekday(), int(text[11:13]))] += number
    lines = tuple(Line(day, tuple(Cell(found[(place, hour)]) for hour in range(24))) for place, day in enumerate(WEEKDAYS)) if found else ()
    heads = tuple(Term(str(hour), str(hour)) for hour in range(24))
    return Table("hours", Term("接到的星期与钟点", "When they come"), heads, lines, "T5.1", "heat", Term("星期", "Weekday"))


def _late_by_week(session: Session, period: Period, count: Count, names: Mapping[int, str]) -> Table:
    title = Term("有逾期步骤的投诉：部门与周", "Complaints with late steps: department and week")
    first = Term("部门", "Department")
    if not readable(session, "complaint", "late_times"):
        return Table("late", title, (), (), "T3.1", "heat", first)
    last = week_of(period.last)
    since = Period(last.first - timedelta(weeks=WEEKS - 1), last.last)
    test = within(since, Complaint.received_at) & (Complaint.late_times > 0)
    rows = tally(session, test, ("department",), hour=office_hour(session, Complaint.received_at))
    found: Counter[tuple[Any, date]] = Counter()
    for (place, hour), number in rows.by("department", "hour").items():
        found[(place, week_of(date.fromisoformat(hour[:10])).first)] += number
    weeks = [since.first + timedelta(weeks=number) for number in range(WEEKS)]
    places = sorted({place for place, _ in found}, key=lambda place: (place is None, place))

    def cell(place: int | None, week: date) -> Cell:
        return Cell(found[(place, week)], count.behind(week_of(week), "received_at", _of_department(place), ("f.late_times.from", "1")))

    lines = tuple(Line(_department(place, names), tuple(cell(place, week) for week in weeks)) for place in places)
    heads = tuple(Term(f"{week.isocalendar()[1]}周", f"W{week.isocalendar()[1]}") for week in weeks)
    return Table("late", title, heads, lines, "T3.1", "heat", first)
