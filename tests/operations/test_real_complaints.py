"""Real complaints played as a year: nothing is refused, every fate occurs, and a load goes on where it was stopped."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Missing
from models.complaints.complaint import Complaint
from models.complaints.criticism import Criticism, SanctionState
from models.complaints.meeting import ComplaintMeeting
from models.complaints.meeting_vote import MeetingVote
from models.complaints.stages import Stage
from models.complaints.words import Responsibility, Retention
from models.governance.audit_entry import AuditEntry
from operations.demo import real_complaints
from operations.demo.real_complaints import load_complaints, real_texts
from tests.database import filled_database
from tests.played_year import COUNT, FIRST, NOW, Year, opener_of, played

pytestmark = pytest.mark.timeout(400)  # the first test waits until the year is played


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    with filled_database(tmp_path_factory.mktemp("year"), played) as (engine, loads):
        yield Year(engine, opener_of(engine), loads)


@pytest.fixture
def there(year: Year) -> Iterator[Session]:
    with year.opener() as session:
        yield session


def cases_of(session: Session) -> list[Complaint]:
    return list(session.scalars(select(Complaint).where(Complaint.address.like("%（演示 %")).order_by(Complaint.id)))


def test_the_package_ships_nine_thousand_distinct_complaints() -> None:
    texts = real_texts()
    assert 9_000 < len(texts) == len(set(texts))


def test_no_step_is_refused_and_a_second_load_adds_what_is_missing(year: Year, there: Session) -> None:
    assert [dict(load.refused) for load in year.loads] == [{}, {}]
    assert [load.complaints for load in year.loads] == [FIRST, COUNT - FIRST]
    cases = cases_of(there)
    assert len(cases) == len({case.address for case in cases}) == COUNT


def test_what_is_loaded_is_not_loaded_twice(year: Year) -> None:
    with pytest.raises(Invalid, match="already"):
        load_complaints(year.opener, COUNT, 7)


def test_the_year_has_every_fate(there: Session) -> None:
    cases = cases_of(there)
    stages = Counter(case.stage for case in cases)
    assert {Stage.ARCHIVED, Stage.SETTLED, Stage.WITHDRAWN, Stage.REFUSED} <= set(stages)
    assert stages[Stage.ARCHIVED] > COUNT / 2
    assert any(case.round == 2 for case in cases)
    assert any(case.extended_at for case in cases)
    assert 0 < sum(case.late_times > 0 for case in cases) < COUNT
    assert len({case.kind for case in cases}) >= 4
    assert {case.channel for case in cases} >= {"phone", "online", "visit", "written"}


def test_the_year_has_criticisms_meetings_objections_and_cases_handled_as_one(there: Session) -> None:
    """T2.18, K4.12, K4.22, K4.4: what happens beside the steps, each through the same operations."""
    faults = [case for case in cases_of(there) if case.responsibility == Responsibility.EMPLOYEE and case.answered_at]
    sheets = list(there.scalars(select(Criticism)))
    assert faults
    assert {case.id for case in faults} == {sheet.complaint_id for sheet in sheets}
    assert {sheet.state for sheet in sheets} == {SanctionState.ISSUED}
    assert all("批评" in (case.answer or "") for case in faults)
    resolved = [case for case in cases_of(there) if case.major and case.decided_at]
    meetings = {meeting.complaint_id: meeting for meeting in there.scalars(select(ComplaintMeeting))}
    assert resolved
    assert {case.id for case in resolved} == set(meetings)
    for case in resolved:
        votes = list(there.scalars(select(MeetingVote).where(MeetingVote.meeting_id == meetings[case.id].id)))
        assert len(votes) >= 2
        assert case.retention in (None, Retention.LONG_TERM)
    assert any(case.objection and case.round == 2 for case in cases_of(there))
    joined = list(there.scalars(select(Complaint).where(Complaint.stage == Stage.MERGED)))
    assert joined
    assert all(case.answered_at for case in joined if there.get_one(Complaint, case.merged_into_id).closed_at)


def test_each_step_was_taken_in_the_past_and_by_somebody_with_an_account(there: Session) -> None:
    for case in cases_of(there):
        moments = [
            case.received_at,
            case.registered_at,
            case.accepted_at if case.round == 1 else None,
            case.finished_at,
            case.closed_at,
        ]
        taken = [at for at in moments if at]
        assert taken == sorted(taken)
        assert NOW - timedelta(days=366) < taken[0]
        assert taken[-1] <= NOW
    actors = there.execute(
        select(AuditEntry.actor, func.count())
        .where(AuditEntry.register_key == "complaint", AuditEntry.happened_at < NOW - timedelta(days=30))
        .group_by(AuditEntry.actor)
    ).all()
    assert len(actors) >= 7


def test_without_the_package_or_the_company_it_says_so(own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Missing, match="demo company"):
        load_complaints(opener_of(own_engine), 1, 7)
    monkeypatch.setattr(real_complaints, "PACKAGE", "no-such-package")
    with pytest.raises(Missing, match="not installed"):
        real_texts()
