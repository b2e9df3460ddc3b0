"""A signed-in reader who calls the application directly as WSGI, without a test client's or a network's cost."""

import re
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder


class Caller:
    """Fetches pages of one application as one account."""

    def __init__(self, app: Flask, code: str, password: str) -> None:
        self.app = app
        client = app.test_client()
        # From where he signed in: any other browser would get a new cookie with each page.
        self.browser = client.environ_base["HTTP_USER_AGENT"]
        token = _token(client.get("/sign-in").text)
        response = client.post("/sign-in", data={"code": code, "password": password, "csrf_token": token})
        if response.status_code != 303:
            raise SystemExit(f"bench: cannot sign in as {code} ({response.status_code})")
        # The page puts its token into the cookie, so the cookie is taken afterwards.
        self.token = _token(client.get("/me/").text)
        cookie = client.get_cookie("taizhang")
        assert cookie is not None
        self.cookie = f"taizhang={cookie.value}"

    def environ(self, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """A prepared request; ``data`` makes it a POST with a token."""
        more: dict[str, Any] = {"method": "POST", "data": {**data, "csrf_token": self.token}} if data is not None else {}
        headers = [("Cookie", self.cookie), ("User-Agent", self.browser)]
        environ = EnvironBuilder(path, headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"}, **more).get_environ()
        environ["bench.body"] = environ["wsgi.input"].read()
        return environ

    def call(self, environ: dict[str, Any], expected: str = "200") -> bytes:
        """Send a prepared request and return the body; any other status ends the bench."""
        answered: list[str] = []

        def start_response(status: str, *_more: Any) -> Any:
            answered.append(status)

        request = dict(environ)
        request["wsgi.input"] = BytesIO(request.pop("bench.body"))
        parts = self.app.wsgi_app(request, start_response)
        body = b"".join(parts)
        parts.close()  # type: ignore[attr-defined]
        if not answered[0].startswith(expected):
            raise SystemExit(f"bench: {environ['PATH_INFO']}?{environ['QUERY_STRING']} answered {answered[0]}")
        return body


def _token(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    if not found:
        raise SystemExit("bench: no token on the page")
    return found.group(1)
