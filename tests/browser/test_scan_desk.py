"""The scan desk under a scanner: keys and Enter only, no mouse; so many scans and no more (K3.24–K3.26)."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from operations.archives.codes import Letter, short_code
from operations.office_clock import today
from operations.working_days import working_calendar
from tests.archive_scenes import filed
from tests.browser.conftest import Site
from tests.browser.visitor import Visitor
from tests.lending_scenes import a_lending_desk, a_slip_to_issue


class Wedge:
    """A keyboard scanner: types into whatever has the focus, ends with Enter, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.scans = page, 0

    def __call__(self, *codes: str) -> None:
        for code in codes:
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")
            self.scans += 1


def test_an_approved_slip_goes_out_in_two_scans_and_comes_back(site: Site, visit: Callable[..., Visitor]) -> None:
    with site.panel.system() as session:
        desk = a_lending_desk(session)
        more = filed(session, desk.store, pages=3)
        number, both = a_slip_to_issue(desk).number, a_slip_to_issue(desk, desk.unit, more).number
        codes = [short_code(Letter.UNIT, unit) for unit in (desk.unit, more)]
    keeper = visit("archivist")
    keeper.go("/lending/scan/")
    main, scan = keeper.page.locator("main"), Wedge(keeper.page)
    scan(number, codes[0])
    expect(main.locator(".flash")).to_contain_text("已借出")
    assert scan.scans <= 3, "K3.24: slip and unit"
    expect(keeper.page.locator("#scan")).to_be_focused()
    scan(codes[0])
    expect(main.locator("[data-refused]")).to_contain_text("先扫出借单")
    keeper.look()
    scan("CMD-BACK", codes[0], "CMD-CHECK", codes[0], "48")
    expect(main.locator(".flash")).to_contain_text("已归位")
    # Scans that come faster than the answers are taken one after the other.
    scan("CMD-LEND", both, codes[1], codes[1], codes[0])
    expect(main.locator(".flash")).to_contain_text("2 件")
    keeper.look()
    keeper.page.reload()
    expect(main).to_contain_text("刚办理")
    keeper.look()


def test_the_desk_works_without_scripts(site: Site, visit: Callable[..., Visitor]) -> None:
    with site.panel.system() as session:
        desk = a_lending_desk(session)
        number, code = a_slip_to_issue(desk).number, short_code(Letter.UNIT, desk.unit)
    keeper = visit("archivist", java_script_enabled=False)
    keeper.go("/lending/scan/")
    for typed, status, says in ((code, 403, "先扫出借单"), (number, 200, "请逐件扫描"), (code, 200, "已借出")):
        keeper.page.locator("#scan").fill(typed)
        keeper.press("Enter", status)
        assert says in keeper.text()


def test_a_slip_is_approved_on_a_phone_in_two_taps(site: Site, visit: Callable[..., Visitor]) -> None:
    """K3.23: from the inbox to the decision."""
    with site.panel.system() as session:
        desk = a_lending_desk(session)
        number = desk.slip(due_on=working_calendar(session).add_working_days(today(session), 1)).number
    boss = visit("boss", viewport={"width": 390, "height": 844}, has_touch=True)
    boss.go("/")
    taps = 0
    for place in (boss.page.locator(".inbox-line", has_text=number).locator(".btn"), boss.page.locator("main .btn-primary")):
        boss.click(place)
        assert boss.overflow() == 0
        taps += 1
    expect(boss.page.locator("h1 .badges")).to_contain_text("已批准")
    assert taps == 2
