"""What the kernel keeps in order at every save: numbers by series, pinyin and core beside names, the moment of the change."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.kinds import Kind
from domain.values import OFFICE_ZONE
from models.access.rules import PolicyState
from models.base import NumberSeries, Record, series_of
from models.company_names import core
from models.search import shadow


def keep_up(session: Session, record: Record) -> None:
    """Complete a new or changed record before it is written."""
    now: datetime = session.info["clock"]()
    if record.created_at is None:
        record.created_at = now
    record.updated_at = now
    for key, spec in record.register.fields.items():
        if spec.default is not None and record in session.new and spec.column not in record.__dict__:
            setattr(record, spec.column, spec.default)  # before the audit looks, which the column's own default is not
        if spec.kind is Kind.SERIAL and getattr(record, key) is None:
            setattr(record, key, take_numbers(session.connection(), spec, now, 1)[0])
    for key, hidden in record.shadows.items():
        history = get_history(record, key)
        if history.added:
            setattr(record, hidden, shadow(history.added[0], person=record.register.fields[key].surname))
    for key, hidden in record.cores.items():
        history = get_history(record, key)
        if history.added:
            setattr(record, hidden, core(history.added[0]))


def raise_policy_version(connection: Connection) -> None:
    """Make every plan compiled so far outdated, from the next request of every worker on."""
    state = PolicyState.__table__
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(state).values(name="policy", version=1)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"version": state.c.version + 1})
    )


def take_numbers(connection: Connection, spec: Any, now: datetime, count: int) -> list[str]:
    """The next ``count`` numbers of a series, as printed."""
    series = series_of(spec)
    year = now.astimezone(OFFICE_ZONE).year
    last = count_up(connection, series.word, year if series.yearly else 0, count)
    return [series.write(year, no) for no in range(last - count + 1, last + 1)]


def count_up(connection: Connection, word: str, year: int, count: int = 1) -> int:
    """Take ``count`` numbers of a word and year and return the last: one statement that also locks, so numbers stay gapless and unique."""
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(NumberSeries).values(word=word, year=year, last_no=count)
    statement = statement.on_conflict_do_update(
        index_elements=["word", "year"], set_={"last_no": NumberSeries.__table__.c.last_no + count}
    ).returning(NumberSeries.__table__.c.last_no)
    return int(connection.execute(statement).scalar_one())
