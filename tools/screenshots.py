"""Pictures of the main pages for README: the demo company in a folder of its own, seen through a real Chromium.

    python -m tools.screenshots        writes docs/screenshots/*.png
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import waitress
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, sync_playwright

from app import create_app
from tools.small_png import in_few_colours
from web.cli import system_session
from web.database import migrate_database
from web.serving import load_demo_company
from web.settings import Settings

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
CHROMIUM = os.environ.get("TAIZHANG_CHROMIUM", "/usr/bin/chromium")
# Grey edges instead of coloured ones: the same picture on every machine, and a third smaller.
QUIETLY = ("--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--no-first-run", "--disable-background-networking")
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LIST = "/customers/customer/"
LIMIT = 150_000
"""Bytes a picture may have: README is read on slow lines too."""
BAD_FILE = (
    ("客户名称", "客户类别", "联系人", "联系电话", "建档日期", "备注"),
    ("台州椒江海门机电有限公司", "一般", "陈立", "13800001001", "2026-03-02", "展会"),
    ("台州路桥金清模具有限公司", "重点", "王敏", "1380000", "2026-03-02", ""),
    ("温岭泽国水泵制造有限公司", "一般", "林海", "13800001003", "2026年3月5日", "老客户介绍"),
    ("玉环楚门阀门有限公司", "特级", "苏婷", "13800001004", "2026-02-30", ""),
    ("临海杜桥眼镜有限公司", "潜在", "郑强", "13800001005", "2026-03-09", ""),
)


@dataclass(frozen=True)
class Shot:
    """A picture: its name, whose eyes, where he stands, and how he gets there."""

    name: str
    account: str
    show: Callable[[Page], None]
    dark: bool = False
    viewport: dict[str, int] | None = None


def go(path: str) -> Callable[[Page], None]:
    """Simply an address."""
    return lambda page: page.goto(path) and None


def first_important(page: Page) -> None:
    """The page of the newest important customer."""
    page.goto(f"{LIST}?f.customer_class.is=key")
    page.locator("table.book tbody th a").first.click()
    page.wait_for_load_state()


def with_mistakes(page: Page) -> None:
    """The form of a new customer, sent too early."""
    page.goto(f"{LIST}new/")
    page.locator("[name=name]").fill("台州椒江海门机电有限公司")
    page.locator("[name=contact_phone]").fill("1380000")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()


def dry_run(page: Page) -> None:
    """What would happen to a file with two bad rows."""
    book = Workbook()
    for line in BAD_FILE:
        book.active.append(line)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "新客户.xlsx"
        book.save(path)
        page.goto("/import/customer/")
        page.locator("[name=file]").set_input_files(path)
        page.get_by_role("button", name="下一步：对应列").click()
    page.get_by_label("跳过不合格的行").check()
    page.get_by_role("button", name="下一步：核对").click()
    page.wait_for_load_state()


SHOTS = (
    Shot("sign-in", "", go("/sign-in")),
    Shot("list", "head01", go(LIST)),
    Shot("list-dark", "head01", go(f"{LIST}?f.customer_class.is=key"), dark=True),
    Shot("details", "head01", first_important),
    Shot("form", "clerk01", with_mistakes, viewport={"width": 1280, "height": 720}),
    Shot("import", "clerk01", dry_run),
    Shot("permissions", "sec01", go("/access/studio/now/?role=clerk&compare=department_head&register=customer")),
    Shot("role-sheet", "sec01", go("/access/papers/sheet/?role=customer_manager")),
    Shot("phone", "clerk01", go(LIST), viewport=PHONE),
)


@contextmanager
def demo_site(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The demo company behind a real server: its address, and password by account."""
    settings = Settings(folder, f"sqlite:///{folder / 'taizhang.db'}", os.urandom(32).hex(), 0, production=False)
    app = create_app(settings, TESTING=True)
    migrate_database(app)
    with app.app_context():
        loaded = load_demo_company(app, customers=400, seed=20260101, session=system_session)
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}", {one.code: one.password for one in loaded.accounts}
    server.close()
    thread.join(10)


def take(browser: Browser, address: str, passwords: dict[str, str], shot: Shot) -> Path:
    """Take one picture."""
    more: dict[str, Any] = {"viewport": shot.viewport or DESK, "color_scheme": "dark" if shot.dark else "light"}
    context = browser.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **more)
    page = context.new_page()
    if shot.account:
        page.goto("/sign-in")
        page.get_by_label("工号").fill(shot.account)
        page.get_by_label("密码").fill(passwords[shot.account])
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()
    shot.show(page)
    page.evaluate("document.fonts.ready")
    path = FOLDER / f"{shot.name}.png"
    path.write_bytes(in_few_colours(page.screenshot(animations="disabled", caret="hide"), context.new_page()))
    context.close()
    return path


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, demo_site(Path(folder)) as (address, passwords):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        for shot in SHOTS:
            path = take(browser, address, passwords, shot)
            size = path.stat().st_size
            print(f"{path.relative_to(FOLDER.parents[1])}  {size:,} bytes")
            assert size <= LIMIT, f"{path.name} is too large for README"
        browser.close()


if __name__ == "__main__":
    main()
