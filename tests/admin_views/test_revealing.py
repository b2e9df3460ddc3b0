"""The eye, the page behind it, the exact search and the weekly list, as a browser without scripts gets them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.access import Scope
from domain.revealing import SEARCHED_AT_MOST, SHOWN_AT_MOST
from models.access.reveal import Reveal, RevealKind
from models.access.role import Role
from models.access.rules import ActionRule
from models.customers.customer import Customer
from tests.client import PageClient, token_of
from tests.conftest import Panel

WHY = "客户来电，核对身份"
PHONE = "13700010002"
"""Of the third customer: of the north department, and nobody's own."""


@pytest.fixture
def manager(own_panel: Panel) -> PageClient:
    """Sees the customers of his department masked, and may reveal them."""
    return own_panel.as_("manager")


def third(panel: Panel) -> int:
    return panel.company.customers[2]


def eye(key: int, field: str = "contact_phone") -> str:
    return f"/customers/customer/reveal/{field}?id={key}"


def details(key: int) -> str:
    return f"/customers/customer/details/?id={key}"


def rows(panel: Panel) -> list[Reveal]:
    with panel.system() as session:
        found = list(session.scalars(select(Reveal).order_by(Reveal.id)))
        session.expunge_all()
        return found


def test_the_value_comes_with_the_reason_and_stands_on_no_page_before(own_panel: Panel, manager: PageClient) -> None:
    key = third(own_panel)
    page = manager.get(details(key))
    assert eye(key) in page.text
    assert "137****0002" in page.text
    question = manager.get(eye(key))
    assert PHONE not in page.text + question.text
    shown = manager.post(eye(key), {"reason": WHY}, 200)
    assert PHONE in shown.text
    assert "张建国 manager" in shown.text, "the watermark names who looks"
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Refresh"] == f"30; url={details(key)}"
    assert [(row.record_id, row.reason) for row in rows(own_panel)] == [(key, WHY)]
    assert PHONE not in manager.get(details(key)).text


def test_a_script_gets_the_value_alone(own_panel: Panel, manager: PageClient) -> None:
    key = third(own_panel)
    json = {"Accept": "application/json"}
    answer = manager.post(eye(key), {"reason": WHY}, 200, headers=json)
    assert answer.json == {"value": PHONE, "seconds": 30, "mark": answer.json["mark"]}
    assert re.fullmatch(r"张建国 manager \d{4}-\d\d-\d\d \d\d:\d\d", answer.json["mark"])
    assert answer.headers["Cache-Control"] == "no-store"
    refused = manager.post(eye(key), {"reason": "急"}, 422, headers=json)
    assert "查看原因" in refused.json["error"]


def test_the_history_of_the_record_says_who_looked(own_panel: Panel, manager: PageClient) -> None:
    key = third(own_panel)
    manager.post(eye(key), {"reason": WHY}, 200)
    page = own_panel.as_("head").get(details(key)).text
    assert "查看明文" in page
    assert WHY in page


def test_a_reason_that_says_nothing_comes_back_with_the_form(own_panel: Panel, manager: PageClient) -> None:
    page = manager.post(eye(third(own_panel)), {"reason": "急用"}, 422)
    assert "至少 4 个字" in page.text
    assert "急用" in page.text
    assert PHONE not in page.text
    assert rows(own_panel) == []


# ---- attempts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["clerk", "archivist", "auditor", "filing", "head", "boss"])
def test_who_may_not_reveal_sees_no_eye_and_gets_nothing(panel: Panel, code: str) -> None:
    key, reader, before = third(panel), panel.as_(code), len(rows(panel))
    page = reader.get(details(key)).text
    assert "/customer/reveal/" not in page
    assert "data-reveal" not in page
    for answer in (reader.get(eye(key), 403), reader.post(eye(key), {"reason": WHY}, 403)):
        assert PHONE not in answer.text
    assert len(rows(panel)) == before


def told(answer: object) -> str:
    return re.sub(r'[0-9a-f]{12}|value="[^"]*"', "", answer.text)  # type: ignore[attr-defined]


def test_what_is_hidden_out_of_reach_or_not_there_answers_alike(own_panel: Panel, manager: PageClient) -> None:
    key, south = third(own_panel), own_panel.company.customers[1]
    attempts = (eye(key, "financial_state"), eye(key, "name"), eye(key, "no_such"), eye(key, "version"), eye(south), eye(999_999_999))
    assert len({told(manager.get(one, 404)) for one in attempts}) == 1
    assert len({told(manager.post(one, {"reason": WHY}, 404)) for one in attempts}) == 1
    assert rows(own_panel) == []


def test_a_form_without_its_token_shows_nothing(own_panel: Panel, manager: PageClient) -> None:
    key = third(own_panel)
    for headers in ({}, {"Accept": "application/json"}):
        answer = manager.http.post(eye(key), data={"reason": WHY}, headers=headers)
        assert answer.status_code == 400
        assert PHONE not in answer.text
    assert rows(own_panel) == []


def test_the_reason_in_the_address_shows_nothing(own_panel: Panel, manager: PageClient) -> None:
    assert PHONE not in manager.get(f"{eye(third(own_panel))}&reason={WHY}").text
    assert rows(own_panel) == []


@pytest.fixture
def hour(own_panel: Panel) -> Iterator[list[datetime]]:
    """The clock of the panel, as a list with one moment in it."""
    moment = [datetime.now(UTC)]
    own_panel.app.config["CLOCK"] = lambda: moment[0]
    yield moment
    del own_panel.app.config["CLOCK"]


def test_after_half_a_minute_it_must_be_asked_for_anew(own_panel: Panel, manager: PageClient, hour: list[datetime]) -> None:
    key = third(own_panel)
    manager.post(eye(key), {"reason": WHY}, 200)
    hour[0] += timedelta(seconds=31)
    assert PHONE not in manager.get(eye(key)).text
    assert PHONE not in manager.post(eye(key), {}, 422).text
    manager.post(eye(key), {"reason": WHY}, 200)
    assert len(rows(own_panel)) == 2, "sending the same form again is another look, with a row of its own"


def test_so_many_an_hour_then_a_sentence(own_panel: Panel, manager: PageClient, hour: list[datetime]) -> None:
    key = third(own_panel)
    for _ in range(SHOWN_AT_MOST):
        manager.post(eye(key), {"reason": WHY}, 200)
    refused = manager.post(eye(key), {"reason": WHY}, 429)
    assert f"已查看 {SHOWN_AT_MOST} 次明文" in refused.text
    assert PHONE not in refused.text
    assert len(rows(own_panel)) == SHOWN_AT_MOST


# ---- by the whole number -------------------------------------------------------------------------------------------


def listed(page: object) -> set[int]:
    return {int(found) for found in re.findall(r"/customers/customer/details/\?id=(\d+)", page.text)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/customers/customer/?q=", "/search/?q="])
def test_a_whole_number_finds_the_record_without_showing_it(own_panel: Panel, manager: PageClient, path: str) -> None:
    page = manager.get(path + PHONE)
    assert listed(page) == {third(own_panel)}
    assert PHONE not in re.sub(r'value="[^"]*"|q=\d+|查找 \d+', "", page.text)
    assert [(row.kind, row.record_id) for row in rows(own_panel)] == [(RevealKind.SEARCHED, third(own_panel))]
    assert listed(manager.get(path + PHONE[:-1])) == set()
    assert listed(manager.get(f"{path}{PHONE}&format=json")) == (set() if "search" in path else {third(own_panel)})


def test_the_number_of_another_department_is_like_one_nobody_has(own_panel: Panel, manager: PageClient) -> None:
    with own_panel.system() as session:
        south = session.scalar(select(Customer.contact_phone).where(Customer.id == own_panel.company.customers[1]))
    for path in ("/customers/customer/?q=", "/search/?q="):
        assert told(manager.get(path + str(south))).replace(str(south), "§") == told(manager.get(path + "13912345678")).replace("13912345678", "§")


def test_without_the_right_a_whole_number_is_like_any_other_text(own_panel: Panel) -> None:
    clerk = own_panel.as_("clerk")
    for path in ("/customers/customer/?q=", "/search/?q="):
        assert told(clerk.get(path + PHONE)).replace(PHONE, "§") == told(clerk.get(path + "13912345678")).replace("13912345678", "§")
    assert rows(own_panel) == []


def test_so_many_searches_an_hour_then_the_list_says_so(own_panel: Panel, manager: PageClient, hour: list[datetime]) -> None:
    for number in range(SEARCHED_AT_MOST):
        manager.get(f"/customers/customer/?q=1391234{number:04d}")
    for path in ("/customers/customer/?q=", "/search/?q="):
        page = manager.get(path + PHONE)
        assert f"查找 {SEARCHED_AT_MOST} 次" in page.text
        assert listed(page) == set()
    assert len(rows(own_panel)) == SEARCHED_AT_MOST
    hour[0] += timedelta(hours=1, seconds=1)
    assert listed(own_panel.as_("manager").get(f"/customers/customer/?q={PHONE}")) == {third(own_panel)}


# ---- the journal and the weekly list -------------------------------------------------------------------------------


def test_the_journal_speaks_words_and_belongs_to_those_who_watch(own_panel: Panel, manager: PageClient) -> None:
    manager.post(eye(third(own_panel)), {"reason": WHY}, 200)
    for code in ("security", "audit", "auditor"):
        page = own_panel.as_(code).get("/access/reveal/").text
        assert re.search(r">客户</td><td[^>]*>联系电话</td>", page)
        assert PHONE not in page
        assert "contact_phone" not in re.sub(r"<(a|input|label)[^>]*>", "", page)
    for code in ("manager", "head", "it", "staff"):
        own_panel.as_(code).get("/access/reveal/", 403)


def test_the_weekly_list_says_who_and_why(own_panel: Panel, manager: PageClient, hour: list[datetime]) -> None:
    hour[0] = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # Friday, half past ten in the evening
    night = own_panel.as_("manager")
    for _ in range(5):
        night.post(eye(third(own_panel)), {"reason": WHY}, 200)
    watcher = own_panel.as_("security")
    assert "/access/unusual/" in watcher.get("/access/reveal/").text
    page = watcher.get("/access/unusual/").text
    assert "张建国" in page
    assert "5 次在工作时间以外，最近一次是 2026-11-20 22:30。" in page
    hour[0] += timedelta(days=8)
    assert "本周没有异常查看" in own_panel.as_("auditor").get("/access/unusual/").text


def test_the_weekly_list_is_for_those_who_see_the_whole_journal(own_panel: Panel) -> None:
    with own_panel.system() as session:
        role = session.scalar(select(Role.id).where(Role.code == "clerk"))
        session.add(ActionRule(role_id=role, register_key="reveal", action="view", scope=Scope.OWN))
    clerk = own_panel.as_("clerk")
    assert "/access/unusual/" not in clerk.get("/access/reveal/").text
    clerk.get("/access/unusual/", 404)
    own_panel.as_("manager").get("/access/unusual/", 403)


def test_nobody_writes_the_journal_by_a_page(own_panel: Panel) -> None:
    watcher = own_panel.as_("security")
    for page in ("new/", "edit/?id=1", "delete/?id=1"):
        watcher.get(f"/access/reveal/{page}", 403)
    with own_panel.system() as session:
        assert session.scalar(select(func.count(Reveal.id))) == 0


def test_who_looks_with_anothers_eyes_sees_the_eye_and_no_value(own_panel: Panel) -> None:
    key, watcher = third(own_panel), own_panel.as_("auditor")
    watcher.post("/view-as/", {"account": own_panel.company.accounts["manager"], "reason": "核对权限"})
    assert eye(key) in watcher.get(details(key)).text
    assert PHONE not in watcher.get(eye(key)).text
    refused = watcher.http.post(eye(key), data={"reason": WHY, "csrf_token": token_of(watcher.get("/customers/customer/"))})
    assert refused.status_code == 403
    assert PHONE not in refused.text
    assert listed(watcher.get(f"/customers/customer/?q={PHONE}")) == set()
    assert rows(own_panel) == []


def test_the_pages_speak_english_too(panel: Panel) -> None:
    key, reader, watcher = third(panel), panel.as_("manager"), panel.as_("security")
    for client in (reader, watcher):
        client.http.set_cookie("locale", "en")
    pages = (watcher.get("/access/unusual/"), reader.get(eye(key)), reader.post(eye(key), {"reason": "no"}, 422))
    for page in pages:
        main = page.text.partition("<main")[2].partition("</main>")[0]
        said = re.sub(r"<dd>.*?</dd>|<td>.*?</td>|<th scope=\"row\">.*?</th>", "", main, flags=re.S)
        assert untranslated_in(said) == []


def untranslated_in(html: str) -> list[str]:
    return re.findall("[㐀-鿿]+", re.sub(r"<[^>]+>", " ", html))
