"""PageClient: a test browser without a screen that polices every page it gets."""

import re
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.company import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_MENU = re.compile(r'<nav class="side"[^>]*>(.*?)</nav>', re.S)
_menus: set[str] = set()
_CHINESE = re.compile(r"[㐀-鿿]")


class PageClient:
    """Signs in, fetches and posts; every HTML page must be well-formed, have one h1, unique ids and forms with a token."""

    def __init__(self, app: Flask) -> None:
        self.http: FlaskClient = app.test_client()

    def sign_in(self, code: str, password: str = PASSWORD) -> "PageClient":
        """Sign in as ``code``; fails the test when that does not work."""
        page = self.get("/sign-in")
        sent = self.http.post("/sign-in", data={"code": code, "password": password, "csrf_token": token_of(page)})
        assert sent.status_code == 303, f"sign-in as {code}: {sent.status_code}"
        return self

    def get(self, path: str, status: int = 200, **more: Any) -> TestResponse:
        """Fetch ``path``, which must answer with ``status``."""
        response = self.http.get(path, **more)
        assert response.status_code == status, f"GET {path}: {response.status_code}, expected {status}\n{_sentence(response)}"
        police(response, path)
        return response

    def post(self, path: str, data: dict[str, Any] | None = None, status: int = 303, *, page: str | None = None, **more: Any) -> TestResponse:
        """Post ``data`` with a fresh token taken from ``page`` (the sign-in page's frame by default)."""
        token = token_of(self.http.get(page or "/me/"))
        response = self.http.post(path, data={**(data or {}), "csrf_token": token}, **more)
        assert response.status_code == status, f"POST {path}: {response.status_code}, expected {status}\n{_sentence(response)}"
        police(response, path)
        return response


def token_of(response: TestResponse) -> str:
    """The CSRF token of a page."""
    found = _TOKEN.search(response.text)
    assert found, "no token on the page"
    return found.group(1)


def police(response: TestResponse, path: str) -> None:
    """What holds for every page of the panel."""
    assert "Traceback" not in response.text, path
    assert response.headers["X-Content-Type-Options"] == "nosniff", path
    if response.mimetype != "text/html" or not response.data:
        return
    assert "default-src 'none'" in response.headers["Content-Security-Policy"], path
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(_without_known_menu(response.text))
    problems = [error for error in parser.errors if error[1] not in ("unexpected-end-tag-implies-table-voodoo",)]
    assert not problems, f"{path}: {problems[:3]}"
    if response.status_code in (301, 302, 303, 308):
        return
    assert len(tree.findall(".//h1")) == 1, f"{path}: needs one h1"
    ids = [element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]
    doubled = {one for one in ids if ids.count(one) > 1}
    assert not doubled, f"{path}: ids used twice: {doubled}"
    for form in tree.iter("form"):
        assert form.get("action"), f"{path}: a form without action"
        if (form.get("method") or "get").lower() == "post":
            names = {field.get("name") for field in form.iter("input")}
            assert "csrf_token" in names, f"{path}: a form without token: {form.get('action')}"
    for element in tree.iter():
        if isinstance(element.tag, str):
            inline = [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert not inline, f"{path}: inline {inline} on <{element.tag}>"


def _without_known_menu(text: str) -> str:
    """``text`` without a menu that has been read before, letter by letter: it is most of a page and takes most of its reading."""
    found = _MENU.search(text)
    if not found:
        return text
    start, end = found.span(1)
    if (menu := text[start:end]) in _menus:
        return text[:start] + text[end:]
    _menus.add(menu)
    return text


def untranslated(response: TestResponse) -> list[str]:
    """Chinese words on an English page that are not data (call it on pages without records)."""
    return _CHINESE.findall(re.sub(r"<[^>]+>", " ", response.text))


def _sentence(response: TestResponse) -> str:
    found = re.search(r"<main.*?</main>", response.text, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(0)))[:400] if found else response.text[:400]
