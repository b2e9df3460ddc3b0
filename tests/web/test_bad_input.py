"""Junk in addresses and forms: a clear answer with the right status, never an error of ours, and nothing stored."""

import re
from io import RawIOBase
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from models.customers.customer import Customer
from models.register import registers
from tests.client import PageClient, token_of
from tests.company import PASSWORD
from tests.conftest import Panel

LIST = "/customers/customer/"
WHOLE = {
    "customer_class": "general", "customer_type": "enterprise", "business_scope": "酒类销售", "contact_name": "朱先生",
    "contact_phone": "13900001234", "address": "解放路 1 号", "company_kind": "private", "governing_body": "无",
    "source": "展会", "lawful_basis": "合同",
}  # fmt: skip
IDS = (
    "abc", "-1", "0", "1e9", "1,2", "%00", "1%00", "𠮷", "' OR 1=1", "null", "NaN", "1.5", "[]", "", "9" * 23,
    "-9223372036854775809", "9223372036854775808", "4294967296",
)  # fmt: skip
QUERIES = (
    "page=-1", f"page={'9' * 20}", "size=1000000000", "size=abc", "size=-1", "after=garbage", "after=" + "A" * 5000,
    "after=W251bGwsOTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", "before=eyJhIjoxfQ", "end=x", "sort=nope", "sort=-", "sort=financial_state",
    "sort=-name&after=WzEsMV0", "sort=annual_amount&after=WyJhYmMiLDFd", "sort=opened_on&after=WzEsMV0", "q=%00",
    "q=%ED%A0%80", "q=%25", "q=_", "q=%5C", "q='", "q=%22", "q=*", "q=AND", "q=NEAR(", "q=" + "x" * 5000, "q=%F0%A0%AE%B7",
    "f.nope.is=1", "f.name", "f.=1", "f..=1", "f.department.is=abc", f"f.department.is={'9' * 20}", "f.opened_on.from=abc",
    "f.opened_on.from=0000-00-00", "f.opened_on.from=9999-12-31", "f.annual_amount.from=1e400", "f.annual_amount.from=NaN",
    "f.customer_class.is=zz", "f.generated.is=maybe", "c=nope", "c=" + "&c=".join(["name"] * 3000),
)  # fmt: skip
TEXTS = (
    "\x00", "𠮷" * 50, "x" * 200_000, "<script>alert(1)</script>", b"\xed\xa0\x80", "=1+1", "９９", "\u202eabc", "-1", "1e309",
    "2026-13-45", "0001-01-01", "9999-12-31", "9" * 21, "NaN", "None", "[]", "🧑‍🧑‍🧒",
)  # fmt: skip


@pytest.fixture
def clerk(panel: Panel) -> PageClient:
    """A clerk's browser."""
    return panel.as_("clerk")


def _calm(http: FlaskClient, method: str, address: str, **more: Any) -> int:
    response = http.open(address, method=method, **more)
    assert response.status_code < 500, f"{method} {address[:90]}: {response.status_code}"
    assert "Traceback" not in response.text
    return response.status_code


@pytest.mark.parametrize("page", ["details/?id=", "edit/?id=", "delete/?id=", "move/file/?id=", "file/scan?id=", "new/?department="])
def test_odd_ids_are_answered_calmly(clerk: PageClient, page: str) -> None:
    for odd in IDS:
        status = _calm(clerk.http, "GET", LIST + page + odd)
        assert status in (200, 400, 403, 404)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:24])
def test_odd_list_addresses_are_answered_calmly(clerk: PageClient, query: str) -> None:
    assert _calm(clerk.http, "GET", f"{LIST}?{query}") in (200, 400)


def test_an_unknown_and_a_forbidden_column_get_the_same_answer(clerk: PageClient) -> None:
    for parameter in ("sort={}", "f.{}.is=x", "c={}"):
        forbidden = clerk.get(f"{LIST}?{parameter.format('financial_state')}", status=400).text
        unknown = clerk.get(f"{LIST}?{parameter.format('xxxxxxxxx_xxxxx')}", status=400).text
        plain = [re.sub(r"[0-9a-f]{12}", "", page) for page in (forbidden.replace("financial_state", "KEY"), unknown.replace("xxxxxxxxx_xxxxx", "KEY"))]
        assert _without_tokens(plain[0]) == _without_tokens(plain[1])


def _without_tokens(page: str) -> str:
    return re.sub(r'(value|href|action)="[^"]*"', "", page)


def test_every_field_of_a_form_takes_every_text_calmly(panel: Panel, clerk: PageClient) -> None:
    before = _customers(panel)
    token = token_of(clerk.get(LIST + "new/"))
    for key in registers["customer"].fields:
        for text in TEXTS:
            # Without a name nothing can be stored, whatever the other field holds.
            _calm(clerk.http, "POST", LIST + "new/", data={"csrf_token": token, key: text, **({} if key == "name" else {"name": ""})})
    assert _customers(panel) == before


def test_what_was_typed_is_still_in_the_form(clerk: PageClient) -> None:
    sent = {"name": "绍兴<b>黄酒</b>公司", "contact_email": "不是邮箱", "annual_amount": "很多", "customer_class": ""}
    page = clerk.post(LIST + "new/", sent, status=422, page=LIST + "new/").text
    assert "绍兴&lt;b&gt;黄酒&lt;/b&gt;公司" in page
    assert 'value="很多"' in page
    assert "不是金额" in page


def test_text_in_and_out_is_the_same(panel: Panel, clerk: PageClient) -> None:
    name = "𠮷野家㐂股份🍶'\"<i>&amp;公司"
    sent = clerk.post(LIST + "new/", {"name": name, **WHOLE}, page=LIST + "new/")
    page = clerk.get(sent.headers["Location"]).text
    assert "𠮷野家㐂股份🍶&#39;&#34;&lt;i&gt;&amp;amp;公司" in page
    for typed in ("𠮷野", "㐂股", "🍶", "<i>"):
        assert "𠮷野家㐂股份" in clerk.get(LIST, query_string={"q": typed}).text, typed


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"name=" + b"a" * 10_000_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"k%d=1" % number for number in range(50_000)), "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 422),
        (b"--x", "multipart/form-data; boundary=x", 422),
        (b"\xff\xfe", "text/plain", 422),
    ],
    ids=["10 MB field", "50,000 fields", "json", "broken multipart", "bytes"],
)
def test_a_body_that_is_too_large_or_of_the_wrong_kind_is_refused(
    panel: Panel, clerk: PageClient, body: bytes, kind: str, status: int
) -> None:
    before = _customers(panel)
    token = token_of(clerk.get(LIST + "new/"))
    response = clerk.http.post(LIST + "new/", data=body, content_type=kind, headers={"X-CSRFToken": token})
    assert response.status_code == status
    assert _customers(panel) == before


def test_an_upload_of_200_megabytes_is_refused_before_it_is_read(clerk: PageClient) -> None:
    class Zeros(RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            Zeros.taken += len(buffer)
            buffer[:] = bytes(len(buffer))
            return len(buffer)

    environ = clerk.http.application.test_request_context("/import/customer/", method="POST").request.environ
    cookie = clerk.http.get_cookie("taizhang")
    assert cookie is not None
    environ |= {
        "CONTENT_LENGTH": str(200 * 1024 * 1024), "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "wsgi.input": Zeros(), "HTTP_COOKIE": f"taizhang={cookie.value}",
    }  # fmt: skip
    answered: list[str] = []
    b"".join(clerk.http.application.wsgi_app(environ, lambda status, *_more: answered.append(status)))  # type: ignore[arg-type,return-value]
    assert answered == ["413 REQUEST ENTITY TOO LARGE"]
    assert Zeros.taken < 60 * 1024 * 1024


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "FOO"])
def test_other_methods_are_refused(clerk: PageClient, method: str) -> None:
    assert _calm(clerk.http, method, LIST) == 405


def test_a_post_without_or_with_somebody_else_s_token_changes_nothing(panel: Panel, clerk: PageClient) -> None:
    before = _customers(panel)
    values = {"name": "没有令牌公司", **WHOLE}
    assert clerk.http.post(LIST + "new/", data=values).status_code == 400
    theirs = token_of(panel.as_("manager").get(LIST + "new/"))
    assert clerk.http.post(LIST + "new/", data={**values, "csrf_token": theirs}).status_code == 400
    assert _customers(panel) == before


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "/%0d%0aX: y"])
def test_after_signing_in_nobody_is_sent_elsewhere(panel: Panel, target: str) -> None:
    http = panel.app.test_client()
    token = token_of(http.get("/sign-in"))
    sent = http.post("/sign-in", data={"code": "clerk", "password": PASSWORD, "csrf_token": token, "next": target})
    assert sent.status_code == 303
    location = sent.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def _customers(panel: Panel) -> int:
    with panel.system() as session:
        return session.scalar(select(func.count()).select_from(Customer)) or 0
