"""``make run`` as somebody new meets it: an empty folder, one command, a page to sign in to, and Ctrl-C."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from sqlalchemy import create_engine, text

from tests.house.copying import ROOT, environment

SERVE = (sys.executable, "-m", "flask", "--app", "app", "serve")
PATIENCE = 100
"""Seconds; the demo company takes most of them on a busy machine."""


@dataclass
class Served:
    """A program that serves, and what it says in the end."""

    process: subprocess.Popen[str]
    address: str
    started_after: float = 0.0

    def get(self, path: str, data: dict[str, str] | None = None, jar: CookieJar | None = None) -> tuple[int, str]:
        """Fetch or post; status and text of the answer."""
        opener = build_opener(HTTPCookieProcessor(jar if jar is not None else CookieJar()))
        try:
            with opener.open(self.address + path, urlencode(data).encode() if data else None, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def wait(self) -> None:
        """Until it is ready to serve."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            assert self.process.poll() is None, self.process.communicate()
            try:
                if self.get("/readyz")[0] == 200:
                    self.started_after = time.monotonic() - began
                    return
            except (URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.1)
        raise AssertionError("it never became ready")

    def stop(self) -> tuple[str, str]:
        """Press Ctrl-C and return what it has said."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=60)


@contextmanager
def serving(data_dir: Path, **more: str) -> Iterator[Served]:
    """Start ``flask serve`` on a free port and wait until it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603  # our own program
        SERVE, cwd=ROOT, env=environment(data_dir, PORT=str(port), **more),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    served = Served(process, f"http://127.0.0.1:{port}")
    try:
        served.wait()
        yield served
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def token(page: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page[:400]
    return found.group(1)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_one_command_brings_up_a_company_to_sign_in_to_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert served.get("/healthz") == (200, '{"status":"ok"}\n')
        first_start = served.started_after
        accounts = (tmp_path / "demo_accounts.txt").read_text()
        code, password = re.findall(r"^  (clerk01)\s+(\S+)", accounts, re.M)[0]
        jar = CookieJar()
        sent = {"code": code, "password": password, "csrf_token": token(served.get("/sign-in", jar=jar)[1])}
        status, home = served.get("/sign-in", sent, jar)
        assert status == 200
        assert "退出登录" in home
        assert served.get("/customers/customer/", jar=jar)[1].count("<tr data-href") > 20
        out, errors = served.stop()
    assert served.process.returncode == 0, errors
    assert "Traceback" not in out + errors
    assert f"{served.address}/" in out
    assert accounts in out, "the accounts are said where they are needed: in the terminal"

    with serving(tmp_path) as again:
        out, errors = again.stop()
    assert again.process.returncode == 0, errors
    assert accounts in out
    print(f"first start {first_start:.1f} s, second {again.started_after:.1f} s")  # noqa: T201  # measured, not promised


def test_production_without_a_key_refuses_with_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own program
        SERVE, cwd=ROOT, env=environment(tmp_path, TAIZHANG_ENV="production"), capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "TAIZHANG_SECRET_KEY must be set to at least 32 random characters in production." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "taizhang.db").exists()


def test_production_starts_without_any_account(tmp_path: Path) -> None:
    with serving(tmp_path, TAIZHANG_ENV="production", TAIZHANG_SECRET_KEY="k" * 40) as served:
        jar = CookieJar()
        sent = {"code": "it01", "password": "anything at all", "csrf_token": token(served.get("/sign-in", jar=jar)[1])}
        served.get("/sign-in", sent, jar)
        out, errors = served.stop()
    assert served.process.returncode == 0, errors
    assert not (tmp_path / "demo_accounts.txt").exists()
    assert "demo" not in out
    engine = create_engine(f"sqlite:///{tmp_path / 'taizhang.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM account")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM customer")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM role")).scalar_one() > 0
    engine.dispose()
