"""Projects without second service, sales by quarter, and the probation: what a month pays beside the points (K2, K8.16)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from models.complaints.stages import Stage
from models.complaints.words import Kind, Responsibility
from models.fence import act
from models.incentives.pay_step import PayStep
from operations.incentives import penalties
from operations.moves import perform
from operations.records import update
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage
from tests.operations.pay_scenes import NOW, D, a_trip, as_, begun, collected, figures, new, refused, signed, step_by

POWERED = {"powered_on": date(2025, 12, 31), "finished_on": date(2025, 12, 31)}


@pytest.fixture
def office(session: Session) -> Office:
    act(session, System("test"), clock=lambda: NOW)
    return an_office(session)


def again(session: Session, office: Office, first: Any, cause: str, on: date, **more: Any) -> None:
    a_trip(session, office, office.other, "1", kind="repeat", repeat_of=first.id, repeat_cause=cause, finished_on=on, **more)


def test_half_a_year_without_second_service_is_paid_once_per_project(session: Session, office: Office) -> None:
    """K2.16: 30 yuan a project, however many trips it took; a second service of any of them, for a missing function or own fault, spoils it."""
    kept = a_trip(session, office, office.handler, "1", project="甲", **POWERED)
    shared = a_trip(session, office, office.other, "1", project=" 甲 ", **POWERED)
    failed = a_trip(session, office, office.handler, "1", project="乙", **POWERED)
    a_trip(session, office, office.handler, "1", project="乙", kind="installation", **POWERED)
    a_trip(session, office, office.handler, "1", project="丙", powered_on=date(2026, 1, 1), finished_on=date(2026, 1, 1))
    by_name = a_trip(session, office, office.handler, "1", project="丁", **POWERED)
    later = a_trip(session, office, office.handler, "1", project="戊", **POWERED)
    again(session, office, failed, "function", date(2026, 3, 1))
    again(session, office, kept, "function", date(2026, 7, 1), project="甲")
    again(session, office, kept, "other", date(2026, 3, 1), project="甲")
    again(session, office, later, "wiring", date(2026, 3, 1), project="丁")
    june = begun(session, date(2026, 6, 1))
    for _twice in range(2):
        collected(session, office, june)
        assert figures(session, june, office.handler)["quality"] == 15, "甲 is shared by two; 乙, 丁 and 戊 had a second service, 丙 is not over"
        assert figures(session, june, office.other)["quality"] == 15
    for trip, paid in ((kept, june.id), (shared, june.id), (by_name, None), (later, None)):
        session.refresh(trip)
        assert trip.quality_in_id == paid


def test_who_goes_again_within_half_a_year_says_that_it_is_a_second_service(session: Session, office: Office) -> None:
    """K2.16: an ordinary service would hide what spoils the reward; after the months, or elsewhere, it is one."""
    first = a_trip(session, office, office.handler, "1", project="甲", **POWERED)
    for who, project in ((office.handler, "甲"), (office.other, " 甲 ")):
        with pytest.raises(Invalid) as found, session.begin_nested():
            a_trip(session, office, who, "1", project=project, kind="service", finished_on=date(2026, 6, 29))
        assert (found.value.clause, set(found.value.fields)) == ("K2.16", {"kind"})
    again(session, office, first, "other", date(2026, 6, 29), project="甲")
    a_trip(session, office, office.handler, "1", project="甲", kind="service", finished_on=date(2026, 6, 30))
    a_trip(session, office, office.handler, "1", project="乙", kind="service", finished_on=date(2026, 3, 1))


def test_the_second_quarter_is_paid_with_the_pay_that_is_paid_out_in_july(session: Session, office: Office) -> None:
    """K2.12: April, July, October and January: June is collected and paid out in July; a rule says so."""
    act(session, System("test"), clock=lambda: NOW)
    deal = make(session, "parts_deal", seller=office.handler, sold_on=date(2026, 4, 6), amount=D(10000), margin=D(35), day_fee=D(1100),
                received=D(10000), received_on=date(2026, 6, 30))  # fmt: skip
    assert deal.payout_on == date(2026, 7, 1)
    deal.state = "approved"
    session.flush()
    may = begun(session, date(2026, 5, 1))
    collected(session, office, may)
    act(session, System("test"), clock=lambda: NOW)
    assert session.scalars(select(PayStep)).all() == [], "May is paid out in June"
    june = begun(session, date(2026, 6, 1))
    collected(session, office, june)
    assert figures(session, june, office.handler) == {"parts": D(240)}
    act(session, System("test"), clock=lambda: NOW)
    make(session, "rule_value", rule="salary_after", amount=0, valid_from=date(2026, 1, 1))
    collected(session, office, june)
    assert session.scalars(select(PayStep)).all() == [], "who pays within the month itself pays it with July"


def test_parts_approved_after_their_month_wait_for_the_next_of_the_four(session: Session, office: Office) -> None:
    """K2.12: nothing is paid out in August; what April to June brought and was approved late comes with the pay of October."""
    act(session, System("test"), clock=lambda: NOW)
    deal = make(session, "parts_deal", seller=office.handler, sold_on=date(2026, 4, 6), amount=D(10000), margin=D(35), day_fee=D(1100),
                received=D(10000), received_on=date(2026, 6, 30))  # fmt: skip
    deal.state = "approved"
    session.flush()
    july, august, september = (begun(session, date(2026, month, 1)) for month in (7, 8, 9))
    for month in (july, august):
        collected(session, office, month)
        session.refresh(deal)
        assert deal.paid_in_id is None
    collected(session, office, september)
    assert figures(session, september, office.handler) == {"parts": D(240)}


def test_a_service_is_asked_once_more_whether_it_is_a_second_one_before_it_counts(session: Session, office: Office) -> None:
    """K2.16: the first may be entered later; the form then leads to the second service, and nothing is noted before."""
    second = new(session, office, office.other, "service_trip", person=office.other, project="甲", kind="service", coefficient=D(1),
                 finished_on=date(2026, 3, 1), signature="signed")  # fmt: skip
    first = a_trip(session, office, office.handler, "1", project=" 甲", **POWERED)
    as_(session, office, office.leader)
    refused(session, second, "verify_trip", "K2.16")
    as_(session, office, office.other)
    update(session, second, {"kind": "repeat", "repeat_of": first.id, "repeat_cause": "wiring"}, version=second.version)
    as_(session, office, office.leader)
    perform(session, second, "verify_trip", {})
    assert second.state == "verified"


@pytest.mark.parametrize("how", ["second service", "void"])
def test_a_reward_that_was_paid_for_a_project_not_kept_is_taken_back_once(session: Session, office: Office, how: str) -> None:
    """K2.16: June is closed and its figures stay; what came to light afterwards is settled by the next month, and by no further one."""
    mine = a_trip(session, office, office.handler, "1", project="甲", **POWERED)
    wrong = a_trip(session, office, office.other, "1", project="甲", **POWERED)
    a_trip(session, office, office.handler, "1", project="乙", **POWERED)
    months = {month: begun(session, date(2026, month, 1)) for month in (6, 7, 8)}
    collected(session, office, months[6])
    signed(session, office, months[6])
    assert figures(session, months[6], office.other)["quality"] == 15
    if how == "void":
        step_by(session, office, office.leader, wrong, "void_trip", void_because="重复申报")
    else:
        again(session, office, mine, "wiring", date(2026, 6, 29), project="甲")
    for _twice in range(2):  # what is collected anew does not take twice
        collected(session, office, months[7])
        assert figures(session, months[7], office.handler) == {"quality": -15}, "乙 was kept and is not touched"
        assert figures(session, months[7], office.other) == {"quality": -15}
    collected(session, office, months[8])
    assert months[8].people == 0
    act(session, System("test"), clock=lambda: NOW)
    december = make(session, "pay_month", name="2026年12月工资", month_on=date(2026, 12, 1))
    collected(session, office, december, later=80)
    assert december.people == (1 if how == "void" else 0), "what is left of the project counts anew"


def test_a_probation_lasts_the_months_of_the_rule(session: Session, office: Office) -> None:
    """K8.16."""
    wage = new(
        session,
        office,
        office.officer,
        "wage",
        person=office.handler,
        group="other",
        base_wage=D(3000),
        from_on=date(2026, 9, 1),
        probation_on=date(2026, 9, 1),
    )
    assert wage.probation_until_on == date(2026, 12, 1)


def test_a_complaint_during_the_probation_costs_a_fine_and_none_leaves_the_base_wage_whole(session: Session, office: Office) -> None:
    """K8.16: without complaints the base wage is paid in full; whoever is complained of is fined each time."""
    wage = new(session, office, office.officer, "wage", person=office.accused, group="service", base_wage=D(3000), from_on=date(2026, 9, 1),
               probation_on=date(2026, 9, 1))  # fmt: skip
    case = at_stage(session, a_case(session, office), Stage.FINISHED, kind=Kind.CONDUCT, responsibility=Responsibility.EMPLOYEE, decided_at=FRIDAY)
    about = {"complaint": case.id, "person": office.accused, "title": "语气生硬", "facts": "接电话时语气生硬。"}
    blame = new(session, office, office.officer, "criticism", sanction="criticism", **about)
    as_(session, office, office.leader)
    with pytest.raises(Refused) as found:
        perform(session, blame, "issue", {"decision": "通报"})
    assert found.value.sentence == penalties.PROBATION.format(least=10)
    assert found.value.clause == "K8.16"
    fine = new(session, office, office.officer, "criticism", sanction="penalty", amount=Decimal(10), **about)
    as_(session, office, office.leader)
    perform(session, blame, "issue", {"decision": "通报"})
    perform(session, fine, "issue", {"decision": "扣罚"})
    september, october = begun(session, date(2026, 9, 1)), begun(session, date(2026, 10, 1))
    collected(session, office, september)
    assert figures(session, september, office.accused) == {"base": D(3000)}
    act(session, System("test"), clock=lambda: NOW)
    assert str(session.scalars(select(PayStep.inputs)).one()).endswith("本月无投诉，全额发放")
    collected(session, office, october, later=40)
    assert figures(session, october, office.accused) == {"base": D(3000), "fine": D(-10)}
    assert "本月被投诉 1 次" in session.scalars(select(PayStep.inputs).where(PayStep.figure == "base", PayStep.inputs.contains("被投诉"))).one()
    assert wage.probation_until_on == date(2026, 12, 1)


def test_after_the_probation_a_criticism_alone_is_enough(session: Session, office: Office) -> None:
    """K8.16."""
    new(session, office, office.officer, "wage", person=office.accused, group="service", base_wage=D(3000), from_on=date(2026, 1, 1),
        probation_on=date(2026, 1, 1), passed_on=date(2026, 4, 1))  # fmt: skip
    case = at_stage(session, a_case(session, office), Stage.FINISHED, kind=Kind.CONDUCT, responsibility=Responsibility.EMPLOYEE, decided_at=FRIDAY)
    blame = new(session, office, office.officer, "criticism", sanction="criticism", complaint=case.id, person=office.accused, title="语气", facts="生硬。")
    as_(session, office, office.leader)
    perform(session, blame, "issue", {"decision": "通报"})
    assert str(blame.state) == "issued"
