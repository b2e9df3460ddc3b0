"""Complaining without an account: the form, and the code shown once; small pages that work without JavaScript."""

import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeSerializer

from domain.errors import Conflict, DomainError, Invalid, Missing, TooOften
from domain.receipt_codes import shown
from domain.rules import PublicRule
from models.fence import act
from operations.complaints import public_intake
from operations.complaints.public_acting import outsider
from operations.complaints.public_channels import channels, company_name
from operations.complaints.public_intake import FIELDS, MOST_TEXT, Sender
from operations.rules import rule
from web.context import READING, address, now
from web.errors import heading, status_of
from web.extensions import db
from web.i18n import say
from web.qr import picture

blueprint = Blueprint("public", __name__, url_prefix="/public")
OPEN_FOR = timedelta(hours=12)
"""How long a form may be filled in."""
STAYS = timedelta(hours=2)
"""How long a browser may look at a case after the code was typed."""
CODE, CASE = "public_code", "public_case"
"""What the cookie holds: the new code until it has been shown, and the digest of the code typed last."""


@blueprint.before_request
def _begin() -> None:
    """Every page of this blueprint works for somebody without an account, and for nobody else."""
    db.session.info["reading"] = request.method in READING
    db.session.info["bits"] = None
    act(db.session(), outsider(g.request_id), clock=now)
    g.public_company = company_name(db.session())


@blueprint.errorhandler(DomainError)
def _refused(error: DomainError) -> ResponseReturnValue:
    status = status_of(error)
    return _fault(400 if status == 422 and request.method == "GET" else status, say(error.sentence), say(error.todo))


@blueprint.errorhandler(CSRFError)
def _stale(_error: CSRFError) -> ResponseReturnValue:
    """A page left open too long, or a browser without cookies: what was typed in the form is still there."""
    _begin()
    said = _("页面已过期，没有提交。请核对后再提交一次；如仍不行，请允许本网站使用 Cookie。")
    return _form({}, said, 400) if request.endpoint == "public.complain" else _fault(400, said)


def key() -> bytes:
    """The key of the digests: follows from the secret key and is used for nothing else."""
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), b"public codes", hashlib.sha256).digest()


def counted_address() -> str:
    """The address as far as it is counted: of IPv6 the first half, because the other is the sender's to choose."""
    try:
        found = ipaddress.ip_address(address())
    except ValueError:
        return address()
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def echo(text: str) -> str:
    """What was typed, to stand in its field again; control characters, over which a page stumbles, are left out."""
    return "".join(mark for mark in text if mark in "\r\n\t" or unicodedata.category(mark) not in ("Cc", "Cs"))


def show(template: str, status: int = 200, **more: Any) -> ResponseReturnValue:
    """A public page, with what stands on all of them."""
    return make_response(render_template(template, public_company=g.get("public_company", ""), **more), status)


def _fault(status: int, sentence: str, todo: str = "") -> ResponseReturnValue:
    db.session.rollback()
    return show("public/fault.html", status, heading=heading(status), sentence=sentence, todo=todo)


def contact() -> list[tuple[str, str, str]]:
    """The published channels in the reader's language."""
    return [(say(kind), reached, hours) for kind, reached, hours in channels(db.session())]


# ---- the form --------------------------------------------------------------------------------------------------------


def _stamps() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="public form")


def _stamp() -> str:
    """When the form was fetched, and which one it is, signed."""
    return str(_stamps().dumps({"at": now().timestamp(), "form": secrets.token_hex(8)}))


def _form(errors: dict[str, str], said: str = "", status: int = 200) -> ResponseReturnValue:
    typed = {name: echo(request.form.get(name, "")) for name in (*FIELDS, "anonymous")}
    labels = {name: say(spec.label) for name, spec in FIELDS.items()}
    lengths = {name: spec.length for name, spec in FIELDS.items()}
    stamp = request.form.get("stamp", "") if status == 422 and _read_stamp() else _stamp()
    return show(
        "public/complain.html", status, typed=typed, labels=labels, lengths=lengths, errors=errors, said=said, stamp=stamp,
        channels=contact(), most=MOST_TEXT, today=f"{now():%Y-%m-%d}",
    )  # fmt: skip


def _read_stamp() -> dict[str, Any] | None:
    try:
        found = _stamps().loads(request.form.get("stamp", "")[:400])
    except BadSignature:
        return None
    fresh = now() - datetime.fromtimestamp(found["at"], UTC) < OPEN_FOR
    return found if fresh else None


@blueprint.route("/", methods=["GET", "POST"])
def complain() -> ResponseReturnValue:
    """The form; a complaint that was entered leads to its code."""
    if request.method == "GET":
        return _form({})
    stamp = _read_stamp()
    if stamp is None:
        return _form({}, _("这张表打开得太久，没有提交。内容还在，请核对后再提交一次。"), 422)
    if request.form.get("website"):
        return _form({}, _("没有提交：请把「请勿填写」一栏清空后再提交。"), 422)
    if now() - datetime.fromtimestamp(stamp["at"], UTC) < timedelta(seconds=rule(db.session(), PublicRule.PUBLIC_SECONDS)):
        return _form({}, _("提交得太快，没有保存。请核对内容，过几秒再提交一次。"), 422)
    try:
        _case, code = public_intake.complain(db.session(), key(), request.form, Sender(counted_address(), stamp["form"]))
    except Invalid as error:
        db.session.rollback()
        return _form({name: say(sentence) for name, sentence in error.fields.items()}, say(error.sentence), 422)
    except (TooOften, Conflict) as error:
        db.session.rollback()
        return _form({}, say(error.sentence), status_of(error))
    session[CODE] = code
    return redirect(url_for("public.received"), 303)


@blueprint.get("/received")
def received() -> ResponseReturnValue:
    """The code, once: it is kept nowhere, and the cookie forgets it now."""
    code = session.pop(CODE, None)
    if code is None:
        raise Missing(public_intake.SHOWN_ALREADY)
    link = url_for("public.track", code=code, _external=True)
    return show("public/received.html", code=shown(code), link=link, picture=picture(link), channels=contact())
