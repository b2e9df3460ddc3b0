"""A stocktake through the pages: counted by somebody who sees no ledger, reconciled with its entries, approved by another (K10.5)."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select, text

from models.archives.stocktake import Stocktake
from operations.archives.codes import Letter, short_code
from tests.archive_scenes import a_store, filed
from tests.client import PageClient
from tests.conftest import Panel
from tests.factories import make


@dataclass
class Place:
    """Two shelves of the shared panel, with three volumes on the first, and who takes part."""

    panel: Panel
    shelf: int
    shelf_code: str
    other: int
    other_code: str
    units: tuple[int, ...]

    def labels(self) -> list[str]:
        with self.panel.system() as session:
            known = dict(session.connection().execute(text("SELECT id, number FROM archive_unit")).all())
        return [known[unit] for unit in self.units]


@pytest.fixture
def place(panel: Panel) -> Place:
    with panel.system() as session:
        store = a_store(session)
        units = tuple(filed(session, store) for _ in range(3))
        codes = dict(session.connection().execute(text("SELECT id, code FROM archive_account")).all())
        role = session.connection().execute(text("SELECT id FROM role WHERE code = 'stocktaker'")).scalar_one()
        make(session, "role_grant", role=role, person=panel.company.employees["staff"], department=None, post=None, reason="盘点", from_at=None, until_at=None)
    return Place(panel, store.shelf, codes[store.shelf], store.other_shelf, codes[store.other_shelf], units)


def begun(place: Place, archivist: PageClient) -> int:
    """Opened over both shelves and begun."""
    values = {"purpose": "上架核对", "places": ["", str(place.shelf), str(place.other)], "blind": "1", "case_class": "", "year": "",
              "opener": place.panel.company.employees["archivist"]}  # fmt: skip
    made = int(archivist.post("/archives/stocktake/new/", values).headers["Location"].rpartition("=")[2])
    archivist.post(f"/archives/stocktake/move/begin_count/?id={made}")
    return made


def test_a_stocktake_by_hand(place: Place) -> None:
    archivist, counter, leader = (place.panel.as_(code) for code in ("archivist", "staff", "boss"))
    made = begun(place, archivist)
    first, second, _ = place.labels()
    page = f"/archives/stocktake-count/?id={made}"
    assert f"stocktake-count/?id={made}" in counter.get("/archives/stocktake-count/").text
    seen = counter.get(page).text
    assert place.shelf_code in seen
    assert "账上 " not in seen

    def scan(code: str, at: int | None = None, status: int = 303) -> str:
        form = {"id": made, "place": at or "", "key": f"k{code}{at}", "code": code}
        answer = counter.post("/archives/stocktake-count/", form, status=status)
        return counter.get(answer.headers["Location"]).text if status == 303 else answer.text

    assert "请先扫位置码" in scan(first, status=403)
    assert "逐件扫描" in scan(place.shelf_code)
    assert "第 1 件" in scan(short_code(Letter.UNIT, place.units[0]), place.shelf)
    assert "已经扫过" in scan(first, place.shelf, 409)
    assert "未登记" in scan("没有这个码", place.shelf)
    scan(place.other_code, place.shelf)
    wrong = scan(second, place.other)
    assert 'name="scan"' in wrong
    for closed in ("stocktake_result/", f"stocktake-results/?id={made}", "archive_unit/", "stocktake_result/export", "custody_entry/"):
        assert counter.http.get(f"/archives/{closed}").status_code in (403, 404), "blind: who counts reads neither ledger nor results"
    assert "正在盲盘" in archivist.get(f"/archives/archive_account/details/?id={place.shelf}").text
    assert "还没有结果" in archivist.get(f"/archives/stocktake-results/?id={made}").text
    archivist.post(f"/archives/stocktake/move/end_count/?id={made}")
    _reconciled(place, made, archivist, leader)


def _reconciled(place: Place, made: int, archivist: PageClient, leader: PageClient) -> None:
    first, second, third = place.labels()
    assert third in archivist.get(f"/archives/archive_account/details/?id={place.shelf}").text
    report = archivist.get(f"/archives/stocktake-results/?id={made}").text
    assert all(word in report for word in ("缺失", "错位", "未登记", second, third, "冻结以来没有出入库", "待处理 3 条"))
    assert first not in report, "what is as expected is only counted"
    with place.panel.system() as session:
        rows = session.connection().execute(text("SELECT id, verdict, code FROM stocktake_result WHERE stocktake_id = :id"), {"id": made}).all()
    ways = {"missing": "miss", "misplaced": "book_here", "unknown": "set_aside"}
    for row in rows:
        if row.verdict in ways:
            assert "disposition" in archivist.get(f"/archives/stocktake_result/move/settle/?id={row.id}").text
            archivist.post(f"/archives/stocktake_result/move/settle/?id={row.id}", {"disposition": "found", "explanation": "查"}, status=422)
            archivist.post(f"/archives/stocktake_result/move/settle/?id={row.id}", {"disposition": ways[row.verdict], "explanation": "查明"})
    report = archivist.get(f"/archives/stocktake-results/?id={made}").text
    assert "没有待处理的差异" in report
    assert "登记下落不明" in report
    archivist.post(f"/archives/stocktake/move/reconcile/?id={made}")
    with place.panel.system() as session:
        number = session.scalar(select(Stocktake.number).where(Stocktake.id == made))
    assert number in leader.get("/").text
    archivist.post(f"/archives/stocktake/move/approve/?id={made}", {"opinion": "同意"}, status=403)
    leader.post(f"/archives/stocktake/move/approve/?id={made}", {"opinion": "同意"})
    assert "已批准" in leader.get(f"/archives/stocktake-results/?id={made}").text


def test_a_scan_is_taken_back_by_hand_and_who_does_not_count_finds_no_page(place: Place) -> None:
    archivist, counter = (place.panel.as_(code) for code in ("archivist", "staff"))
    made = begun(place, archivist)
    counter.post("/archives/stocktake-count/", {"id": made, "place": "", "key": "a", "code": place.shelf_code})
    counter.post("/archives/stocktake-count/", {"id": made, "place": place.shelf, "key": "b", "code": "写错的码"})
    with place.panel.system() as session:
        scan = session.connection().execute(text("SELECT max(id) FROM stocktake_scan")).scalar_one()
    counter.post("/archives/stocktake-count/undo", {"id": made, "place": place.shelf, "scan": scan})
    counter.post("/archives/stocktake-count/undo", {"id": made, "place": place.shelf, "scan": scan}, status=403)
    assert "写错的码" not in counter.get(f"/archives/stocktake-count/?id={made}&place={place.shelf}").text.replace("已撤销：写错的码", "")
    archivist.post(f"/archives/stocktake/move/cancel_stocktake/?id={made}", {"cancelled_because": "改期"})
    assert "不能扫码" in counter.get(f"/archives/stocktake-count/?id={made}").text
    counter.get("/archives/stocktake-count/?id=999999", status=404)
    place.panel.as_("clerk").get("/archives/stocktake-count/", status=403)
