"""More leaks planted on purpose: in what somebody adds beside the kernel, a template, an address, a look-up, a count, an error."""

from typing import Any

import pytest
from flask import Flask, jsonify, render_template_string, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

import admin_views.base
import admin_views.looking_up
import admin_views.screen
import operations.filtering
import operations.labels
import operations.listing
import operations.revealing
from admin_views.base import RegisterView
from admin_views.screen import Screen
from domain.errors import Missing, missing
from domain.kinds import Kind
from domain.terms import Term
from models.fence import acting
from models.register import Register, registers
from operations import records
from permissions.actor import System
from permissions.policy import Plan
from tests.doors.mutants import Mutant
from tests.factories import everything, holding
from web.extensions import db

NEW_ADDRESS = "/customers/customer/summary/<int:key>"
_open_addresses: set[str] = set()


def add_addresses(app: Flask) -> None:
    """An address that its mutant opens; closed until then, because werkzeug forgets no rule."""
    app.url_map.add(Rule(NEW_ADDRESS, endpoint="customer.summary", methods=["GET"]))
    app.view_functions["customer.summary"] = _summary


def _summary(key: int) -> Any:
    """What somebody writes who wants one number quickly, and knows of no fence."""
    if NEW_ADDRESS not in _open_addresses:
        raise missing()
    model: Any = registers["customer"].model
    with acting(db.session(), System("mutant")):
        found = db.session().execute(select(model.contact_phone, model.credit_record).where(model.id == key)).all()
    return jsonify([list(row) for row in found])


def _new_address(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("tests.doors.mutants_beside._open_addresses", {NEW_ADDRESS})


def _own_template(patch: pytest.MonkeyPatch) -> None:
    usual = RegisterView.render

    def render(self: Any, template: str, **more: Any) -> str:
        html = usual(self, template, **more)
        if template != "register/details.html":
            return str(html)
        record = db.session().get(self.register.model, int(request.args["id"]))
        return html + render_template_string("<p>{{ record.contact_phone }} {{ record.credit_record }}</p>", record=record)

    patch.setattr(RegisterView, "render", render)


def _stale_screen(patch: pytest.MonkeyPatch) -> None:
    def of_before(_plan: Plan, register: Register) -> Screen:
        return Screen(holding(everything()).plan, register)

    patch.setattr(admin_views.base, "screen_of", of_before)


def _empty_or_not(patch: pytest.MonkeyPatch) -> None:
    usual = operations.filtering.condition_of

    def condition(authority: Any, register: Register, asked: Any) -> Any:
        spec = register.fields.get(asked.key)
        if asked.operator in operations.filtering.NO_VALUE and spec is not None and spec.kind is not Kind.REFERENCES:
            column = getattr(register.model, spec.column)
            return column.is_(None) if asked.operator == "empty" else column.is_not(None)
        return usual(authority, register, asked)

    patch.setattr(operations.listing, "condition_of", condition)


def _look_up_of_all(patch: pytest.MonkeyPatch) -> None:
    usual = operations.labels.candidates

    def candidates(session: Session, *asked: Any) -> Any:
        with acting(session, System("mutant")):
            return usual(session, *asked)

    patch.setattr(admin_views.looking_up, "candidates", candidates)


def _count_of_all(patch: pytest.MonkeyPatch) -> None:
    def count(session: Session, _authority: Any, register: Register, _query: Any) -> tuple[int, bool]:
        with acting(session, System("mutant")):
            return session.scalar(select(func.count()).select_from(register.model)) or 0, False

    patch.setattr(operations.listing, "count", count)


def _form_of_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Screen, "writable", lambda self, *_args: tuple(s for s in self.register.fields.values() if not s.system))


def _error_that_quotes(patch: pytest.MonkeyPatch) -> None:
    def find(session: Session, register: Register, key: int) -> Any:
        records.require(session, register, "view")
        found = session.scalar(select(register.model).where(register.model.id == key))
        if found is None:
            with acting(session, System("mutant")):
                there = session.get(register.model, key)
            label = getattr(there, register.label, "") if there else ""
            raise Missing(Term(f"找不到「{label}」。", f"“{label}” is not here."))
        return found

    patch.setattr(records, "find", find)


def _reveal_without_right(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(operations.revealing, "require", lambda *_args: None)
    patch.setattr(operations.revealing, "revealable", lambda _session, record: frozenset(record.register.fields))
    patch.setattr(admin_views.base.RegisterView, "ACTIONS", {**RegisterView.ACTIONS, "reveal": ""})


def _studio_for_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("admin_views.studio.StudioView._handle_view", lambda *_args, **_more: None)


def _eyes_that_write(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("admin_views.viewing.may_view_as", lambda _who: True)
    patch.setattr("operations.viewing.may_view_as", lambda _who: True)


MORE: dict[str, Mutant] = {
    "a template of one's own is given the record": Mutant(_own_template, "clerk", ("customer",), "details"),
    "a new address asks nobody": Mutant(_new_address, "clerk", ("customer",), "other pages"),
    "the screen is that of a plan before": Mutant(_stale_screen, "clerk", ("customer",), "edit"),
    "a hidden field tells whether it is empty": Mutant(_empty_or_not, "doorwise", ("customer",), "filter"),
    "a look-up knows no scope": Mutant(_look_up_of_all, "clerk", ("contact",), "look-up"),
    "a count knows no scope": Mutant(_count_of_all, "clerk", ("customer",), "filter"),
    "the form has every field": Mutant(_form_of_all, "clerk", ("customer",), "edit"),
    "an error quotes the record": Mutant(_error_that_quotes, "clerk", ("customer",), "out of scope"),
    "the eye opens without the right": Mutant(_reveal_without_right, "clerk", ("customer",), "reveal"),
    "the studio is open to all": Mutant(_studio_for_all, "clerk", ("customer",), "other pages"),
    "anybody looks with another's eyes": Mutant(_eyes_that_write, "clerk", ("customer",), "view as"),
}
