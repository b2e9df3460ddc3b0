"""Another process holds the database: writing waits a little and is then refused politely, reading goes on."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

import models.engine
from tests.client import PageClient, token_of
from tests.company import PASSWORD
from tests.conftest import Panel, running_panel
from tests.faults.breaking import everything
from web.extensions import db

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("TAIZHANG_TEST_POSTGRES")), reason="PostgreSQL locks rows, not the database"
)
SHORT_MS = 300
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
held.execute("ROLLBACK")
"""


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Panel]:
    """A panel that waits a third of a second instead of five."""
    monkeypatch.setattr(models.engine, "BUSY_TIMEOUT_MS", SHORT_MS)
    with running_panel(tmp_path) as panel:
        yield panel


@contextmanager
def held(panel: Panel) -> Iterator[None]:
    """A process of its own keeps the write lock for the length of the block."""
    path = make_url(panel.settings.database_url).database
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:  # noqa: S603  # this interpreter, our own lines
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            yield
        finally:
            assert holder.stdin is not None
            holder.stdin.close()
            holder.wait(10)


def test_writing_is_refused_after_a_short_wait_and_reading_goes_on(impatient: Panel) -> None:
    client, stranger = impatient.as_("head"), PageClient(impatient.app)
    key, token = impatient.company.customers[0], token_of(client.http.get("/me/"))
    strange_token = token_of(stranger.get("/sign-in"))
    posts = (
        (client, f"/customers/customer/edit/?id={key}", {"short_name": "x", "version": 1, "csrf_token": token}),
        (client, f"/customers/customer/delete/?id={key}", {"version": 1, "csrf_token": token}),
        (client, "/customers/customer/views/", {"label": "x", "csrf_token": token}),
        (client, "/sign-out", {"csrf_token": token}),
        (stranger, "/sign-in", {"code": "clerk", "password": PASSWORD, "csrf_token": strange_token}),
        (stranger, "/sign-in", {"code": "clerk", "password": "wrong", "csrf_token": strange_token}),
    )
    with impatient.app.app_context():
        before = everything(db.engine)
    with held(impatient):
        for who, path, data in posts:
            answer = who.http.post(path, data=data)
            assert answer.status_code == 503, path
            assert "请稍后再试" in answer.text, path
            assert int(answer.headers["Retry-After"]) > 0
        for path in ("/", "/customers/customer/", f"/customers/customer/edit/?id={key}", "/search/?q=杭州", "/me/"):
            client.get(path)  # the lock is held all the time: whoever waited for it would get a 503
    with impatient.app.app_context():
        assert everything(db.engine) == before
    client.post(f"/customers/customer/edit/?id={key}", {"short_name": "x", "version": 1})
    stranger.sign_in("clerk")


def test_a_form_out_of_date_is_refused_even_while_the_database_is_held(impatient: Panel) -> None:
    client = impatient.as_("head")
    with held(impatient):
        answer = client.http.post("/locale", data={"locale": "en", "csrf_token": "wrong"})
    assert answer.status_code == 400
    assert "页面已过期" in answer.text


def test_the_lock_is_real(impatient: Panel) -> None:
    """The check of the check: without the panel's patience sqlite refuses at once."""
    path = make_url(impatient.settings.database_url).database
    with held(impatient), sqlite3.connect(str(path), timeout=0, isolation_level=None) as own, pytest.raises(sqlite3.OperationalError, match="locked"):
        own.execute("BEGIN IMMEDIATE")
    own.close()
