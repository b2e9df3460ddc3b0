"""规定取值: every number of the regulations with what is in force, what comes next, and the form that sets another."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.gated import GatedView
from domain.access import Action
from domain.errors import Invalid, missing
from domain.rules import CODES, RuleCode, Value, value_on
from domain.terms import Term
from domain.values import OFFICE_ZONE, read_day, read_number, write_day
from models.governance.rule_value import RuleValue
from operations.rules import LONGEST_BASIS, SET_RULE, set_rule
from web.context import authority, now
from web.extensions import db
from web.i18n import locale, say


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One number: what the regulation says, what is in force, and what is set for a later day."""

    title: str
    clause: str
    default: str
    current: str
    since: str
    coming: tuple[str, ...]
    suggested: bool
    url_set: str
    """Empty for those who may only look."""


class RulesView(GatedView):
    """The numbers, and a form of its own for each."""

    REGISTER = "rule_value"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW, "change": SET_RULE}
    """Exposed method → the action it needs on the register of values."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """All of them."""
        values = _values()
        rows = [_row(code, values) for code in CODES.values()]
        html: ResponseReturnValue = self.render("governance/rules.html", nav_key="rules", rows=rows)
        return html

    @expose("/<code>", methods=("GET", "POST"))
    def change(self, code: str) -> ResponseReturnValue:
        """The form of one; what was typed stays in it when it is refused."""
        if code not in CODES:
            raise missing()
        rule = CODES[code].rule
        errors: dict[str, str] = {}
        if request.method == "POST":
            try:
                _set(code)
                flash(_("已设定，自生效日期起接到的案件按新取值办。"), "success")
                return redirect(url_for(".index"), 303)
            except Invalid as error:
                errors = {key: say(sentence) for key, sentence in error.told.items()}
        html = self.render(
            "governance/rule.html", nav_key="rules", row=_row(CODES[code], _values()), errors=errors, typed=request.form,
            unit=say(rule.unit), least=rule.least, most=rule.most, today=_today().isoformat(), longest=LONGEST_BASIS,
            url_save=url_for(".change", code=code),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)


def _set(code: str) -> None:
    problems: dict[str, Term] = {}
    read: dict[str, Any] = {}
    for key, reader in (("amount", read_number), ("valid_from", read_day)):
        try:
            read[key] = reader(request.form.get(key, ""))
        except Invalid as error:
            problems[key] = error.sentence
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
    set_rule(db.session(), code, read["amount"], read["valid_from"], request.form.get("basis", ""))


def _values() -> list[Value]:
    rows = db.session().scalars(select(RuleValue).order_by(RuleValue.valid_from))
    return [Value(one.rule, one.amount, one.valid_from) for one in rows]


def _row(code: RuleCode, values: list[Value]) -> RuleRow:
    rule = code.rule
    today, unit = _today(), say(rule.unit)
    own = [one for one in values if one.code == code]
    begun = [one.valid_from for one in own if one.valid_from <= today]
    coming = tuple(
        _("%(day)s 起 %(value)s", day=write_day(one.valid_from, locale()), value=_said(one.amount, unit))
        for one in own
        if one.valid_from > today
    )
    return RuleRow(
        title=say(rule.title), clause=rule.clause, default=_said(rule.default, unit),
        current=_said(value_on(code, today, own), unit), since=write_day(max(begun), locale()) if begun else "", coming=coming,
        suggested=rule.suggested, url_set=url_for(".change", code=code) if authority().may(RuleValue.register.key, SET_RULE) else "",
    )  # fmt: skip


def _said(amount: int, unit: str) -> str:
    return f"{amount:,} {unit}"


def _today() -> date:
    return now().astimezone(OFFICE_ZONE).date()
