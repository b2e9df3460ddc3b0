"""Junk in every address, field, header and cookie, past all rights: never an error of ours, and nothing is stored."""

import base64
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

import pytest
from werkzeug.routing import Rule
from werkzeug.test import encode_multipart

from domain.kinds import Kind
from models.access.account import SignInAttempt
from models.register import registers
from operations.filtering import OPERATORS, operators_of
from tests.client import PageClient, token_of
from tests.company import PASSWORD
from tests.conftest import Panel
from tests.faults.breaking import everything
from tests.web.omni import fine, panel_of_one_who_may_do_everything
from web.extensions import db

HUGE = "1" + "0" * 20
IDS = (
    "", "abc", "-1", "0", HUGE, "1,2", "1.5", "1e3", "²", "１", "1 ", "%00", "1%00", "𠮷", "\u202e1", "null", "true", "1;DROP TABLE customer",
    "[1]", "{}", "../1", "9223372036854775808", "-9223372036854775809", "NaN", "0x1", "x" * 5_000,
)  # fmt: skip
VALUES = (
    "\x00", "a\x00b", HUGE, "-" + HUGE, "²", "abc", "𠮷", "\u202eabc", "\ufeff", "NaN", "Infinity", "1e999", "9999-12-31", "0001-01-01",
    "0000-00-00", "2026-02-30", "9999-12-31 23:59", "%", "_", "\\", "'", '"', "';--", "<b>", "[", "(", ".*", "x" * 3_000, " ", "\u3000",
    "0", "-1", "1,2", "是", "null", "👨‍👩‍👧", "é",
)  # fmt: skip


def token(*value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(value)).encode()).decode().rstrip("=")


PLACES = (
    "garbage", "====", "", token(), token(1), token("a", 1), token("\ud800", 1), token("\x00", 1), token(None, "x"), token([1], 1),
    token({"a": 1}, 1), token(1e308, 1), token("9999-12-31", 1), token(10**30, 10**30), token("x", -1), token(True, 1), "𠮷", "%00",
    base64.urlsafe_b64encode(b"[" * 50_000).decode(), base64.urlsafe_b64encode(b"\xff\xfe").decode(), "a" * 20_000,
)  # fmt: skip
LISTS: tuple[dict[str, Any], ...] = (
    {"page": "-1"}, {"page": HUGE}, {"page_size": "1000000000"}, {"size": "1000000000"}, {"size": "0"}, {"size": "-20"}, {"size": "abc"},
    {"size": "²"}, {"size": HUGE}, {"sort": "nothing"}, {"sort": "-"}, {"sort": "--id"}, {"sort": "id"}, {"sort": "\x00"}, {"sort": "𠮷"},
    {"sort": "password_hash"}, {"sort": "version desc"}, {"c": "nothing"}, {"c": "id"}, {"c": "__class__"}, {"c": "\x00"},
    {"c": ["name"] * 500}, {"f.nothing.is": "1"}, {"f..is": "1"}, {"f.": "1"}, {"f.name": "1"}, {"f.id.is": "1"}, {"f.name.__init__": "1"},
    {"f.name.is": ["x"] * 200}, {"flt0_0": "1", "flt1_5": "2"}, {"search": "x"}, {"q": "\x00"}, {"q": "x" * 50_000}, {"q": "%"},
    {"q": "_"}, {"q": "\\"}, {"q": '"'}, {"q": "'"}, {"q": "*"}, {"q": "NEAR("}, {"q": "a OR b"}, {"q": "^x"}, {"q": "𠮷"}, {"q": "\u202e"},
    {"q": "é"}, {"q": "|"}, {"q": "&"}, {"q": ":*"}, {"q": "!"}, {"q": "--"}, {"q": "null"}, {"q": ["a", "b"]}, {"end": "x"},
    {"format": "json"}, {"format": "json", "size": "x"},
)  # fmt: skip


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    with panel_of_one_who_may_do_everything(tmp_path_factory.mktemp("bad")) as panel:
        yield panel


@pytest.fixture(scope="module")
def omni(bad: Panel) -> PageClient:
    return bad.as_("omni")


def pages() -> list[str]:
    return [f"/{register.area}/{register.key}/" for register in registers.values()]


SHARES = 10


def some_of(junk: Sequence[Any], page: str) -> Sequence[Any]:
    """A tenth of ``junk`` for a register, another tenth for the next one: all of them meet one code. The customers get all of it."""
    return junk if page == "/customers/customer/" else junk[pages().index(page) % SHARES :: SHARES]


def dump(panel: Panel) -> dict[str, Any]:
    """All that is stored, but for when a session was last seen and who opened which case: looking leaves these traces."""
    with panel.app.app_context():
        found = everything(db.engine)
    found.pop("sign_in_session")
    found.pop("case_opening")
    return found


# ---- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", pages())
def test_an_id_that_is_none_is_answered_like_a_record_that_does_not_exist(omni: PageClient, page: str) -> None:
    for rest in ("details/", "edit/", "delete/", "file/scan", "move/file/"):
        for junk in some_of(IDS, page):
            answer = fine(omni.http.get(page + rest, query_string={"id": junk}), (page, rest, junk))
            assert answer.status_code in (404, 403), (rest, junk, answer.status_code)
        assert fine(omni.http.get(page + rest)).status_code in (404, 403)


def test_of_a_repeated_id_only_one_counts(omni: PageClient) -> None:
    for query in ("id=1&id=2", "id=1&id[]=2", "id=1&ID=2"):
        headings = [re.findall("<h1>.*?</h1>", omni.get(f"/customers/customer/details/?{one}").text) for one in (query, "id=1")]
        assert headings[0] == headings[1]


@pytest.mark.parametrize("page", pages())
def test_junk_in_the_address_of_a_list(omni: PageClient, page: str) -> None:
    for query in some_of(LISTS, page):
        answer = fine(omni.http.get(page, query_string=query), (page, query))
        assert answer.status_code in (200, 400), (query, answer.status_code)
    for junk in some_of(PLACES, page):
        for name in ("after", "before"):
            assert fine(omni.http.get(page, query_string={name: junk}), (page, junk[:40])).status_code in (200, 400)


@pytest.mark.parametrize("key", list(registers))
def test_junk_in_every_filter_and_sort_and_place(omni: PageClient, key: str) -> None:
    register, junk = registers[key], cycle(VALUES)
    page = f"/{register.area}/{key}/"
    for name, spec in register.fields.items():
        for operator in operators_of(spec) if name in register.filterable else list(OPERATORS)[:1]:
            for _ in range(2):
                query = {f"f.{name}.{operator}": next(junk)}
                assert fine(omni.http.get(page, query_string=query), (page, query)).status_code in (200, 400)
        for place in PLACES[6:14:3]:
            query = {"sort": name, "after": place}
            assert fine(omni.http.get(page, query_string=query), (page, query)).status_code in (200, 400)


def test_junk_in_a_look_up(omni: PageClient) -> None:
    for register in registers.values():
        for name, spec in register.fields.items():
            if spec.target:
                for junk in ("", "\x00", "𠮷", "%", "x" * 5_000, "'", "²"):
                    fine(omni.http.get(f"/{register.area}/{register.key}/lookup/{name}", query_string={"q": junk}), (name, junk))
        for name in ("nothing", "id", "__class__", "%00", "..%2f..", "𠮷"):
            assert fine(omni.http.get(f"/{register.area}/{register.key}/lookup/{name}")).status_code in (400, 404)


@pytest.mark.parametrize(
    "path",
    [
        f"/me/sessions/{HUGE}/end", f"/customers/customer/views/{HUGE}/delete", f"/jobs/{HUGE}/", f"/jobs/{HUGE}/file", "/jobs/0/",
        "/jobs/-1/", "/jobs/?before=abc", f"/jobs/?before={HUGE}", "/jobs/?before=²", "/import/nothing/", "/import/customer/abc/",
        "/import/customer/" + "0" * 40 + "/", "/import/customer/..%2f..%2fsecret_key/", "/search/?q=%00", "/search/?q=" + "x" * 9_000,
        "/search/?format=json&q=%ED%A0%80", "/customers/customer/move/nothing/?id=1", "/customers/customer/export/exe/",
        "/customers/customer/action/nothing", "/static/..%2fapp.py", "/static/%00", "/customers/customer/ajax/lookup/?name=manager",
        "/customers/customer/ajax/update/", "/%ED%A0%80", "/𠮷", "/..%2f..%2fetc/passwd", "//evil.example/", "/customers//customer/",
        "/CUSTOMERS/customer/", "/customers/customer/new/?customer=²", "/customers/contact/new/?customer=²",
        f"/customers/contact/new/?customer={HUGE}", "/customers/contact/new/?customer=%00",
    ],
)  # fmt: skip
def test_a_strange_address(omni: PageClient, path: str) -> None:
    for answer in (omni.http.get(path), omni.http.post(path, data={"csrf_token": token_of(omni.http.get("/me/"))})):
        assert answer.status_code in (200, 302, 303, 308, 400, 404, 405, 422), (path, answer.status_code)
        fine(answer, path) if answer.status_code not in (302, 303, 308) else answer.close()


# ---- forms -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def junk_of() -> dict[Kind, Iterator[str]]:
    """Every kind of field gets all values, a few with each field."""
    return defaultdict(lambda: cycle(VALUES))


@pytest.mark.parametrize("key", [key for key, register in registers.items() if not register.read_only])
def test_junk_in_a_field_is_refused_at_the_field(
    bad: Panel, omni: PageClient, key: str, junk_of: dict[Kind, Iterator[str]]
) -> None:
    register = registers[key]
    required = [name for name, spec in register.fields.items() if spec.required and not spec.system and spec.default is None]
    before, sent_token = dump(bad), token_of(omni.http.get("/me/"))
    for name, spec in register.fields.items():
        blank = next((other for other in required if other != name), "")  # so that nothing can be stored
        for _ in range(4):
            junk = next(junk_of[spec.kind])
            data = {name: junk, blank: "", "csrf_token": sent_token}
            answer = fine(omni.http.post(f"/{register.area}/{key}/new/", data=data), (key, name, junk))
            assert answer.status_code == 422 or not blank, (name, junk, answer.status_code)
    if len(required) > 1:
        assert dump(bad) == before


@pytest.mark.parametrize("key", [key for key, register in registers.items() if not register.read_only])
def test_the_longest_texts_fit_and_longer_ones_are_told_so(omni: PageClient, key: str) -> None:
    register, sent_token = registers[key], token_of(omni.http.get("/me/"))
    for name, spec in register.fields.items():
        if spec.kind in (Kind.TEXT, Kind.LONG_TEXT) and not spec.system:
            data = {name: "长" * (spec.length + 1), "csrf_token": sent_token}
            answer = fine(omni.http.post(f"/{register.area}/{key}/new/", data=data), (key, name))
            assert f"最多 {spec.length} 个字" in answer.text, (key, name)


# ---- bodies, methods, headers, cookies -------------------------------------------------------------------------------


def routes(bad: Panel) -> list[tuple[Rule, str]]:
    """Every rule with an address for it."""
    found = []
    for rule in bad.app.url_map.iter_rules():
        given = {name: "1" if "int" in str(rule) else "customer" for name in rule.arguments}
        path = str(rule)
        for name in rule.arguments:
            path = path.replace(f"<int:{name}>", "1").replace(f"<path:{name}>", "app.css").replace(f"<{name}>", given[name])
        found.append((rule, path))
    return found


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "FOO"])
def test_no_route_knows_another_method(bad: Panel, omni: PageClient, method: str) -> None:
    for _rule, path in routes(bad):
        answer = omni.http.open(path, method=method, data={"csrf_token": "x"})
        assert answer.status_code in (404, 405), (method, path, answer.status_code)
        answer.close()


def test_every_post_without_a_fresh_token_of_one_s_own_is_refused(bad: Panel, omni: PageClient) -> None:
    other = token_of(bad.as_("clerk").http.get("/me/"))
    earlier = PageClient(bad.app)
    stale = token_of(earlier.get("/sign-in"))
    before = dump(bad)
    tried = 0
    wrongs = cycle(({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": other}, {"csrf_token": stale}))
    for rule, path in routes(bad):
        if "POST" not in (rule.methods or ()):
            continue
        for wrong in (next(wrongs), next(wrongs)):
            answer = fine(omni.http.post(path, data=wrong), path)
            assert answer.status_code in (400, 404), (path, wrong, answer.status_code)
            tried += 1
    assert tried > 300 * 2 / 5
    assert dump(bad) == before


def test_a_token_is_dead_after_signing_out_and_in_again(bad: Panel) -> None:
    client = bad.as_("clerk")
    old = token_of(client.http.get("/me/"))
    client.post("/sign-out")
    client.sign_in("clerk")
    answer = client.http.post("/customers/customer/views/", data={"label": "x", "csrf_token": old})
    assert answer.status_code == 400
    assert "页面已过期" in answer.text


def test_looking_at_every_page_changes_nothing(bad: Panel, omni: PageClient) -> None:
    before, seen = dump(bad), 0
    for rule, path in routes(bad):
        if "GET" in (rule.methods or ()) and rule.endpoint != "health.ready":
            for address in (path, f"{path}?id=1"):
                answer = omni.http.get(address)
                assert answer.status_code < 500, address
                seen += answer.status_code == 200
                answer.close()
    assert seen > 100
    assert dump(bad) == before


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"name": "x"}'), ("text/plain", b"name=x"), ("application/xml", b"<x/>"), ("", b"name=x"),
        ("multipart/form-data", b"--x"), ("multipart/form-data; boundary=", b"--"), ("multipart/form-data; boundary=" + "x" * 5_000, b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"name=+ADw-b+AD4-"), ("application/x-www-form-urlencoded", b"\xff\xfe\x00"),
        ("application/x-www-form-urlencoded", b"name=%ED%A0%80&name=%FF"), ("application/x-www-form-urlencoded", b"&&&==&=x&"),
    ],
)  # fmt: skip
def test_a_body_of_another_kind(bad: Panel, omni: PageClient, kind: str, body: bytes) -> None:
    before = dump(bad)
    headers = {"X-CSRFToken": token_of(omni.http.get("/me/"))}
    for path in ("/customers/customer/new/", "/customers/customer/edit/?id=1", "/sign-in", "/import/customer/", "/locale"):
        answer = omni.http.post(path, data=body, content_type=kind, headers=headers)
        assert answer.status_code in (303, 400, 409, 422), (path, answer.status_code)
        answer.close()
    after = dump(bad)
    for name in ("sign_in_attempt", "audit_entry"):  # a sign-in without a code is a failed one
        after.pop(name), before.pop(name)
    assert after == before


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
@pytest.mark.parametrize(("fields", "size"), [(1, 10_000_000), (50_000, 1), (3_000, 300)], ids=["10 MB", "50,000 fields", "3,000 fields"])
def test_too_much_is_told_to_be_too_much(bad: Panel, omni: PageClient, kind: str, fields: int, size: int) -> None:
    before = dump(bad)
    data: dict[str, Any] = {f"name{n}" if n else "name": "a" * size for n in range(fields)}
    data["csrf_token"] = token_of(omni.http.get("/me/"))
    more: dict[str, Any] = {"data": data}
    if kind == "multipart":
        boundary, body = encode_multipart(data)
        more = {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
    for path in ("/customers/customer/new/", "/sign-in", "/customers/customer/action/delete"):
        answer = fine(omni.http.post(path, **more), path)
        assert answer.status_code == 413, (path, answer.status_code)
        assert "太大" in answer.text
    assert dump(bad) == before


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "%%%", "a.b.c", ".eJwx.x.x", "\"", "=", "𠮷".encode().decode("latin-1"), "x" * 8_000, "e30.YQ.YQ", "null"],
    ids=repr,
)
def test_a_cookie_that_is_none_is_nobody(bad: Panel, cookie: str) -> None:
    for name in ("taizhang", "remember_token", "session", "locale", "theme", "flash"):
        answer = bad.app.test_client(use_cookies=False).get("/customers/customer/", headers={"Cookie": f"{name}={cookie}"})
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in")
        assert fine(bad.app.test_client(use_cookies=False).get("/sign-in", headers={"Cookie": f"{name}={cookie}"})).status_code == 200


def test_a_forwarded_address_is_not_believed(bad: Panel) -> None:
    client = PageClient(bad.app)
    spoofed = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9", "X-Real-IP": "203.0.113.9", "X-Role": "security_admin"}
    sent_token = token_of(client.get("/sign-in"))
    for _ in range(2):
        data = {"code": "nobody", "password": "x", "csrf_token": sent_token}
        assert client.http.post("/sign-in", data=data, headers=spoofed).status_code == 422
    with bad.system() as session:
        subjects = [one.subject for one in session.query(SignInAttempt)]
    assert "address:127.0.0.1" in subjects
    assert not [subject for subject in subjects if "203.0" in subject]
    assert bad.as_("clerk").http.get("/access/role/", headers=spoofed).status_code == 403


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\evil.example", "https:evil.example", "https://evil.example/", "http:/evil.example",
        "/\t/evil.example", "/%0d%0aX: y", "\r\nX: y", "javascript:alert(1)", "data:text/html,x", " //evil.example", "/ /evil", "evil.example",
        "//evil.example/%2f..", "/@evil.example//", "x" * 50_000, "\u202e/x", "//[::1", "/\x00", "https://evil.example@127.0.0.1/",
    ],
    ids=lambda target: repr(target[:30]),
)  # fmt: skip
def test_nobody_is_sent_to_another_site(bad: Panel, target: str) -> None:
    client = PageClient(bad.app)
    sent_token = token_of(client.get("/sign-in"))
    entered = client.http.post("/sign-in", data={"code": "clerk", "password": PASSWORD, "csrf_token": sent_token, "next": target})
    turned = client.http.post("/locale", data={"locale": "zh", "csrf_token": token_of(client.http.get("/me/")), "next": target})
    for answer in (entered, turned):
        assert answer.status_code == 303
        place = answer.headers["Location"]
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))
        assert "evil.example" not in place.partition("/")[0]
        assert "\n" not in place


def test_a_page_asked_for_before_signing_in_is_shown_after_it(bad: Panel) -> None:
    client = PageClient(bad.app)
    wanted = client.get("/customers/customer/?q=杭州", status=303).headers["Location"]
    page = client.get(wanted)
    kept = page.text.partition('name="next" value="')[2].partition('"')[0]
    data = {"code": "clerk", "password": PASSWORD, "csrf_token": token_of(page), "next": kept}
    place = client.http.post("/sign-in", data=data).headers["Location"]
    assert "杭州" in client.get(place).text
