"""All rows of a query, however many: first their ids in order, then the rows themselves, a few thousand at a time."""

from array import array
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, asc, desc, select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.base import Record
from models.register import Register
from operations.listing import NOT_SORTABLE, Query, sortable, tests_of
from operations.projection import Projection, with_bits
from permissions.actor import Authority

FETCHED_AT_ONCE = 2_000


def found_ids(
    session: Session,
    authority: Authority,
    register: Register,
    query: Query,
    narrowed: ColumnElement[bool] | None = None,
) -> "array[int]":
    """The ids of all rows of a query (and of the condition ``narrowed``) in its order; in order of entry without one.

    Eight bytes a row: with them every row can be fetched by its key, whatever the filters, search and order cost.
    """
    found = array("q")
    tests = tests_of(session, authority, register, query)
    if tests is None:
        return found
    if query.sort and query.sort not in sortable(authority.plan, register):
        raise Invalid(NOT_SORTABLE, key=query.sort)
    model = register.model
    statement = select(model.id).where(*tests, *(() if narrowed is None else (narrowed,)))
    for part in _in_order(statement, model, query):
        for ids in session.scalars(part.execution_options(yield_per=10_000)).partitions():
            found.extend(ids)
    return found


def _in_order(statement: Select[Any], model: type[Record], query: Query) -> Iterator[Select[Any]]:
    if not query.sort:
        yield statement.order_by(model.id)
        return
    attribute = getattr(model, query.sort)
    turned = desc if query.descending else asc
    order = (turned(attribute), turned(model.id))
    # As in a list: what has no value stands last.
    yield statement.where(attribute.is_not(None)).order_by(*order)
    yield statement.where(attribute.is_(None)).order_by(order[1])


def batches(
    session: Session, authority: Authority, projection: Projection, ids: "array[int]"
) -> Iterator[list[Row[Any]]]:
    """The rows with ``ids``, in that order and a few thousand at a time, so that memory stays flat.

    Rows are as in a Page; what has gone out of the reader's sight meanwhile is left out.
    """
    statement, _ = with_bits(projection, authority)
    for start in range(0, len(ids), FETCHED_AT_ONCE):
        chosen = ids[start : start + FETCHED_AT_ONCE]
        rows = {row[0]: row for row in session.execute(statement.where(_among(projection.register.model, chosen)))}
        yield [rows[key] for key in chosen if key in rows]


def _among(model: type[Record], chosen: "array[int]") -> ColumnElement[bool]:
    """The rows with these ids; all from one to another is quicker said than each of them."""
    first, last = min(chosen), max(chosen)
    return model.id.between(first, last) if last - first + 1 == len(chosen) else model.id.in_(chosen)
