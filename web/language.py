"""Choosing the language and the light or dark look; both live in cookies of the reader's browser."""

from flask import Blueprint, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from web.i18n import COOKIE, LOCALES
from web.sign_in import safe_target

blueprint = Blueprint("language", __name__)
A_YEAR = 365 * 24 * 3600


@blueprint.post("/locale")
def choose() -> ResponseReturnValue:
    """Set the language cookie and go back."""
    response = redirect(_page(safe_target(request.form.get("next"))), 303)
    chosen = request.form.get("locale", "")
    if chosen in LOCALES:
        response.set_cookie(COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def _page(target: str) -> str:
    """``target`` if a browser can go there, otherwise the nearest page above it: what answered a POST has no address."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    path = target.partition("?")[0]
    while path.strip("/"):
        try:
            adapter.match(path, method="GET")
        except RequestRedirect:
            pass  # only the slash at its end is missing
        except HTTPException:
            path = path.rstrip("/").rpartition("/")[0] + "/"
            continue
        return target if path == target.partition("?")[0] else path
    return "/"
