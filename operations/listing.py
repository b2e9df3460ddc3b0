"""One page of a register: filters, search, stable order and keyset paging, without ever counting a million rows."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from domain.access import Channel
from domain.errors import Invalid
from domain.terms import Term
from models import search
from models.base import Record
from models.fields import Field
from models.register import Register, registers
from operations.filtering import Condition, condition_of
from operations.projection import Projection, with_bits
from permissions.actor import Authority
from permissions.policy import Plan

COUNT_CAP = 10_000
SEARCH_COUNT_CAP = 1_000
NOT_SHOWN = Term("没有「{key}」这一列。", "There is no column “{key}”.")
NOT_SORTABLE = Term("不能按「{key}」排序。", "The list cannot be sorted by “{key}”.")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: after (or before) the row with this sort value and id; ``end`` is the last page."""

    value: Any = None
    id: int = 0
    backwards: bool = False
    end: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader asked for; everything in it has been read from the address and may be wrong."""

    search: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    descending: bool = True
    size: int = 50
    cursor: Cursor | None = None
    found: tuple[int, ...] = ()
    """Records that the search finds as well, by a whole number the reader does not see (see operations.exact_search)."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as tuples in the projection's order; ``bits`` says that the last value of each is its strata."""

    rows: list[tuple[Any, ...]]
    bits: bool
    has_newer: bool
    has_older: bool
    sort: str
    descending: bool


def sortable(plan: Plan, register: Register) -> frozenset[str]:
    """The fields with an index to sort by, which the reader may see on all rows in view; found once per plan."""
    kept: dict[str, frozenset[str]] = plan.kept.setdefault("sortable", {})
    if register.key not in kept:
        kept[register.key] = frozenset(
            key
            for key, spec in register.fields.items()
            if register.indexed(spec) and plan.everywhere(register.key, spec.stable_key, Channel.SORT)
        )
    return kept[register.key]


NOTHING = Page([], False, False, False, "", True)
"""No rows, for whoever knows so without asking."""


def searchable(plan: Plan, register: Register) -> tuple[str, ...]:
    """The fields this reader may search."""
    return tuple(
        key for key in register.search if plan.everywhere(register.key, register.fields[key].stable_key, Channel.SEARCH)
    )


def page(session: Session, authority: Authority, projection: Projection, query: Query) -> Page:
    """The rows of one page, newest first unless the reader sorts otherwise."""
    register = projection.register
    sort = query.sort or (register.newest if register.newest in sortable(authority.plan, register) else "")
    if sort and sort not in sortable(authority.plan, register):
        raise Invalid(NOT_SORTABLE, key=sort)
    query = replace(query, sort=sort)
    statement, bits = with_bits(projection, authority)
    cursor = query.cursor or Cursor()
    flipped = cursor.backwards or cursor.end
    wanted = query.size + 1
    if query.search and not sort:
        found = _found_ids(session, authority, register, query, flipped, wanted)
        if found is None:
            return Page([], bits, False, False, sort, query.descending)
        statement = statement.where(register.model.id.in_(found))
        rows = _run(session, statement.order_by(_direction(register.model.id, query.descending != flipped)))
    else:
        tests = tests_of(session, authority, register, query)
        if tests is None:
            return Page([], bits, False, False, sort, query.descending)
        rows = _segments(session, statement.where(*tests), register.model, query, flipped, wanted)
    more = len(rows) > query.size
    rows = rows[: query.size]
    if flipped:
        rows.reverse()
    moved = query.cursor is not None
    has_newer = more if flipped else moved
    has_older = (moved and not cursor.end) if flipped else more
    return Page(rows, bits, has_newer, has_older, sort, query.descending)


def named_by(plan: Plan, register: Register) -> Field | None:
    """The reference whose name stands for a record without words of its own, if this reader may search it."""
    spec = register.fields[register.label]
    if register.search or not spec.target or not plan.everywhere(register.key, spec.stable_key, Channel.SEARCH):
        return None
    return spec if searchable(plan, registers[spec.target]) else None


class Counts:
    """Remembers for a minute that a list has more rows than the cap: reaching ten thousand again costs milliseconds."""

    KEPT = timedelta(minutes=1)

    def __init__(self) -> None:
        self._over: dict[tuple[Any, ...], datetime] = {}

    def count(self, session: Session, authority: Authority, register: Register, query: Query) -> tuple[int, bool]:
        """As :func:`count`; an exact number is always counted anew."""
        key = (authority.plan, authority.person, register.key, query.search, query.found, query.conditions)
        now: datetime = session.info["clock"]()
        if self._over.get(key, now) > now:
            return SEARCH_COUNT_CAP if query.search else COUNT_CAP, True
        found, more = count(session, authority, register, query)
        if more:
            if len(self._over) > 10_000:
                self._over.clear()
            self._over[key] = now + self.KEPT
        return found, more


def count(session: Session, authority: Authority, register: Register, query: Query) -> tuple[int, bool]:
    """(rows in view, whether there are more): exact up to a cap, because counting a million rows helps nobody."""
    cap = SEARCH_COUNT_CAP if query.search else COUNT_CAP
    wanted = _ids(session, authority, register, query)
    if wanted is None:
        return 0, False
    found = session.scalar(select(func.count()).select_from(wanted[0].limit(cap + 1).subquery())) or 0
    return min(found, cap), found > cap


def tests_of(session: Session, authority: Authority, register: Register, query: Query) -> list[ColumnElement[bool]] | None:
    """The conditions of a query; None when the search can find nothing for this reader."""
    tests = [condition_of(authority, register, condition) for condition in query.conditions]
    if query.search:
        test = _search_test(session, authority, register, query.search)
        if query.found:
            exact = register.model.id.in_(query.found)
            test = exact if test is None else or_(test, exact)
        if test is None:
            return None
        tests.append(test)
    return tests


def _search_test(session: Session, authority: Authority, register: Register, typed: str) -> ColumnElement[bool] | None:
    keys = searchable(authority.plan, register)
    if keys:
        return search.condition(register.model, typed, keys, _dialect(session))
    spec = named_by(authority.plan, register)
    if spec is None:
        return None
    # Filings and the like have no words of their own: they are found by the name of what they are about.
    target = registers[spec.target]
    found = search.condition(target.model, typed, searchable(authority.plan, target), _dialect(session))
    return getattr(register.model, spec.column).in_(select(target.model.id).where(found))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _run(session: Session, statement: Select[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.execute(statement)]


def _direction(attribute: Any, descending: bool) -> Any:
    return attribute.desc() if descending else attribute.asc()


def _ids(
    session: Session, authority: Authority, register: Register, query: Query
) -> tuple[Select[Any], Any] | None:
    """(the ids of a query, what to order them by); None when the search can find nothing for this reader.

    On SQLite a search is driven by the full-text table, which streams ids in order: the first page of a frequent word
    costs no more than that of a rare one.
    """
    model = register.model
    keys = searchable(authority.plan, register)
    expression = search.fts_query(query.search) if query.search and keys and _drives(session, query) else None
    if expression is None:
        tests = tests_of(session, authority, register, query)
        return None if tests is None else (select(model.id).where(*tests), model.id)
    index = search.fts_table(model)
    proposed = select(model.id).select_from(index).join(model, model.id == index.c.rowid)
    tests = [condition_of(authority, register, condition) for condition in query.conditions]
    exact = search.recheck(model, query.search, keys)
    return proposed.where(search.fts_match(model, expression), exact, *tests), index.c.rowid


def _drives(session: Session, query: Query) -> bool:
    """Whether the search index alone proposes all rows, and can stream them."""
    return _dialect(session) == "sqlite" and not query.found


def _found_ids(
    session: Session, authority: Authority, register: Register, query: Query, flipped: bool, wanted: int
) -> Select[Any] | None:
    """The ids of one page, chosen before anything is joined to them; None when the search can find nothing."""
    found = _ids(session, authority, register, query)
    if found is None:
        return None
    statement, order = found
    descending = query.descending != flipped
    if query.cursor and not query.cursor.end:
        statement = statement.where(order < query.cursor.id if descending else order > query.cursor.id)
    return statement.order_by(_direction(order, descending)).limit(wanted)


def _segments(
    session: Session, statement: Select[Any], model: type[Record], query: Query, flipped: bool, wanted: int
) -> list[tuple[Any, ...]]:
    """Rows with a sort value first, then those without, so that NULLs stand last on both databases and indexes serve."""
    descending = query.descending != flipped
    cursor = None if query.cursor is None or query.cursor.end else query.cursor
    if not query.sort:
        if cursor:
            statement = statement.where(model.id < cursor.id if descending else model.id > cursor.id)
        return _run(session, statement.order_by(_direction(model.id, descending)).limit(wanted))
    attribute = getattr(model, query.sort)
    nullable = not model.register.fields[query.sort].required
    segments = [True, False] if nullable else [True]
    rows: list[tuple[Any, ...]] = []
    for filled in reversed(segments) if flipped else segments:
        part = statement.where(attribute.is_not(None) if filled else attribute.is_(None)) if nullable else statement
        if cursor:
            if filled == (cursor.value is not None):
                part = part.where(_beyond(model, attribute, cursor, descending))
            elif filled != flipped:
                continue  # the cursor is already past this segment
        order = [_direction(attribute, descending)] if filled else []
        rows += _run(session, part.order_by(*order, _direction(model.id, descending)).limit(wanted - len(rows)))
        if len(rows) >= wanted:
            break
    return rows


def _beyond(model: type[Record], attribute: Any, cursor: Cursor, descending: bool) -> ColumnElement[bool]:
    if cursor.value is None:
        return model.id < cursor.id if descending else model.id > cursor.id
    # With the column's own type: an amount is kept in fen, and a bare Decimal would be compared in yuan.
    here, there = tuple_(attribute, model.id), tuple_(literal(cursor.value, attribute.type), cursor.id)
    return here < there if descending else here > there


