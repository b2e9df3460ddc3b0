"""The grouped queries of the pack: each counts under the fence, and what the reader may not read he does not get counted by."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, DateTime, String, and_, case, false, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from domain.access import Channel
from domain.complaint_topics import Topic
from domain.report_periods import Period
from domain.values import OFFICE_ZONE
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.complaints.words import Satisfaction
from models.customers.customer import Customer
from models.fence import authority_of
from models.organisation.division import Division, DivisionLevel
from operations.working_days import working_calendar

DONE = (Stage.SETTLED, Stage.REFUSED, Stage.WITHDRAWN)
"""Ended without a handling."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Groups of equal rows: the values of ``keys`` in order, and how many."""

    keys: tuple[str, ...]
    groups: tuple[tuple[tuple[Any, ...], int], ...]

    @property
    def total(self) -> int:
        """All rows."""
        return sum(count for _, count in self.groups)

    def by(self, *keys: str) -> Counter[Any]:
        """How many of each value of ``keys`` (a tuple when several); empty when one of them may not be read."""
        if not set(keys) <= set(self.keys):
            return Counter()
        places, found = [self.keys.index(key) for key in keys], Counter[Any]()
        for values, count in self.groups:
            found[values[places[0]] if len(places) == 1 else tuple(values[place] for place in places)] += count
        return found

    def where(self, **wanted: Any) -> int:
        """How many rows have just these values."""
        return self.by(*wanted)[next(iter(wanted.values())) if len(wanted) == 1 else tuple(wanted.values())]


def readable(session: Session, register: str, key: str) -> bool:
    """Whether the actor may read a field on all rows, so that counting by it tells him nothing new."""
    who = authority_of(session)
    return who.is_system or who.plan.everywhere(register, key, Channel.LIST)


def _yes(test: ColumnElement[bool]) -> ColumnElement[int]:
    return case((test, 1), else_=0)


def facts(now: datetime) -> Mapping[str, tuple[Any, tuple[str, ...]]]:
    """What a complaint can be counted by: name → (expression, fields that must be readable)."""
    row = Complaint
    ended = row.stage.in_(DONE)
    waiting = and_(row.next_due_at.is_not(None), row.next_due_at >= now)
    return {
        "kind": (row.kind, ("kind",)),
        "channel": (row.channel, ("channel",)),
        "department": (row.department_id, ("department",)),
        "stage": (row.stage, ("stage",)),
        "responsibility": (row.responsibility, ("responsibility",)),
        "satisfaction": (row.satisfaction, ("satisfaction",)),
        "late": (_yes(row.late_times > 0), ("late_times",)),
        "again": (_yes(row.round > 1), ("round",)),
        "extended": (_yes(row.extended_at.is_not(None)), ("extended_at",)),
        "answered": (_yes(or_(row.answered_at.is_not(None), ended)), ("answered_at", "stage")),
        "dealt": (_yes(or_(row.finished_at.is_not(None), ended)), ("finished_at", "stage")),
        "waiting": (_yes(waiting), ("next_due_at",)),
        "unhappy": (_yes(or_(row.satisfaction == Satisfaction.DISSATISFIED, row.round > 1)), ("satisfaction", "round")),
        "reached": (_yes(row.satisfaction.is_distinct_from(Satisfaction.UNREACHED)), ("satisfaction",)),
        "cause": (row.root_cause, ("root_cause",)),
        "cause_kind": (row.cause_kind, ("cause_kind",)),
    }


def within(period: Period, moment: Any) -> ColumnElement[bool]:
    """Whether a moment of a complaint lies in the period."""
    return and_(moment >= period.start, moment < period.end)


def tally(session: Session, test: ColumnElement[bool], keys: Iterable[str], **more: ColumnElement[Any]) -> Tally:
    """Count the complaints in view that meet ``test`` by ``keys`` of :func:`facts` and by ``more`` expressions."""
    known = facts(session.info["clock"]())
    allowed = [key for key in keys if all(readable(session, "complaint", name) for name in known[key][1])]
    columns = [*(known[key][0] for key in allowed), *more.values()]
    # Grouped by place: PostgreSQL does not see that two expressions with values of their own are the same.
    labelled = [column.label(f"by_{number}") for number, column in enumerate(columns)]
    query = select(*labelled, func.count().label("number")).select_from(Complaint).where(test)
    if labelled:
        query = query.group_by(*labelled)
    rows = session.execute(query).all()
    return Tally((*allowed, *more), tuple((tuple(row[:-1]), row[-1]) for row in rows if row[-1]))


def office_hour(session: Session, moment: Any) -> ColumnElement[str]:
    """``2026-11-20 09``: day and hour of a moment as the office's clocks show it."""
    ahead = datetime(2000, 1, 1, tzinfo=OFFICE_ZONE).utcoffset() or timedelta()
    if session.get_bind().dialect.name == "sqlite":
        found: ColumnElement[str] = func.strftime("%Y-%m-%d %H", moment, f"+{int(ahead.total_seconds())} seconds", type_=String)
        return found
    return func.to_char(type_coerce(moment, DateTime) + literal(ahead), "YYYY-MM-DD HH24", type_=String)


def finished_in_time(session: Session, period: Period) -> ColumnElement[int]:
    """1 where a complaint finished in the period was so before close of business of its last day (T3.1)."""
    row, calendar = Complaint, working_calendar(session)
    days = session.scalars(select(row.due_on).where(within(period, row.finished_at), row.due_on.is_not(None)).distinct()).all()
    return _yes(or_(false(), *(and_(row.due_on == day, row.finished_at <= calendar.closing(day)) for day in days if day)))


def topics(session: Session, test: ColumnElement[bool], known: Sequence[Topic], column: Any) -> dict[str, int]:
    """How many complaints name each topic in a text; one complaint may name several."""
    sums = [func.coalesce(func.sum(_yes(_names(column, topic))), 0) for topic in known]
    row = session.execute(select(*sums).select_from(Complaint).where(test)).one()
    return {topic.key: int(count) for topic, count in zip(known, row, strict=True)}


def _names(column: Any, topic: Topic) -> ColumnElement[bool]:
    return or_(*(column.contains(word) for word in topic.words))


def wanted_and_given(session: Session, test: ColumnElement[bool], wants: Sequence[Topic]) -> dict[str, tuple[int, int]]:
    """T5.2: how many asked for each thing, and how many of these were told that they get it."""
    row = Complaint
    sums: list[Any] = []
    for want in wants:
        asked = _names(row.demanded, want)
        given = or_(*(_names(func.coalesce(column, ""), want) for column in (row.measures, row.decision, row.result, row.answer)))
        sums += [func.coalesce(func.sum(_yes(asked)), 0), func.coalesce(func.sum(_yes(and_(asked, given))), 0)]
    found = [int(value) for value in session.execute(select(*sums).select_from(row).where(test)).one()]
    return {want.key: (found[2 * place], found[2 * place + 1]) for place, want in enumerate(wants)}


def areas(session: Session, test: ColumnElement[bool]) -> Counter[str | None]:
    """Complaints by the province of their customer; None where there is none or it is out of view."""
    province = func.substr(Division.code, 1, 2)
    query = (
        select(province, func.count()).select_from(Complaint)
        .outerjoin(Customer, Customer.id == Complaint.customer_id).outerjoin(Division, Division.id == Customer.division_id)
        .where(test).group_by(province)
    )  # fmt: skip
    provinces = session.execute(select(Division.code, Division.name).where(Division.level == DivisionLevel.PROVINCE))
    names = {code[:2]: name for code, name in provinces}
    found: Counter[str | None] = Counter()
    for code, number in session.execute(query):
        found[names.get(code)] += number
    return found


def customers_by(session: Session, day: date) -> int:
    """K6.15: the customers the company had by ``day``: a number of the company, the same for every reader of its figures."""
    known: Any = Customer.__table__.c
    found = select(func.count()).where(or_(known.opened_on <= day, known.opened_on.is_(None)))
    return int(session.connection().execute(found).scalar_one())


def repeaters(session: Session, period: Period) -> tuple[int, int]:
    """(complainants of the period, those of them who complained more than once in the ninety days up to its end)."""
    row = Complaint
    inside = func.sum(_yes(within(period, row.received_at)))
    since = min(period.end - timedelta(days=90), period.start)
    each = (
        select(func.count().label("times"), inside.label("inside"))
        .where(row.received_at >= since, row.received_at < period.end, row.phone.is_not(None)).group_by(row.phone).subquery()
    )  # fmt: skip
    people = select(func.count(), func.coalesce(func.sum(_yes(each.c.times > 1)), 0)).select_from(each).where(each.c.inside > 0)
    total, again = session.execute(people).one()
    return int(total), int(again)
