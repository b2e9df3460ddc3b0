"""The pages of background jobs: one's own only, with progress, stop, download and undo."""

import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from admin_views.jobs import TYPES
from app import create_app
from models.access.rules import FieldCap, LevelName
from models.customers.customer import Customer
from models.engine import FencedSession
from models.fence import act
from models.governance.job import Job, JobKind, JobState
from operations.export_files import FileFormat
from operations.exporting import Order
from operations.importing import params_of
from operations.importing_matching import Matching, OnBad
from operations.intake import take_in
from operations.job_signs import Signs
from operations.jobs import KEPT, enqueue
from permissions.actor import System
from tests.client import PageClient
from tests.company import WHAT_A_FORM_ASKS
from tests.conftest import Panel
from web.extensions import db
from web.jobs import start_consumer, tidy_up, works

LIST = "/customers/customer/"


def export(client: PageClient, kind: str = "csv", **form: Any) -> str:
    """Ask for an export of the customers; returns the address of the job."""
    answer = client.post(f"{LIST}export/{kind}/", form, page=LIST)
    return str(answer.headers["Location"])


def fetch(client: PageClient, address: str) -> TestResponse:
    """The file of a job."""
    answer = client.http.get(f"{address}file", buffered=True)
    assert answer.status_code == 200
    return answer


def waiting_job(panel: Panel, code: str, state: JobState = JobState.WAITING) -> int:
    """A job that nobody has begun."""
    with panel.system() as session:
        job = enqueue(session, panel.company.accounts[code], JobKind.EXPORT, "customer", Order(FileFormat.CSV).as_params())
        job.state = state
        return job.id


def forget(panel: Panel, number: int) -> None:
    """End a job that no test will run."""
    with panel.system() as session:
        session.execute(update(Job).where(Job.id == number).values(state=JobState.CANCELLED))


# ---- exports -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "mimetype"), [("csv", "text/csv"), ("xlsx", TYPES[".xlsx"])])
def test_an_export_is_asked_for_done_shown_and_fetched(panel: Panel, kind: str, mimetype: str) -> None:
    client = panel.as_("clerk")
    address = export(client, kind, q="杭州")
    page = client.get(address).text
    assert "已导出" in page
    assert "完成" in page
    answer = fetch(client, address)
    assert answer.mimetype == mimetype
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%E5%AE%A2%E6%88%B7_" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    if kind == "csv":
        text = answer.data.decode("utf-8-sig")
        assert text.count("\r\n") == 3
        assert "137****" in text
        assert "1370001" not in text


def test_the_page_of_a_job_in_english_is_in_english(panel: Panel) -> None:
    client = panel.as_("boss")
    client.http.set_cookie("locale", "en")
    address = export(client)
    assert "rows and 9 columns were exported" in client.get(address).text
    assert fetch(client, address).data.decode("utf-8-sig").startswith("Number,Name")


def test_nothing_is_queued_when_the_request_does_not_commit(panel: Panel) -> None:
    client = panel.as_("boss")
    with panel.system() as session:
        before = len(list(session.scalars(select(Job.id))))
    client.post(f"{LIST}export/pdf/", {}, 404, page=LIST)
    with panel.system() as session:
        assert len(list(session.scalars(select(Job.id)))) == before


def test_progress_is_told_as_json(panel: Panel) -> None:
    number = waiting_job(panel, "boss", JobState.RUNNING)
    Signs(panel.settings.data_dir, number).tell(1_000, 4_000)
    client = panel.as_("boss")
    told = client.get(f"/jobs/{number}/?format=json").json
    assert told == {
        "state": "running", "state_label": "进行中", "done": 1000, "total": 4000, "message": "正在处理……",
        "result_url": "", "finished": False,
    }  # fmt: skip
    assert f'data-job="/jobs/{number}/?format=json"' in client.get(f"/jobs/{number}/").text
    forget(panel, number)


def test_a_job_is_stopped_although_somebody_holds_the_database_locked(panel: Panel) -> None:
    number = waiting_job(panel, "boss", JobState.RUNNING)
    client = panel.as_("boss")
    page = client.get(f"/jobs/{number}/")
    assert f'action="/jobs/{number}/cancel"' in page.text
    with panel.app.app_context(), db.engine.connect() as writer:
        writer.exec_driver_sql("SELECT 1")  # on SQLite: BEGIN IMMEDIATE
        began = time.monotonic()
        client.post(f"/jobs/{number}/cancel", page=f"/jobs/{number}/")
        assert time.monotonic() - began < 3
        writer.rollback()
    assert Signs(panel.settings.data_dir, number).stop_asked()
    assert "正在停止" in client.get(f"/jobs/{number}/").text
    forget(panel, number)
    client.post(f"/jobs/{number}/cancel", status=409)


def test_pages_are_shown_while_a_job_holds_the_database_locked(own_panel: Panel) -> None:
    number = waiting_job(own_panel, "boss", JobState.RUNNING)
    client = own_panel.as_("boss")
    own_panel.app.config["CLOCK"] = lambda: datetime.now(UTC) + timedelta(minutes=3)  # "last seen" ought to be written
    with own_panel.app.app_context(), db.engine.connect() as writer:
        writer.exec_driver_sql("SELECT 1")
        began = time.monotonic()
        for path in (f"/jobs/{number}/?format=json", LIST):
            client.get(path)
        assert time.monotonic() - began < 3
        writer.rollback()


def test_somebody_elses_job_does_not_exist(panel: Panel) -> None:
    number = export(panel.as_("boss")).rstrip("/").rpartition("/")[2]
    client = panel.as_("clerk")
    pages = [client.get(f"/jobs/{one}/", 404).text for one in (number, "999999")]
    assert len({page.partition("<main")[2].partition("编号")[0] for page in pages}) == 1
    for path in (f"/jobs/{number}/file", f"/jobs/{number}/?format=json", f"/jobs/{number}/undo"):
        client.get(path, 404)
    client.post(f"/jobs/{number}/cancel", status=404)
    client.post(f"/jobs/{number}/undo", status=404)


def test_a_stranger_sees_no_jobs(panel: Panel) -> None:
    client = PageClient(panel.app)
    client.get("/jobs/", 303)
    client.get("/jobs/1/file", 303)


def test_a_file_is_refused_once_the_rights_have_changed(own_panel: Panel) -> None:
    client = own_panel.as_("clerk")
    address = export(client)
    fetch(client, address)
    with own_panel.system() as session:
        session.add(FieldCap(register_key="customer", field_key="contact_name", level=LevelName.HIDDEN, reason="test"))
    page = client.get(f"{address}file", 403).text
    assert "权限在导出之后有变化" in page


def test_a_file_is_gone_after_a_day(own_panel: Panel) -> None:
    client = own_panel.as_("clerk")
    address = export(client)
    number = int(address.rstrip("/").rpartition("/")[2])
    with own_panel.system() as session:
        session.get_one(Job, number).expires_at -= KEPT + timedelta(minutes=1)
    assert "已过期删除" in client.get(f"{address}file", 404).text
    assert "/file" not in client.get(address).text
    with own_panel.app.app_context():
        tidy_up()
    assert not list((own_panel.settings.data_dir / "jobs").glob(f"{number}.csv"))


def test_the_list_has_ones_own_jobs_newest_first(own_panel: Panel) -> None:
    client = own_panel.as_("boss")
    assert "没有后台任务" in client.get("/jobs/").text
    addresses = [export(client) for _ in range(3)]
    export(own_panel.as_("clerk"))
    page = client.get("/jobs/").text
    places = [page.index(f'href="{address}"') for address in addresses]
    assert places == sorted(places, reverse=True)
    assert page.count("导出：客户") == 3
    assert "导出：客户" not in client.get("/jobs/?before=1").text
    client.get("/jobs/?before=x", 400)


# ---- undo ----------------------------------------------------------------------------------------------------------


def finished_import(panel: Panel, code: str, text: str) -> int:
    """An import of customers that is done; ``text`` is the CSV file."""
    account = panel.company.accounts[code]
    taken = take_in(panel.settings.data_dir, account, "customer", "客户.csv", BytesIO(text.encode("utf-8-sig")))
    matching = Matching({"name": 0, "customer_class": 1}, WHAT_A_FORM_ASKS, "name", on_bad=OnBad.SKIP)
    with panel.system() as session:
        number = enqueue(session, account, JobKind.IMPORT, "customer", params_of(taken, matching, "zh")).id
    put(panel.app, number)
    return number


def customers_named(panel: Panel, name: str) -> int:
    with panel.system() as session:
        return len(list(session.scalars(select(Customer.id).where(Customer.name == name))))


def test_an_import_is_undone_after_being_asked(own_panel: Panel) -> None:
    number = finished_import(own_panel, "head", "客户名称,客户类别\r\n撤销有限公司,一般\r\n坏行有限公司,没有这一类\r\n")
    client = own_panel.as_("head")
    page = client.get(f"/jobs/{number}/").text
    assert "新建 1 条" in page
    assert "客户.csv" in page
    assert f'href="/jobs/{number}/undo"' in page
    assert fetch(client, f"/jobs/{number}/").mimetype == TYPES[".xlsx"]  # the refused row with its reason
    question = client.get(f"/jobs/{number}/undo")
    assert "之后又有人改过的，原样保留" in question.text
    assert customers_named(own_panel, "撤销有限公司") == 1
    answer = client.post(f"/jobs/{number}/undo", page=f"/jobs/{number}/undo")
    assert "删除 1 条" in client.get(answer.headers["Location"]).text
    assert customers_named(own_panel, "撤销有限公司") == 0
    assert f'href="/jobs/{number}/undo"' not in client.get(f"/jobs/{number}/").text
    client.get(f"/jobs/{number}/undo", 404)
    own_panel.as_("clerk").get(f"/jobs/{number}/undo", 404)


def test_only_a_finished_import_can_be_undone(panel: Panel) -> None:
    client = panel.as_("clerk")
    address = export(client)
    assert "撤销导入" not in client.get(address).text
    client.get(f"{address}undo", 404)
    client.post(f"{address}undo", status=404)


# ---- workers -------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy_app(own_panel: Panel) -> Iterator[Flask]:
    """The panel as it is served: with a real queue instead of doing jobs at once."""
    app = create_app(own_panel.settings, TESTING=False)
    yield app
    with app.app_context():
        works().huey.storage.close()
        db.engine.dispose()


def state_of(panel: Panel, number: int) -> JobState:
    with panel.app.app_context(), FencedSession(db.engine) as session:
        act(session, System("test"))
        session.info["reading"] = True
        return session.get_one(Job, number).state


def wait_for(panel: Panel, number: int, state: JobState) -> None:
    end = time.monotonic() + 20
    while (found := state_of(panel, number)) is not state:
        assert time.monotonic() < end, found
        time.sleep(0.05)


def put(app: Flask, number: int) -> None:
    with app.app_context():
        works().put(number)


def queued(app: Flask) -> list[int]:
    with app.app_context():
        return [task.args[0] for task in works().huey.pending()]


def test_workers_beside_the_server_do_jobs_and_leave_the_signals_alone(own_panel: Panel, busy_app: Flask) -> None:
    handlers = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    number = waiting_job(own_panel, "boss")
    stop = start_consumer(busy_app)
    try:
        assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == handlers
        put(busy_app, number)
        wait_for(own_panel, number, JobState.DONE)
    finally:
        began = time.monotonic()
        stop()
    assert time.monotonic() - began < 5


def test_a_request_puts_its_job_into_the_queue_after_its_commit(own_panel: Panel, busy_app: Flask) -> None:
    client = PageClient(busy_app).sign_in("boss")
    address = export(client)
    assert "正在排队" in client.get(address).text
    assert queued(busy_app) == [int(address.rstrip("/").rpartition("/")[2])]


def test_the_queue_holds_no_pickles(busy_app: Flask) -> None:
    put(busy_app, 7)
    with busy_app.app_context():
        (message,) = works().huey.storage.enqueued_items()
    assert bytes(message).startswith(b'["')


def test_a_job_that_was_lost_from_the_queue_is_put_there_again(own_panel: Panel, busy_app: Flask) -> None:
    number = waiting_job(own_panel, "boss")
    with own_panel.system() as session:
        session.get_one(Job, number).created_at -= timedelta(minutes=5)
    with busy_app.app_context():
        tidy_up()
    assert queued(busy_app) == [number]


def test_a_job_waits_while_there_are_no_workers(own_panel: Panel, busy_app: Flask) -> None:
    number = waiting_job(own_panel, "boss")
    start_consumer(busy_app)()
    put(busy_app, number)
    assert state_of(own_panel, number) is JobState.WAITING
    stop = start_consumer(busy_app)
    wait_for(own_panel, number, JobState.DONE)
    stop()
