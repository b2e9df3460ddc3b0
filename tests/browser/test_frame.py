"""What is around every page: language, light and dark, a narrow window, and the menu."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"
DARK = "getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number).every((one) => one < 60)"
PHONE = {"width": 390, "height": 844}


def test_the_language_is_switched_and_stays(visit: Visit) -> None:
    visitor = visit("clerk")
    visitor.go(f"{LIST}?q=杭州")
    visitor.click(visitor.page.get_by_role("button", name="English"))
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Customers")
    assert visitor.rows().count() >= 1
    assert "q=" in visitor.page.url
    visitor.go(f"{LIST}new/")
    expect(visitor.page.locator("label", has_text="Account manager")).to_be_visible()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    visitor.click(visitor.page.get_by_role("button", name="中文"))
    expect(visitor.page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_dark_is_chosen_painted_by_the_server_and_readable(visit: Visit, site: Site) -> None:
    visitor = visit("boss")
    visitor.go("/")
    visitor.page.locator("summary.me").click()
    visitor.page.get_by_role("button", name="深色").click()
    record = site.panel.company.customers[0]
    for path in (LIST, f"{LIST}details/?id={record}", "/search/?q=杭州", "/jobs/", "/me/password"):
        visitor.go(path)
        expect(visitor.page.locator("html")).to_have_attribute("data-theme", "dark")
        assert visitor.page.evaluate(DARK), path
    visitor.page.locator("summary.me").click()
    visitor.page.get_by_role("button", name="浅色").click()
    visitor.go("/")
    expect(visitor.page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("code", ["clerk", "security", "boss"])
def test_nothing_is_wider_than_a_telephone(visit: Visit, site: Site, code: str) -> None:
    record = site.panel.company.customers[0]
    pages = {
        "clerk": ("/", LIST, f"{LIST}details/?id={record}", f"{LIST}edit/?id={record}", "/search/?q=杭州", "/me/", "/jobs/"),
        "boss": ("/filings/process_filing/", "/governance/clauses/"),  # the most clauses of any register
        "security": ("/access/role_grant/", "/access/role_grant/new/", "/access/studio/", "/access/studio/now/?role=clerk", "/access/papers/sheet/?role=clerk"),
    }
    visitor = visit(code, viewport=PHONE, has_touch=True)
    for path in pages[code]:
        visitor.go(path)
        assert visitor.overflow() <= 0, path


def test_the_menu_of_a_telephone_opens_and_closes(visit: Visit) -> None:
    visitor = visit("clerk", viewport=PHONE)
    visitor.go("/")
    expect(visitor.page.locator("#side")).not_to_be_in_viewport()
    visitor.page.get_by_role("button", name="显示或收起菜单").click()
    expect(visitor.page.locator("#side")).to_be_in_viewport()
    visitor.look()
    visitor.page.keyboard.type("kh")
    visitor.click(visitor.page.locator("#side").get_by_role("link", name="客户", exact=True))
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("客户")
    visitor.page.get_by_role("button", name="显示或收起菜单").click()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#side")).not_to_be_in_viewport()


LINE = """(tasks) => { tasks.innerHTML += `<ul class="inbox sheet"><li class="inbox-line"><div class="inbox-what"><a class="inbox-label" href="/">移交</a></div>
<span class="inbox-due"><span class="badge">2026-11-19 (四) 逾期</span></span><a class="btn btn-small" href="/">核对签字移交档案员</a></li></ul>` }"""


def test_a_long_step_of_the_inbox_stands_beside_its_term(visit: Visit) -> None:
    """The longest names of steps do not cover the day before them."""
    visitor = visit("clerk")
    visitor.go("/")
    visitor.page.locator(".home-tasks").evaluate(LINE)
    line = visitor.page.locator(".inbox-line").last
    due, step = line.locator(".inbox-due").bounding_box(), line.locator(".btn").bounding_box()
    assert due is not None
    assert step is not None
    assert due["x"] + due["width"] <= step["x"]
