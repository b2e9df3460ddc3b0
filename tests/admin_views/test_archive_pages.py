"""The archive in the browser: the desk's form, where a unit is, what is at a place, and the commands that verify the ledger."""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from domain.values import OFFICE_ZONE
from operations.archives.desk import code_of
from tests.archive_scenes import Store, a_store, a_volume, an_exception
from tests.client import token_of
from tests.company import PASSWORD
from tests.conftest import Panel
from tests.factories import make

OPERATION = "Harbour-Quilt-83-zx"


@pytest.fixture
def store(own_panel: Panel) -> Store:
    with own_panel.system() as session:
        made = a_store(session)
        a_volume(session, made, title="嘉兴新立食品借款项目档案")
    return made


def facts(panel: Panel, store: Store) -> tuple[int, str, str]:
    """Id and label of the volume, code of its shelf."""
    with panel.system() as session:
        unit = session.connection().execute(text("SELECT id, number, part_no FROM archive_unit")).one()
        place = session.connection().execute(text("SELECT code FROM archive_account WHERE id = :id"), {"id": store.shelf}).scalar_one()
    return unit.id, code_of(unit.number, unit.part_no), place


def exception(panel: Panel, label: str) -> str:
    with panel.system() as session:
        return an_exception(session, label)


def test_the_desk_files_a_pile_and_the_pages_say_where_it_is(own_panel: Panel, store: Store) -> None:
    archivist = own_panel.as_("archivist")
    unit, label, place = facts(own_panel, store)
    assert "还没有入库" in archivist.get(f"/archives/archive_unit/details/?id={unit}").text
    form = {"key": "k", "reason": "file", "document": exception(own_panel, label), "place": place, "codes": f"{label}\n没有这个码"}
    refused = archivist.post("/archives/desk/", form, status=422).text
    assert "第 2 行" in refused
    assert label in refused, "what was scanned is still in the form"
    archivist.post("/archives/desk/", {**form, "codes": label})
    page = archivist.get(f"/archives/archive_unit/details/?id={unit}").text
    assert form["document"] in page
    assert label in archivist.get(f"/archives/archive_account/details/?id={store.shelf}").text
    assert label not in archivist.get(f"/archives/archive_account/details/?id={store.other_shelf}").text


def test_who_does_not_keep_archives_finds_no_desk(own_panel: Panel, store: Store) -> None:
    own_panel.as_("clerk").get("/archives/desk/", status=403)


def test_the_ledger_is_checked_and_exported_by_commands(own_panel: Panel, store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    _, label, place = facts(own_panel, store)
    own_panel.as_("archivist").post("/archives/desk/", {"key": "k", "reason": "file", "document": exception(own_panel, label), "place": place, "codes": label})
    run = own_panel.app.test_cli_runner().invoke
    fine = run(args=["archive", "check"])
    assert (fine.exit_code, fine.output.splitlines()[-1]) == (0, "archive check: 1 entries, 0 breaches")
    folder = tmp_path_factory.mktemp("export")
    assert run(args=["archive", "export", str(folder)]).exit_code == 0
    assert len((folder / "custody_entry.jsonl").read_text().splitlines()) == 2, "the columns and one entry"
    with own_panel.system() as session:
        session.connection().execute(text("UPDATE number_series SET last_no = last_no + 1 WHERE word LIKE 'archive:%'"))
    broken = run(args=["archive", "check"])
    assert broken.exit_code == 1
    assert "I07  1 BREACHES" in broken.output


def test_the_safe_and_the_day_by_hand(own_panel: Panel, store: Store) -> None:
    """Opened by two, counted, closed; the day put forward by one, signed by the other, printed with its anchor (K3.4, K3.20)."""
    with own_panel.system() as session:
        first, second = (own_panel.company.employees[code] for code in ("archivist", "staff"))
        role = session.connection().execute(text("SELECT id FROM role WHERE code = 'safe_keeper'")).scalar_one()
        make(session, "role_grant", role=role, person=second, department=None, post=None, reason="掌管密码", from_at=None, until_at=None)
        session.connection().execute(text("UPDATE safe_role SET until_on = '2021-01-01'"))
        for half, holder in (("key", first), ("code", second)):
            make(session, "safe_role", safe=store.safe, holder=holder, half=half, from_on=date(2022, 1, 1), until_on=None)
    one, two = own_panel.as_("archivist"), own_panel.as_("staff")
    one.post("/archives/safe_session/new/", {"safe": store.safe, "opener": first, "second": second, "purpose": "清点"})
    assert "待第二人确认" in one.get("/archives/safes/").text
    two.post("/me/operation-password", {"current": PASSWORD, "new": OPERATION, "again": OPERATION})
    two.post("/archives/safe_session/move/confirm_open/?id=1", {"operation_password": OPERATION})
    page = two.get("/archives/safes/").text
    assert f"/archives/safes/{store.safe}/count" in page
    one.get(f"/archives/safes/{store.safe}/count")
    assert "扫描了 1 件" in one.post(f"/archives/safes/{store.safe}/count", {"number": "3", "codes": "甲"}, status=422).text
    one.get("/archives/safes/999999/count", status=404)
    one.post(f"/archives/safes/{store.safe}/count", {"number": "0"})
    two.post("/archives/safe_count/move/confirm_count/?id=1")
    assert "还开着" in one.get("/archives/days/").text
    two.post("/archives/safe_session/move/close_safe/?id=1")
    assert "提前日结" in one.post("/archives/days/", {"witness": second}, status=422).text
    one.post("/archives/days/", {"witness": second, "remark": "下班"})
    assert "/archives/day_signing/move/sign_day/" in two.get("/archives/days/").text
    two.post("/archives/day_signing/move/sign_day/?id=1")
    today = datetime.now(OFFICE_ZONE).date().isoformat()
    assert "已日结" in one.get(f"/archives/days/?day={today}").text
    assert "/archives/print/day_close/P35/?id=1" in one.get(f"/archives/days/?day={today}").text
    paper = one.http.post("/archives/print/day_close/P35/paper?id=1", data={"csrf_token": token_of(one.http.get("/me/"))})
    assert paper.data.startswith(b"%PDF-")
    with own_panel.system() as session:
        anchor = session.connection().execute(text("SELECT head FROM day_close")).scalar_one()
    assert "仍是现在的内容" in one.get(f"/archives/print/?code={anchor}").text, "the code of the sheet is the digest that was signed"
    one.post("/archives/print/day_close/P36/paper?id=1", status=404)
    one.get("/archives/days/?day=99", status=404)
    own_panel.as_("clerk").get("/archives/safes/", status=403)


def test_the_pieces_of_a_list_are_typed_on_one_sheet_and_kept_as_they_are_once_frozen(own_panel: Panel, store: Store) -> None:
    """K3.6: a cell that is wrong saves nothing and stays as typed; a line is changed or taken off; a frozen list is only read."""
    unit, _, _ = facts(own_panel, store)
    archivist = own_panel.as_("archivist")
    made = archivist.post("/archives/volume_list/new/", {"volume": str(unit)}).headers["Location"].rpartition("=")[2]
    sheet = f"/archives/lists/?id={made}"
    assert "整页录入" in archivist.get(f"/archives/volume_list/details/?id={made}").text
    assert archivist.get(sheet).text.count('name="key"') == 10

    def line(key: str, part: str, title: str, pages: str, **more: str) -> dict[str, str]:
        return {"key": key, "part": part, "title": title, "pages": pages, "document_no": "", "author": "", "dated_on": "", "annex": "0", "code": "", **more}

    def sent(*lines: dict[str, str], **more: object) -> dict[str, object]:
        return {**{name: [one[name] for one in lines] for name in lines[0]}, **more}

    first, annex, blank = line("0", "survey", "调查报告", "26"), line("0", "customer", "合同副本", "x", annex="1", code="4-1"), line("0", "customer", "", "")
    refused = archivist.post(sheet, sent(first, annex, blank), status=422).text
    assert 'id="error-2-pages"' in refused
    assert "调查报告" in refused
    archivist.post(sheet, sent(first, {**annex, "pages": "3"}, blank), status=422)
    archivist.post(sheet, sent(first, {**annex, "pages": "3", "code": ""}, blank, then="more"))
    with own_panel.system() as session:
        keys = [str(key) for key in session.connection().execute(text("SELECT id FROM volume_piece ORDER BY line_no")).scalars()]
    archivist.post(sheet, sent({**first, "key": keys[0], "pages": "27"}, {**annex, "key": keys[1]}, remove=[keys[1]]))
    assert "27" in archivist.get(sheet).text
    archivist.post(f"/archives/volume_list/move/freeze_list/?id={made}", {})
    frozen = archivist.get(sheet).text
    assert 'name="key"' not in frozen
    assert "共 1 件，27 页" in frozen
    archivist.post(sheet, sent(first), status=403)
