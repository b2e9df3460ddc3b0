"""One step of a workflow on a page of its own: what it needs, one button, and what was typed stays when it is refused."""

from typing import Any

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.form_page import build_form, chosen_before, sent_values, show_errors
from admin_views.panels import step_panels
from admin_views.secret_field import secret_of, wrong_secret
from admin_views.step_pages import line_of, said_whole, take_step, unread
from domain.errors import Conflict, Invalid, Missing, Refused
from models.register import Register
from operations import records
from operations.moves import NO_SUCH_MOVE, perform, why_not
from operations.prefilling import prefilled
from web.errors import status_of
from web.extensions import db
from web.i18n import say


class Moving:
    """The part of a register's view that takes steps."""

    register: Register
    screen: Any
    _record: Any
    render: Any

    @expose("/move/<move_name>/", methods=("GET", "POST"))
    def move(self, move_name: str) -> ResponseReturnValue:
        """One step of the workflow: a small page with what it needs, and one button."""
        record = self._record()
        workflow = self.register.workflow
        move = workflow.by_name.get(move_name) if workflow else None
        if move is None:
            raise Missing(NO_SUCH_MOVE, name=move_name[:40])
        records.require(db.session(), self.register, move.name)
        specs = tuple(self.register.fields[key] for key in move.asked)
        hint = prefilled(db.session(), self.register.key, move, record)
        form = build_form(self.screen, specs, record, blank=unread(self.screen, record, specs), suggested={**hint.values, **chosen_before(specs)})
        status, wrong = 422 if request.method == "POST" else 200, None
        if request.method == "POST" and form.validate() and (wrong := wrong_secret(move)) is None:
            try:
                perform(db.session(), record, move.name, sent_values(form))
                flash(_("已办理：%(what)s。", what=say(move.label)), "success")
                return redirect(url_for(".details_view", id=record.id), 303)
            except Invalid as error:
                show_errors(form, error)
            except (Conflict, Refused) as error:  # somebody was faster, or something is missing: what was typed stays
                form.form_errors.append(said_whole(error))
                status = status_of(error)
            db.session.rollback()
            record = self._record()
        status = 403 if wrong is not None else status
        refusal = why_not(db.session(), record, move) if request.method == "GET" else None
        line = line_of(record, move.name, hint) if request.method == "GET" and refusal is None else ""
        panels = step_panels(self.screen, record)
        step = take_step(self.screen, record, move, form, hint, refusal)
        html = self.render("register/move.html", **step, line=line, panels=panels, secret=secret_of(move, wrong))
        return make_response(html, status)
