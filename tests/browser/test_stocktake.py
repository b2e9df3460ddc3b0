"""A stocktake under a scanner: keys and Enter only; places, volumes, a wrong label and a slip of the hand (K10.5)."""

from collections.abc import Callable

from playwright.sync_api import expect
from sqlalchemy import text

from models.archives.stocktake import StocktakeState
from operations.archives.codes import Letter, short_code
from tests.archive_scenes import a_store, filed
from tests.browser.conftest import Site
from tests.browser.test_scan_desk import Wedge
from tests.browser.visitor import Visitor
from tests.factories import make


def test_two_shelves_are_counted_without_a_mouse_and_reconciled_on_a_phone(site: Site, visit: Callable[..., Visitor]) -> None:
    with site.panel.system() as session:
        store = a_store(session)
        units = [filed(session, store) for _ in range(3)]
        codes = dict(session.connection().execute(text("SELECT id, code FROM archive_account")).all())
        taken = make(session, "stocktake", places=[store.shelf, store.other_shelf], opener=site.panel.company.employees["archivist"], blind=True)
        taken.state, key = StocktakeState.COUNTING, taken.id
        session.flush()
    first, second = (short_code(Letter.UNIT, unit) for unit in units[:2])
    keeper = visit("archivist")
    keeper.go(f"/archives/stocktake-count/?id={key}")
    main, scan = keeper.page.locator("main"), Wedge(keeper.page)
    scan(codes[store.shelf], first)
    expect(main.locator(".flash")).to_contain_text("第 1 件")
    expect(keeper.page.locator("#scan")).to_be_focused()
    keeper.look()
    # Scans that come faster than the answers are taken one after the other.
    scan("WRONG-1", codes[store.other_shelf], second, "CMD-UNDO", second)
    expect(main.locator(".flash")).to_contain_text("第 1 件")
    scan(second, first)
    expect(main.locator(".flash-soon")).to_contain_text("也扫到过")
    scan(second)
    expect(main.locator("[data-refused]")).to_contain_text("已经扫过")
    keeper.look()
    expect(main.locator(".scan-units").last).to_contain_text("已扫 2 件")
    keeper.go(f"/archives/stocktake/move/end_count/?id={key}")
    keeper.click(keeper.page.locator("main .btn-primary"))
    phone = visit("archivist", viewport={"width": 390, "height": 844}, has_touch=True)
    for page in (f"/archives/stocktake-results/?id={key}", f"/archives/stocktake-count/?id={key}"):
        phone.go(page)
        phone.look()
        assert phone.overflow() == 0
    phone.go(f"/archives/stocktake-results/?id={key}")
    expect(phone.page.locator("main")).to_contain_text("重复")
