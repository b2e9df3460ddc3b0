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
from models.complaints.stages import WORKFLOW, Stage
from models.fence import act, acting
from models.incentives.incentive_scheme import IncentiveScheme
from models.incentives.performance_entry import PerformanceEntry
from models.register import registers
from operations.base_roles import ensure_base_roles
from operations.incentives.complaint_rates import case_closed
from operations.records import create
from operations.rights import read_rights
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
        of_his = select(PerformanceEntry).where(PerformanceEntry.person_id == person, PerformanceEntry.clause.startswith("T7.1"))
        lines = session.scalars(of_his.order_by(PerformanceEntry.id))
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


def test_what_it_costs_is_asked_of_the_day_on_which_it_happened(session: Session, office: Office) -> None:
    """T7.1: a line counts from its first to its last day, never for what was before it; the ledger says which line of which day it was."""
    rate(session, "each", "-9", from_on=TODAY)
    rate(session, "each", "-8", until_on=TODAY - 3 * DAY)
    rate(session, "each", "-3", from_on=TODAY - 2 * DAY, until_on=TODAY - DAY)
    for days, points in ((3, "-8"), (2, "-3"), (1, "-3"), (0, "-9")):
        closed(session, office, received_at=FRIDAY - days * DAY)
        assert ledger(session, office.accused)[-1] == ("complaint", D(points), D(0))
    with acting(session, System("test")):
        line = session.scalars(select(PerformanceEntry).order_by(PerformanceEntry.id).limit(1)).one()
    assert line.item.endswith("（按「each」，2026-09-15 的标准）")
    assert line.happened_on == TODAY


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


def test_who_repeats_it_answers_for_the_complaint_and_for_the_repetition(session: Session, office: Office) -> None:
    """T7.1: two lines, so that he may object to one of them; closing the case again enters neither a second time."""
    rate(session, "each", "-1")
    rate(session, "repeated", "-2")
    with acting(session, System("test")):
        customer = make(session, "customer").id
    closed(session, office, customer=customer, received_at=FRIDAY - 2 * DAY)
    again = closed(session, office, customer=customer)
    expected = [("complaint", D(-1), D(0)), ("complaint", D(-1), D(0)), ("complaint", D(-2), D(0))]
    assert ledger(session, office.accused) == expected
    at_stage(session, again, Stage.CALLED)
    take(session, office, again, "close", office.officer)
    assert ledger(session, office.accused) == expected


def overdue(session: Session, office: Office, case: Complaint, *codes: str, late: timedelta = DAY) -> None:
    with acting(session, System("test")):
        for code in codes:
            session.add(ComplaintBreach(complaint_id=case.id, code=code, round=1, due_at=FRIDAY - late, noted_at=FRIDAY, department_id=office.department))
        session.flush()


def test_each_overdue_term_counts_once(session: Session, office: Office) -> None:
    """T7.1: the terms until it is closed at closing, that of filing when it is filed; by the line of the day it was due."""
    rate(session, "overdue", "-0.5", from_on=TODAY - DAY)
    case = a_case(session, office)
    overdue(session, office, case, "C3", "C5")
    overdue(session, office, case, "C2", late=2 * DAY)
    at_stage(session, case, Stage.CALLED, satisfaction="satisfied", handler_id=office.handler, department_id=office.department)
    take(session, office, case, "close", office.officer)
    assert ledger(session, office.handler) == [("complaint_breach", D("-0.5"), D(0))] * 2
    overdue(session, office, case, "C9")
    case_closed(session, at_stage(session, case, Stage.ARCHIVED), WORKFLOW.by_name["archive"])
    assert ledger(session, office.handler) == [("complaint_breach", D("-0.5"), D(0))] * 3


def test_a_line_is_its_persons_and_tells_no_other(session: Session, office: Office) -> None:
    """T7.1, K4.7: whoever answers for it reads his line and not the case; a colleague reads neither."""
    rate(session, "each", "-1")
    case = closed(session, office)
    with acting(session, System("test")):
        ensure_base_roles(session)
        employee = read_rights(session)["employee"]
    for who, lines in ((office.accused, 1), (office.other, 0)):
        act(session, office.as_(who, employee), clock=lambda: FRIDAY)
        assert len(session.scalars(select(PerformanceEntry)).all()) == lines
        assert session.scalars(select(Complaint).where(Complaint.id == case.id)).all() == []


def test_a_table_is_not_entered_twice_for_the_same_time(session: Session, office: Office) -> None:
    rate(session, "each", "-1", from_on=date(2026, 1, 1), until_on=date(2026, 6, 30))
    rate(session, "each", "-2", from_on=date(2026, 7, 1))
    rate(session, "each", "-2", complaint_kind="quality", from_on=date(2026, 1, 1))
    with pytest.raises(Invalid) as found:
        rate(session, "each", "-3", from_on=date(2026, 6, 30), until_on=date(2026, 6, 30))
    assert found.value.clause == "T7.1"
    for points, amount, wrong in (("", None, {"points"}), ("1", None, {"points"}), ("-1", D(5), {"amount"})):
        with pytest.raises(Invalid) as found, session.begin_nested():
            rate(session, "repeated", points, amount=amount)
        assert (found.value.clause, set(found.value.fields)) == ("T7.1", wrong), "a complaint pays nobody"
