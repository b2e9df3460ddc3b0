"""The year, a pasted notice from preview to due dates, days changed by hand, and the trial of other limits, through pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.office_days import DayKind
from models.access.role import Role
from models.customers.registration import Filing, Registration
from models.governance.audit_entry import AuditEntry
from models.governance.calendar_day import CalendarDay
from models.register import registers
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from operations.passwords import set_password
from operations.records import create
from tests.client import PageClient
from tests.company import PASSWORD
from tests.conftest import Panel, running_panel
from tests.domain.test_notices import OF_2026

PREVIEW, ENTER = "/governance/calendar/notice", "/governance/calendar/notice/enter"
OF_2027 = re.sub(r"（[^）]*）", "", OF_2026.replace("2026", "2027")).replace("2月15日至23日", "2月5日至13日").replace("2月14日、2月28日上班", "2月20日上班")
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


def keeper(panel: Panel, code: str = "people", role: str = "personnel_officer") -> PageClient:
    """Somebody with the role that keeps the calendar, signed in."""
    with panel.system() as session:
        found = session.scalars(select(Role.id).where(Role.code == role)).one()
        person = create(session, registers["employee"], {"number": code, "name": "人事", "department": panel.company.departments["company"]})
        set_password(session, create(session, registers["account"], {"code": code, "holder": person.id, "active": True}), PASSWORD)
        create(session, registers["role_grant"], {"role": found, "person": person.id, "reason": "test"})
    return panel.as_(code)


@contextmanager
def an_office(folder: Path) -> Iterator[Panel]:
    """A panel with the calendar of 2010-2026, in November 2026."""
    with running_panel(folder) as panel:
        panel.app.config["CLOCK"] = lambda: NOW
        with panel.system() as session:
            fill_calendar(session)
        yield panel


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Panel]:
    """One for a test alone."""
    with an_office(tmp_path) as panel:
        yield panel


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    """One for all tests that change nothing, with somebody who keeps the calendar."""
    with an_office(tmp_path_factory.mktemp("quiet")) as panel:
        keeper(panel)
        yield panel


def registration(panel: Panel, on: date, customer: int = 0, filed_on: date | None = None) -> int:
    with panel.system() as session:
        values = {"customer": panel.company.customers[customer], "contacted_on": on, "applicant": panel.company.employees["clerk"]}
        record = create(session, registers["registration"], values)
        if filed_on:
            record.state, record.filed_on = Filing.FILED, filed_on
        return int(record.id)


def due(panel: Panel, key: int) -> date | None:
    with panel.system() as session:
        return session.get_one(Registration, key).due_on


def digest(page: str) -> str:
    return re.findall(r'name="digest" value="([0-9a-f]{64})"', page)[0]


def days_of(session: Session, year: int) -> int:
    return session.scalar(select(func.count()).select_from(CalendarDay).where(CalendarDay.notice_year == year)) or 0


# ---- the year ------------------------------------------------------------------------------------------------------


def test_the_year_shows_every_day_by_kind_and_says_what_is_provisional(quiet: Panel) -> None:
    """K8.19."""
    page = quiet.as_("clerk").get("/governance/calendar/?year=2026").text
    assert page.count('class="sheet cal-month"') == 12
    assert 'title="2026-10-10 (六) 调休上班"' in page
    assert len(re.findall(r'<td class="cal-makeup', page)) == 6
    assert "全年 248 个工作日" in page
    assert "暂估" not in page
    ahead = quiet.as_("clerk").get("/governance/calendar/?year=2027").text
    assert "暂估" in ahead
    assert "is-provisional" in ahead


def test_the_page_says_day_by_day_why_a_case_is_due_on_a_saturday(quiet: Panel) -> None:
    """T3.1: the question of the regulation, answered for whoever asks."""
    page = quiet.as_("staff").get("/governance/calendar/?year=2026&start=2026-09-30&days=3").text
    lines = re.findall(r"<li>(2026[^<]*|到[^<]*)</li>", page)
    assert lines[0] == "2026-09-30 (三)：起算当天不计入。"
    assert lines[-1] == "到 2026-10-10 (六) 17:30 为止。"
    assert len(lines) == 12


@pytest.mark.parametrize("query", ["year=x", "year=1", "year=99999", "start=2026-09-30&days=-1", "start=2026-09-30&days=61", "start=x&days=3"])
def test_a_senseless_question_is_refused_with_a_sentence(quiet: Panel, query: str) -> None:
    assert "<h1>" in quiet.as_("clerk").get(f"/governance/calendar/?{query}", 400).text


def test_who_only_looks_is_offered_nothing_to_change_and_may_not(quiet: Panel) -> None:
    clerk = quiet.as_("clerk")
    page = clerk.get("/governance/calendar/").text
    assert "/governance/calendar/notice" not in page
    for path in (PREVIEW, "/governance/calendar/redate"):
        clerk.get(path, 403)
        clerk.post(path, {}, 403)
    clerk.post(ENTER, {}, 403)


# ---- a notice ------------------------------------------------------------------------------------------------------


def test_a_notice_is_previewed_confirmed_and_moves_open_filings(office: Panel) -> None:
    """K7.6: the due date follows the calendar; what is filed keeps its own."""
    open_one, filed = registration(office, date(2026, 12, 30)), registration(office, date(2026, 12, 30), 1, date(2027, 1, 4))
    assert due(office, open_one) == date(2027, 1, 6), "counted by weekends"
    people = keeper(office)
    sent = {"text": OF_2027, "year": "2027", "source": "国办发明电〔2026〕9号"}
    page = people.post(PREVIEW, sent, 200, page=PREVIEW).text
    assert "共 1 条改期" in page
    assert "另有 1 条您无权查看" in page, "who keeps the calendar sees no customers"
    assert f"#{open_one}<" not in page
    with office.system() as session:
        assert days_of(session, 2027) == 0, "a preview writes nothing"
    people.post(ENTER, {**sent, "digest": digest(page), "shown": "2027"}, page=PREVIEW)
    assert (due(office, open_one), due(office, filed)) == (date(2027, 1, 7), date(2027, 1, 6))
    with office.system() as session:
        assert days_of(session, 2027) == 38
        assert {row.source for row in session.scalars(select(CalendarDay).where(CalendarDay.notice_year == 2027))} == {sent["source"]}
        entry = session.scalars(select(AuditEntry).where(AuditEntry.register_key == "registration").order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (entry.actor, entry.reason) == ("人事 (people)", "工作日历变动，重算期限")
        assert entry.changes["due_on"] == ["2027-01-06", "2027-01-07"]
    assert "暂估" not in people.get("/governance/calendar/?year=2027").text
    again = people.post(PREVIEW, sent, 200, page=PREVIEW).text
    assert "没有记录需要改期" in again
    assert "is-changed" not in again, "entered twice, it changes nothing"


def test_who_sees_the_filings_sees_every_difference(office: Panel) -> None:
    key = registration(office, date(2026, 12, 30))
    with office.system() as session:
        role = session.scalars(select(Role.id).where(Role.code == "personnel_officer")).one()
        create(session, registers["role_grant"], {"role": role, "person": office.company.employees["boss"], "reason": "test"})
    page = office.as_("boss").post(PREVIEW, {"text": OF_2027, "year": "", "source": "通知"}, 200, page="/me/").text
    assert f">#{key}</a>" in page
    assert "2027-01-06 (三)" in page
    assert "2027-01-07 (四)" in page
    assert "无权查看" not in page


def test_a_confirmation_of_something_else_writes_nothing_and_shows_it_again(office: Panel) -> None:
    people, sent = keeper(office), {"text": OF_2027, "year": "2027", "source": "通知"}
    page = people.post(PREVIEW, sent, 200, page=PREVIEW).text
    key = registration(office, date(2026, 12, 30))
    shown = people.post(ENTER, {**sent, "digest": digest(page), "shown": "2027"}, 409, page=PREVIEW).text
    assert "什么都没有写入" in shown
    assert digest(shown) != digest(page)
    assert due(office, key) == date(2027, 1, 6)
    people.post(ENTER, {**sent, "digest": digest(shown), "shown": "2027"}, page=PREVIEW)
    assert due(office, key) == date(2027, 1, 7)


def test_part_of_a_notice_leaves_the_year_provisional(office: Panel) -> None:
    people = keeper(office)
    sent = {"text": "元旦：1月1日（周五）至3日（周日）放假，共3天。", "year": "2027", "source": "通知"}
    page = people.post(PREVIEW, sent, 200, page=PREVIEW).text
    assert "通知里没有：春节、清明、劳动、端午、中秋、国庆。这一年仍按暂估。" in page
    people.post(ENTER, {**sent, "digest": digest(page), "shown": "2027"}, page=PREVIEW)
    with office.system() as session:
        assert days_of(session, 2027) == 0
        assert session.scalars(select(CalendarDay).where(CalendarDay.day == date(2027, 1, 1))).one().kind is DayKind.HOLIDAY
    assert "暂估" in people.get("/governance/calendar/?year=2027").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "国庆节：十月一号开始休息"}, "看不懂「十月一号开始休息」"),
        ({"text": "国庆节：10月1日（周一）放假"}, "「10月1日(周一)」不对：2027-10-01 是周五。"),
        ({"text": ""}, "请粘贴放假通知的正文"),
        ({"source": " "}, "请写明通知的名称或文号"),
        ({"year": "明年"}, "不是整数"),
        ({"year": "20270"}, "请填 1990 到 2100 之间的年份"),
        ({"text": "<script>alert(1)</script>：𠮷"}, "没有找到任何节日"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_nothing_typed_is_lost(quiet: Panel, change: dict[str, str], said: str) -> None:
    sent = {"text": "元旦：1月1日放假", "year": "2027", "source": "通知甲"} | change
    page = quiet.as_("people").post(PREVIEW, sent, 422, page=PREVIEW).text
    assert said in page
    assert "<script>alert" not in page
    if sent["source"].strip():
        assert f'value="{sent["source"]}"' in page


def test_days_changed_one_by_one_are_followed_on_a_page_of_its_own(office: Panel) -> None:
    """K7.6."""
    people = keeper(office)
    key = registration(office, date(2026, 11, 20))
    assert due(office, key) == date(2026, 11, 27)
    assert "没有记录需要改期" in people.get("/governance/calendar/redate").text
    people.post("/governance/calendar_day/new/", {"day": "2026-11-23", "kind": "holiday", "name": "厂庆", "source": "公司通知"})
    page = people.get("/governance/calendar/redate").text
    people.post("/governance/calendar/redate", {"digest": "0" * 64}, 409, page="/governance/calendar/redate")
    assert due(office, key) == date(2026, 11, 27)
    people.post("/governance/calendar/redate", {"digest": digest(page)}, page="/governance/calendar/redate")
    assert due(office, key) == date(2026, 11, 30)


def test_hours_of_a_day_are_checked_and_tidied_by_its_form(office: Panel) -> None:
    people = keeper(office)
    form = {"day": "2026-12-24", "kind": "special", "name": "盘点", "periods": "9:00 - 11:30, 13:00-15:00", "source": "", "notice_year": ""}
    people.post("/governance/calendar_day/new/", form)
    with office.system() as session:
        assert session.scalars(select(CalendarDay.periods).where(CalendarDay.day == date(2026, 12, 24))).one() == "9:00–11:30，13:00–15:00"
    page = people.post("/governance/calendar_day/new/", {**form, "day": "2026-12-25", "periods": ""}, 422).text
    assert "特殊工时请填写「时段」" in page
    assert "「随便」不是时段" in people.post("/governance/calendar_day/new/", {**form, "day": "2026-12-25", "periods": "随便"}, 422).text


# ---- other limits --------------------------------------------------------------------------------------------------


def test_a_shorter_limit_is_tried_on_the_registrations_of_a_year(office: Panel) -> None:
    """K7.6: how many of last year's cases would have failed if the limit were two days?"""
    for customer, filed_on in ((0, date(2025, 3, 6)), (2, date(2025, 3, 7)), (1, date(2025, 3, 12))):
        registration(office, date(2025, 3, 4), customer, filed_on)
    registration(office, date(2026, 3, 4))

    def counts(who: str, query: str) -> list[str]:
        page = office.as_(who).get(f"/customers/limit-trial/?{query}").text
        return re.findall(r"<dd>([^<]*)</dd>", page)

    assert counts("boss", "year=2025&days=2") == ["3", "1", "2", "66.7%"]
    assert counts("boss", "year=2025&days=3") == ["3", "1", "1", "33.3%"]
    assert counts("boss", "") == ["3", "1", "2", "66.7%"], "last year and two days when nothing is asked"
    assert counts("clerk", "year=2025&days=2") == ["2", "0", "1", "50.0%"], "only the rows of the own department"
    page = office.as_("boss").get("/customers/limit-trial/?year=2025&days=2").text
    assert "<th scope=\"row\">南区客户部</th><td>1</td><td>1</td><td>1</td><td>100.0%</td>" in page
    assert counts("boss", "year=2024&days=2") == []


def test_who_may_not_view_registrations_tries_nothing(quiet: Panel) -> None:
    quiet.as_("staff").get("/customers/limit-trial/", 403)
    quiet.as_("boss").get("/customers/limit-trial/?days=99", 400)
    assert "/customers/limit-trial/" not in quiet.as_("staff").get("/").text


def test_a_move_of_a_filing_needs_no_right_to_the_calendar(office: Panel) -> None:
    key = registration(office, date(2026, 11, 19))
    with office.system() as session:
        perform(session, session.get_one(Registration, key), "file", {})
    assert due(office, key) == date(2026, 11, 26)
