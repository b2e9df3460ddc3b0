"""What runs by the clock: by one worker, once after a week, each rule for itself, and seen when it fails."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.terms import Term
from models.engine import FencedSession
from models.fence import act
from models.governance.notice import Notice
from models.governance.periodic_run import PeriodicRun
from operations.base_roles import ensure_base_roles
from operations.calendar_filling import fill_calendar
from operations.calendar_reminding import provisional_years, remind_of_the_calendar
from operations.notices import notify
from operations.periodic import LEASE, Opener, Rule, Task, any_due, in_one, run_due, runs
from permissions.actor import System
from tests.factories import make
from tests.house.copying import ROOT, environment

MONDAY = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
TITLE = Term("试", "Try")
HOURLY = timedelta(hours=1)


def opener(engine: Engine, at: datetime = MONDAY) -> Opener:
    @contextmanager
    def opened() -> Iterator[Session]:
        with FencedSession(engine) as session:
            act(session, System("test"), clock=lambda: at)
            yield session
            session.commit()

    return opened


def task(*rules: Rule, every: timedelta = HOURLY) -> Task:
    return Task("try", TITLE, every, rules)


def stands(engine: Engine) -> dict[str, PeriodicRun]:
    with opener(engine)() as session:
        found = runs(session)
        session.expunge_all()
    return found


def test_it_runs_when_it_is_due_and_once_after_a_week(own_engine: Engine) -> None:
    """The clock job that did not run for a week catches up once."""
    done: list[datetime] = []
    now = [MONDAY]
    tasks = [task(Rule("note", TITLE, lambda _opened: done.append(now[0]) or 1))]  # type: ignore[func-returns-value]
    for at in (MONDAY, MONDAY + timedelta(minutes=59), MONDAY + HOURLY, MONDAY + timedelta(days=7), MONDAY + timedelta(days=7, minutes=1)):
        now[0] = at
        run_due(opener(own_engine, at), tasks, lambda: now[0])
    assert done == [MONDAY, MONDAY + HOURLY, MONDAY + timedelta(days=7)]
    with opener(own_engine)() as session:
        assert not any_due(session, tasks, now[0])
        assert any_due(session, tasks, now[0] + HOURLY)


def test_a_rule_that_always_fails_stops_no_other_and_is_seen_until_it_goes_well(own_engine: Engine) -> None:
    """The always-failing rule: half of what it did is taken back, the others run, failures are counted in words."""
    broken = [True]

    def fails(opened: Opener) -> int:
        with opened() as session:
            make(session, "department", name="半截", code="HALF")
            if broken[0]:
                raise ValueError("secret of a row")
        return 1

    def refused(_opened: Opener) -> int:
        raise Invalid(Term("缺少设置。", "A setting is missing."))

    done: list[int] = []
    tasks = [task(Rule("fails", TITLE, fails), Rule("refused", TITLE, refused), Rule("works", TITLE, lambda _opened: done.append(1) or 3))]  # type: ignore[func-returns-value]
    for hour in range(3):
        at = MONDAY + timedelta(hours=hour)
        found = run_due(opener(own_engine, at), tasks, lambda at=at: at)  # type: ignore[misc]
        assert [one.code for one in found if one.error] == ["try.fails", "try.refused"]
    rows = stands(own_engine)
    assert (len(done), rows["try.works"].failures, rows["try.works"].counted) == (3, 0, 3)
    assert (rows["try.fails"].failures, rows["try.fails"].last_ok) == (3, None)
    assert "ValueError" in str(rows["try.fails"].last_error)
    assert "secret" not in f"{rows['try.fails'].last_error}{rows['try.fails'].last_error_en}"
    assert rows["try.refused"].last_error == "缺少设置。"
    assert (rows["try"].failures, rows["try"].leased_by) == (3, None)
    broken[0] = False
    run_due(opener(own_engine, MONDAY + timedelta(hours=3)), tasks, lambda: MONDAY + timedelta(hours=3))
    assert stands(own_engine)["try.fails"].failures == 0


def test_who_holds_a_task_is_alone_until_his_lease_is_over(own_engine: Engine) -> None:
    inner: list[int] = []
    tasks: list[Task] = []

    def slow(opened: Opener) -> int:
        # Another worker comes by while this one works, long after the next run was due.
        inner.append(len(run_due(opened, tasks, lambda: MONDAY + LEASE - timedelta(seconds=1), anyway=True)))
        return 1

    tasks.append(task(Rule("slow", TITLE, slow), every=timedelta(minutes=1)))
    run_due(opener(own_engine), tasks, lambda: MONDAY)
    assert inner == [0]
    with opener(own_engine)() as session:  # a worker that was killed
        row = session.get_one(PeriodicRun, "try")
        row.leased_by, row.leased_until = "dead", MONDAY + LEASE
    assert run_due(opener(own_engine), tasks, lambda: MONDAY + timedelta(minutes=5)) == []
    tasks[0] = task(Rule("fast", TITLE, lambda _opened: 1))
    assert len(run_due(opener(own_engine), tasks, lambda: MONDAY + HOURLY)) == 1


WORKER = """
import sys, time
from datetime import UTC, datetime
from sqlalchemy import create_engine
from models.engine import prepare
from tests.operations import test_periodic as here
from operations.periodic import Rule, run_due
from models import all as models_all
models_all.load()
engine = prepare(create_engine(sys.argv[1]))
def work(opened):
    with open(sys.argv[2], "a") as file:
        file.write("ran\\n")
    time.sleep(0.3)
    return 1
print("ready", flush=True)
sys.stdin.readline()
found = run_due(here.opener(engine), [here.task(Rule("note", here.TITLE, work))], lambda: here.MONDAY)
print(len(found), flush=True)
"""


def test_of_several_worker_processes_one_runs_it(own_engine: Engine, tmp_path: Path) -> None:
    address, told = own_engine.url.render_as_string(hide_password=False), tmp_path / "ran"
    processes = [
        subprocess.Popen(  # noqa: S603  # our own interpreter
            [sys.executable, "-c", WORKER, address, str(told)], cwd=ROOT, env=environment(tmp_path), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]  # fmt: skip
    for one in processes:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in processes:  # all of them at the same moment
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = [one.communicate(timeout=60)[0].strip() for one in processes]
    assert sorted(answers) == ["0", "0", "1"]
    assert told.read_text() == "ran\n"


def test_what_was_told_before_the_week_is_not_told_again(own_engine: Engine) -> None:
    """No double notices after catching up: the rule tells everything that is due, and the occasion is one."""
    with opener(own_engine)() as session:
        person = make(session, "employee").id
        record = make(session, "registration")
        key, model = record.id, type(record)

    def tell(session: Session) -> int:
        return notify(session, person, "due", session.get_one(model, key), TITLE, once="1")

    tasks = [task(Rule("tell", TITLE, in_one(tell)))]
    counts = []
    for day in (0, 7, 8):
        at = MONDAY + timedelta(days=day)
        counts += [one.counted for one in run_due(opener(own_engine, at), tasks, lambda at=at: at)]  # type: ignore[misc]
    assert counts == [1, 0, 0]


@pytest.mark.parametrize(("month", "years"), [(9, ()), (11, (2027,))])
def test_who_keeps_the_calendar_is_told_once_a_month_that_a_year_is_missing(session: Session, month: int, years: tuple[int, ...]) -> None:
    ensure_base_roles(session)
    fill_calendar(session)
    account = make(session, "account", active=True)
    role = session.connection().exec_driver_sql("SELECT id FROM role WHERE code = 'personnel_officer'").scalar_one()
    make(session, "role_grant", role=role, person=account.holder_id, department=None, post=None)
    for day in (2, 3):
        act(session, System("test"), clock=lambda day=day: datetime(2026, month, day, 2, tzinfo=UTC))  # type: ignore[misc]
        assert provisional_years(session) == (2027,)
        assert remind_of_the_calendar(session) == (len(years) if day == 2 else 0)
    told = list(session.scalars(select(Notice.sentence)))
    assert [str(year) in text for year in years for text in told] == [True] * len(years)
