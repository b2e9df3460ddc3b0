"""How many of a year's complaints would have failed under another limit: each round, by department, as far as one may see."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Refused
from domain.limits import Trial
from models.complaints.stages import Stage
from models.fence import act
from operations.limit_trials import NO_DEPARTMENT, try_complaints
from tests.operations.complaint_scenes import FRIDAY, Office, an_office, at_stage, take
from tests.operations.test_calendar_readers import may
from tests.operations.test_complaint_clocks import accepted, on_its_way


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def test_complaints_of_a_year_under_another_limit(session: Session, office: Office) -> None:
    """T3.1: accepted on Friday, done on the third working day; two days would have failed it."""
    case = at_stage(session, on_its_way(session, office), Stage.EXECUTING)
    take(session, office, case, "finish", office.handler, FRIDAY + timedelta(days=4))
    accepted(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY + timedelta(days=4))
    three, two = try_complaints(session, 2026, 3), try_complaints(session, 2026, 2)
    assert (three.whole, two.whole) == (Trial(2, 0, 1), Trial(2, 2, 0))
    assert {one.department: one.trial.total for one in two.departments} == {"质量部": 1, NO_DEPARTMENT: 1}
    assert try_complaints(session, 2025, 2).whole == Trial(0, 0, 0)


def test_the_accused_counts_no_case_about_himself_and_others_need_the_right(session: Session, office: Office) -> None:
    """K4.7."""
    accepted(session, office)
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    assert try_complaints(session, 2026, 3).whole == Trial(0, 0, 0)
    act(session, may(("complaint", Action.VIEW)), clock=lambda: FRIDAY)
    with pytest.raises(Refused):
        try_complaints(session, 2026, 3)
