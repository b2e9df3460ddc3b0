"""出入库柜台: a pile of units scanned or typed goes to a place, by a document; all of it or nothing, and never twice (K3.26, K10.5)."""

import secrets
from typing import ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.gated import GatedView
from domain.custody import REASONS
from domain.errors import Invalid
from operations.archives.desk import BY_HAND, MOST, MOVE, Pile, carry
from web.extensions import db
from web.i18n import say


class LedgerDeskView(GatedView):
    """One form, made for a scanner: the codes stand one to a line."""

    REGISTER = "archive_unit"
    ACTIONS: ClassVar[dict[str, str]] = {"index": MOVE}
    """Exposed method → the action it needs on the register of units."""

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The form; what was scanned stays in it when a line is refused."""
        errors: dict[str, str] = {}
        form = request.form
        if request.method == "POST":
            codes = tuple(line.strip() for line in form.get("codes", "").splitlines() if line.strip())
            pile = Pile(form.get("reason", ""), form.get("place", ""), codes, form.get("document", ""), form.get("note", ""))
            try:
                done = carry(db.session(), form.get("key", "") or secrets.token_hex(16), pile)
                flash(_("已记账：%(count)s 件到「%(to)s」。", **done), "success")
                return redirect(url_for(".index", reason=pile.reason), 303)
            except Invalid as error:
                db.session().rollback()
                errors = {key: say(sentence) for key, sentence in error.told.items()}
        html = self.render(
            "archives/desk.html", nav_key="ledger_desk", errors=errors, typed=form, most=MOST, key=form.get("key") or secrets.token_hex(16),
            reasons=[(str(reason), say(REASONS[reason])) for reason in BY_HAND], chosen=form.get("reason") or request.args.get("reason", ""),
            url_save=url_for(".index"),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)
