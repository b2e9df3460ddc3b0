"""Warnings about complaints: at 50, 75 and 100 % to those the table names, once, in working time, and after a week only what holds now."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.complaint_clocks import CLOCKS
from domain.complaint_warnings import PERCENT, WARNINGS
from models.complaints.breach import ComplaintBreach
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fence import act, acting
from models.governance.notice import Notice
from models.organisation.employee import Employee
from operations.base_roles import ensure_base_roles
from operations.complaints.clock_runs import note_overdue
from operations.complaints.warnings import warn_of_no_progress, warn_of_terms, warn_of_unassigned
from operations.rules import set_rule
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take

ROLES = {"officer": "complaint_officer", "handler": "complaint_handler", "leader": "supervisor", "accused": "supervisor"}


@pytest.fixture
def office(session: Session) -> Office:
    """An office whose people have accounts; 另一经办人 heads the department, and the accused could decide as well."""
    found = an_office(session)
    ensure_base_roles(session)
    roles = dict(session.connection().exec_driver_sql("SELECT code, id FROM role").all())  # type: ignore[arg-type]
    for part in (*ROLES, "other"):
        person = getattr(found, part)
        make(session, "account", holder=person, active=True)
        if part in ROLES:
            make(session, "role_grant", role=roles[ROLES[part]], person=person, department=None, post=None)
    make(session, "appointment", holder=found.other, post="department_manager", department=found.department, from_on=FRIDAY.date())
    return found


def in_hand(session: Session, office: Office) -> Complaint:
    """Accepted on Friday at ten, due on Tuesday at 17:30: 30.5 working hours, the Sunday between is worked."""
    elsewhere = make(session, "department", name="车间", code="CJ").id
    with acting(session, System("test")):  # or the head of his department keeps away as his superior
        session.execute(update(Employee).where(Employee.id == office.accused).values(department_id=elsewhere))
    case = a_case(session, office)
    take(session, office, case, "register", office.officer)
    take(session, office, case, "accept", office.officer, major=False)
    take(session, office, case, "assign", office.officer, department=office.department, handler=office.handler)
    take(session, office, case, "sign_for", office.handler)
    with acting(session, System("test")):
        session.connection().execute(Notice.__table__.delete())
    return case


def at(session: Session, moment: datetime) -> None:
    act(session, System("test"), clock=lambda: moment)


def told(session: Session) -> list[tuple[str, int]]:
    with acting(session, System("test")):
        return [(code.removeprefix("clock."), person) for code, person in session.execute(select(Notice.code, Notice.person_id).order_by(Notice.id))]


def test_the_table_names_every_clock_and_the_points_are_rules() -> None:
    assert set(WARNINGS) == set(CLOCKS)
    assert all([one.at for one in points] == sorted((one.at for one in points), key=list(PERCENT).index) for points in WARNINGS.values())


def test_handler_head_and_leader_hear_at_half_three_quarters_and_the_end(session: Session, office: Office) -> None:
    """T3.1, Y6.7: C5, in working time; nobody hears twice, and the accused leader not at all (K4.7)."""
    in_hand(session, office)
    half = datetime(2026, 9, 21, 1, 15, tzinfo=UTC)  # Monday 9:15: 15 hours and a quarter
    for moment, expected in (
        (FRIDAY + timedelta(minutes=1), []),
        (half - timedelta(minutes=1), []),
        (half, [("C5.early.1", office.handler)]),
        (half + timedelta(hours=1), []),
        (datetime(2026, 9, 22, 1, 0, tzinfo=UTC), [("C5.near.1", office.handler), ("C5.near.1", office.other)]),
        (datetime(2026, 9, 22, 9, 31, tzinfo=UTC), [("C5.over.1", office.other), ("C5.over.1", office.officer), ("C5.over.1", office.leader)]),
        (datetime(2026, 9, 22, 9, 36, tzinfo=UTC), []),
    ):
        before = told(session)
        at(session, moment)
        assert warn_of_terms(session) == len(expected), moment
        assert told(session)[len(before):] == expected


def test_after_a_week_without_the_clock_each_hears_once_what_holds_now(session: Session, office: Office) -> None:
    in_hand(session, office)
    at(session, FRIDAY + timedelta(days=10))
    assert note_overdue(session) == 1
    assert warn_of_terms(session) == 3
    assert {code for code, _ in told(session)} == {"C5.over.1"}
    assert (note_overdue(session), warn_of_terms(session)) == (0, 0)


def test_a_breach_is_noted_although_nobody_opens_the_case(session: Session, office: Office) -> None:
    case = in_hand(session, office)
    at(session, datetime(2026, 9, 22, 9, 30, tzinfo=UTC))
    assert note_overdue(session) == 0
    at(session, datetime(2026, 9, 22, 9, 31, tzinfo=UTC))
    assert note_overdue(session) == 1
    (breach,) = session.scalars(select(ComplaintBreach).where(ComplaintBreach.complaint_id == case.id))
    assert (breach.code, breach.department_id) == ("C5", office.department)


def test_the_percentages_are_numbers_a_company_sets(session: Session, office: Office) -> None:
    at(session, FRIDAY)
    set_rule(session, "warn_early", 10, FRIDAY.date(), "办公会")
    in_hand(session, office)
    at(session, FRIDAY + timedelta(hours=6))
    assert warn_of_terms(session) == 1
    assert told(session) == [("C5.early.1", office.handler)]


def test_a_stopped_clock_warns_nobody_and_a_new_round_warns_anew(session: Session, office: Office) -> None:
    case = in_hand(session, office)
    at(session, FRIDAY + timedelta(days=10))
    warn_of_terms(session)
    first = len(told(session))
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
    at_stage(session, case, Stage.EXECUTING)
    take(session, office, case, "finish", office.handler, FRIDAY + timedelta(days=10))
    at(session, FRIDAY + timedelta(days=10, minutes=1))
    assert warn_of_terms(session) == 0, "C5 has stopped, C7 has just begun"
    at_stage(session, case, Stage.CALLED, satisfaction="dissatisfied")
    take(session, office, case, "reopen", office.officer, FRIDAY + timedelta(days=10))
    at(session, FRIDAY + timedelta(days=30))
    assert warn_of_terms(session) > 0
    assert ("C5.over.2", office.officer) in told(session)[first:]


def test_nobody_assigned_is_told_to_the_officers_after_two_working_hours(session: Session, office: Office) -> None:
    """A6.4."""
    case = a_case(session, office)
    at(session, FRIDAY + timedelta(hours=2))
    assert warn_of_unassigned(session) == 0
    at(session, FRIDAY + timedelta(hours=4))  # 14:00, after the pause at noon
    assert warn_of_unassigned(session) == 1
    assert told(session) == [("complaint.unassigned", office.officer)]
    at(session, FRIDAY + timedelta(days=7))
    assert warn_of_unassigned(session) == 0
    at_stage(session, case, Stage.ASSIGNED, handler_id=office.handler)
    at_stage(session, a_case(session, office), Stage.SETTLED)
    assert warn_of_unassigned(session) == 0


def test_no_progress_is_told_once_for_each_standstill(session: Session, office: Office) -> None:
    """Y6.7."""
    in_hand(session, office)
    at(session, FRIDAY + timedelta(days=2))  # Sunday, worked: one working day
    assert warn_of_no_progress(session) == 0
    at(session, FRIDAY + timedelta(days=3))
    assert warn_of_no_progress(session) == 2
    assert {person for _, person in told(session)} == {office.handler, office.other}
    at(session, FRIDAY + timedelta(days=6))
    assert warn_of_no_progress(session) == 0


def test_a_part_that_nobody_has_falls_to_the_officers(session: Session, office: Office) -> None:
    """A case is not lost because its department has no head."""
    case = in_hand(session, office)
    with acting(session, System("test")):
        empty = make(session, "department", name="无人部", code="NONE").id
    at_stage(session, case, Stage.INVESTIGATING, department_id=empty)
    at(session, FRIDAY + timedelta(days=10))
    warn_of_terms(session)
    assert ("C5.over.1", office.officer) in told(session)
    assert ("C5.over.1", office.other) not in told(session)


