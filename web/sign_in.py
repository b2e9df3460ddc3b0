"""The one endpoint that can create a session, and the one that ends it."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from operations.sign_in import NOT_SIGNED_IN
from operations.sign_in import sign_in as open_session
from operations.sign_in import sign_out as end_session
from web.context import address, begin_system, enter
from web.extensions import db
from web.i18n import say

blueprint = Blueprint("sign_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for code and password; a wrong one answers like a locked or unknown one."""
    if request.method == "GET":
        return render_template("sign_in.html", error="", next=request.args.get("next", ""), code="")
    begin_system("登录", reading=False)
    code, password = request.form.get("code", ""), request.form.get("password", "")
    device = (request.user_agent.string or "")[:200]
    token = open_session(db.session(), code[:100], password[:1000], address=address(), device=_printable(device))
    if token is None:
        db.session.commit()  # failures are counted although the answer is a refusal
        html = render_template("sign_in.html", error=say(NOT_SIGNED_IN), next=request.form.get("next", ""), code=code[:100])
        return make_response(html, 422)
    session.clear()
    enter(token)
    return redirect(safe_target(request.form.get("next")), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session on the server; the cookie is worthless from now on."""
    found = current_user.session.session_id
    begin_system("sign-out", reading=False)
    end_session(db.session(), found)
    logout_user()
    session.clear()
    g.authority = None
    flash(_("已退出登录。"), "success")
    response = make_response(redirect(url_for("sign_in.sign_in"), 303))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def safe_target(target: str | None) -> str:
    """``target`` if it is a path of this panel, the home page otherwise (no open redirect)."""
    if target and target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable():
        return target
    return url_for("admin.index")


def _printable(text: str) -> str:
    return "".join(mark for mark in text if mark.isprintable())
