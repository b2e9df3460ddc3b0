"""客户查重与合并 — accounts that may be the same, both side by side, and which value stays of each field (Y1.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from markupsafe import Markup

from admin_views.address import read_id
from admin_views.gated import GatedView
from admin_views.presenting import EMPTY, value_html
from admin_views.secret_field import secret_of, wrong_secret
from domain.access import Channel, Level
from domain.errors import Conflict, Invalid, Refused
from domain.kinds import POINTERS
from domain.terms import Term
from models.customers.customer import Customer
from models.fence import bits_of
from models.fields import Field
from operations.customers.likely import likely
from operations.customers.merging import LONGEST, MERGE, MERGING, Pair, Preview, merge, preview
from operations.labels import labels
from web.context import authority
from web.extensions import db
from web.i18n import locale, say


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Accounts that share something: why, and (label, address) of each, with the address that merges the first two."""

    why: str
    members: tuple[tuple[str, str], ...]
    url_merge: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of both accounts as the reader may see it; ``key`` where he chooses."""

    label: str
    kept: Markup
    other: Markup
    key: str
    takes_other: bool


class CustomerMergeView(GatedView):
    """For those who may merge; what they do not see of an account is neither shown nor chosen."""

    REGISTER = "customer"
    ACTIONS: ClassVar[dict[str, str]] = {"index": MERGE, "pair": MERGE}

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The groups of accounts that may be the same."""
        rows = [
            GroupRow(
                say(one.why), tuple((f"{number} {name}", url_for("customer.details_view", id=key)) for key, number, name in one.members),
                url_for(".pair", kept=one.members[0][0], other=one.members[1][0]),
            )
            for one in likely(db.session())
        ]  # fmt: skip
        html: ResponseReturnValue = self.render("customers/likely.html", nav_key="customer_merging", rows=rows)
        return html

    @expose("/pair", methods=("GET", "POST"))
    def pair(self) -> ResponseReturnValue:
        """Both side by side; merging them leads to the account that stays."""
        kept, other = (read_id(request.values.get(name, "")) for name in ("kept", "other"))
        if request.method == "GET":
            return self._pair(preview(db.session(), kept, other), {}, {})
        if (wrong := wrong_secret(MERGING)) is not None:
            return self._pair(preview(db.session(), kept, other), request.form, {}, 403, wrong)
        try:
            made = merge(db.session(), kept, other, request.form, request.form.get("reason", ""))
        except (Invalid, Refused) as error:
            if isinstance(error, Refused) or "reason" not in error.fields:
                raise
            return self._pair(preview(db.session(), kept, other), request.form, {"reason": say(error.told["reason"])})
        except Conflict as conflict:
            db.session.expunge_all()
            db.session.rollback()
            return self._pair(preview(db.session(), kept, other), request.form, {"both": say(conflict.sentence)}, 409)
        flash(_("已合并，%(count)s 条记录已转到这个客户；有误可在合并记录中撤销。", count=made.moved_count), "success")
        return redirect(url_for("customer.details_view", id=kept), 303)

    def _pair(
        self, found: Preview, typed: Mapping[str, str], errors: dict[str, str], status: int = 422, wrong: Term | None = None
    ) -> ResponseReturnValue:
        html = self.render(
            "customers/merge.html", nav_key="customer_merging", rows=[row for one in found.pairs if (row := _row(found, one, typed))],
            kept=_called(found.kept), other=_called(found.other), errors=errors, reason=typed.get("reason", ""), longest=LONGEST,
            secret=secret_of(MERGING, wrong), moving=[(say(register.title), count) for register, count in found.moving], unseen=found.unseen,
            url_save=url_for(".pair", kept=found.kept.id, other=found.other.id), url_all=url_for(".index"),
            url_turned=url_for(".pair", kept=found.other.id, other=found.kept.id),
            url_kept=url_for("customer.details_view", id=found.kept.id), url_other=url_for("customer.details_view", id=found.other.id),
        )  # fmt: skip
        return make_response(html, status if errors or wrong is not None else 200)


def _called(one: Customer) -> str:
    shown = _shown(one, Customer.register.fields["name"], one.name)
    return f"{one.number} {shown.striptags()}"


def _row(found: Preview, one: Pair, typed: Mapping[str, str]) -> FieldRow | None:
    """None for a field that neither of them fills, or that the reader sees of neither."""
    kept, other = _shown(found.kept, one.field, one.kept), _shown(found.other, one.field, one.other)
    if kept == EMPTY and other == EMPTY:
        return None
    takes = typed.get(one.field.key) == "other" if one.choosable else one.kept is None
    return FieldRow(say(one.field.label), kept, other, one.field.key if one.choosable else "", takes)


def _shown(record: Customer, spec: Field, value: Any) -> Markup:
    plan = authority().plan
    level = plan.level("customer", spec.stable_key, Channel.DETAILS, bits=bits_of(db.session(), record, "view"))
    if value is None or level is Level.HIDDEN:
        return EMPTY
    if spec.kind in POINTERS:
        return value_html(spec, labels(db.session(), spec.target, [value]).get(value) or "", level, locale())
    return value_html(spec, value, level, locale(), short=True)
