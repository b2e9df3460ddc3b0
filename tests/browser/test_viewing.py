"""The security administrator looks at a list with a clerk's eyes, finds no way to change it, and comes back; in a real browser."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.company import PROOF

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"


def begin(visitor: Visitor, typed: str, name: str) -> None:
    visitor.go("/view-as/")
    assert visitor.page.locator('.side-nav a[href="/view-as/"]').count() == 1
    box = visitor.page.get_by_role("combobox", name="看谁的页面")
    box.press_sequentially(typed)
    visitor.page.get_by_role("option", name=name).click()
    visitor.page.get_by_label("原因").fill("核对文员能看到什么")
    visitor.click(visitor.page.get_by_role("button", name="开始查看"))


def test_a_clerks_list_is_seen_as_the_clerk_sees_it_and_nothing_is_saved(visit: Visit) -> None:
    clerk, security = visit("clerk2"), visit("security")
    clerk.go(LIST)
    security.go(LIST, status=403)
    begin(security, "lh", "李海（clerk2）")
    banner = security.page.get_by_role("complementary", name="以他人视角查看")
    expect(banner).to_contain_text("李海（clerk2）")
    expect(banner).to_contain_text("韩安")
    security.go(LIST)
    assert security.page.locator("main").inner_html().count("<tr") == clerk.page.locator("main").inner_html().count("<tr")
    assert security.column("联系电话") == clerk.column("联系电话")
    security.click(security.rows().first.get_by_role("link").first)
    key = security.id_here()
    security.go(f"{LIST}edit/?id={key}")
    security.page.get_by_label("简称").fill("改过的简称")
    security.click(security.page.get_by_role("button", name="保存", exact=True), status=403)
    expect(security.page.locator("main")).to_contain_text("只能看，不能改")
    clerk.go(f"{LIST}details/?id={key}")
    assert "改过的简称" not in clerk.text()
    security.click(security.page.get_by_role("button", name="返回本人"))
    expect(banner).to_have_count(0)
    security.go(LIST, status=403)


def test_the_way_back_is_in_sight_on_a_telephone(visit: Visit) -> None:
    auditor = visit("auditor", viewport={"width": 390, "height": 844})
    auditor.go("/view-as/")
    assert auditor.overflow() <= 0
    auditor.page.get_by_role("checkbox", name="文员").check()
    auditor.page.get_by_label("原因").fill("核对文员能看到什么")
    auditor.click(auditor.page.get_by_role("button", name="开始查看"))
    for path in ("/", LIST, "/jobs/"):
        auditor.go(path)
        expect(auditor.page.get_by_role("button", name="返回本人")).to_be_in_viewport()
        assert auditor.overflow() <= 0, path
    auditor.click(auditor.page.get_by_role("button", name="返回本人"))


def test_an_emergency_role_is_taken_and_given_back(visit: Visit) -> None:
    head = visit("head2", viewport={"width": 390, "height": 844})
    head.go("/emergency/")
    assert head.overflow() <= 0
    head.page.get_by_label("1 小时").check()
    head.page.get_by_label("紧急原因").fill("负责人联系不上，客户急等回电。")
    head.page.get_by_label("操作口令").fill(PROOF["operation_password"])
    head.click(head.page.get_by_role("button", name="立即取用"))
    expect(head.page.locator("main")).to_contain_text("自动结束")
    security = visit("security")
    security.go("/emergency/report")
    head.click(head.page.get_by_role("button", name="提前结束"))
    expect(head.page.locator("main")).to_contain_text("已提前结束")
