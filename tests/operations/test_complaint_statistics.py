"""The pack against a count by hand of the same year: every share and table, whose rows count, and what is behind a figure."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.complaint_clocks import CLOCKS
from domain.complaint_topics import TOPICS
from domain.errors import Invalid, Refused
from domain.report_periods import Period, read_period, week_of
from domain.values import OFFICE_ZONE
from models.access.account import Account
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.complaints.improvement import Improvement
from models.complaints.report import ComplaintReport
from models.complaints.stages import Stage
from models.complaints.words import CAUSE_KINDS, KINDS, Responsibility, Satisfaction
from models.customers.customer import Customer
from models.customers.visit_item import VisitItem
from models.fence import acting
from models.organisation.employee import Employee
from operations.complaints.drawing import draw_cases
from operations.complaints.statistics.cards import Pack, Rate, Table
from operations.complaints.statistics.freezing import freeze
from operations.complaints.statistics.pack import a_pack
from operations.filtering import Condition
from operations.listing import Query, count
from operations.records import create
from operations.rights import PlanStore, policy_version
from operations.working_days import working_calendar
from permissions.actor import Authority
from tests.database import filled_database
from tests.played_year import NOW, Year, opener_of, played

PERIODS = ("2026-03", "2026-06", "2026-11", "2026-W23", "2026-W40", "2020-01")
ENDED = {Stage.SETTLED, Stage.REFUSED, Stage.WITHDRAWN}

pytestmark = pytest.mark.timeout(400)  # the first test waits until the year is played


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    with filled_database(tmp_path_factory.mktemp("year"), played) as (engine, loads):
        yield Year(engine, opener_of(engine), loads)


@pytest.fixture
def there(year: Year) -> Iterator[Session]:
    with year.opener() as session:
        yield session
        session.rollback()


@pytest.fixture(params=PERIODS)
def period(request: pytest.FixtureRequest) -> Period:
    return read_period(request.param)


def reader(session: Session, code: str) -> Authority:
    account = session.scalars(select(Account).where(Account.code == code)).one()
    found = PlanStore().authority(session, account.id, policy_version(session), NOW)
    assert found is not None
    return found


def day_of(moment: datetime | None) -> date:
    return moment.astimezone(OFFICE_ZONE).date() if moment else date.min


def having(cases: list[Complaint], period: Period, moment: str) -> list[Complaint]:
    return [case for case in cases if period.first <= day_of(getattr(case, moment)) <= period.last]


def everything(session: Session) -> list[Complaint]:
    return list(session.scalars(select(Complaint)))


def rate(pack: Pack, key: str) -> Rate:
    return next(one for one in pack.rates if one.key == key)


def table(pack: Pack, key: str) -> Table:
    return next((one for one in pack.tables if one.key == key), Table(key, KINDS[next(iter(KINDS))], (), (), ""))


def first_figures(found: Table) -> dict[str, int]:
    return {line.title.zh: line.cells[0].count for line in found.lines}


def share(cases: list[Any], test: Callable[[Any], bool]) -> tuple[int, int]:
    return sum(map(test, cases)), len(cases)


def test_every_share_equals_a_count_by_hand(there: Session, period: Period) -> None:
    """T6.1 件件有落实，事事有回复; K6.15 valid complaints and visits handled."""
    cases, pack = everything(there), a_pack(there, period)
    received, closed, called = (having(cases, period, key) for key in ("received_at", "closed_at", "called_at"))
    finished, accepted = having(cases, period, "finished_at"), having(cases, period, "accepted_at")
    closing = working_calendar(there).closing
    answered = [case for case in received if case.answered_at or case.stage in ENDED]
    dealt = [case for case in received if case.finished_at or case.stage in ENDED]
    waiting = [case for case in received if case.next_due_at and case.next_due_at >= NOW]
    reached = [case for case in called if case.satisfaction != Satisfaction.UNREACHED]
    ours = (Responsibility.COMPANY, Responsibility.EMPLOYEE)
    raised = [item for item in there.scalars(select(VisitItem)) if period.start <= item.created_at < period.end]
    expected = {
        "answered": (len(answered), len({*answered} | ({*received} - {*waiting}))),
        "dealt": (len(dealt), len({*dealt} | ({*received} - {*waiting}))),
        "in_time": share(finished, lambda case: bool(case.due_on and case.finished_at and case.finished_at <= closing(case.due_on))),
        "late_0": share(received, lambda case: case.late_times == 0),
        "extended_1": share(accepted, lambda case: case.extended_at is not None),
        "again_0": share(closed, lambda case: case.round == 1),
        "again_1": share(closed, lambda case: case.round > 1),
        "unhappy": share(reached, lambda case: case.satisfaction == Satisfaction.DISSATISFIED or case.round > 1),
        "valid": (sum(case.responsibility in ours for case in closed), customers_on(there, period.last)),
        "visits_handled": share(raised, lambda item: item.state in ("solved", "case")),
        "repeaters": _repeaters(cases, period),
        "checks": (0, 0), "not_done": (0, 0),  # the played year draws none; tests/operations/test_spot_checks.py counts them
    }  # fmt: skip
    assert {one.key: (one.part, one.whole) for one in pack.rates} == expected
    assert pack.total == len(received)


def customers_on(session: Session, day: date) -> int:
    return sum(opened is None or opened <= day for opened in session.scalars(select(Customer.opened_on)))


def _repeaters(cases: list[Complaint], period: Period) -> tuple[int, int]:
    since = min(period.end - timedelta(days=90), period.start)
    times = Counter(case.phone for case in cases if case.received_at and since <= case.received_at < period.end and case.phone)
    people = {case.phone for case in having(cases, period, "received_at") if case.phone}
    return sum(times[phone] > 1 for phone in people), len(people)


def test_every_table_equals_a_count_by_hand(there: Session, period: Period) -> None:
    """K9.17: T5.1 by class and the rest, T5.2 wanted and given, K6.9 the weeks."""
    cases, pack = everything(there), a_pack(there, period)
    received, closed = having(cases, period, "received_at"), having(cases, period, "closed_at")
    pairs = Counter((case.kind, case.department_id) for case in received)
    assert sum(line.cells[-1].count for line in table(pack, "class").lines[:-1]) == len(received)
    shown = Counter(cell.count for line in table(pack, "class").lines[:-1] for cell in line.cells[:-1] if cell.count)
    assert shown == Counter(pairs.values())
    assert sum(first_figures(table(pack, "channel")).values()) == sum(first_figures(table(pack, "stage")).values()) == len(received)
    topics = {topic.title.zh: sum(any(word in f"{case.title} {case.facts}" for word in topic.words) for case in received) for topic in TOPICS}
    assert first_figures(table(pack, "topic")) == {name: number for name, number in topics.items() if number}
    assert sum(first_figures(table(pack, "area")).values()) == len(received)
    kinds = Counter(CAUSE_KINDS[case.cause_kind].zh for case in closed if case.cause_kind)
    assert kinds.total() == sum(case.root_cause is not None for case in closed), "none is closed without its kind"
    assert first_figures(table(pack, "cause_kinds")) == kinds
    assert first_figures(table(pack, "causes")) == Counter(case.root_cause for case in closed if case.root_cause)
    last = week_of(period.last)
    for number, line in enumerate(reversed(table(pack, "weeks").lines)):
        week = week_of(last.first - timedelta(weeks=number))
        arrived = having(cases, week, "received_at")
        assert line.cells[0].count == len(arrived)
        assert [cell.count for cell in line.cells[1:-1]] == [sum(case.kind == kind for case in arrived) for kind in KINDS]


def test_the_hours_are_the_office_s_own(there: Session, period: Period) -> None:
    found = table(a_pack(there, period), "hours")
    wall = [case.received_at.astimezone(OFFICE_ZONE) for case in having(everything(there), period, "received_at") if case.received_at]
    by_hand = Counter((moment.weekday(), moment.hour) for moment in wall)
    shown = {(day, hour): cell.count for day, line in enumerate(found.lines) for hour, cell in enumerate(line.cells) if cell.count}
    assert shown == by_hand


@pytest.mark.parametrize("code", ["boss01", "complaint01", "quality01", "head01"])
def test_the_list_behind_a_figure_shows_just_as_many(there: Session, code: str) -> None:
    who, register = reader(there, code), Complaint.register
    period, followed = read_period("2026-06"), 0
    with acting(there, who):
        pack = a_pack(there, period)
        figures: list[tuple[Any, int]] = [(cell.behind, cell.count) for one in pack.tables for line in one.lines for cell in line.cells]
        parts = {"late_0", "extended_1", "again_0", "again_1"}
        figures += [(one.behind, one.part if one.key in parts else one.whole) for one in pack.rates if one.key in parts | {"in_time"}]
        for behind, number in figures:
            if behind is None:
                continue
            conditions: dict[tuple[str, str], tuple[str, ...]] = {}
            for name, value in behind:
                _, key, operator = name.split(".")
                conditions[(key, operator)] = (*conditions.get((key, operator), ()), str(value))
            query = Query(conditions=tuple(Condition(key, operator, values) for (key, operator), values in conditions.items()))
            assert count(there, who, register, query) == (number, False), behind
            followed += 1
    assert followed > 20


def test_a_handler_counts_only_his_own_cases_and_nobody_counts_what_concerns_himself(there: Session) -> None:
    period = read_period("2026-06")
    whole = a_pack(there, period)
    handler = reader(there, "quality01")
    with acting(there, handler):
        own = a_pack(there, period)
    mine = [case for case in having(everything(there), period, "received_at") if case.handler_id == handler.person.person_id]
    assert own.total == len(mine) < whole.total
    assert rate(own, "repeaters").whole == len({case.phone for case in mine})
    assert rate(own, "valid").whole == rate(whole, "valid").whole == customers_on(there, period.last), "K6.15: a number of the company"
    boss = reader(there, "boss01")
    case = next(one for one in having(everything(there), period, "received_at") if not one.respondents)
    case.respondents = [there.get_one(Employee, boss.person.person_id)]
    there.flush()
    with acting(there, boss):
        apart = a_pack(there, period)
    assert apart.total == whole.total - 1, "K4.7: what he is complained of does not even show as a number"
    assert rate(apart, "repeaters").whole == rate(whole, "repeaters").whole - 1


def test_each_clock_equals_a_count_by_hand(there: Session, period: Period) -> None:
    """T3.1, R6.1: due in the period, and in time or late for good."""
    clocks = [one for one in there.scalars(select(ComplaintClock)) if one.due_at and period.start <= one.due_at < period.end]
    over = [one for one in clocks if one.stopped_at or one.due_at < NOW]  # type: ignore[operator]
    kept = Counter(one.code.partition("-")[0] for one in over if one.stopped_at and one.stopped_at <= one.due_at)  # type: ignore[operator]
    due = Counter(one.code.partition("-")[0] for one in over)
    found = table(a_pack(there, period), "clocks")
    assert [(line.cells[0].count, line.cells[1].count, line.cells[3].count) for line in found.lines] == [
        (due[code], kept[code], due[code] - kept[code]) for code in CLOCKS if due[code]
    ]


def test_the_draw_of_a_month_is_repeated_by_its_seed(there: Session) -> None:
    """T4.3: a share of what each department has had closed, one at the least; other seeds draw others."""
    month = read_period("2026-06")
    found = draw_cases(there, month, "8f3a")
    closed = [case for case in having(everything(there), month, "closed_at") if case.stage in (Stage.CLOSED, Stage.ARCHIVED)]
    assert sum(found.of.values()) == len(closed)
    assert all(len(found.cases[code]) == max(1, -(-number // 10)) for code, number in found.of.items())
    assert {number for numbers in found.cases.values() for number in numbers} <= {case.number for case in closed}
    assert draw_cases(there, month, "8f3a") == found
    assert any(draw_cases(there, month, f"{seed}").cases != found.cases for seed in range(20))
    with pytest.raises(Invalid):
        draw_cases(there, month, "")


def test_a_frozen_report_keeps_what_was_counted(there: Session) -> None:
    """T5.3, A6.3: what happens afterwards changes no figure of it, and nobody writes its figures by hand."""
    officer, june = reader(there, "complaint01"), read_period("2026-06")
    with acting(there, officer):
        report = freeze(there, june)
        before = report.figures
        assert before is not None
        assert f"接到 {a_pack(there, june).total:,} 件" in before
        assert report.made_by_id == officer.person.person_id
        proposal = {"title": "修订检验规程", "report": report.id, "owner": officer.person.person_id, "due_on": date(2026, 12, 1)}
        assert create(there, Improvement.register, proposal).report_id == report.id
        with pytest.raises(Refused):
            freeze_by_hand(there, report)
    there.refresh(report)
    assert report.figures == before
    with acting(there, reader(there, "quality01")), pytest.raises(Refused):
        freeze(there, june)


def test_proposals_come_back_in_the_next_pack_with_how_far_they_are(there: Session) -> None:
    """T5.3: open ones until they are done, those of the report before in any case; nothing of a later one."""
    officer = reader(there, "complaint01")
    with acting(there, officer):
        may, june = freeze(there, read_period("2026-05")), freeze(there, read_period("2026-06"))
        for title, report, due_on, done_on in (
            ("早已完成", may, date(2026, 6, 10), date(2026, 6, 1)), ("逾期", may, date(2026, 6, 10), None),
            ("按期完成", june, date(2026, 8, 10), date(2026, 7, 9)), ("进行中", june, date(2027, 8, 10), None),
            ("逾期完成", june, date(2026, 7, 10), date(2026, 7, 12)),
        ):
            values = {"title": title, "report": report.id, "owner": officer.person.person_id, "due_on": due_on, "done_on": done_on}
            create(there, Improvement.register, values)
        found = {line.title.zh: line.cells[3].text for line in table(a_pack(there, read_period("2026-07")), "actions").lines}
        assert found == {
            "逾期": "逾期未完成", "按期完成": "已完成（2026-07-09）", "进行中": "进行中", "逾期完成": "逾期完成（2026-07-12）",
        }  # fmt: skip
        assert not table(a_pack(there, read_period("2026-05")), "actions").lines
        assert "逾期完成（2026-07-12）" in (freeze(there, read_period("2026-07")).figures or "")
    with acting(there, reader(there, "quality01")):
        assert not table(a_pack(there, read_period("2026-07")), "actions").lines


def freeze_by_hand(session: Session, report: ComplaintReport) -> None:
    report.figures = "接到 0 件"
    try:
        session.flush()
    finally:
        session.expire(report)


def test_who_may_view_no_complaint_gets_no_figure(there: Session) -> None:
    with acting(there, reader(there, "staff01")), pytest.raises(Refused):
        a_pack(there, read_period("2026-06"))
