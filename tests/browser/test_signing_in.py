"""At the door: right and wrong passwords, and what a copied cookie is worth after signing out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("code", "area"), [("clerk", "客户"), ("boss", "客户"), ("it", "权限"), ("security", "权限")])
def test_everybody_signs_in_and_finds_his_registers(visit: Visit, code: str, area: str) -> None:
    visitor = visit(code)
    visitor.go("/")
    expect(visitor.page.locator(".home-area h2").filter(has_text=area)).to_be_visible()


def test_a_wrong_password_is_refused_and_the_code_stays(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/sign-in")
    visitor.page.get_by_label("工号").fill("clerk")
    visitor.page.get_by_label("密码").fill("wrong")
    visitor.click(visitor.page.get_by_role("button", name="登录"), status=422)
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    expect(visitor.page.get_by_label("工号")).to_have_value("clerk")
    expect(visitor.page.get_by_label("密码")).to_have_value("")


def test_signing_out_kills_the_copied_cookie(visit: Visit) -> None:
    visitor, thief = visit().sign_in("staff"), visit()
    thief.context.add_cookies(visitor.context.cookies())
    thief.go("/me/")
    expect(thief.page.get_by_role("heading", name="我的会话与密码")).to_be_visible()
    visitor.page.locator("summary.me").click()
    visitor.click(visitor.page.get_by_role("button", name="退出登录"))
    expect(visitor.page.get_by_role("heading", name="登录")).to_be_visible()
    thief.go("/me/")
    expect(thief.page.get_by_role("heading", name="登录")).to_be_visible()


def test_a_page_with_faults_is_found_out(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/sign-in")
    visitor.page.evaluate("""() => {
        document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="https://elsewhere.invalid/x.png" onerror="1">')
        console.error('something')
        fetch('/customers/none', { headers: { Accept: 'application/json' } })
    }""")
    visitor.page.wait_for_timeout(300)
    visitor.look()
    found, visitor.faults = "\n".join(visitor.faults), []
    for fault in ("axe image-alt", "console: something", "CSP img-src", "asked https://elsewhere.invalid", "answered 404"):
        assert fault in found, found
