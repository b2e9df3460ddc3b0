"""Taxes of a month at a real keyboard: a column from a spreadsheet, and Enter down the cells (K2.21)."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.visitor import Visitor
from tests.pay_scenes import a_collected_month

PASTE = """(cell, text) => {
  const data = new DataTransfer()
  data.setData('text', text)
  cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def test_a_column_from_a_spreadsheet_is_pasted_and_corrected_by_keyboard(site: Site, visit: Callable[..., Visitor]) -> None:
    month = a_collected_month(site.panel)
    clerk = visit("staff")
    clerk.go(f"/incentives/taxes/?id={month}")
    clerk.look()
    cells = clerk.page.locator("[data-column]")
    cells.first.evaluate(PASTE, "90.00\t张三\r\n410.50\t李四\r\n0\t王五\r\n")
    assert [cell.input_value() for cell in cells.all()] == ["90.00", "410.50", "0"]
    cells.first.press("Enter")
    expect(cells.nth(1)).to_be_focused()
    clerk.page.keyboard.type("411")
    clerk.page.keyboard.press("Enter")
    expect(cells.nth(2)).to_be_focused()
    with clerk.arriving():
        clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("main")).to_contain_text("已录入 3 人，共 3 人")
    clerk.look()
    phone = visit("staff", viewport={"width": 390, "height": 844}, has_touch=True)
    phone.go(f"/incentives/taxes/?id={month}")
    phone.look()
    assert phone.overflow() == 0
