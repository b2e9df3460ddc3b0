"""Visitor: a person at a real browser, who finds fault with every page: axe, console, CSP, foreign requests, statuses."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.company import PASSWORD

TELL_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`))
"""
# What fades in must have arrived: half-way through a transition nothing has its own colours.
RUN_AXE = """async () => {
  for (const one of document.getAnimations()) { try { one.finish() } catch { one.cancel() } }
  const found = await axe.run(document, { resultTypes: ['violations'] })
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)
}"""
WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """One browser context with a page; ``done`` says whether anything was wrong on any page it has been on."""

    def __init__(self, browser: Browser, address: str, **more: Any) -> None:
        self.address = address
        self.can_script = more.get("java_script_enabled", True)
        self.context: BrowserContext = browser.new_context(
            base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **{"viewport": {"width": 1280, "height": 800}, **more}
        )
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(TELL_VIOLATIONS)
        self.faults: list[str] = []
        self.arrived = self.looked_at = 0
        self.page: Page
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    # ---- moving about ------------------------------------------------------------------------------------------------

    def sign_in(self, code: str, password: str = PASSWORD) -> "Visitor":
        """Type code and password."""
        self.go("/sign-in")
        self.page.get_by_label("工号").fill(code)
        self.page.get_by_label("密码").fill(password)
        with self.arriving():
            self.page.get_by_role("button", name="登录").click()
        return self

    def go(self, path: str, status: int = 200) -> None:
        """Type an address."""
        with self.arriving(status):
            self.page.goto(path)

    def click(self, place: Locator, status: int = 200) -> None:
        """Click on what leads to another page, and look at that page."""
        with self.arriving(status):
            place.click()

    def start(self, place: Locator) -> None:
        """Click on what starts a job: its page reloads itself, so it is looked at when the job is over."""
        with self.page.expect_navigation(wait_until="commit"):
            place.click()

    def wait_for_the_end(self, badge: str = "完成") -> None:
        """Stay on the page of a job until it has reloaded itself with the result."""
        expect(self.page.locator("h1 .badges")).to_contain_text(badge, timeout=30_000)
        self.page.wait_for_load_state("load")
        self.look()
        self.looked_at = self.arrived  # what was passed on the way is this page at an earlier moment

    def press(self, keys: str, status: int = 200) -> None:
        """Press keys that lead to another page, and look at that page."""
        with self.arriving(status):
            self.page.keyboard.press(keys)

    @contextmanager
    def arriving(self, status: int = 200) -> Iterator[None]:
        """What is done inside leads to a page that answers with ``status``; it is looked at."""
        with self.page.expect_navigation(wait_until="load") as arrival:
            yield
        answer = arrival.value
        assert answer is not None
        if answer.status != status:
            self.faults.append(f"{self._here()} answered {answer.status}, expected {status}")
        self.look()

    def look(self) -> None:
        """Run axe over the page as it is now."""
        if self.can_script:
            self.page.evaluate(AXE_SCRIPT)
            self.faults += [f"{self._here()} axe {fault}" for fault in self.page.evaluate(RUN_AXE)]
        self.looked_at += int(self.page.evaluate("window.wasLookedAt ? 0 : (window.wasLookedAt = 1)"))

    def save_file(self, place: Locator, folder: Path) -> Path:
        """Click on what hands out a file, and keep it in ``folder`` under the name it has."""
        with self.page.expect_download() as found:
            place.click()
        path = folder / found.value.suggested_filename
        found.value.save_as(path)
        return path

    # ---- reading -----------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def rows(self) -> Locator:
        """The lines of a list."""
        return self.page.locator("table.book tbody tr")

    def column(self, title: str) -> list[str]:
        """What a list says under one heading."""
        titles = self.page.locator("table.book thead tr > *").all_inner_texts()
        return self.page.locator(f"table.book tbody tr > :nth-child({titles.index(title) + 1})").all_inner_texts()

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate(WIDER_THAN_THE_WINDOW))

    def id_here(self) -> int:
        """The id of the record whose page this is."""
        found = re.search(r"[?&]id=(\d+)", self.page.url)
        assert found, self.page.url
        return int(found.group(1))

    # ---- finding fault -----------------------------------------------------------------------------------------------

    def done(self) -> None:
        """Close the browser; fails with everything that was wrong."""
        unseen = self.arrived - self.looked_at
        self.context.close()
        assert not self.faults, "\n".join(dict.fromkeys(self.faults))
        assert not unseen, f"{unseen} pages were visited and not looked at"

    def use(self, page: Page) -> None:
        """Go on in another tab."""
        self.page = page
        page.bring_to_front()

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"{self._here()} script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("domcontentloaded", self._arrive)

    def _arrive(self, page: Page) -> None:
        self.arrived += page.url.startswith(self.address)

    def _console(self, message: ConsoleMessage) -> None:
        # What was answered is judged elsewhere; Chromium repeats every status above 399 here.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource: the server responded"):
            self.faults.append(f"{self._here()} console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.faults.append(f"{self._here()} asked {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{self._here()} {response.request.method} {response.url} answered {response.status}")

    def _here(self) -> str:
        return self.page.url.removeprefix(self.address)
