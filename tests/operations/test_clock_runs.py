"""All open clocks at once: another calendar moves them after a look and a yes, what was late stays late, rules move nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Conflict
from models.complaints.breach import ComplaintBreach
from models.fence import act, acting
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.calendar_notices import bring_up_to_date, mark_of, outdated
from operations.complaints.clock_runs import moved_clocks, note_overdue, recompute_clocks
from operations.complaints.clock_store import load
from operations.records import create
from operations.redating import all_moved, shown_of
from operations.rules import set_rule
from operations.working_days import working_calendar
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, an_office, take
from tests.operations.test_calendar_readers import KEEPS, may
from tests.operations.test_complaint_clocks import TUESDAY, accepted, late, on_its_way, running

SUNDAY = date(2026, 9, 20)
THURSDAY = datetime(2026, 9, 23, 9, 30, tzinfo=UTC)
"""Close of business one working day later than TUESDAY."""


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def sunday_off(session: Session) -> None:
    """The make-up day is not worked after all."""
    act(session, System("test"), clock=lambda: FRIDAY)
    day = session.scalars(select(registers["calendar_day"].model).where(registers["calendar_day"].model.day == SUNDAY)).one()  # type: ignore[attr-defined]
    day.kind = "holiday"
    session.flush()


def test_another_calendar_moves_open_clocks_only_and_says_which(session: Session, office: Office) -> None:
    case = on_its_way(session, office)
    stopped = {one.code: one.due_at for one in load(session, case.id).clocks.clocks if one.stopped_at is not None}
    sunday_off(session)
    calendar = working_calendar(session)
    moved = list(moved_clocks(session, calendar))
    assert [(one.case_id, one.clock, one.before, one.after) for one in moved] == [(case.id, "C5", TUESDAY, THURSDAY)]
    assert running(session, case)["C5"] == TUESDAY, "a look changes nothing"
    told: list[tuple[int, int]] = []
    version = case.version
    assert recompute_clocks(session, lambda done, total: told.append((done, total))) == 1
    assert told == [(1, 1)]
    session.refresh(case)
    assert (running(session, case)["C5"], case.next_due_at, str(case.due_on)) == (THURSDAY, THURSDAY, "2026-09-23")
    assert {one.code: one.due_at for one in load(session, case.id).clocks.clocks if one.stopped_at is not None} == stopped
    entry = session.scalars(select(AuditEntry).where(AuditEntry.record_id == case.id).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.changes["due_on"] == ["2026-09-22", "2026-09-23"]
    assert case.version == version + 1
    assert recompute_clocks(session) == 0, "doing it again changes nothing"


def test_what_was_late_by_the_old_calendar_stays_late(session: Session, office: Office) -> None:
    case = on_its_way(session, office)
    sunday_off(session)
    act(session, System("test"), clock=lambda: TUESDAY + timedelta(hours=1))
    recompute_clocks(session)
    session.refresh(case)
    assert (late(session, case), case.late_times) == ([("C5", 1)], 1), "R6.1"
    assert running(session, case)["C5"] == THURSDAY


def test_what_is_overdue_is_noted_once_although_nobody_touches_the_case(session: Session, office: Office) -> None:
    case = on_its_way(session, office)
    act(session, System("test"), clock=lambda: TUESDAY)
    assert note_overdue(session) == 0, "the last moment is in time"
    act(session, System("test"), clock=lambda: TUESDAY + timedelta(days=7))
    assert (note_overdue(session), note_overdue(session)) == (1, 0), "a week missed is caught up once"
    session.refresh(case)
    breach = session.scalars(select(ComplaintBreach)).one()
    assert (breach.code, breach.due_at, breach.department_id, case.late_times) == ("C5", TUESDAY, case.department_id, 1)


def test_another_number_of_a_rule_moves_no_running_case(session: Session, office: Office) -> None:
    case = on_its_way(session, office)
    act(session, System("test"), clock=lambda: FRIDAY)
    set_rule(session, "handling_days", 9, FRIDAY.date(), "办公会决议")
    act(session, System("test"), clock=lambda: FRIDAY + timedelta(hours=1))
    case.rules_on = FRIDAY.date() - timedelta(days=1)  # it came the day before
    session.flush()
    assert (list(moved_clocks(session, working_calendar(session))), recompute_clocks(session)) == ([], 0), "T3.1: what has begun keeps its rule"
    assert running(session, case)["C5"] == TUESDAY


def test_net_clocks_and_the_authoritys_day_follow_the_calendar_too(session: Session, office: Office) -> None:
    with acting(session, System("test")):
        make(session, "setting", name="complaint_profile", value="Y")
    net = on_its_way(session, office)
    take(session, office, net, "pause", office.handler)
    referred = accepted(session, office, channel="referred", referred_by="市场监管局", referred_no="1号", referred_due_on=SUNDAY)
    sunday_off(session)
    moved = {one.clock: one for one in moved_clocks(session, working_calendar(session)) if one.case_id == referred.id}
    assert moved["C13"].after == datetime(2026, 9, 21, 9, 30, tzinfo=UTC)
    assert not any(one.case_id == net.id for one in moved_clocks(session, working_calendar(session))), "while it waits nothing is due"
    recompute_clocks(session)
    take(session, office, net, "resume", office.handler, FRIDAY + timedelta(hours=1))
    assert running(session, net)["C5"] == THURSDAY


def test_who_keeps_the_calendar_confirms_what_he_was_shown_and_sees_only_his_own(session: Session, office: Office) -> None:
    case = on_its_way(session, office)
    sunday_off(session)
    keeper = may(*KEEPS)
    act(session, keeper, clock=lambda: FRIDAY)
    found = outdated(session)
    assert [(one.register, one.case_id) for one in found] == [("complaint_clock", case.id)]
    assert (shown_of(session, found).rows, shown_of(session, found).hidden) == ((), 1), "he may not view complaints"
    with pytest.raises(Conflict):
        bring_up_to_date(session, "other")
    assert bring_up_to_date(session, mark_of(found)) == 1
    session.expire_all()
    assert running(session, case)["C5"] == THURSDAY
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    assert shown_of(session, found).rows == (), "K4.7"
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    assert shown_of(session, found).rows == found


def test_filings_and_clocks_stand_in_one_list(session: Session, office: Office) -> None:
    on_its_way(session, office)
    act(session, System("test"), clock=lambda: FRIDAY)
    filing = make(session, "registration", contacted_on=date(2026, 9, 17))
    create(session, registers["calendar_day"], {"day": date(2026, 9, 21), "kind": "holiday", "name": "停电", "source": "公司通知"})
    assert {(one.register, one.clock) for one in all_moved(session, working_calendar(session))} == {
        ("registration", ""), ("complaint_clock", "C5"),
    }  # fmt: skip
    assert filing.due_on is not None
