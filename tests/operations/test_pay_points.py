"""Points of service under objection: only what stands takes them, and what no longer stands gives them back under their own month (K2)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.fence import act
from models.incentives.pay_month import PayMonth
from models.incentives.performance_entry import PerformanceEntry
from operations.records import update
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import Office, an_office
from tests.operations.pay_scenes import (
    NOW,
    D,
    a_trip,
    as_,
    begun,
    collected,
    figures,
    new,
    points_steps,
    signed,
    step_by,
)


@pytest.fixture
def office(session: Session) -> Office:
    act(session, System("test"), clock=lambda: NOW)
    return an_office(session)


def entry(session: Session, clause: str) -> PerformanceEntry:
    act(session, System("test"), clock=lambda: NOW)
    return session.scalars(select(PerformanceEntry).where(PerformanceEntry.clause == clause)).one()


def paid(session: Session, month: PayMonth, who: int) -> list[tuple[str, int]]:
    return [(f"{step.about_on:%Y-%m}", int(step.result)) for step in points_steps(session, month, who)]


def test_an_accident_takes_nothing_while_it_is_objected_to_and_then_under_its_own_month(session: Session, office: Office) -> None:
    """K2.4, K2.3."""
    a_trip(session, office, office.handler, "20", accident=True)
    september = begun(session, date(2026, 9, 1))
    collected(session, office, september)
    assert paid(session, september, office.handler) == [("2026-09", 810)], "he may still object: (20 − 17) × 270"
    line = entry(session, "K2.4")
    step_by(session, office, office.handler, line, "object", objection="不是我的责任")
    october = begun(session, date(2026, 10, 1))
    collected(session, office, october, later=20)
    assert points_steps(session, october, office.handler) == [], "nobody has answered him yet"
    step_by(session, office, office.other, line, "uphold", answer="维持")
    collected(session, office, october, later=20)
    assert paid(session, october, office.handler) == [("2026-09", -540)], "20 − 2 − 17 = 1 point, 270 in place of 810"


def test_an_accident_revoked_after_its_month_was_paid_gives_its_points_back_once(session: Session, office: Office) -> None:
    """K2.4, K2.3."""
    a_trip(session, office, office.handler, "20", accident=True)
    september = begun(session, date(2026, 9, 1))
    line = entry(session, "K2.4")
    step_by(session, office, office.handler, line, "object", objection="不是我的责任")
    step_by(session, office, office.other, line, "uphold", answer="维持")
    collected(session, office, september)
    assert paid(session, september, office.handler) == [("2026-09", 270)]
    line.state = "revoked"  # as the appeal above the answer would have it
    session.flush()
    october, november = begun(session, date(2026, 10, 1)), begun(session, date(2026, 11, 1))
    for _twice in range(2):
        collected(session, office, october, later=20)
        assert paid(session, october, office.handler) == [("2026-09", 540)]
    collected(session, office, november, later=50)
    assert points_steps(session, november, office.handler) == [], "given back once"


def test_a_second_service_counts_again_once_its_line_is_revoked(session: Session, office: Office) -> None:
    """K2.17, K2.3."""
    first = a_trip(session, office, office.handler, "18")
    a_trip(session, office, office.handler, "3", kind="repeat", repeat_of=first.id, repeat_cause="wiring")
    september = begun(session, date(2026, 9, 1))
    collected(session, office, september, later=10)
    assert paid(session, september, office.handler) == [("2026-09", 270)], "18 − 17; the 3 points of the second service are not counted"
    line = entry(session, "K2.17")
    step_by(session, office, office.handler, line, "object", objection="图纸有误")
    october = begun(session, date(2026, 10, 1))
    step_by(session, office, office.other, line, "revoke", answer="属图纸错误")
    collected(session, office, october, later=20)
    assert paid(session, october, office.handler) == [("2026-09", 810)], "21 − 17 = 4 points, 1080 in place of 270"


def test_who_did_the_first_service_badly_loses_the_points_of_the_second_and_who_went_again_keeps_them(session: Session, office: Office) -> None:
    """K2.17, K2.3."""
    first = a_trip(session, office, office.handler, "20")
    a_trip(session, office, office.other, "18")
    a_trip(session, office, office.other, "2", project="变电站复工", kind="repeat", repeat_of=first.id, repeat_cause="workmanship")
    line = entry(session, "K2.17")
    assert (line.person_id, line.points) == (office.handler, -2)
    september = begun(session, date(2026, 9, 1))
    collected(session, office, september, later=10)
    assert paid(session, september, office.handler) == [("2026-09", 270)], "20 − 2 − 17 = 1 point"
    assert paid(session, september, office.other) == [("2026-09", 810)], "18 + 2 − 17 = 3 points: he did nothing wrong"


def test_each_late_month_is_recomputed_by_its_own_base(session: Session, office: Office) -> None:
    """K2.3: below the base of its month a late trip brings nothing, and in the month that pays it nothing either."""
    a_trip(session, office, office.handler, "10")
    september, october = begun(session, date(2026, 9, 1)), begun(session, date(2026, 10, 1))
    collected(session, office, september)
    a_trip(session, office, office.handler, "7", project="补报")
    a_trip(session, office, office.handler, "17.5", finished_on=date(2026, 10, 12))
    collected(session, office, october, later=20)
    assert paid(session, october, office.handler) == [("2026-10", 135)], "September has 17 points, October 0.5 above the base"


def test_a_trip_is_entered_once_and_a_verified_one_that_is_void_gives_back_what_it_brought_and_took(session: Session, office: Office) -> None:
    """K2.3, K2.18."""
    a_trip(session, office, office.handler, "18")
    twice = {"person": office.handler, "kind": "commissioning", "coefficient": D(3), "finished_on": date(2026, 9, 10), "signature": "unsigned"}
    with pytest.raises(Invalid) as found, session.begin_nested():
        new(session, office, office.handler, "service_trip", project=" 变电站 调试", **twice)
    assert (found.value.clause, set(found.value.fields)) == ("K2.3", {"project"})
    wrong = a_trip(session, office, office.handler, "3", project="二号站", signature="unsigned")
    september = begun(session, date(2026, 9, 1))
    collected(session, office, september, later=10)
    assert (paid(session, september, office.handler), figures(session, september, office.handler)["fine"]) == ([("2026-09", 1080)], -100)
    step_by(session, office, office.leader, wrong, "void_trip", void_because="重复申报")
    assert entry(session, "K2.18").state == "revoked"
    collected(session, office, september, later=10)
    assert (paid(session, september, office.handler), "fine" in figures(session, september, office.handler)) == ([("2026-09", 270)], False)
    assert new(session, office, office.handler, "service_trip", project="二号站", **twice).id, "what is void is in nobody's way"


def test_a_fine_paid_for_good_comes_back_with_the_next_month(session: Session, office: Office) -> None:
    """K2.18, K2.21."""
    wrong = a_trip(session, office, office.handler, "3", signature="unsigned")
    months = [begun(session, date(2026, month, 1)) for month in (9, 10, 11)]
    collected(session, office, months[0], later=10)
    signed(session, office, months[0])
    step_by(session, office, office.leader, wrong, "void_trip", void_because="重复申报")
    for _twice in range(2):
        collected(session, office, months[1], later=40)
        assert figures(session, months[1], office.handler) == {"fine": D(100)}
    collected(session, office, months[2], later=70)
    assert (months[2].people, figures(session, months[0], office.handler)["fine"]) == (0, -100)


def test_who_came_late_in_a_month_that_was_paid_is_settled_in_the_next(session: Session, office: Office) -> None:
    """K8.20: by the base wage that month has paid, and given back once an excuse is entered."""
    act(session, System("test"), clock=lambda: NOW)
    make(session, "wage", person=office.handler, group="other", base_wage=D(5000), from_on=date(2026, 1, 1), probation_on=None, passed_on=None)
    months = [begun(session, date(2026, month, 1)) for month in (9, 10, 11)]
    days = [datetime(2026, 9, day, 1, 30, tzinfo=UTC) for day in (1, 2)]
    first, _second = (new(session, office, office.leader, "attendance", person=office.handler, signed_in_at=at) for at in days)
    collected(session, office, months[0])
    assert figures(session, months[0], office.handler) == {"base": D(5000), "late": D(-100)}
    signed(session, office, months[0])
    new(session, office, office.leader, "attendance", person=office.handler, signed_in_at=datetime(2026, 9, 3, 1, 30, tzinfo=UTC))
    act(session, System("test"), clock=lambda: NOW)
    make(session, "wage", person=office.handler, group="other", base_wage=D(9000), from_on=date(2026, 10, 1), probation_on=None, passed_on=None)
    collected(session, office, months[1], later=20)
    assert figures(session, months[1], office.handler) == {"base": D(9000), "late": D(-650)}, "the third time makes it 3 × 5 % of 5000"
    as_(session, office, office.leader)
    update(session, first, {"excuse": "外勤"}, version=first.version)
    collected(session, office, months[2], later=50)
    assert figures(session, months[2], office.handler) == {"base": D(9000), "late": D(650)}
