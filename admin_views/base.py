"""The Flask-Admin view of a register: every screen of every model comes from here, and none is written by hand."""

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from flask import current_app, flash, jsonify, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from flask_babel import gettext as _
from flask_babel import ngettext

from admin_views.address import query_of, read_address, read_id
from admin_views.case_openings import note_opened
from admin_views.complaint_duplicates import duplicates_of
from admin_views.details_page import details_page
from admin_views.form_page import build_form, conflicts_of, form_page, resolved, sent_values, show_errors
from admin_views.list_page import list_page
from admin_views.looking_up import found_for
from admin_views.moving import Moving
from admin_views.panels import panels_of
from admin_views.revealing import Revealing
from admin_views.screen import Screen, screen_of
from admin_views.secret_field import secret_of, wrong_secret
from admin_views.step_pages import delete_many, delete_one, heading
from domain.access import Action, Channel, Level
from domain.errors import Conflict, Invalid, Refused, missing
from domain.kinds import Kind
from domain.terms import Term
from domain.values import clean_text, read_number
from models.base import Record
from models.fence import bits_of
from models.governance.job import JobKind
from models.register import Register
from operations import records
from operations.attachments import stored_file
from operations.declared_guards import SETTLED, fixed_fields, is_settled
from operations.export_files import FileFormat
from operations.exporting import Order
from operations.histories import values_at
from operations.views import drop_view, save_view
from permissions.actor import Authority
from web.context import authority
from web.extensions import db
from web.i18n import lazily, locale, say
from web.jobs import submit

MOST_AT_ONCE = 200
NEVER_A_FILE = frozenset({("digital_copy", "file")})
"""Attachments that are only looked at, page by page and marked (K7.8)."""


class RegisterView(Revealing, Moving, ModelView):
    """CRUD of one register; holds nothing that depends on who asks (see admin_views.screen)."""

    ACTIONS: ClassVar[dict[str, str]] = {
        "index_view": Action.VIEW,
        "details_view": Action.VIEW,
        "file": Action.VIEW,
        "reveal": Action.REVEAL,
        "lookup": "",
        "save_view": Action.VIEW,
        "delete_view_saved": Action.VIEW,
        "create_view": Action.CREATE,
        "edit_view": Action.EDIT,
        "delete_view": Action.DELETE,
        "action_view": Action.DELETE,
        "export": Action.EXPORT,
        "move": "",
    }
    """Exposed method → the action it needs; an empty one checks by itself, one that is not named is refused."""

    list_template = "register/list.html"
    create_template = edit_template = "register/form.html"
    details_template = "register/details.html"
    can_export = can_view_details = True
    column_display_actions = False
    page_size = 50

    def __init__(self, register: Register) -> None:
        self.register = register
        super().__init__(
            register.model, db, name=lazily(register.title), endpoint=register.key, url=f"/{register.area}/{register.key}"
        )

    # What Flask-Admin would make of all columns for everybody is left empty: nothing to leak on a shared object.
    def scaffold_list_columns(self) -> list[str]:
        """No columns: the screen of the reader's plan has them."""
        return []

    def scaffold_form(self) -> Any:
        """No fields: the screen of the reader's plan has them."""
        return self.form_base_class

    def scaffold_filters(self, name: str) -> None:
        """No filters on the shared object."""

    def get_form(self) -> Any:
        """An empty form; forms are built per request from the reader's plan."""
        return self.form_base_class

    get_create_form = get_edit_form = get_form

    def is_accessible(self) -> bool:
        """Whether the menu and the pages are open to the reader."""
        return bool(authority().may(self.register.key, Action.VIEW))

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        action = self.ACTIONS.get(name)
        if action is None:
            raise missing()
        if action:
            records.require(db.session(), self.register, action)

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        # Flask-Admin's own calls again without arguments when a view raises TypeError, and hides the error.
        return fn(self, *args, **kwargs)

    @property
    def screen(self) -> Screen:
        """The register under the plan of whoever asks."""
        return screen_of(authority().plan, self.register)

    def _record(self) -> Any:
        return records.find(db.session(), self.register, read_id(request.args.get("id", "")))

    # ---- reading -----------------------------------------------------------------------------------------------------

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        """The list."""
        page = list_page(self.screen, authority(), read_address(request.args), self.endpoint)
        return self.render(self.list_template, page=page, nav_key=self.register.key)

    @expose("/details/")
    def details_view(self) -> ResponseReturnValue:
        """One record."""
        record = self._record()
        page = replace(details_page(self.screen, authority(), record), panels=panels_of(self.screen, record))
        html = self.render(self.details_template, page=page, nav_key=self.register.key)
        note_opened(self.register.key, record.id)
        return html

    @expose("/lookup/<key>")
    def lookup(self, key: str) -> ResponseReturnValue:
        """Records to choose for a reference, as JSON; only for fields the reader may write or filter by."""
        spec = self.register.fields.get(key)
        if spec is None or not spec.target or not self._may_look_up(key):
            raise missing()
        return jsonify([{"id": one.id, "label": one.label, "sub": one.sub} for one in found_for(self.register, spec)])

    def _may_look_up(self, key: str) -> bool:
        screen = self.screen
        offered = (*screen.writable(Action.CREATE), *screen.writable(Action.EDIT), *screen.filters)
        workflow = self.register.workflow
        needed = {name for move in workflow.moves if screen.may(move.name) for name in move.asked} if workflow else set()
        return key in {spec.key for spec in offered} | needed

    @expose("/file/<key>")
    def file(self, key: str) -> ResponseReturnValue:
        """Download an attachment of a record the reader sees, through a field he may read."""
        record = self._record()
        spec = self.register.fields.get(key)
        bits = bits_of(db.session(), record, Action.VIEW)
        if spec is None or spec.kind is not Kind.ATTACHMENT or (self.register.key, key) in NEVER_A_FILE:
            raise missing()
        if authority().plan.level(self.register.key, spec.stable_key, Channel.DETAILS, bits=bits) < Level.READ:
            raise missing()
        row, path = stored_file(db.session(), Path(current_app.config["DATA_DIR"]), getattr(record, spec.column) or 0)
        return send_file(path, mimetype=row.media_type, as_attachment=True, download_name=row.name, etag=False)

    # ---- writing -----------------------------------------------------------------------------------------------------

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> ResponseReturnValue:
        """The form for a new record."""
        form, wrong = build_form(self.screen, self.screen.writable(Action.CREATE), None), None
        if request.method == "POST" and form.validate() and (wrong := wrong_secret(self.register.sensitive)) is None:
            try:
                record = records.create(db.session(), self.register, sent_values(form))
                return self._saved(record, form)
            except Invalid as error:
                show_errors(form, error)
        return self._form(form, None, wrong)

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> ResponseReturnValue:
        """The form for an existing record, with the version it was read at."""
        record = self._record()
        key, bits = record.id, bits_of(db.session(), record, Action.EDIT)
        if not bits:
            raise records.out_of_reach(self.register, Action.EDIT)
        if request.method == "GET" and is_settled(record):  # what was typed before that stays in its form, with the sentence
            raise Refused(SETTLED, clause=self.register.draft_only)
        fixed, wrong = fixed_fields(record), None
        form = build_form(self.screen, tuple(spec for spec in self.screen.writable(Action.EDIT, bits) if spec.key not in fixed), record)
        if request.method == "POST" and form.validate() and (wrong := wrong_secret(self.register.sensitive)) is None:
            try:
                records.update(db.session(), record, resolved(form, sent_values(form)), version=read_number(form.version.data or "0"))
                return self._saved(record, form)
            except Conflict as conflict:
                return self._conflict(form, conflict)
            except Invalid as error:
                show_errors(form, error)
        page = self._form(form, record, wrong)
        note_opened(self.register.key, key)
        return page

    def _saved(self, record: Record, form: Any) -> ResponseReturnValue:
        flash(_("已保存。"), "success")
        if said := duplicates_of(record):
            flash(said, "warning")
        if request.form.get("then") == "again":
            return redirect(url_for(".create_view"), 303)
        return redirect(url_for(".details_view", id=record.id), 303)

    def _form(self, form: Any, record: Record | None, wrong: Term | None = None) -> ResponseReturnValue:
        if request.method == "POST":
            with db.session.no_autoflush:
                db.session.expunge_all()
            db.session.rollback()
            record = self._record() if record is not None else None
        page = form_page(self.screen, form, record)
        secret = secret_of(self.register.sensitive, wrong)
        html = self.render(self.create_template, page=page, form=form, nav_key=self.register.key, secret=secret)
        return make_response(html, 200 if request.method == "GET" else 403 if wrong is not None else 422)

    def _conflict(self, form: Any, conflict: Conflict) -> ResponseReturnValue:
        db.session.rollback()
        record = self._record()
        before = values_at(db.session(), record, read_number(form.version.data or "0"))
        form.version.data = str(record.version)
        form.form_errors.append(say(conflict.sentence))
        page = form_page(self.screen, form, record, conflicts=conflicts_of(form, record, before))
        secret = secret_of(self.register.sensitive)
        return make_response(self.render(self.edit_template, page=page, form=form, nav_key=self.register.key, secret=secret), 409)

    @expose("/delete/", methods=("GET", "POST"))
    def delete_view(self) -> ResponseReturnValue:
        """Ask first, on a page of its own; then delete the version that was shown."""
        record = self._record()
        if not bits_of(db.session(), record, Action.DELETE):
            raise records.out_of_reach(self.register, Action.DELETE)
        if request.method == "POST":
            title = heading(self.screen, record)
            records.delete(db.session(), record, version=read_number(request.form.get("version", "")))
            flash(_("已删除「%(what)s」。", what=title), "success")
            return redirect(url_for(".index_view"), 303)
        return self.render("register/confirm.html", **delete_one(self.screen, record))

    @expose("/action/<what>", methods=("POST",))
    def action_view(self, what: str) -> ResponseReturnValue:
        """Do the same to the chosen records; the first POST asks, the second does it, all or none."""
        ids = [read_id(text) for text in dict.fromkeys(request.form.getlist("ids"))]
        if what != "delete" or not ids or len(ids) > MOST_AT_ONCE:
            raise Invalid(records.CHOOSE_SOME, most=MOST_AT_ONCE)
        chosen = [records.find(db.session(), self.register, key) for key in ids]
        if request.form.get("sure") == "1":
            for record in chosen:
                records.delete(db.session(), record)
            flash(ngettext("已删除 %(num)s 条。", "已删除 %(num)s 条。", len(chosen)), "success")
            return redirect(url_for(".index_view"), 303)
        return self.render("register/confirm.html", **delete_many(self.screen, chosen))

    @expose("/export/<export_type>/", methods=("POST",))
    def export(self, export_type: str) -> ResponseReturnValue:
        """Start an export of the list as it is filtered now, in the background."""
        if export_type not in list(FileFormat):
            raise missing()
        address = read_address(request.form)
        query = query_of(address, self.register)
        order = Order(
            FileFormat(export_type), locale(), query.search, query.conditions, query.sort, query.descending, address.columns
        )
        job = submit(JobKind.EXPORT, self.register.key, order.as_params())
        return redirect(url_for("jobs.show", job_id=job), 303)

    @expose("/views/", methods=("POST",))
    def save_view(self) -> ResponseReturnValue:
        """Keep the list's present state under a name."""
        who: Authority = authority()
        query = read_address(request.form).url("")
        save_view(db.session(), who.person.account_id, self.register.key, clean_text(request.form.get("label", "")), query or "?")
        flash(_("视图已保存。"), "success")
        return redirect(url_for(".index_view") + query, 303)

    @expose("/views/<int:view_id>/delete", methods=("POST",))
    def delete_view_saved(self, view_id: int) -> ResponseReturnValue:
        """Delete an own saved view."""
        drop_view(db.session(), authority().person.account_id, view_id)
        flash(_("视图已删除。"), "success")
        return redirect(url_for(".index_view"), 303)
