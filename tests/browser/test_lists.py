"""A list under the hands of those who live in it: narrowing, ordering, choosing columns, keeping views, paging."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from domain.values import read_day
from models.bulk import insert_rows
from models.customers.customer import Customer, CustomerClass
from tests.browser.conftest import Site
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"
MANY = 130


@pytest.fixture(scope="module")
def many(site: Site) -> int:
    """The south has 130 customers more, all of one class and opened on the same day, so that only their ids tell them apart."""
    with site.panel.system() as session:
        south, opened = site.panel.company.departments["south"], read_day("2025-05-05")
        row = {"customer_class": CustomerClass.POTENTIAL, "department_id": south, "opened_on": opened}
        insert_rows(session, Customer, [row | {"name": f"潜在客户{number:03d}"} for number in range(MANY)])
    return MANY


def test_a_filter_becomes_a_chip_and_goes_with_it(visit: Visit) -> None:
    visitor = visit("clerk")
    visitor.go(LIST)
    everything = visitor.rows().count()
    visitor.page.locator("summary", has_text="筛选").click()
    visitor.page.locator(".filter summary", has_text="客户类别").click()
    visitor.look()
    visitor.page.get_by_role("combobox", name="客户类别", exact=True).select_option(label="一般")
    visitor.click(visitor.page.locator(".filters-foot").get_by_role("button", name="应用"))
    assert set(visitor.column("客户类别")) == {"一般"}
    assert visitor.rows().count() < everything
    expect(visitor.page.locator(".chip")).to_contain_text("客户类别 = 一般")
    visitor.click(visitor.page.get_by_role("link", name="去掉筛选 客户类别"))
    expect(visitor.page.locator(".chip")).to_have_count(0)
    assert visitor.rows().count() == everything


def test_a_filter_finds_a_person_by_initials(visit: Visit) -> None:
    visitor = visit("clerk")
    visitor.go(LIST)
    visitor.page.locator("summary", has_text="筛选").click()
    visitor.page.locator(".filter summary", has_text="客户经理").click()
    visitor.page.get_by_role("combobox", name="客户经理", exact=True).press_sequentially("zjg")
    visitor.page.get_by_role("option", name="张建国").click()
    visitor.click(visitor.page.locator(".filters-foot").get_by_role("button", name="应用"))
    assert set(visitor.column("客户经理")) == {"张建国"}
    expect(visitor.page.locator(".chip")).to_contain_text("张建国")


def test_a_click_on_a_heading_orders_the_list_and_a_second_one_turns_it(visit: Visit) -> None:
    visitor = visit("clerk2")
    visitor.go(f"{LIST}?q=有限公司")
    heading = visitor.page.get_by_role("columnheader", name="客户编号")
    visitor.click(heading.get_by_role("link"))
    assert visitor.column("客户编号") == sorted(visitor.column("客户编号"))
    expect(heading).to_have_attribute("aria-sort", "ascending")
    visitor.click(heading.get_by_role("link"))
    assert visitor.column("客户编号") == sorted(visitor.column("客户编号"), reverse=True)


def test_columns_are_chosen_and_kept_in_a_view_of_ones_own(visit: Visit) -> None:
    visitor = visit("clerk")
    visitor.go(LIST)
    visitor.page.locator("summary", has_text="列").last.click()
    visitor.page.get_by_role("checkbox", name="所在地区").check()
    visitor.page.get_by_role("checkbox", name="建档日期").uncheck()
    visitor.click(visitor.page.locator(".menu-panel:visible").get_by_role("button", name="应用"))
    titles = visitor.page.locator("table.book thead th").all_inner_texts()
    assert "所在地区" in titles
    assert "建档日期" not in titles
    visitor.page.locator("summary", has_text="存为视图").click()
    visitor.look()
    visitor.page.get_by_label("视图名称").fill("按地区")
    visitor.click(visitor.page.locator(".save-view").get_by_role("button", name="保存"))
    visitor.go(LIST)
    visitor.click(visitor.page.get_by_role("link", name="按地区"))
    assert visitor.page.locator("table.book thead th").all_inner_texts() == titles
    expect(visitor.page.get_by_role("link", name="按地区")).to_have_attribute("aria-current", "page")
    visitor.page.locator("summary", has_text="存为视图").click()
    visitor.click(visitor.page.get_by_role("button", name="删除视图 按地区"))
    expect(visitor.page.get_by_role("link", name="按地区")).to_have_count(0)


def test_paging_shows_every_row_once_there_and_back(visit: Visit, many: int) -> None:
    visitor = visit("clerk2")
    visitor.go(f"{LIST}?f.customer_class.is=potential&sort=-opened_on&c=number&c=name&size=50")
    pages = [visitor.column("客户编号")]
    for _ in range(2):
        visitor.click(visitor.page.get_by_role("link", name="较早"))
        pages.append(visitor.column("客户编号"))
    assert [len(page) for page in pages] == [50, 50, many - 100]
    assert len({number for page in pages for number in page}) == many
    expect(visitor.page.locator(".grid-foot")).to_contain_text(f"共 {many} 条")
    expect(visitor.page.locator(".pager [aria-disabled]", has_text="较早")).to_be_visible()
    visitor.click(visitor.page.get_by_role("link", name="较新"))
    assert visitor.column("客户编号") == pages[1]
    visitor.click(visitor.page.get_by_role("link", name="最早"))
    assert set(pages[2]) <= set(visitor.column("客户编号"))
    visitor.click(visitor.page.get_by_role("link", name="最新"))
    assert visitor.column("客户编号") == pages[0]


def test_the_keyboard_moves_and_the_size_is_chosen_without_a_button(visit: Visit, many: int) -> None:
    visitor = visit("clerk2")
    visitor.go(f"{LIST}?q=潜在客户")
    for key in ("j", "j", "k", "ArrowDown"):
        visitor.page.keyboard.press(key)
    focused = visitor.page.evaluate("document.activeElement.textContent")
    assert focused == visitor.column("客户编号")[1]
    with visitor.arriving():
        visitor.page.get_by_label("每页").select_option("20")
    assert visitor.rows().count() == 20
    assert many > 20


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("address", [LIST, "/customers/registration/", "/organisation/employee/"])
def test_on_a_phone_every_row_is_a_card_and_nothing_is_pushed_sideways(visit: Visit, look: str, address: str) -> None:
    visitor = visit("head", viewport={"width": 390, "height": 844}, color_scheme=look)
    visitor.go(address)
    visitor.look()
    page = visitor.page
    if folder := os.environ.get("TAIZHANG_SHOTS"):
        page.screenshot(path=f"{folder}/cards-{look}-{address.strip('/').replace('/', '-')}.png", full_page=False)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    row = visitor.rows().first
    if not row.count():
        return
    cells = row.locator("td[data-label]")
    tops = cells.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert tops == sorted(set(tops)), "one value below the other"
    edges = cells.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")
    assert max(edges) <= 390
    assert cells.evaluate_all("(all) => all.every((one) => getComputedStyle(one, '::before').content.includes(one.dataset.label))")
    titles = page.locator("table.book thead th").all_text_contents()
    assert cells.evaluate_all("(all) => all.map((one) => one.dataset.label)") == titles[1:]
    visitor.click(row.locator("th a"))


def test_a_filter_for_what_is_empty_asks_for_no_value(visit: Visit) -> None:
    visitor = visit("head")
    visitor.go(LIST)
    page = visitor.page
    for word, sign in (("为空", "—"), ("不为空", "")):
        page.locator("summary", has_text="筛选").click()
        page.locator(".filter summary", has_text="客户经理").click()
        page.get_by_role("combobox", name="客户经理：条件").or_(page.get_by_role("combobox", name="客户经理: 条件")).select_option(label=word)
        expect(page.get_by_role("combobox", name="客户经理", exact=True)).to_be_hidden()
        visitor.click(page.locator(".filters-foot").get_by_role("button", name="应用"))
        expect(page.locator(".chip")).to_contain_text(word)
        managers = set(visitor.column("客户经理"))
        assert managers == {"—"} if sign else "—" not in managers
        visitor.click(page.get_by_role("link", name="去掉筛选 客户经理"))
