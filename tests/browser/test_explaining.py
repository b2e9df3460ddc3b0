"""权限说明 in a real browser: asked with the keyboard, answered in sentences, and one step from the cell that decides."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

SHOTS = os.environ.get("TAIZHANG_SHOTS")


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_why_and_who(visit: Callable[..., Visitor], width: int) -> None:
    visitor = visit("security", viewport={"width": width, "height": 900})
    visitor.go("/access/explain/")
    page = visitor.page
    shot(visitor, f"explain-empty-{width}")
    page.get_by_label("谁", exact=True).fill("王小芳")
    page.locator("#why-field").select_option("customer.contact_phone")
    page.locator("#why-channel").select_option("export")
    visitor.click(page.get_by_role("button", name="说明原因"))
    expect(page.get_by_role("heading", name="王小芳（E000）在「导出」中只能看到脱敏的客户「联系电话」。")).to_be_visible()
    shot(visitor, f"explain-why-{width}")
    cell = page.get_by_role("link", name="看这一格").first
    assert "role=clerk" in (cell.get_attribute("href") or "")
    if width > 1000:  # the studio is used at a desk
        visitor.click(cell)
        expect(page.locator("#field-contact_phone")).to_be_visible()
    visitor.go("/access/explain/")
    page.locator("#who-field").select_option("contact.id_card")
    visitor.click(page.get_by_role("button", name="列出所有人"))
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    shot(visitor, f"explain-who-{width}")
    visitor.click(page.get_by_role("button", name="检查职责分离"))
    expect(page.get_by_role("heading", name="职责分离：冲突 0 处，提示 0 处")).to_be_visible()
    shot(visitor, f"explain-lint-{width}")
