"""The security administrator changes a rule, and the very next page of everybody concerned obeys it."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.test_customers import box, choose
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"


def test_a_field_hidden_for_clerks_is_gone_from_their_next_page(visit: Visit, site: Site) -> None:
    record = site.panel.company.customers[0]
    pages = (LIST, f"{LIST}details/?id={record}", f"{LIST}edit/?id={record}")
    clerk, security = visit("clerk"), visit("security")
    clerk.go(LIST)
    assert any(cell.startswith("137****") for cell in clerk.column("联系电话"))

    security.go("/access/field_rule/")
    security.click(security.page.get_by_role("link", name="新建", exact=True))
    choose(security, "角色 必填", "文员", "文员")
    box(security, "登记簿").fill("customer")
    box(security, "字段").fill("contact_phone")
    box(security, "权限").select_option(label="隐藏")
    security.click(security.page.get_by_role("button", name="保存", exact=True))
    rule = security.page.url

    for path in pages:
        clerk.go(path)
        assert "联系电话" not in clerk.page.content(), path
        assert "137****" not in clerk.text(), path

    security.go(rule)
    security.page.get_by_label("更多").click()
    security.click(security.page.get_by_role("link", name="删除"))
    security.click(security.page.get_by_role("button", name="删除"))
    clerk.go(LIST)
    expect(clerk.page.get_by_role("columnheader", name="联系电话")).to_be_visible()


def test_administrators_see_no_customer_and_clerks_see_no_rule(visit: Visit, site: Site) -> None:
    record = site.panel.company.customers[0]
    for code, path in (("security", LIST), ("it", f"{LIST}details/?id={record}"), ("clerk", "/access/field_rule/")):
        visitor = visit(code)
        visitor.go(path, status=403)
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("没有权限")
        visitor.click(visitor.page.locator("main").get_by_role("link", name="回首页"))
        assert visitor.page.locator(f'.side-nav a[href="{path.split("details")[0]}"]').count() == 0
