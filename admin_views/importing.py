"""The pages of an import: choose a file, match its columns, see what would happen, and only then let a job do it."""

from io import BytesIO
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.importing_pages import (
    dry_run_page,
    mapping_page,
    refuse_twice,
    sent_matching,
    template_fields,
    upload_page,
)
from domain.access import Action
from domain.errors import DomainError, Invalid, missing
from domain.terms import Term
from models.governance.job import JobKind
from models.register import Register, registers
from operations import importing, intake
from operations.importing_matching import guess, remember
from operations.intake import Intake
from operations.spreadsheet_writing import write_template
from web.context import authority
from web.extensions import db
from web.i18n import locale, say
from web.jobs import data_dir, submit
from web.uploads import chosen_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHOOSE_A_FILE = Term("请先选一个文件。", "Choose a file first.")


class ImportingView(BaseView):
    """One import from the upload to the job; between the pages the file lies in the data folder, for its owner only."""

    ACTIONS: ClassVar[dict[str, str]] = dict.fromkeys(
        ("upload", "template", "mapping", "check", "errors"), Action.IMPORT
    )
    """Exposed method → the action it needs on the register named in the address."""

    OPEN = frozenset({"index"})

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if name in self.OPEN:
            return
        register = registers.get(kwargs.get("register_key", ""))
        if name not in self.ACTIONS or register is None:
            raise missing()
        importing.require(db.session(), register)

    def is_visible(self) -> bool:
        """Not in a menu: it is reached from the list of a register."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """An import begins at the list of a register, so whoever comes here is led to where those are."""
        return redirect(url_for("admin.index"), 303)

    @expose("/<register_key>/", methods=("GET", "POST"))
    def upload(self, register_key: str) -> ResponseReturnValue:
        """Choose a file."""
        register = registers[register_key]
        if request.method == "GET":
            return self._page("importing/upload.html", register, upload_page(register))
        try:
            sent = chosen_file("file")
            if sent is None:
                raise Invalid(CHOOSE_A_FILE)
            taken = intake.take_in(sent.data_dir, authority().person.account_id, register.key, sent.name, sent.stream)
            importing.open_for(register, taken.inspected)
        except Invalid as error:
            return self._page("importing/upload.html", register, upload_page(register, error=say(error.sentence)), 422)
        return redirect(url_for(".mapping", register_key=register.key, token=taken.token), 303)

    @expose("/<register_key>/template.xlsx")
    def template(self, register_key: str) -> ResponseReturnValue:
        """An empty sheet with the columns this reader may fill."""
        register = registers[register_key]
        written = BytesIO()
        write_template(written, template_fields(register), locale())
        written.seek(0)
        name = _("%(register)s-导入模板.xlsx", register=say(register.title))
        return send_file(written, mimetype=XLSX, as_attachment=True, download_name=name, etag=False)

    @expose("/<register_key>/<token>/", methods=("GET", "POST"))
    def mapping(self, register_key: str, token: str) -> ResponseReturnValue:
        """Which column is which field."""
        register, taken = _taken(register_key, token)
        if request.method == "POST" and request.form.get("sheet"):
            return self._other_sheet(register, taken, request.form["sheet"])
        sheet = importing.open_for(register, taken.inspected)
        found = guess(db.session(), register, sheet.headers)
        if request.method == "GET":
            return self._page(
                "importing/mapping.html",
                register,
                mapping_page(register, taken, sheet, found, taken.matching or found.matching),
            )
        matching = sent_matching(register, sheet)
        try:
            refuse_twice(register, sheet)
            importing.check(db.session(), register, sheet, matching)
            importing.check_constants(db.session(), register, sheet, matching)
        except DomainError as error:
            page = mapping_page(register, taken, sheet, found, matching, error=error)
            return self._page("importing/mapping.html", register, page, 422)
        intake.decide(data_dir(), taken, matching)
        if request.form.get("remember") == "1":
            remember(db.session(), register, sheet.headers, matching)
        return redirect(url_for(".check", register_key=register.key, token=token), 303)

    def _other_sheet(self, register: Register, taken: Intake, name: str) -> ResponseReturnValue:
        here = url_for(".mapping", register_key=register.key, token=taken.token)
        try:
            intake.choose_sheet(data_dir(), taken, name)
        except Invalid as error:
            flash(say(error.sentence), "error")
        return redirect(here, 303)

    @expose("/<register_key>/<token>/check", methods=("GET", "POST"))
    def check(self, register_key: str, token: str) -> ResponseReturnValue:
        """What would happen to each row; the button starts the job."""
        register, taken = _taken(register_key, token)
        if taken.matching is None:
            return redirect(url_for(".mapping", register_key=register.key, token=token), 303)
        if request.method == "POST":
            job = submit(JobKind.IMPORT, register.key, importing.params_of(taken, taken.matching, locale()))
            return redirect(url_for("jobs.show", job_id=job), 303)
        sheet = importing.open_for(register, taken.inspected)
        preview = importing.dry_run(db.session(), register, sheet, taken.matching)
        return self._page(
            "importing/dry_run.html", register, dry_run_page(register, taken, sheet, taken.matching, preview)
        )

    @expose("/<register_key>/<token>/errors.xlsx")
    def errors(self, register_key: str, token: str) -> ResponseReturnValue:
        """The rows that would be refused, with the reasons."""
        register, taken = _taken(register_key, token)
        if taken.matching is None:
            raise missing()
        sheet = importing.open_for(register, taken.inspected)
        path = intake.stored(data_dir(), token).with_suffix(".errors.xlsx")
        importing.refused_rows(db.session(), register, sheet, taken.matching, path, locale())
        name = importing.errors_name(taken.name, locale())
        return send_file(path, mimetype=XLSX, as_attachment=True, download_name=name, etag=False, conditional=False)

    def _page(self, template: str, register: Register, page: object, status: int = 200) -> ResponseReturnValue:
        return make_response(self.render(template, page=page, nav_key=register.key), status)


def _taken(register_key: str, token: str) -> tuple[Register, Intake]:
    return registers[register_key], intake.taken_in(data_dir(), token, authority().person.account_id, register_key)
