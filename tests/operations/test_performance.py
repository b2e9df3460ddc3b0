"""The performance ledger: one line per person and occasion, told to him, objected to once in time, decided by another (K1.13)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Refused
from domain.rules import IncentiveRule
from models.base import columns_of
from models.fence import act, acting
from models.governance.notice import Notice
from models.governance.rule_value import RuleValue
from models.incentives.performance_entry import EntryState, PerformanceEntry
from models.register import registers
from operations.incentives import performance
from operations.moves import perform
from operations.records import create
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, an_office


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def entered(session: Session, office: Office, who: int, **more: Any) -> PerformanceEntry:
    """A line about 被投诉人, entered by ``who``."""
    act(session, System("test"), clock=lambda: FRIDAY)
    about = make(session, "department", name=f"部门{who}")
    act(session, office.as_(who), clock=lambda: FRIDAY)
    given = {
        "person_id": office.accused,
        "on": FRIDAY.date(),
        "clause": "K1.7",
        "item": "桌面有零食",
        "points": -1,
        "record": about,
        **more,
    }
    assert performance.enter(session, **given)
    assert not performance.enter(session, **given), "once per person, record and clause"
    act(session, System("test"), clock=lambda: FRIDAY)
    return session.scalars(select(PerformanceEntry).where(PerformanceEntry.record_id == about.id)).one()


def step(
    session: Session, office: Office, line: PerformanceEntry, name: str, who: int, *, days: int = 0, **values: Any
) -> None:
    act(session, office.as_(who), clock=lambda: FRIDAY + timedelta(days=days))
    perform(session, line, name, values)


def test_a_line_says_where_it_comes_from_and_its_person_is_told(session: Session, office: Office) -> None:
    """K1.13."""
    line = entered(session, office, office.leader, amount=Decimal("-50.5"))
    assert (line.person_id, line.department_id, line.register_key, line.points, line.amount) == (
        office.accused,
        office.department,
        "department",
        -1,
        Decimal("-50.50"),
    )
    assert (line.entered_by_id, str(line.state), line.object_until_on.isoformat()) == (
        office.leader,
        "noted",
        "2026-09-24",
    )
    told = session.scalars(select(Notice).where(Notice.register_key == "performance_entry")).one()
    assert told.person_id == office.accused
    assert "桌面有零食（K1.7）" in told.sentence
    act(session, office.as_(office.leader), clock=lambda: FRIDAY)
    with pytest.raises(DomainError):
        create(session, registers["performance_entry"], {"person": office.accused, "item": "x"})


def test_its_person_objects_once_and_in_time_and_another_decides(session: Session, office: Office) -> None:
    """K1.13: before a fine counts."""
    line = entered(session, office, office.leader)
    with pytest.raises(Refused) as found:
        step(session, office, line, "object", office.other, objection="不是我")
    assert found.value.clause == "K1.13"
    with pytest.raises(Refused) as found:
        step(session, office, line, "object", office.accused, days=7, objection="不是我")
    assert found.value.sentence.zh.startswith("申诉期已于 2026-09-24")
    step(session, office, line, "object", office.accused, days=6, objection="不是我的桌面")
    for who in (office.accused, office.leader):
        with pytest.raises(Refused) as found:
            step(session, office, line, "uphold", who, answer="维持")
        assert found.value.clause == "K1.13"
    step(session, office, line, "revoke", office.other, answer="已查明")
    assert (str(line.state), line.answered_by_id) == ("revoked", office.other)
    with acting(session, System("test")):
        (told,) = session.scalars(select(Notice.sentence).where(Notice.code == "performance.answered", Notice.person_id == office.accused))
    assert told == "您对「桌面有零食」的申诉已答复：已撤销。已查明"
    again = entered(session, office, office.officer, clause="K1.4")
    step(session, office, again, "object", office.accused, objection="没有")
    step(session, office, again, "uphold", office.other, answer="属实")
    with pytest.raises(DomainError):
        step(session, office, again, "object", office.accused, objection="还是没有")


def test_a_line_counts_once_nobody_can_object_any_more(session: Session, office: Office) -> None:
    """K1.13, R6.2."""
    with acting(session, System("test")):
        session.add(RuleValue(rule=IncentiveRule.OBJECTION_DAYS, amount=1, valid_from=FRIDAY.date(), basis="x"))
    line = entered(session, office, office.leader)
    c = columns_of("performance_entry")
    counts = {
        day: bool(
            session.connection()
            .execute(select(c.id).where(c.id == line.id, performance.stands(FRIDAY.date() + timedelta(days=day))))
            .all()
        )
        for day in (0, 2, 3)
    }
    assert counts == {0: False, 2: False, 3: True}, "the Sunday is worked"
    assert performance.points_of(session, office.accused, FRIDAY.date(), FRIDAY.date()) == -1
    performance.settle(session, session.get_one(registers["department"].model, line.record_id), EntryState.REVOKED)
    assert performance.points_of(session, office.accused, FRIDAY.date(), FRIDAY.date()) == 0
    assert line.state is EntryState.REVOKED
