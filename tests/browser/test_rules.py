"""The security administrator drafts a rule, another publishes it, and the very next page of everybody concerned obeys it."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Site
from tests.browser.visitor import Visitor
from tests.company import PROOF

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"
STUDIO = "/access/studio/"


def cell(visitor: Visitor, field: str, channel: str = "*") -> Locator:
    return visitor.page.locator(f'tr[data-key="{field}"] [data-channel="{channel}"]')


def saved(visitor: Visitor) -> None:
    expect(visitor.page.locator("[data-status]")).to_contain_text("已保存")


def draft(security: Visitor, title: str) -> None:
    """Start a draft and open the clerk's rights on customers."""
    security.go(STUDIO)
    security.page.get_by_label("标题").fill(title)
    security.page.get_by_label("修改原因").fill("制度要求")
    security.click(security.page.get_by_role("button", name="新建草稿"))
    security.page.locator("[data-pick] [name=role]").select_option(label="文员")
    security.page.wait_for_url("**role=clerk**")
    security.page.wait_for_load_state("load")
    security.look()


def test_a_field_hidden_for_clerks_is_gone_from_their_next_page(visit: Visit, site: Site) -> None:
    record = site.panel.company.customers[0]
    pages = (LIST, f"{LIST}details/?id={record}", f"{LIST}edit/?id={record}")
    clerk, security, audit = visit("clerk"), visit("security"), visit("audit")
    clerk.go(LIST)
    assert any(text.startswith("137****") for text in clerk.column("联系电话"))

    draft(security, "文员不看电话")
    cell(security, "contact_phone").click()
    security.page.keyboard.press("0")
    saved(security)
    expect(cell(security, "contact_phone")).to_have_text("隐藏")
    clerk.go(LIST)
    assert "联系电话" in clerk.page.content(), "a draft changes nothing"
    security.click(security.page.get_by_role("link", name="看影响并送审"))
    expect(security.page.locator("main")).to_contain_text("文员 · 客户 · 联系电话 · 所有途径")
    security.click(security.page.get_by_role("button", name="送审"))

    audit.go(STUDIO)
    audit.click(audit.page.get_by_role("link", name="文员不看电话"))
    audit.page.get_by_label("操作口令").fill(PROOF["operation_password"])
    audit.click(audit.page.get_by_role("button", name="同意并发布"))
    for path in pages:
        clerk.go(path)
        assert "联系电话" not in clerk.page.content(), path
        assert "137****" not in clerk.text(), path

    security.go(f"{STUDIO}version/1/")
    security.page.get_by_label("回滚原因").fill("影响业务办理")
    security.page.get_by_label("操作口令").fill(PROOF["operation_password"])
    security.click(security.page.get_by_role("button", name="立即回滚"))
    clerk.go(LIST)
    expect(clerk.page.get_by_role("columnheader", name="联系电话")).to_be_visible()


def test_a_role_is_set_up_by_keyboard_alone(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """Every field of the customer and all actions, without a mouse: a minute is more than enough."""
    security = visit("security")
    draft(security, "夜班文员")
    keys = security.page.keyboard
    count = security.page.locator("[data-grid=fields] tbody tr").count()
    started = time.monotonic()
    security.page.locator("[data-grid=actions] [tabindex='0']").focus()
    for _ in range(4):
        keys.press("Space")
        keys.press("ArrowDown")
    security.page.locator("[data-grid=fields] [tabindex='0']").focus()
    for number in range(count):
        keys.press("0123"[number % 4])
    saved(security)
    seconds = time.monotonic() - started
    with capsys.disabled():
        print(f"\nstudio: {count} fields and 4 actions by keyboard in {seconds:.1f} s")  # noqa: T201
    security.page.reload()
    security.look()
    words = ("隐藏", "脱敏", "只读", "可写")
    for number, row in enumerate(security.page.locator("[data-grid=fields] tbody tr").all()):
        expect(row.locator('[data-channel="*"]')).to_have_text(words[number % 4])
        expect(row.locator('[data-channel="export"]')).to_have_text(words[min(number % 4, 2)])


def test_rows_are_copied_filled_down_and_taken_back(visit: Visit) -> None:
    security = visit("security")
    draft(security, "复制粘贴")
    keys = security.page.keyboard
    cell(security, "name").click()
    keys.press("1")
    cell(security, "name", "export").click()
    keys.press("0")
    cell(security, "name").click()
    keys.press("c")
    cell(security, "short_name").click()
    keys.press("v")
    expect(cell(security, "short_name", "export")).to_have_text("隐藏")
    expect(cell(security, "short_name", "details")).to_have_text("脱敏")
    keys.press("Delete")
    expect(cell(security, "short_name")).to_have_text("可写")
    expect(cell(security, "short_name", "details")).to_have_text("只读")
    cell(security, "name").click()
    keys.press("Control+d")
    saved(security)
    expect(cell(security, "annual_amount")).to_have_text("脱敏")
    security.look()
    security.page.set_viewport_size({"width": 390, "height": 844})
    assert security.overflow() == 0
    security.look()


def test_role_sheets_reviews_and_files_are_there(visit: Visit) -> None:
    security = visit("security")
    for path in ("", "sheet/?role=customer_manager", "quarter/?since=2020-01-01"):
        security.go(f"/access/papers/{path}")
    security.go(f"{STUDIO}now/?role=clerk&compare=department_head&register=contact&further=1")
    expect(security.page.locator(".is-different").first).to_be_visible()
    security.page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/access/papers/sheet/?role=clerk", "/access/papers/", STUDIO, f"{STUDIO}version/1/"):
        security.go(path)
        assert security.overflow() == 0, path


def test_administrators_see_no_customer_and_clerks_see_no_rule(visit: Visit, site: Site) -> None:
    record = site.panel.company.customers[0]
    for code, path in (("security", LIST), ("it", f"{LIST}details/?id={record}"), ("clerk", "/access/field_rule/")):
        visitor = visit(code)
        visitor.go(path, status=403)
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("没有权限")
        visitor.click(visitor.page.locator("main").get_by_role("link", name="回首页"))
        assert visitor.page.locator(f'.side-nav a[href="{path.split("details")[0]}"]').count() == 0
