"""The field for the operation password: drawn, taken and refused in one way, wherever an act asks for it (K5.14)."""

from flask import request, url_for

from admin_views.cards import Secret
from domain.terms import Term
from operations.confirming import Act, is_asked, prove, why_not_ready
from web.extensions import db
from web.i18n import say

LONGEST = 1000


def secret_of(act: Act | None, wrong: Term | None = None) -> Secret | None:
    """The field as a card, with what was ``wrong`` with the one just given; None where ``act`` asks for none."""
    session = db.session()
    if act is None or not is_asked(session, act):
        return None
    missing = why_not_ready(session, act)
    return Secret(url_for("me.operation_password"), say(missing) if missing else "", say(wrong) if wrong and not missing else "")


def wrong_secret(act: Act | None) -> Term | None:
    """Take the operation password that was sent for ``act``; what is wrong with it, or None.

    To be asked before anything is changed: a wrong try is counted, and committed, although the answer is a refusal.
    """
    wrong = prove(db.session(), act, request.form.get("operation_password", "")[:LONGEST])
    if wrong is not None:
        db.session.commit()
    return wrong
