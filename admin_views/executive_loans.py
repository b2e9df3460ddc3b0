"""领导免单借阅: the archivist lends to the chairman, the general manager or a deputy of theirs without a slip, with an entry (K3.22)."""

import secrets
from datetime import date
from typing import ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.gated import GatedView
from domain.errors import DomainError, Invalid
from domain.values import read_day
from models.organisation.appointment import POSTS
from operations.archives.desk import MOST
from operations.lending.executives import LEND, Direct, executives, lend_directly
from web.extensions import db
from web.i18n import say


class ExecutiveLoansView(GatedView):
    """One form at the archivist's desk: who, what, until when."""

    REGISTER = "loan_line"
    ACTIONS: ClassVar[dict[str, str]] = {"index": LEND}
    """Exposed method → the action it needs on the register of loans."""

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The form; what was scanned stays in it when something is refused."""
        errors: dict[str, str] = {}
        form = request.form
        if request.method == "POST":
            try:
                done = lend_directly(db.session(), form.get("key", "") or secrets.token_hex(16), _typed())
                flash(_("已借出 %(count)s 件给%(who)s，已记入台账。", **done), "success")
                return redirect(url_for(".index"), 303)
            except DomainError as error:
                db.session().rollback()
                fields = error.told if isinstance(error, Invalid) else {}
                errors = {key: say(sentence) for key, sentence in (fields or {"codes": error.sentence}).items()}
        chosen = form.get("borrower", "")
        people = [(str(one.id), f"{one.name}（{say(POSTS[one.post])}）", str(one.id) == chosen) for one in executives(db.session())]
        html = self.render(
            "lending/executive.html", nav_key="executive_loans", errors=errors, typed=form, most=MOST,
            key=form.get("key") or secrets.token_hex(16), people=people, url_save=url_for(".index"),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)


def _typed() -> Direct:
    form = request.form
    borrower = form.get("borrower", "")
    codes = tuple(line.strip() for line in form.get("codes", "").splitlines() if line.strip())
    return Direct(int(borrower) if borrower.isascii() and borrower.isdigit() else None, codes, _day(form.get("due_on", "")), form.get("note", ""))


def _day(typed: str) -> date | None:
    try:
        return read_day(typed) if typed.strip() else None
    except DomainError as error:
        raise Invalid(error.sentence, fields={"due_on": error.sentence}) from error
