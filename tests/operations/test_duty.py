"""The duty roster: what comes in outside office hours is received by whoever is on duty, unless it concerns him (K9.9, K4.1, K4.7)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.complaints.complaint import Complaint
from models.fence import act, acting
from models.governance.notice import Notice
from operations.complaints.duty import LONGEST, on_duty
from operations.records import create
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, an_office

SATURDAY = FRIDAY + timedelta(days=1)
NIGHT = FRIDAY + timedelta(hours=12)


@pytest.fixture
def office(session: Session) -> Office:
    found = an_office(session)
    for who in (found.accused, found.handler):
        make(session, "duty_shift", person=who, from_at=FRIDAY + timedelta(hours=8), until_at=FRIDAY + timedelta(days=2))
    return found


def came_in(session: Session, office: Office, at: datetime, **more: Any) -> Complaint:
    """A complaint that nobody of the staff has entered."""
    act(session, System("test"), clock=lambda: at)
    with acting(session, System("mail")):
        return make(session, "complaint", **{"channel": "online", "received_at": at, "respondents": [], "recorder": None, **more})


def called(session: Session, case: Complaint) -> set[int]:
    with acting(session, System("test")):
        return set(session.scalars(select(Notice.person_id).where(Notice.record_id == case.id, Notice.code == "duty")))


@pytest.mark.parametrize(
    ("at", "out_of_hours"),
    [(FRIDAY, False), (FRIDAY + timedelta(hours=2, minutes=30), False), (NIGHT, True), (SATURDAY, True), (FRIDAY + timedelta(days=3), False)],
    ids=["in the morning", "at noon", "in the evening", "on Saturday", "on Monday, nobody"],
)
def test_outside_office_hours_whoever_is_on_duty_receives_and_hears_of_it(session: Session, office: Office, at: datetime, out_of_hours: bool) -> None:
    """K9.9, K4.1."""
    case = came_in(session, office, at)
    assert case.recorder_id == (office.accused if out_of_hours else None)
    assert called(session, case) == ({office.accused, office.handler} if out_of_hours else set())


def test_who_is_complained_of_neither_receives_it_nor_hears_of_it(session: Session, office: Office) -> None:
    """K4.7."""
    case = came_in(session, office, SATURDAY, respondents=[office.accused])
    assert case.recorder_id == office.handler
    assert called(session, case) == {office.handler}


def test_what_a_clerk_enters_stays_his_and_old_cases_call_nobody(session: Session, office: Office) -> None:
    """K9.9."""
    act(session, office.as_(office.officer), clock=lambda: SATURDAY)
    typed = {"channel": "phone", "title": "酒有异味", "facts": "开瓶后有异味。", "received_at": SATURDAY}
    mine = create(session, Complaint.register, typed)
    assert mine.recorder_id == office.officer
    assert called(session, mine) == {office.accused, office.handler}, "who is on duty hears of it all the same"
    act(session, System("test"), clock=lambda: SATURDAY + timedelta(days=3))
    old = make(session, "complaint", received_at=SATURDAY, respondents=[], recorder=office.officer)
    assert called(session, old) == set()


def test_a_shift_ends_after_it_begins_and_lasts_no_year(session: Session, office: Office) -> None:
    """K9.9."""
    for until in (SATURDAY, SATURDAY - timedelta(hours=1), SATURDAY + LONGEST + timedelta(hours=1)):
        with pytest.raises(Invalid) as found:
            make(session, "duty_shift", person=office.other, from_at=SATURDAY, until_at=until)
        assert (found.value.clause, set(found.value.fields)) == ("K9.9", {"until_at"})
        session.expunge_all()  # as a page does with what was refused
    make(session, "duty_shift", person=office.other, from_at=SATURDAY, until_at=SATURDAY + LONGEST)
    assert on_duty(session, SATURDAY) == [office.accused, office.handler, office.other]
    assert on_duty(session, SATURDAY + timedelta(days=2)) == [office.other]
