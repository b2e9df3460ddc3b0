"""The eye at a real browser: reason, value under a watermark, gone after half a minute; by keyboard, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import func, select

from models.access.reveal import Reveal
from tests.browser.conftest import Site
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
WHY = "客户来电，核对身份"
PHONE, MASKED = "13700010002", "137****0002"


def record(site: Site) -> str:
    """The page of the third customer, of the manager's department and not his own."""
    return f"/customers/customer/details/?id={site.panel.company.customers[2]}"


def fact(visitor: Visitor, label: str = "联系电话") -> Locator:
    return visitor.page.locator(".fact", has=visitor.page.locator("dt", has_text=label)).locator("dd")


def eye(visitor: Visitor, label: str = "联系电话") -> Locator:
    return visitor.page.get_by_role("button", name=f"查看「{label}」明文")


def looks(site: Site) -> int:
    with site.panel.system() as session:
        return session.scalar(select(func.count(Reveal.id))) or 0


def test_a_value_is_shown_for_half_a_minute_and_masked_again(visit: Visit, site: Site) -> None:
    manager, before = visit("manager"), looks(site)
    manager.page.clock.install()
    manager.go(record(site))
    expect(fact(manager)).to_contain_text(MASKED)
    assert PHONE not in manager.page.content()

    eye(manager).click()
    window = manager.page.get_by_role("dialog", name="查看「联系电话」明文")
    expect(window).to_be_visible()
    manager.look()
    window.get_by_label("查看原因").fill(WHY)
    window.get_by_role("button", name="显示 30 秒").click()

    expect(fact(manager)).to_contain_text(PHONE)
    expect(window).to_be_hidden()
    mark = manager.page.locator(".revealed").get_attribute("data-mark")
    assert mark is not None
    assert mark.startswith("张建国 manager 20")
    expect(manager.page.get_by_role("status").filter(has_text=PHONE)).to_have_count(1)
    manager.look()
    assert looks(site) == before + 1

    manager.page.clock.fast_forward(29_000)
    expect(fact(manager)).to_contain_text(PHONE)
    manager.page.clock.fast_forward(1_500)
    expect(fact(manager)).to_contain_text(MASKED)
    assert PHONE not in fact(manager).inner_html()
    expect(eye(manager)).to_be_focused()
    expect(manager.page.get_by_role("status").filter(has_text="已重新脱敏")).to_have_count(1)


def test_the_keyboard_alone_is_enough_and_a_bad_reason_is_said_in_the_window(visit: Visit, site: Site) -> None:
    manager = visit("manager")
    manager.go(record(site))
    eye(manager).focus()
    manager.page.keyboard.press("Enter")
    window = manager.page.get_by_role("dialog")
    expect(window.get_by_label("查看原因")).to_be_focused()
    manager.page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(eye(manager)).to_be_focused()

    manager.page.keyboard.press("Space")
    manager.page.keyboard.type("    一二")
    window.get_by_label("查看原因").evaluate("(box) => box.removeAttribute('minlength')")
    manager.page.keyboard.press("Enter")
    expect(window.get_by_role("alert")).to_contain_text("至少 4 个字")
    (refusal,), manager.faults = manager.faults, []
    assert refusal.endswith("answered 422")
    manager.look()
    manager.page.keyboard.press("Control+a")
    manager.page.keyboard.type(WHY)
    manager.page.keyboard.press("Enter")
    expect(fact(manager)).to_contain_text(PHONE)


def test_leaving_the_page_takes_the_value_along(visit: Visit, site: Site) -> None:
    manager = visit("manager")
    manager.go(record(site))
    eye(manager).click()
    manager.page.get_by_label("查看原因").fill(WHY)
    manager.page.keyboard.press("Enter")
    expect(fact(manager)).to_contain_text(PHONE)
    manager.go("/customers/customer/")
    with manager.arriving():
        manager.page.go_back()
    expect(fact(manager)).to_contain_text(MASKED)
    assert PHONE not in manager.page.content()


def test_without_scripts_a_page_asks_shows_and_goes_back(visit: Visit, site: Site) -> None:
    manager = visit("manager", java_script_enabled=False)
    manager.page.goto(record(site))
    manager.page.get_by_role("link", name="查看「联系电话」明文").click()
    manager.page.get_by_label("查看原因").fill(WHY)
    with manager.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        manager.page.get_by_role("button", name="显示 30 秒").click()
    assert answered.value.headers["refresh"].startswith("30; url=/customers/customer/details/")
    expect(manager.page.locator(".revealed")).to_have_text(PHONE)
    manager.page.get_by_role("link", name="返回").click()
    expect(fact(manager)).to_contain_text(MASKED)
    manager.arrived = manager.looked_at = 0


@pytest.mark.parametrize("width", [390, 1280])
def test_the_window_and_the_value_fit(visit: Visit, site: Site, width: int) -> None:
    manager = visit("manager", viewport={"width": width, "height": 800})
    manager.go(record(site))
    eye(manager).click()
    assert manager.overflow() == 0
    manager.page.get_by_label("查看原因").fill(WHY)
    manager.page.keyboard.press("Enter")
    expect(fact(manager)).to_contain_text(PHONE)
    assert manager.overflow() == 0
    manager.look()


def test_who_may_not_look_has_no_eye(visit: Visit, site: Site) -> None:
    clerk = visit("clerk")
    clerk.go(record(site))
    expect(fact(clerk)).to_contain_text(MASKED)
    assert clerk.page.locator("[data-reveal], [data-reveal-window]").count() == 0
