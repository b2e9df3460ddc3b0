"""What browser tests find: the real application behind a real server with real workers, and a Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.visitor import Visitor
from tests.conftest import Panel, running_panel
from web.jobs import start_consumer

CHROMIUM = os.environ.get("TAIZHANG_CHROMIUM", "/usr/bin/chromium")
QUIETLY = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and needs one."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    missing = not shutil.which(CHROMIUM)
    for item in here:
        item.add_marker(pytest.mark.browser)
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"NO CHROMIUM at {CHROMIUM}: install it or set TAIZHANG_CHROMIUM"))


@dataclass
class Site:
    """The application at an address, with what stands behind it."""

    address: str
    panel: Panel
    cookies: dict[str, list[Any]] = field(default_factory=dict)
    """Of those who have signed in once; signing in costs half a second on purpose."""
    stop_workers: Callable[[], None] = lambda: None

    def start_workers(self) -> None:
        """Let the workers do what waits."""
        self.stop_workers = start_consumer(self.panel.app)

    @contextmanager
    def workers_asleep(self) -> Iterator[None]:
        """Jobs wait as long as this lasts."""
        self.stop_workers()
        yield
        self.start_workers()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One running site for all browser tests; each adds its own records and leaves the others alone."""
    with running_panel(tmp_path_factory.mktemp("site")) as panel:
        # While testing jobs are done in the request itself; here the workers shall do them, as they do in an office.
        panel.app.extensions["taizhang_jobs"].huey.immediate = False
        server = waitress.create_server(panel.app, host="127.0.0.1", port=0, threads=6)
        thread = Thread(target=server.run, name="waitress", daemon=True)
        thread.start()
        made = Site(f"http://127.0.0.1:{server.effective_port}", panel)
        made.start_workers()
        yield made
        made.stop_workers()
        server.close()
        thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium; every visitor has a context of his own in it."""
    expect.set_options(timeout=20_000)  # a machine that does other things meanwhile is slow, not wrong
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        yield started
        started.close()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """``visit("clerk")`` is somebody signed in at a browser of his own, ``visit()`` a stranger; all are judged at the end."""
    opened: list[Visitor] = []

    def visit(code: str = "", **more: Any) -> Visitor:
        visitor = Visitor(browser, site.address, **more)
        opened.append(visitor)
        if code in site.cookies:
            visitor.context.add_cookies(site.cookies[code])
        elif code:
            site.cookies[code] = visitor.sign_in(code).context.cookies()
        return visitor

    yield visit
    for visitor in opened:
        visitor.done()
