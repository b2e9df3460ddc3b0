"""What whoever decides on a slip is shown, and where each unit of the ledger is now (K3.2, K3.23)."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from domain.custody import AccountKind, Reason
from models.base import columns_of
from models.lending.loan_line import LoanState
from models.lending.slip import BorrowingSlip
from operations.archives.ledger import Movement, record
from tests.archive_scenes import a_certificate, a_store, a_volume, filed
from tests.conftest import Panel
from tests.factories import make
from tests.lending_scenes import a_lending_desk
from tests.operations.test_lending import Desk


@pytest.fixture(scope="module")
def made(panel: Panel) -> dict[str, int]:
    with panel.system() as session:
        desk: Desk = a_lending_desk(session)
        staff, here = panel.company.employees["clerk"], panel.company.departments["north"]
        away = filed(session, desk.store, title="送法院的一卷")
        court = make(session, "archive_account", kind=AccountKind.EXTERNAL, name="人民法院").id
        record(session, desk.store.archivist, [Movement(away, court, Reason.SEND_OUT, "调卷函")])
        make(session, "loan_line", unit=filed(session, desk.store), borrower=staff, department=here, out_on=date(2026, 1, 5), due_on=date(2026, 1, 9),
             state=LoanState.OUT)  # fmt: skip
        slip = make(session, "borrowing_slip", borrower=staff, department=here, units=[desk.unit, away], reason="诉讼举证")
        slip.state = "submitted"
        session.flush()
        a_volume(session, desk.store)
        a_certificate(session, desk.store, desk.unit)
        return {"slip": slip.id}


def test_the_page_of_the_decision_says_all_that_is_needed(panel: Panel, made: dict[str, int]) -> None:
    """K3.23: who, which units and where they are, why, until when, what he still has out, and what happens next."""
    boss = panel.as_("boss")
    page = boss.get(f"/lending/borrowing_slip/move/approve/?id={made['slip']}").text
    for said in ("王小芳", "诉讼举证", "送法院的一卷", "人民法院", "借阅人在借", "逾期", "档案管理员凭单办理借出", "/move/reject/"):
        assert said in page, said
    assert re.search(r"<textarea[^>]*>\s*同意</textarea>", page), "agreeing is one tap"
    assert "借阅人会看到您的意见" in boss.get(f"/lending/borrowing_slip/move/reject/?id={made['slip']}").text
    boss.post(f"/lending/borrowing_slip/move/approve/?id={made['slip']}", {"opinion": "同意"})
    assert "人民法院" in boss.get(f"/lending/borrowing_slip/details/?id={made['slip']}").text


def test_a_slip_for_what_is_away_says_where_it_is_and_offers_to_wait(panel: Panel, made: dict[str, int]) -> None:
    """K3.24: it may be submitted, and whoever fills it knows before that it is not to be had, and where one waits."""
    with panel.system() as session:
        slip, link = session.get_one(BorrowingSlip, made["slip"]), columns_of("borrowing_slip_units")
        slip.state = "draft"
        away = max(session.connection().execute(select(link.target_id).where(link.record_id == slip.id)).scalars())
    page, waits = f"/lending/borrowing_slip/details/?id={made['slip']}", f"/lending/loan_reservation/new/?unit={away}"
    for who, may_wait in (("archivist", True), ("boss", False)):
        text = panel.as_(who).get(page).text
        assert "1 件现在不在架" in text
        assert (waits in text) is may_wait
    assert f'name="unit" value="{away}"' in panel.as_("archivist").get(waits).text, "the form of the reservation names it already"
    with panel.system() as session:
        session.get_one(BorrowingSlip, made["slip"]).state = "lent"
    assert "件现在不在架" not in panel.as_("boss").get(page).text


def test_what_undoes_is_never_the_first_button(panel: Panel) -> None:
    """T4.4: a page whose only steps undo something has none that is meant to be pressed."""
    with panel.system() as session:
        key = make(session, "destruction_list", units=[filed(session, a_store(session))]).id
    text = panel.as_("archivist").get(f"/archives/destruction_list/details/?id={key}").text
    buttons = dict(re.findall(r'<a class="btn([^"]*)"[^>]*/move/([a-z_]+)/', text))
    assert {move: marks for marks, move in buttons.items()}["cancel_destruction"] == " is-stopped"
    assert not any("btn-primary" in marks and move == "cancel_destruction" for marks, move in buttons.items())


def test_a_new_slip_is_in_ones_own_name(panel: Panel, made: dict[str, int]) -> None:
    page = panel.as_("clerk").get("/lending/borrowing_slip/new/").text
    assert f'name="borrower" value="{panel.company.employees["clerk"]}"' in page
    assert "王小芳" in page.partition("<main")[2]


def test_the_list_says_where_each_unit_is_now(panel: Panel, made: dict[str, int]) -> None:
    """K3.2: both ledgers, archives and certificates, with where each is by its last entry."""
    page = panel.as_("archivist").get("/archives/archive_unit/?size=200").text
    rows = re.findall(r"<tr data-href=.*?</tr>", page, re.S)
    assert next(re.findall(r'<td data-label="现在何处">(.*?)</td>', row) for row in rows if "送法院的一卷" in row)[0].endswith("人民法院")
    assert sum("未入库" in row for row in rows) >= 2, "neither the volume nor the certificate was filed"
    assert "现在何处" in panel.as_("archivist").get("/archives/certificate/").text


def test_who_is_away_is_told_who_decides_for_him(own_panel: Panel) -> None:
    people = own_panel.company.employees
    with own_panel.system() as session:
        make(session, "delegation", principal=people["head2"], deputy=people["head"], from_on=date(2020, 1, 1), until_on=date(2099, 12, 31))
    assert "您代理周丽，至 2099-12-31" in own_panel.as_("head").get("/").text
    assert "您不在期间由陈明代理" in own_panel.as_("head2").get("/").text
