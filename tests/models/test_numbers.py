"""Numbers by series stay gapless and unique while several processes take them, and after a failure nobody misses one."""

import multiprocessing
import os
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from models import all as models_all
from models.customers.customer import Customer
from models.engine import FencedSession, prepare
from models.fence import act
from operations.records import create
from permissions.actor import System
from tests.factories import make

PROCESSES, EACH = 4, 12


def numbers(session: Session) -> list[int]:
    series = Customer.register.fields["number"].series
    assert series is not None
    return sorted((series.parse(number) or (0, 0))[1] for number in session.scalars(select(Customer.number)))


def enter_some(url: str, department: int, place: int) -> None:
    """What one process does: enter customers one by one, giving up every fifth."""
    models_all.load()
    engine = prepare(create_engine(url))
    for count in range(EACH):
        with FencedSession(engine) as session:
            act(session, System("test"))
            create(session, Customer.register, {"name": f"{place}-{count}", "customer_class": "key", "department": department})
            session.rollback() if count % 5 == 4 else session.commit()
    engine.dispose()
    os._exit(0)  # the parent's fixtures are not ours to clean up


def test_four_processes_leave_no_gap_and_no_double(own_engine: Engine) -> None:
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        department = make(session, "department").id
        session.commit()
    own_engine.dispose()  # a forked connection would be shared
    url = own_engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=enter_some, args=(url, department, place)) for place in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        found = numbers(session)
    kept = PROCESSES * sum(count % 5 != 4 for count in range(EACH))
    assert found == list(range(1, kept + 1))


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), 2027),  # midnight in Shanghai
    ],
)
def test_a_year_begins_when_it_begins_in_the_office(session: Session, moment: datetime, year: int) -> None:
    act(session, System("test"), clock=lambda: moment)
    assert make(session, "customer").number == f"KH{year}000001"


def test_a_number_once_given_is_not_given_again(session: Session) -> None:
    first = make(session, "customer")
    number = first.number
    session.delete(first)
    session.flush()
    assert make(session, "customer").number > number


def test_the_id_of_a_deleted_record_is_not_given_again(session: Session) -> None:
    """The new record would inherit the history of the old one."""
    first = make(session, "department")
    key = first.id
    session.delete(first)
    session.flush()
    assert make(session, "department").id > key
