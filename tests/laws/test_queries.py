"""A list page costs a handful of statements, however many rows there are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update

from admin_views.beside import BESIDE
from domain.kinds import Kind
from models import all as models_all
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.register import Register
from operations.waiting_steps import waiting
from tests.factories import JOURNALS, make
from tests.laws.conftest import Office
from web.extensions import db

LIST_BUDGET = 6
DETAILS_BUDGET = 20
BESIDE_THE_LISTS = 15
"""A page with many lists of other registers costs these, one for each list and one for each field that names several records."""

LOGGED = {"complaint"}
"""Whose page asks besides whether this reader has opened it today (K4.18)."""
STEP_BUDGET = 45
"""Guards, what is suggested, and whoever could take the part that follows."""


pytestmark = pytest.mark.once


@contextmanager
def counting(office: Office) -> Iterator[list[str]]:
    """The statements of a block, without those that begin and end transactions."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            seen.append(statement)

    with office.panel.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements(office: Office, path: str) -> list[str]:
    """What a page that has been open once before asks the database."""
    office.client.http.get(path)
    with counting(office) as seen:
        assert office.client.http.get(path).status_code == 200
    return [one for one in seen if not one.startswith("UPDATE sign_in_session")]  # noted once in some minutes, whatever page it is


def test_a_list_costs_a_few_statements_whatever_the_number_of_rows(office: Office, register: Register) -> None:
    path, budget = f"/{register.area}/{register.key}/", LIST_BUDGET + (register.key in BESIDE)
    assert len(found := statements(office, path)) <= budget, "\n".join(found)
    if register.key in JOURNALS | {"setting"}:
        return
    # Both times more than a page: rows that fit on one page need no count.
    add(office, register, 21)
    few = statements(office, f"{path}?size=20")
    add(office, register, 12)
    assert len(statements(office, f"{path}?size=20")) == len(few) <= budget, "\n".join(few)


def add(office: Office, register: Register, rows: int) -> None:
    with office.panel.system() as session:
        for _ in range(rows):
            make(session, register.key)


@pytest.mark.parametrize("key", [key for key in models_all.load() if key not in JOURNALS])
def test_a_record_costs_a_bounded_number_of_statements(office: Office, key: str) -> None:
    register = models_all.load()[key]
    found = statements(office, f"/{register.area}/{register.key}/details/?id={office.records[key]}")
    lists = sum(spec.target == key and other.parent == name for other in models_all.load().values() for name, spec in other.fields.items())
    several = sum(spec.kind is Kind.REFERENCES for spec in register.fields.values())
    assert len(found) <= max(DETAILS_BUDGET, BESIDE_THE_LISTS + lists + several + (key in LOGGED)), "\n".join(found)


def test_the_page_of_a_step_costs_a_bounded_number_of_statements(office: Office) -> None:
    """Who is next in line is asked below the fence, of all people at once: the number of them changes nothing."""
    with office.panel.system() as session:
        case = make(session, "complaint").id
        session.execute(update(Complaint).where(Complaint.id == case).values(stage=Stage.ACCEPTED, kind="quality"))
    path = f"/complaints/complaint/move/assign/?id={case}"
    few = statements(office, path)
    add(office, models_all.load()["employee"], 5)
    assert len(statements(office, path)) == len(few) <= STEP_BUDGET, "\n".join(few)


def test_the_home_page_costs_a_few_statements_whatever_waits(office: Office) -> None:
    """Who is there, what is unread, which registers have steps to take, and for each of these: what waits, and what it is called."""
    few = statements(office, "/")
    named = waiting()
    assert len(few) <= 4 + 3 * len(named), "\n".join(few)
    for key in named:
        add(office, models_all.load()[key], 5)
    assert len(statements(office, "/")) <= 4 + 3 * len(named)
