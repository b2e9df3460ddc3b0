"""Every sheet of the archive is previewed, printed with its code, and checked by it (K3.23–K3.25, K3.4, K10.5, T4.4)."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text as sql

from models.archives.unit import ArchiveUnit
from models.lending.loan_line import LoanState
from models.register import registers
from operations.passwords import set_password
from operations.printing.record_forms import RECORD_FORMS
from tests.archive_scenes import a_certificate
from tests.client import PageClient, token_of
from tests.company import PASSWORD
from tests.conftest import Panel
from tests.factories import make
from tests.lending_scenes import a_lending_desk, a_slip_to_issue


@pytest.fixture(scope="module")
def made(panel: Panel) -> dict[str, int]:
    with panel.system() as session:
        desk = a_lending_desk(session)
        slip = a_slip_to_issue(desk)
        line = desk.lent(slip)
        late = make(session, "loan_line", out_on=date(2026, 1, 5), due_on=date(2026, 1, 9), pages_out=48, state=LoanState.OUT)
        draft = make(session, "borrowing_slip", units=[desk.unit], due_on=slip.due_on + timedelta(days=1))
        certificate = a_certificate(session, desk.store, desk.unit)
        held = session.connection().execute(sql("SELECT id FROM certificate WHERE unit_id = :unit"), {"unit": certificate}).scalar_one()
        release = make(session, "certificate_release", certificate=held, settlement="结清证明 9 号")
        destruction = make(session, "destruction_list", units=[desk.unit], reason="保管期限届满")
        stocktake = make(session, "stocktake", places=[desk.store.shelf])
        counted = make(session, "stocktake", places=[desk.store.shelf])
        counted.state, counted.counted_at, counted.counted_entry = "counted", session.info["clock"](), counted.frozen_entry
        session.flush()
        return {
            "stocktake": stocktake.id, "counted": counted.id,
            "release": release.id, "destruction": destruction.id, "slip": slip.id, "line": line.id, "late": late.id,
            "draft": draft.id, "unit": desk.unit, "certificate": certificate,
        }  # fmt: skip


PAPERS = (
    ("borrowing_slip/P27", "slip", "档案资料出借单", "S{id}"), ("borrowing_slip/P28", "slip", "档案借阅收据", "48"),
    ("loan_line/P28", "line", "档案借阅收据", "48"), ("loan_line/P29", "late", "档案逾期催还通知", "2026-01-09"),
    ("archive_unit/P30", "unit", "题名", "U{id}"),
    ("destruction_list/P36", "destruction", "档案销毁清册", "监销人"), ("certificate_release/P37", "release", "权证发还收据", "结清证明9号"),
    ("stocktake/P40", "stocktake", "档案盘点表", "实盘件数"), ("stocktake/P41", "counted", "档案盘点报告", "结论汇总"),
)  # fmt: skip


def printed(client: PageClient, path: str) -> str:
    """What stands on the paper."""
    sent = client.http.post(path, data={"csrf_token": token_of(client.http.get("/me/"))})
    assert (sent.status_code, sent.mimetype) == (200, "application/pdf")
    return re.sub(r"\s", "", "".join(one.extract_text() for one in PdfReader(io.BytesIO(sent.data)).pages))


@pytest.mark.parametrize(("path", "what", "title", "says"), PAPERS)
def test_a_paper_is_previewed_printed_and_checked(panel: Panel, made: dict[str, int], path: str, what: str, title: str, says: str) -> None:
    """K1.12: every paper is looked at before it is printed."""
    archivist, key = panel.as_("archivist"), made[what]
    register = path.partition("/")[0]
    place = registers[register].area.value
    assert f"/archives/print/{path}/?id={key}" in archivist.get(f"/{place}/{register}/details/?id={key}").text
    page = archivist.get(f"/archives/print/{path}/?id={key}").text
    picture = re.findall(r'src="(/archives/print/[^"]+png[^"]*)"', page)
    assert archivist.http.get(picture[0].replace("&amp;", "&")).data[:4] == b"\x89PNG"
    text = printed(archivist, f"/archives/print/{path}/paper?id={key}")
    assert title in text
    assert says.format(id=key) in text
    code = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", text)
    assert code, "its content code stands at the bottom"
    assert "仍是现在的内容" in archivist.get(f"/archives/print/?code={code[0]}").text


def test_a_print_of_what_has_changed_since_says_so(panel: Panel, made: dict[str, int]) -> None:
    archivist = panel.as_("archivist")
    code: Any = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", printed(archivist, f"/archives/print/archive_unit/P30/paper?id={made['unit']}"))
    with panel.system() as session:
        session.get_one(ArchiveUnit, made["unit"]).title = "改了题名"
    assert "之后内容已有变化" in archivist.get(f"/archives/print/?code={code[0]}").text
    archivist.get("/archives/print/?code=xyz", status=400)


@pytest.mark.parametrize(
    ("path", "what", "status"),
    [("borrowing_slip/P28", "draft", 403), ("stocktake/P41", "stocktake", 403), ("loan_line/P29", "line", 403),
     ("archive_unit/P30", "certificate", 403), ("archive_unit/P27", "unit", 404),
     ("customer/P27", "unit", 404)],
)  # fmt: skip
def test_a_paper_that_does_not_fit_is_refused(panel: Panel, made: dict[str, int], path: str, what: str, status: int) -> None:
    panel.as_("archivist").get(f"/archives/print/{path}/?id={made[what]}", status=status)
    panel.as_("archivist").post(f"/archives/print/{path}/paper?id={made[what]}", status=status)


def test_who_may_not_print_finds_no_paper(panel: Panel, made: dict[str, int]) -> None:
    panel.as_("security").get(f"/archives/print/borrowing_slip/P27/?id={made['slip']}", status=403)
    panel.as_("staff").get(f"/archives/print/borrowing_slip/P27/?id={made['slip']}", status=403)
    with panel.system() as session:  # everybody prints his own pay; somebody without any role prints nothing
        set_password(session, make(session, "account", code="nobody", active=True), PASSWORD)
    panel.as_("nobody").get("/archives/print/", status=403)


def test_every_sheet_names_fields_that_exist_and_a_number_of_its_own() -> None:
    titles: dict[str, str] = {}
    for key, sheets in RECORD_FORMS.items():
        for one in sheets:
            assert one.form.register == key
            assert set(one.form.keys) <= set(registers[key].fields), one.form.code
            assert titles.setdefault(one.form.code, one.form.title.zh) == one.form.title.zh
