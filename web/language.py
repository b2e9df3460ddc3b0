"""Choosing the language and the light or dark look; both live in cookies of the reader's browser."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from web.i18n import COOKIE, LOCALES
from web.sign_in import safe_target

blueprint = Blueprint("language", __name__)
A_YEAR = 365 * 24 * 3600


@blueprint.post("/locale")
def choose() -> ResponseReturnValue:
    """Set the language cookie and go back."""
    response = redirect(safe_target(request.form.get("next")), 303)
    chosen = request.form.get("locale", "")
    if chosen in LOCALES:
        response.set_cookie(COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
