"""Reading answers: every canary in any byte of one, and what it tells beside them."""

import base64
import io
import json
import re
import zipfile
import zlib

from werkzeug.test import TestResponse

from doors.canaries import SHAPES

_CHANGING = re.compile(
    r'[0-9a-f]{40}|name="csrf_token" value="[^"]*"|编号[^<]{0,8}<[^>]*>[0-9a-f]{12}|(?<![0-9])[0-9a-f]{12}(?=<)|"reference":"[0-9a-f]*"'
)
_PLACE = re.compile(r"(?:after|before)=([A-Za-z0-9_-]+)")
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def token_of(response: TestResponse) -> str:
    """The token that the forms of a page carry; raises AssertionError where there is none."""
    found = _TOKEN.search(response.text)
    assert found, "no token on the page"
    return found.group(1)


def told(response: TestResponse, *mentions: str) -> tuple[int, str]:
    """What an answer tells: its status and words, without tokens and without what was named in asking."""
    text = _CHANGING.sub("", response.text)
    for mention in sorted(mentions, key=len, reverse=True):
        text = text.replace(mention, "§")
    return response.status_code, text


def canaries_in(response: TestResponse) -> set[str]:
    """All that looks like a canary in any byte of a response: body, headers, cookies, tokens of places, files inside."""
    body = response.get_data()
    text = "\n".join([_unpacked(body) if body[:2] == b"PK" else body.decode("utf-8", "replace"), *map(str, response.headers.values())])
    hidden = [_decoded(token) for token in _PLACE.findall(text)]
    hidden += [_cookie(cookie) for cookie in response.headers.getlist("Set-Cookie")]
    return set(SHAPES.findall("\n".join([text, *hidden])))


def _unpacked(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def _decoded(token: str) -> str:
    try:
        return json.dumps(json.loads(base64.urlsafe_b64decode(token + "==")), ensure_ascii=False)
    except ValueError:
        return ""


def _cookie(cookie: str) -> str:
    """What the browser can read in a signed cookie, flashed messages for instance."""
    value = cookie.partition("=")[2].partition(";")[0]
    packed = value.startswith(".")
    payload = value.lstrip(".").partition(".")[0]
    try:
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return (zlib.decompress(raw) if packed else raw).decode("utf-8", "replace")
    except (ValueError, zlib.error):
        return value
