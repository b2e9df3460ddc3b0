"""The bell, the list of notices and 待我办理 on the home page, through the real pages."""

from sqlalchemy import select

from domain.terms import Term
from models.complaints.complaint import Complaint
from models.governance.notice import Notice
from models.register import registers
from operations.notices import notify
from operations.records import create
from tests.client import PageClient
from tests.conftest import Panel

NUMBER = "诉〔2026〕"
SAID = Term("请签收。", "Please sign.")


def a_case(panel: Panel, **more: object) -> int:
    """A complaint about the auditor, received by the officer."""
    people = panel.company.employees
    given = {"channel": "phone", "title": "漏液", "facts": "箱内漏液", "demanded": "换货", "anonymous": True, "respondents": [people["auditor"]]}
    with panel.system() as session:
        return int(create(session, registers["complaint"], {**given, "recorder": people["complaint"], **more}).id)


def tell(panel: Panel, case: int, code: str, once: str = "1") -> bool:
    with panel.system() as session:
        return notify(session, panel.company.employees[code], "test", session.get_one(Complaint, case), SAID, once=once)


def bell(client: PageClient) -> str:
    page = client.get("/notices/").text
    return page.split('class="bell-count">')[1].split("<")[0] if "bell-count" in page else ""


def test_a_notice_is_counted_read_and_marked(own_panel: Panel) -> None:
    case = a_case(own_panel)
    officer, other = own_panel.as_("complaint"), own_panel.as_("clerk")
    assert "还没有提醒" in officer.get("/notices/").text
    assert tell(own_panel, case, "complaint")
    assert tell(own_panel, case, "complaint", "2")
    assert bell(officer) == "2"
    assert bell(other) == ""
    page = officer.get("/notices/").text
    assert f"/complaints/complaint/details/?id={case}" in page
    with own_panel.system() as session:
        first, second = session.scalars(select(Notice.id).order_by(Notice.id))
    other.post(f"/notices/{first}/read", status=404)
    officer.post(f"/notices/{first}/read")
    assert bell(officer) == "1"
    assert f"/notices/{first}/read" not in officer.get("/notices/?unread=1").text
    assert f"/notices/{second}/read" in officer.get("/notices/?unread=1").text
    officer.post("/notices/read")
    assert bell(officer) == ""
    assert "没有未读的提醒" in officer.get("/notices/?unread=1").text
    officer.get("/notices/?before=x", 404)


def test_more_than_a_page_of_notices_goes_on(own_panel: Panel) -> None:
    case = a_case(own_panel)
    for number in range(101):
        tell(own_panel, case, "complaint", str(number))
    officer = own_panel.as_("complaint")
    assert bell(officer) == "99+"
    page = officer.get("/notices/").text
    assert page.count("inbox-line") == 50
    older = page.split('href="/notices/?before=')[1].split('"')[0]
    assert officer.get(f"/notices/?before={older}").text.count("inbox-line") == 50


def test_reading_pages_marks_nothing_and_the_accused_hears_nothing(own_panel: Panel) -> None:
    """K4.7."""
    case = a_case(own_panel)
    assert not tell(own_panel, case, "auditor")
    tell(own_panel, case, "complaint")
    officer = own_panel.as_("complaint")
    officer.get("/notices/")
    officer.get(f"/complaints/complaint/details/?id={case}")
    assert bell(officer) == "1"
    accused = own_panel.as_("auditor")
    assert NUMBER not in accused.get("/governance/notice/").text
    assert NUMBER not in accused.get("/").text
    officer.get("/governance/notice/", 403)


def test_the_home_page_says_what_waits_until_it_is_done(own_panel: Panel) -> None:
    case = a_case(own_panel)
    officer = own_panel.as_("complaint")
    page = officer.get("/").text
    assert "漏液" in page
    assert f"/complaints/complaint/move/register/?id={case}" in page
    assert "现在没有等您办理的事" in own_panel.as_("clerk").get("/").text
    officer.post(f"/complaints/complaint/move/register/?id={case}")
    page = officer.get("/").text
    assert f"/complaints/complaint/move/register/?id={case}" not in page
    assert f"/complaints/complaint/move/accept/?id={case}" in page
