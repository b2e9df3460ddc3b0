"""Who is behind a request: the session behind the cookie, his authority, and a database session that acts for it."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError

from domain.errors import Refused
from domain.terms import Term
from models.engine import FencedSession
from models.fence import act
from operations.confirming import ASKS
from operations.rights import PlanStore
from operations.sign_in import SignedIn, signed_in, touch
from operations.standing import as_assigned_now
from permissions.actor import Authority, System
from web import viewing
from web.access import PUBLIC, PUBLIC_PREFIXES, READS_FIRST
from web.extensions import db, login_manager
from web.uploads import allow_upload

READING = frozenset({"GET", "HEAD", "OPTIONS"})
NOBODY = Term("请先登录。", "Please sign in.")


@dataclass
class User(UserMixin):
    """A signed-in browser for Flask-Login; its id is the session token, so a copied cookie dies with the session."""

    token: str
    session: SignedIn

    def get_id(self) -> str:
        """The token kept in the signed cookie."""
        return self.token


def now() -> datetime:
    """The present moment; tests replace it through ``app.config['CLOCK']``."""
    clock = current_app.config.get("CLOCK")
    return clock() if clock else datetime.now(UTC)


def address() -> str:
    """Where the request comes from: the socket, unless a number of trusted proxies is configured."""
    return request.remote_addr or "?"


def authority() -> Authority:
    """The authority of the signed-in user; raises Refused when nobody is signed in."""
    found = g.get("authority")
    if found is None:
        raise Refused(NOBODY)
    return found


def plans() -> PlanStore:
    """The compiled plans of this process."""
    return current_app.extensions["taizhang_plans"]


def begin_system(reason: str, *, reading: bool = True) -> Any:
    """The request's database session, working for the system with a stated reason."""
    db.session.info["reading"] = reading
    db.session.info["bits"] = {} if reading else None
    db.session.info["data_dir"] = Path(current_app.config["DATA_DIR"])
    act(db.session(), System(reason, address(), g.request_id), clock=now)
    return db.session


@login_manager.user_loader
def _user(token: str) -> User | None:
    session = begin_system("who is signed in?", reading=request.method in READING or request.endpoint in READS_FIRST)
    found = signed_in(session(), token, now())
    return User(token, found) if found else None


def identify() -> Response | None:
    """Before each request: find the user, give the session his authority; send strangers to sign in."""
    g.request_id = uuid.uuid4().hex[:12]
    asked = request.endpoint or ""  # none: whoever is signed in is told so in his frame, strangers without one
    if asked in PUBLIC or asked.endswith(PUBLIC_PREFIXES):
        return None
    if not current_user.is_authenticated:
        return _to_sign_in() if asked else None
    found: SignedIn = current_user.session
    granted = plans().authority(
        db.session(), found.account_id, found.policy_version, now(), address=address(), request_id=g.request_id
    )
    if granted is None:
        logout_user()
        return _to_sign_in()
    g.authority = granted = as_assigned_now(db.session(), granted)
    if found.viewing is not None and request.endpoint not in viewing.WAYS_BACK:
        viewing.look_through(found, granted, plans(), now)
    allow_upload()
    if found.stale:
        _touch(found.session_id)
    act(db.session(), authority(), clock=now)
    db.session.info[ASKS] = True
    if found.must_change and request.endpoint not in ("me.password", "sign_in.sign_out"):
        return redirect(url_for("me.password"), 303)  # type: ignore[return-value]
    return None


def _touch(session_id: int) -> None:
    """In a transaction of its own, and not at all while somebody else is writing: no page view waits for an import."""
    db.session.rollback()
    with suppress(OperationalError), FencedSession(db.engine.execution_options(now_or_never=True)) as own:
        act(own, System("last seen"), clock=now)
        touch(own, session_id)
        own.commit()


def _to_sign_in() -> Response:
    if request.accept_mimetypes.best == "application/json" or request.args.get("format") == "json":
        raise Refused(NOBODY)
    target = request.full_path if request.method == "GET" and request.path != "/" else None
    return redirect(url_for("sign_in.sign_in", next=target), 303)  # type: ignore[return-value]


def enter(token: str) -> None:
    """Put a fresh token into the cookie; whatever the browser held before is gone (no session fixation)."""
    found = signed_in(db.session(), token, now())
    assert found is not None
    login_user(User(token, found))


def init_app(app: Flask) -> None:
    """Hook into the application."""
    app.extensions["taizhang_plans"] = PlanStore()
    app.before_request(identify)
