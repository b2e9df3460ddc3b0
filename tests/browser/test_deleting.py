"""Deleting asks on a page of its own, with a mouse, without scripts and for many at once; asking deletes nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from models.register import registers
from operations.records import create
from tests.browser.conftest import Site
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"


def customers(site: Site, *names: str) -> list[int]:
    """New customers of the north."""
    place = {"department": site.panel.company.departments["north"], "customer_class": "general"}
    with site.panel.system() as session:
        return [create(session, registers["customer"], {"name": name, **place}).id for name in names]


def there(site: Site, ids: list[int]) -> list[int]:
    """Which of ``ids`` still exist."""
    with site.panel.system() as session:
        model = registers["customer"].model
        return [row for (row,) in session.query(model.id).filter(model.id.in_(ids)).order_by(model.id)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_one_customer_is_deleted_only_after_the_question(visit: Visit, site: Site, scripts: bool) -> None:
    ids = customers(site, f"待删除客户{scripts}")
    visitor = visit("head", java_script_enabled=scripts)
    visitor.go(f"{LIST}details/?id={ids[0]}")
    visitor.page.get_by_label("更多").click()
    visitor.click(visitor.page.get_by_role("link", name="删除"))
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(f"删除「待删除客户{scripts}」")
    assert there(site, ids) == ids
    visitor.click(visitor.page.get_by_role("link", name="返回，不做"))
    assert there(site, ids) == ids
    visitor.page.get_by_label("更多").click()
    visitor.click(visitor.page.get_by_role("link", name="删除"))
    visitor.click(visitor.page.get_by_role("button", name="删除"))
    expect(visitor.page.locator(".flashes")).to_contain_text("已删除")
    assert there(site, ids) == []


def test_several_customers_are_deleted_only_after_the_question(visit: Visit, site: Site) -> None:
    ids = customers(site, "批量删除甲", "批量删除乙", "批量保留丙")
    visitor = visit("head")
    visitor.go(f"{LIST}?q=批量")
    for name in ("批量删除甲", "批量删除乙"):
        visitor.rows().filter(has_text=name).get_by_role("checkbox").check()
    expect(visitor.page.locator(".picked-count")).to_contain_text("2")
    visitor.look()
    visitor.click(visitor.page.locator("#picked").get_by_role("button", name="删除"))
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("2")
    assert set(visitor.page.locator(".question-list li").all_inner_texts()) == {"批量删除甲", "批量删除乙"}
    assert there(site, ids) == ids
    visitor.click(visitor.page.get_by_role("button", name="删除"))
    assert there(site, ids) == ids[2:]
