"""A pasted notice in a real browser: from the year to the differences to the year that is no longer provisional."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models.access.role import Role
from models.organisation.employee import Employee
from models.register import registers
from operations.calendar_filling import fill_calendar
from operations.records import create
from tests.admin_views.test_calendar import OF_2027, keeper, registration
from tests.browser.conftest import Site
from tests.browser.visitor import Visitor
from tests.conftest import Panel

SHOTS = os.environ.get("TAIZHANG_SHOTS")


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture(scope="module")
def filled(site: Site) -> Panel:
    """The site with its calendar, somebody who keeps it and may see filings, and a filing whose due date will move."""
    with site.panel.system() as session:
        fill_calendar(session)
    keeper(site.panel, "people")
    with site.panel.system() as session:
        held = session.scalars(select(Employee.id).where(Employee.number == "people")).one()
        role = session.scalars(select(Role.id).where(Role.code == "supervisor")).one()
        create(session, registers["role_grant"], {"role": role, "person": held, "reason": "test"})
    registration(site.panel, date(2026, 12, 30))
    return site.panel


@pytest.mark.parametrize("width", [1280, 390])
def test_a_notice_is_pasted_compared_and_confirmed(visit: Callable[..., Visitor], filled: Panel, width: int) -> None:
    """T3.1, K7.6."""
    visitor = visit("people", viewport={"width": width, "height": 900})
    visitor.go("/governance/calendar/?year=2026")
    page = visitor.page
    shot(visitor, f"calendar-{width}")
    visitor.click(page.get_by_role("link", name="粘贴放假通知"))
    page.get_by_label("通知正文").fill("国庆节：10月1日（周一）放假")
    page.get_by_label("通知名称或文号").fill("国办发明电〔2026〕9号")
    page.get_by_label("年度").fill("2027")
    visitor.click(page.get_by_role("button", name="查看差异"), status=422)
    expect(page.get_by_text("2027-10-01 是周五")).to_be_visible()
    expect(page.get_by_label("通知名称或文号")).to_have_value("国办发明电〔2026〕9号")
    shot(visitor, f"calendar-refused-{width}")
    page.get_by_label("通知正文").fill(OF_2027)
    visitor.click(page.get_by_role("button", name="查看差异"))
    expect(page.get_by_role("row", name="2027-01-01 (五)")).to_be_visible()
    shot(visitor, f"calendar-preview-{width}")
    visitor.click(page.get_by_role("button", name="确认写入"))
    expect(page.get_by_text("已写入 38 天")).to_be_visible()
    expect(page.get_by_role("heading", name="年历 2027")).not_to_contain_text("暂估")
    page.get_by_label("起算日期").fill("2026-09-30")
    page.get_by_label("工作日数").fill("3")
    visitor.click(page.get_by_role("button", name="逐日说明"))
    expect(page.get_by_text("到 2026-10-10 (六) 17:30 为止。")).to_be_visible()
    shot(visitor, f"calendar-why-{width}")
    visitor.go("/governance/calendar/redate")
    shot(visitor, f"calendar-redate-{width}")
    visitor.go("/customers/limit-trial/?year=2026&days=2")
    shot(visitor, f"calendar-trial-{width}")
