"""One's own sessions and password."""

from collections.abc import Callable

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from domain.errors import Invalid
from domain.values import write_moment
from models.access.account import Account
from models.fence import act
from operations.confirming import prove_login, set_operation_password
from operations.password_rules import told
from operations.passwords import change_password, suspect_leak
from operations.sign_in import end_own, own_sessions
from permissions.actor import Authority
from web.context import authority, begin_system
from web.devices import device_name
from web.extensions import db
from web.i18n import say

blueprint = Blueprint("me", __name__, url_prefix="/me")


@blueprint.get("/")
def overview() -> ResponseReturnValue:
    """Where one is signed in."""
    person = authority().person
    begin_system("show own sessions")
    rows = [
        {
            "device": device_name(row.device),
            "address": row.address,
            "since": write_moment(row.started_at),
            "seen": write_moment(row.seen_at),
            "current": row.id == current_user.session.session_id,
            "end_url": url_for("me.end_session", session_id=row.id),
        }
        for row in own_sessions(db.session(), person.account_id)
    ]
    return render_template(
        "account.html", sessions=rows, url_password=url_for("me.password"), url_operation=url_for("me.operation_password"),
        url_leak=url_for("me.report_leak"),
    )  # fmt: skip


@blueprint.post("/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    person = authority().person
    begin_system("end own session", reading=False)
    end_own(db.session(), person.account_id, session_id)
    flash(_("该登录已结束。"), "success")
    return redirect(url_for("me.overview"), 303)


@blueprint.post("/leak")
def report_leak() -> ResponseReturnValue:
    """One's own password may be known: the other sessions end, and it is changed before anything else (K5.16)."""
    person = authority().person
    begin_system("password suspected to be known", reading=False)
    suspect_leak(db.session(), db.session.get_one(Account, person.account_id), current_user.session.session_id)
    return redirect(url_for("me.password"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Change one's own password; all other sessions end."""

    def change(_found: Authority, account: Account, current: str, new: str) -> None:
        change_password(db.session(), account, current, new)

    errors = _set_secret("change own password", _("两次输入的新密码不一致。"), change)
    if errors is None:
        flash(_("密码已修改，请用新密码登录。"), "success")
        return redirect(url_for("sign_in.sign_in"), 303)
    html = render_template("password.html", errors=errors, rules=_rules(), must_change=current_user.session.must_change)
    return make_response(html, 422 if errors else 200)


@blueprint.route("/operation-password", methods=["GET", "POST"])
def operation_password() -> ResponseReturnValue:
    """Set or change one's own operation password, proving the login password (K5.14)."""

    def change(found: Authority, account: Account, current: str, new: str) -> None:
        act(db.session(), found)
        set_operation_password(db.session(), account, current, new)

    errors = _set_secret("set own operation password", _("两次输入的操作口令不一致。"), change)
    if errors is None:
        flash(_("操作口令已设置。"), "success")
        return redirect(url_for("me.overview"), 303)
    return make_response(render_template("operation_password.html", errors=errors, rules=_rules()), 422 if errors else 200)


def _rules() -> list[str]:
    return [say(one) for one in told(db.session())]


def _set_secret(why: str, differ: str, change: Callable[[Authority, Account, str, str], None]) -> dict[str, str] | None:
    """Let ``change`` set the new one of two equal ones, by whoever proves the login password; field → sentence where it is not, None: done."""
    if request.method != "POST":
        return {}
    found = authority()
    begin_system(why, reading=False)
    account = db.session.get_one(Account, found.person.account_id)
    current, new = request.form.get("current", "")[:1000], request.form.get("new", "")
    errors = {"again": differ}
    if new == request.form.get("again", ""):
        try:
            _prove_login(account, current)
            change(found, account, current, new[:1000])
            return None
        except Invalid as error:
            errors = {key: say(sentence) for key, sentence in error.fields.items()}
    db.session.rollback()
    act(db.session(), found)
    return errors


def _prove_login(account: Account, secret: str) -> None:
    """Go on for who knows the login password; a wrong try stays counted although the answer is a refusal, and raises Invalid."""
    wrong = prove_login(db.session(), account, secret)
    if wrong is not None:
        db.session.commit()
        raise Invalid(wrong, fields={"current": wrong})
