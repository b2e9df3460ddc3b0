"""A month drawn for spot-checks under the hand: the draw, its seed and command, and a check that fails (T4.3)."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import expect

from models.complaints.stages import Stage
from tests.browser.conftest import Site
from tests.browser.test_complaint_meetings import save, several
from tests.browser.test_complaints import CASES, fill
from tests.browser.visitor import Visitor
from tests.factories import make

CLOSED = datetime(2025, 3, 12, 2, 0, tzinfo=UTC)


def test_a_month_is_drawn_and_a_check_fails(site: Site, visit: Callable[..., Visitor]) -> None:
    with site.panel.system() as session:
        people, places = site.panel.company.employees, site.panel.company.departments
        case = make(session, "complaint", title="酒有异味", facts="开瓶后有异味。", channel="phone", respondents=[people["auditor"]])
        case.stage, case.closed_at, case.department_id = Stage.CLOSED, CLOSED, places["north"]
        case.handler_id, case.decided_by_id = people["manager"], people["boss"]
        session.flush()
        number, case_id = case.number, case.id
    officer = visit("complaint")
    officer.go("/complaints/spot_check_draw/new/")
    fill(officer, month_on="2025-03-01", seed="8f3a")
    several(officer, "checkers", "冯强")
    save(officer)
    main = officer.page.locator("main")
    expect(main).to_contain_text("flask --app app complaints draw --month 2025-03 --seed 8f3a")
    expect(main).to_contain_text(number)
    officer.go("/")
    officer.click(officer.page.locator(".home-tasks .btn", has_text="抽查验证"))
    fill(officer, heard="与登记不符", finding="客户称未更换产品。", proof="通话记录。", verdict="合格")
    officer.click(officer.page.get_by_role("button", name="抽查验证", exact=True), 422)
    expect(main).to_contain_text("不能判为合格")
    fill(officer, verdict="不合格")
    officer.click(officer.page.get_by_role("button", name="抽查验证", exact=True))
    expect(officer.page.locator("h1 .badges")).to_contain_text("已查")
    officer.go(f"{CASES}details/?id={case_id}")
    expect(officer.page.locator("h1 .badges")).to_contain_text("已受理·待分派")
    expect(main).to_contain_text("客户称未更换产品。")
