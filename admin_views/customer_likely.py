"""可能重复 — while a new account is typed: which others may be the same company. A hint, never a refusal (Y1.2)."""

from typing import ClassVar

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin_views.gated import GatedView
from admin_views.likely_rows import likely_rows
from admin_views.screen import screen_of
from domain.access import Action
from domain.errors import Invalid
from models import checks
from models.customers.customer import Customer
from operations.customers.likely import Typed, like_typed
from web.context import authority
from web.extensions import db
from web.i18n import comma, say

COLUMNS = ("number", "name", "manager")


class CustomerLikelyView(GatedView):
    """A POST, so that neither number nor name stands in an address."""

    REGISTER = "customer"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.CREATE}

    @expose("/", methods=("POST",))
    def index(self) -> ResponseReturnValue:
        """What may be the same, as JSON: what it is, where, and why. What cannot be read is not compared."""
        screen = screen_of(authority().plan, Customer.register)
        if not screen.may(Action.VIEW):
            return jsonify([])
        typed = Typed(*(_read(key) for key in ("name", "credit_code", "contact_phone")))
        rows = likely_rows(screen, COLUMNS, lambda shown: like_typed(db.session(), typed, shown))
        return jsonify([{"said": said, "url": row.url, "why": comma().join(say(reason) for reason in reasons)} for row, said, reasons in rows])


def _read(key: str) -> str | None:
    try:
        value = checks.read(Customer.register.fields[key], request.form.get(key, ""))
    except Invalid:
        return None
    return str(value) if value else None
