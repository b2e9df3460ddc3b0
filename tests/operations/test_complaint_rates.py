"""T7.1: what the company's table says of complaints is entered into the performance ledger when a complaint is closed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.complaints.breach import ComplaintBreach
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fence import acting
from models.incentives.incentive_scheme import IncentiveScheme
from models.incentives.performance_entry import PerformanceEntry
from models.register import registers
from operations.records import create
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take

D = Decimal
DAY = timedelta(days=1)
TODAY = FRIDAY.date()


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def rate(session: Session, basis: str, points: str = "", **more: Any) -> IncentiveScheme:
    with acting(session, System("test")):
        values = {"kind": "complaints", "name": basis, "basis": basis, "points": D(points) if points else None, **more}
        made: IncentiveScheme = create(session, registers["incentive_scheme"], values)
        return made


def closed(session: Session, office: Office, kind: str = "quality", responsibility: str = "employee", **more: Any) -> Complaint:
    case = a_case(session, office, **{key: more.pop(key) for key in ("customer", "respondents", "received_at") if key in more})
    columns = {"kind": kind, "responsibility": responsibility, "satisfaction": "satisfied", "handler_id": office.handler, "department_id": office.department}
    at_stage(session, case, Stage.CALLED, **{**columns, **more})
    take(session, office, case, "close", office.officer)
    return case


def ledger(session: Session, person: int) -> list[tuple[str, Decimal, Decimal]]:
    with acting(session, System("test")):
        lines = session.scalars(select(PerformanceEntry).where(PerformanceEntry.person_id == person, PerformanceEntry.clause == "T7.1"))
        return [(line.register_key, line.points, line.amount) for line in lines]


def test_a_complaint_by_own_fault_counts_by_its_class(session: Session, office: Office) -> None:
    """T7.1: a line for the class comes before the line for all."""
    rate(session, "each", "-1")
    rate(session, "each", "-2", complaint_kind="conduct", amount=D(-30))
    closed(session, office)
    assert ledger(session, office.accused) == [("complaint", D(-1), D(0))]
    closed(session, office, "conduct")
    assert ledger(session, office.accused)[1:] == [("complaint", D(-2), D(-30))]


@pytest.mark.parametrize("responsibility", ["customer", "others", "nobody"])
def test_what_was_nobodys_fault_here_costs_nothing(session: Session, office: Office, responsibility: str) -> None:
    rate(session, "each", "-1")
    closed(session, office, responsibility=responsibility)
    assert ledger(session, office.accused) == []


def test_without_somebody_complained_of_the_head_of_the_department_answers(session: Session, office: Office) -> None:
    with acting(session, System("test")):
        make(session, "appointment", holder=office.leader, post="department_manager", department=office.department, from_on=date(2020, 1, 1), until_on=None)
    rate(session, "each", "-1")
    closed(session, office, responsibility="company", respondents=[])
    assert ledger(session, office.leader) == [("complaint", D(-1), D(0))]


def test_a_table_holds_from_its_first_to_its_last_day(session: Session, office: Office) -> None:
    """By the day of closing; what has ended or not begun is not counted."""
    rate(session, "each", "-9", from_on=TODAY + DAY)
    rate(session, "each", "-8", until_on=TODAY - DAY)
    rate(session, "each", "-3", from_on=TODAY, until_on=TODAY)
    closed(session, office)
    assert ledger(session, office.accused) == [("complaint", D(-3), D(0))]


def test_the_same_customer_about_the_same_again(session: Session, office: Office) -> None:
    rate(session, "repeated", "-1")
    with acting(session, System("test")):
        customer, other = (make(session, "customer").id for _ in range(2))
    closed(session, office, customer=customer, received_at=FRIDAY.replace(year=FRIDAY.year - 1))
    first = closed(session, office, customer=customer, received_at=FRIDAY - 2 * DAY)
    closed(session, office, customer=other)
    closed(session, office, "conduct", customer=customer)
    assert ledger(session, office.accused) == []
    closed(session, office, customer=customer)
    assert ledger(session, office.accused) == [("complaint", D(-1), D(0))]
    with acting(session, System("test")):
        assert first.number in session.scalars(select(PerformanceEntry.item)).one()


def test_each_overdue_term_counts_once(session: Session, office: Office) -> None:
    rate(session, "overdue", "-0.5")
    case = a_case(session, office)
    with acting(session, System("test")):
        for code in ("C01", "C02"):
            session.add(ComplaintBreach(complaint_id=case.id, code=code, round=1, due_at=FRIDAY - DAY, noted_at=FRIDAY, department_id=office.department))
        session.flush()
    at_stage(session, case, Stage.CALLED, satisfaction="satisfied", handler_id=office.handler, department_id=office.department)
    take(session, office, case, "close", office.officer)
    assert ledger(session, office.handler) == [("complaint_breach", D("-0.5"), D(0))] * 2


def test_a_table_is_not_entered_twice_for_the_same_time(session: Session, office: Office) -> None:
    rate(session, "each", "-1", from_on=date(2026, 1, 1), until_on=date(2026, 6, 30))
    rate(session, "each", "-2", from_on=date(2026, 7, 1))
    rate(session, "each", "-2", complaint_kind="quality", from_on=date(2026, 1, 1))
    with pytest.raises(Invalid) as found:
        rate(session, "each", "-3", from_on=date(2026, 6, 30), until_on=date(2026, 6, 30))
    assert found.value.clause == "T7.1"
    with pytest.raises(Invalid) as found:
        rate(session, "repeated")
    assert found.value.clause == "T7.1"
