"""Background jobs: done once, with the owner's rights of now, all or nothing, and without traces when they end badly."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Conflict, Missing, Refused
from domain.terms import Term
from models.access.account import Account
from models.access.role import Role
from models.access.rules import ActionRule
from models.customers.customer import Customer
from models.fence import authority_of
from models.governance.job import Job, JobKind, JobState
from models.register import registers
from operations.job_running import WENT_WRONG
from operations.job_signs import Signs, folder
from operations.jobs import AT_ONCE, KEPT, PROCESS_ENDED, Outcome, cancel, needs_tidying, own_job, own_jobs
from operations.records import create
from tests.operations.job_scenes import Office, a_runner, an_office, many_customers

SECRET = "13912345678"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("jobs")) as made:
        yield made


@pytest.fixture
def own_office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as made:
        yield made


def add_a_customer(session: Session, name: str) -> None:
    create(session, registers["customer"], {"name": name, "customer_class": "general", "contact_phone": SECRET})


def customers_named(office: Office, name: str) -> int:
    with office.reader() as session:
        return session.scalar(select(func.count()).select_from(Customer).where(Customer.name == name)) or 0


# ---- running -------------------------------------------------------------------------------------------------------


def test_a_job_acts_as_its_owner_and_commits_once_at_its_end(office: Office) -> None:
    seen: list[Any] = []

    def work(session: Session, job: Job, progress: Any, _data_dir: Path) -> Outcome:
        add_a_customer(session, "一次提交有限公司")
        seen.append((authority_of(session).label, customers_named(office, "一次提交有限公司")))
        progress(1, 1)
        return Outcome(Term("好了", "Done"), {"created": 1}, facts={"file": "a.xlsx"})

    number = office.ask("clerk", JobKind.IMPORT, address="10.0.0.7", request_id="abc")
    assert office.do(number, a_runner(work)) is JobState.DONE
    assert seen == [("王小芳 (clerk)", 0)]
    job = office.job(number)
    assert (job.state, job.done, job.total) == (JobState.DONE, 1, 1)
    assert job.outcome == {"zh": "好了", "en": "Done", "counts": {"created": 1}, "rights": ""}
    assert customers_named(office, "一次提交有限公司") == 1
    note = office.notes("import")[-1]
    assert (note.actor, note.address, note.request_id, note.register_key) == ("王小芳 (clerk)", "10.0.0.7", "abc", "customer")
    assert note.changes == {"file": [None, "a.xlsx"], "created": [None, 1]}
    assert f"后台任务 {number}" == note.reason


def test_a_job_is_done_once_only(office: Office) -> None:
    number = office.ask_export("boss")
    assert office.do(number) is JobState.DONE
    assert office.do(number) is None


def test_two_workers_do_not_take_the_same_job(office: Office) -> None:
    number = office.ask_export("boss")
    with Signs(office.data_dir, number).held() as mine:
        assert mine
        assert office.do(number) is None
    assert office.do(number) is JobState.DONE


def test_a_refusal_is_kept_as_a_sentence_and_everything_is_rolled_back(office: Office) -> None:
    def work(session: Session, _job: Job, _progress: Any, _data_dir: Path) -> Outcome:
        add_a_customer(session, "拒绝有限公司")
        raise Refused(Term("不可以。", "No."))

    number = office.ask("clerk", JobKind.IMPORT)
    assert office.do(number, a_runner(work)) is JobState.FAILED
    assert office.job(number).outcome == {"zh": "不可以。", "en": "No."}
    assert customers_named(office, "拒绝有限公司") == 0


def test_an_unexpected_error_shows_its_owner_neither_values_nor_a_traceback(office: Office) -> None:
    def work(session: Session, _job: Job, _progress: Any, _data_dir: Path) -> Outcome:
        add_a_customer(session, "出错有限公司")
        raise RuntimeError(f"value {SECRET}")

    number = office.ask("clerk", JobKind.IMPORT)
    with pytest.raises(RuntimeError):
        office.do(number, a_runner(work))
    job = office.job(number)
    assert job.state is JobState.FAILED
    assert job.outcome["zh"] == WENT_WRONG.format(number=number).zh
    assert SECRET not in str(job.outcome)
    assert customers_named(office, "出错有限公司") == 0


def test_a_broken_constraint_in_the_middle_leaves_a_clean_failure(office: Office) -> None:
    def work(session: Session, _job: Job, _progress: Any, _data_dir: Path) -> Outcome:
        add_a_customer(session, "重号有限公司")
        session.flush()
        session.connection().exec_driver_sql("INSERT INTO number_series (word, year, last_no) VALUES ('x', 1, 1), ('x', 1, 1)")
        raise AssertionError("not reached")

    number = office.ask("clerk", JobKind.IMPORT)
    with pytest.raises(Exception, match=r"(?i)unique"):
        office.do(number, a_runner(work))
    assert office.job(number).state is JobState.FAILED
    assert customers_named(office, "重号有限公司") == 0


def test_the_rights_are_those_of_the_moment_the_job_runs(own_office: Office) -> None:
    number = own_office.ask_export("clerk")
    with own_office.system() as session:
        clerk = session.scalars(select(Role).where(Role.code == "clerk")).one()
        for rule in session.scalars(select(ActionRule).where(ActionRule.role_id == clerk.id, ActionRule.action == Action.EXPORT)):
            session.delete(rule)
    assert own_office.do(number) is JobState.FAILED
    assert "没有「导出」客户的权限" in own_office.job(number).outcome["zh"]
    assert own_office.files(number) == []


def test_who_has_left_gets_nothing_done_any_more(own_office: Office) -> None:
    number = own_office.ask_export("clerk")
    with own_office.system() as session:
        session.get_one(Account, own_office.company.accounts["clerk"]).active = False
    assert own_office.do(number) is JobState.FAILED
    assert "已停用" in own_office.job(number).outcome["zh"]


def test_a_job_of_a_kind_nobody_does_fails_instead_of_hanging(office: Office) -> None:
    number = office.ask("clerk", JobKind.UNDO_IMPORT)
    with pytest.raises(KeyError):
        office.do(number, {})
    assert office.job(number).state is JobState.FAILED


# ---- progress and stopping -----------------------------------------------------------------------------------------


def test_progress_is_seen_while_the_job_still_holds_the_database_locked(office: Office) -> None:
    seen: list[tuple[int, int]] = []

    def work(session: Session, job: Job, progress: Any, data_dir: Path) -> Outcome:
        add_a_customer(session, "进度有限公司")
        progress(3, 10)
        progress(4, 10)  # too soon to be told again
        seen.append(Signs(data_dir, job.id).progress())
        return Outcome(Term("好", "ok"))

    number = office.ask("clerk", JobKind.IMPORT)
    office.do(number, a_runner(work))
    assert seen == [(3, 10)]


def test_a_stopped_job_saves_nothing(office: Office) -> None:
    def work(session: Session, job: Job, progress: Any, data_dir: Path) -> Outcome:
        add_a_customer(session, "停止有限公司")
        Signs(data_dir, job.id).part.write_text("half")
        cancel(office.job(number), data_dir)
        for done in range(100):
            progress(done, 100)
        return Outcome(Term("好", "ok"))

    number = office.ask("clerk", JobKind.IMPORT)
    assert office.do(number, a_runner(work)) is JobState.CANCELLED
    assert customers_named(office, "停止有限公司") == 0
    assert office.files(number) == []
    assert "已按您的要求停止" in office.job(number).outcome["zh"]


def test_a_job_that_is_stopped_before_it_begins_never_begins(office: Office) -> None:
    number = office.ask_export("boss")
    cancel(office.job(number), office.data_dir)
    assert office.do(number) is JobState.CANCELLED
    assert office.files(number) == []


def test_what_is_over_cannot_be_stopped(office: Office) -> None:
    number = office.ask_export("boss")
    office.do(number)
    with pytest.raises(Conflict):
        cancel(office.job(number), office.data_dir)


def test_a_worker_that_has_to_stop_puts_the_job_back_into_the_queue(office: Office) -> None:
    stopping = Event()

    def work(session: Session, _job: Job, progress: Any, _data_dir: Path) -> Outcome:
        add_a_customer(session, "重来有限公司")
        stopping.set()
        progress(1, 2)
        return Outcome(Term("好", "ok"))

    number = office.ask("clerk", JobKind.IMPORT)
    assert office.do(number, a_runner(work), stopping=stopping) is JobState.WAITING
    assert office.job(number).state is JobState.WAITING
    assert customers_named(office, "重来有限公司") == 0
    stopping.clear()
    assert office.do(number, a_runner(lambda *_: Outcome(Term("好", "ok")))) is JobState.DONE


@pytest.mark.skipif("TAIZHANG_TEST_POSTGRES" in os.environ, reason="only SQLite has one lock for all writers")
def test_the_end_of_a_job_waits_for_another_writer(office: Office) -> None:
    writer = office.engine.connect()

    def work(_session: Session, _job: Job, _progress: Any, _data_dir: Path) -> Outcome:
        writer.exec_driver_sql("SELECT 1")  # begins, and locks
        Thread(target=lambda: (time.sleep(0.7), writer.rollback())).start()
        return Outcome(Term("好", "ok"))

    number = office.ask("clerk", JobKind.IMPORT)
    began = time.monotonic()
    assert office.do(number, a_runner(work, reading=True)) is JobState.DONE
    assert time.monotonic() - began > 0.5
    writer.close()


# ---- killed workers ------------------------------------------------------------------------------------------------


def wait_until(condition: Any, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)


def test_a_worker_killed_in_the_middle_of_an_export_leaves_no_half_file(own_office: Office) -> None:
    many_customers(own_office, 150_000)
    number = own_office.ask_export("boss", columns=("number", "name", "contact_name", "department", "annual_amount"))
    worker = own_office.start_worker(number)
    signs = Signs(own_office.data_dir, number)
    wait_until(lambda: signs.part.exists() and signs.part.stat().st_size > 0)
    worker.kill()
    worker.wait()
    assert own_office.job(number).state is JobState.RUNNING
    assert signs.part.exists()
    own_office.tidy()
    job = own_office.job(number)
    assert (job.state, job.outcome["zh"], job.result_file) == (JobState.FAILED, PROCESS_ENDED.zh, None)
    assert own_office.files(number) == []
    assert own_office.do(number) is None


def test_a_worker_killed_while_writing_leaves_nothing_written(own_office: Office) -> None:
    number = own_office.ask("clerk", JobKind.IMPORT)
    worker = own_office.start_worker(number, "SLOW_WRITER")
    signs = Signs(own_office.data_dir, number)
    wait_until(lambda: signs.progress() == (1, 2))
    worker.kill()
    worker.wait()
    wait_until(lambda: customers_named(own_office, "写了一半有限公司") == 0)
    own_office.tidy()
    assert own_office.job(number).state is JobState.FAILED
    assert own_office.files(number) == []


def test_a_job_somebody_works_on_is_not_taken_for_dead(office: Office) -> None:
    number = office.ask_export("boss")
    with office.system() as session:
        session.get_one(Job, number).state = JobState.RUNNING
    with Signs(office.data_dir, number).held():
        office.tidy()
        assert office.job(number).state is JobState.RUNNING
    office.tidy()
    assert office.job(number).state is JobState.FAILED


# ---- keeping order -------------------------------------------------------------------------------------------------


def test_a_result_is_deleted_after_a_day(own_office: Office) -> None:
    number = own_office.ask_export("boss")
    own_office.do(number)
    path, ends = own_office.path(number), own_office.job(number).finished_at
    assert ends is not None
    own_office.tidy(ends + KEPT - timedelta(seconds=1))
    assert path.exists()
    own_office.tidy(ends + KEPT)
    assert not path.exists()
    job = own_office.job(number)
    assert (job.state, job.result_file, job.result_name) == (JobState.DONE, None, None)


def test_files_no_job_needs_are_swept_away(own_office: Office) -> None:
    waiting, done = own_office.ask_export("boss"), own_office.ask_export("boss")
    own_office.do(done)
    cancel(own_office.job(waiting), own_office.data_dir)
    stray = folder(own_office.data_dir) / "99999.csv"
    stray.write_text("x")
    own_office.tidy()
    assert not stray.exists()
    assert own_office.path(done).exists()
    assert Signs(own_office.data_dir, waiting).stop_asked()


def test_jobs_that_fell_out_of_the_queue_are_found_again(own_office: Office) -> None:
    number = own_office.ask_export("boss")
    now = own_office.job(number).created_at
    assert own_office.tidy(now) == []
    assert own_office.tidy(now + timedelta(minutes=2)) == [number]


def test_with_nothing_to_do_nothing_is_written(own_office: Office) -> None:
    with own_office.system() as session:
        assert not needs_tidying(session, session.info["clock"]())
        session.rollback()
    number = own_office.ask_export("boss")
    own_office.do(number)
    with own_office.system() as session:
        now = session.info["clock"]()
        assert not needs_tidying(session, now)
        assert needs_tidying(session, now + KEPT)


# ---- whose ---------------------------------------------------------------------------------------------------------


def test_somebody_elses_job_is_like_none_at_all(office: Office) -> None:
    number = office.ask_export("boss")
    with office.system() as session:
        assert own_job(session, office.company.accounts["boss"], number).id == number
        for account, wanted in (("clerk", number), ("boss", 999_999)):
            with pytest.raises(Missing) as refusal:
                own_job(session, office.company.accounts[account], wanted)
            assert refusal.value.sentence.zh == "没有这条记录，或您无权查看。"


def test_own_jobs_come_newest_first_and_page_by_page(own_office: Office) -> None:
    numbers = []
    for _ in range(33):
        numbers.append(own_office.ask_export("boss"))
        with own_office.system() as session:
            session.get_one(Job, numbers[-1]).state = JobState.FAILED
    own_office.ask_export("clerk")
    account = own_office.company.accounts["boss"]
    with own_office.system() as session:
        first = own_jobs(session, account)
        assert [job.id for job in first] == numbers[:1:-1]
        assert [job.id for job in own_jobs(session, account, before=numbers[2])] == [numbers[1], numbers[0]]


def test_one_person_cannot_fill_the_queue(own_office: Office) -> None:
    for _ in range(AT_ONCE):
        own_office.ask_export("boss")
    with pytest.raises(Conflict, match="have not ended"):
        own_office.ask_export("boss")
    own_office.ask_export("clerk")
