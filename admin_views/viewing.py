"""用他人的眼睛看: the page on which one chooses a person or roles, and the way back."""

from flask import flash, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _
from flask_login import current_user

from domain.errors import Invalid, Refused, missing
from domain.values import clean_text, read_number
from operations.viewing import NOT_FOR_YOU, VIEW_AS, Wish, may_view_as, people, roles, start, stop
from web.context import authority, begin_system
from web.extensions import db
from web.i18n import say


class ViewingView(BaseView):
    """Choose through whose eyes to look; the pages themselves are everybody's (see web.viewing)."""

    ACTIONS = dict.fromkeys(("index", "lookup"), VIEW_AS)
    """Exposed method → the act it needs on the register of accounts."""
    OPEN = frozenset({"stop"})
    """For everybody: who has lost the right may still come back to himself."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name in self.OPEN:
            return
        if name not in self.ACTIONS:
            raise missing()
        if not may_view_as(authority()):
            raise Refused(NOT_FOR_YOU, clause="A12.1")

    def is_visible(self) -> bool:
        """Not in the menu of registers: it is reached from the menu of one's own name."""
        return False

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The form; sending it begins."""
        errors: dict[str, str] = {}
        if request.method == "POST":
            try:
                start(db.session(), authority(), current_user.session.session_id, self._wish())
                return redirect(url_for("admin.index"), 303)
            except Invalid as error:
                told = error.fields or {"account": error.sentence}
                errors = {"ticks" if key == "roles" else key: say(sentence) for key, sentence in told.items()}
                db.session.rollback()
        ticked = frozenset(request.form.getlist("roles"))
        choices = [(code, title, say(kind), code in ticked) for code, title, kind in roles(db.session())]
        html = self.render(
            "viewing.html", choices=choices, errors=errors, reason=request.form.get("reason", "")[:400], url_lookup=url_for(".lookup"),
            account=request.form.get("account", "")[:18], account_text=request.form.get("account-text", "")[:100],
            url_start=url_for(".index"),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)

    def _wish(self) -> Wish:
        chosen = request.form.get("account", "")
        return Wish(
            read_number(chosen) if chosen else None,
            [code[:40] for code in dict.fromkeys(request.form.getlist("roles"))],
            clean_text(request.form.get("reason", "")),
        )

    @expose("/lookup")
    def lookup(self) -> ResponseReturnValue:
        """Accounts to choose from, as JSON."""
        typed = clean_text(request.args.get("q", ""))[:100]
        return jsonify([{"id": one.id, "label": one.label, "sub": one.sub} for one in people(db.session(), typed)])

    @expose("/stop", methods=("POST",))
    def stop(self) -> ResponseReturnValue:
        """Come back to oneself."""
        who = authority()
        begin_system("back from viewing", reading=False)
        if stop(db.session(), who, current_user.session.session_id):
            flash(_("已返回本人的页面。"), "success")
        return redirect(url_for("admin.index"), 303)
