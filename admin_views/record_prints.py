"""打印 — every sheet of the archive: looked at page by page, printed with a note in the log, and checked by their code."""

import io
from typing import Any, ClassVar

from flask import make_response, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.address import read_id
from admin_views.cards import Link
from admin_views.printing import Checked
from domain.access import Action
from domain.errors import Invalid, missing
from domain.values import write_moment
from models.base import Record
from models.register import registers
from operations.printing import paper
from operations.printing.content import Doc
from operations.printing.printing import company_name, digest_typed
from operations.printing.record_forms import RECORD_FORMS, RecordVerdict, offers, prepare, print_record, printed_records
from operations.records import find, require
from web.context import authority, now
from web.errors import status_of
from web.extensions import db
from web.i18n import locale, say


class RecordPrintsView(BaseView):
    """The pages under /archives/print/; every one of them asks the operation, which asks the policy."""

    ACTIONS: ClassVar[dict[str, str]] = dict.fromkeys(("index", "preview", "picture", "paper"), Action.PRINT)
    """Exposed method → the action it needs on the register in its address; the check of a print, on any of them."""

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if name not in self.ACTIONS:
            raise missing()
        if "register_key" not in kwargs:
            if not any(authority().may(key, Action.PRINT) for key in RECORD_FORMS):
                require(db.session(), registers["archive_unit"], Action.PRINT)
        elif kwargs["register_key"] not in RECORD_FORMS:
            raise missing()
        else:
            require(db.session(), registers[kwargs["register_key"]], self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in Flask-Admin's menu: admin_views.places names it."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Whether something was printed here, and whether it still says what the record says."""
        typed = request.args.get("code", "")[:120]
        found: tuple[Checked, ...] = ()
        wrong, status = "", 200
        if typed:
            try:
                found = tuple(checked_record(one) for one in printed_records(db.session(), digest_typed(typed)))
            except Invalid as error:
                wrong, status = say(error.sentence), status_of(error)
        html = self.render("printing/verify.html", typed=typed, found=found, wrong=wrong, nav_key="record_prints")
        return make_response(html, 400 if status == 422 else status)

    @expose("/<register_key>/<code>/")
    def preview(self, register_key: str, code: str) -> ResponseReturnValue:
        """The pages as pictures, the same in words below, and the button that prints."""
        record = _record(register_key)
        docs = prepare(db.session(), record, code, locale())
        urls = tuple(
            url_for(".picture", register_key=register_key, code=code, number=number, id=record.id) for number in range(1, len(_pictures(docs)) + 1)
        )
        html: ResponseReturnValue = self.render(
            "printing/preview.html", docs=docs, pages=urls, action_url=url_for(".paper", register_key=register_key, code=code, id=record.id),
            title=docs[0]["title"], nav_key=register_key, register_title=say(record.register.title), list_url=url_for(f"{register_key}.index_view"),
            back_url=url_for(f"{register_key}.details_view", id=record.id), all_url="", back_title=_("返回"),
        )  # fmt: skip
        return html

    @expose("/<register_key>/<code>/page/<int:number>.png")
    def picture(self, register_key: str, code: str, number: int) -> ResponseReturnValue:
        """One page of the preview."""
        pages = _pictures(prepare(db.session(), _record(register_key), code, locale()))
        if not 1 <= number <= len(pages):
            raise missing()
        return send_file(io.BytesIO(pages[number - 1]), mimetype="image/png", etag=False)

    @expose("/<register_key>/<code>/paper", methods=("POST",))
    def paper(self, register_key: str, code: str) -> ResponseReturnValue:
        """The PDF with its code; the print is noted."""
        record = _record(register_key)
        by = _("打印：%(who)s %(at)s", who=authority().person.name, at=write_moment(now()))
        data = print_record(db.session(), record, code, locale(), company=company_name(db.session()), printed=by)
        return send_file(io.BytesIO(data), mimetype="application/pdf", as_attachment=True, download_name=f"{code} {record.id}.pdf", etag=False)


def form_links(record: Record) -> tuple[Link, ...]:
    """Links to the forms of ``record`` that can be printed now."""
    ready = (offer.form for offer in offers(db.session(), record) if offer.refusal is None)
    return tuple(
        Link(f"{form.code} {say(form.title)}", url_for("record_prints.preview", register_key=record.register.key, code=form.code, id=record.id))
        for form in ready
    )


def checked_record(one: RecordVerdict) -> Checked:
    """A print of a record as the page that checks prints shows it."""
    url = url_for(f"{one.register}.details_view", id=one.record_id)
    return Checked(f"{one.form} {say(one.title)}", f"{say(registers[one.register].title)} {one.record_id}", url, one.printed_by or "—",
                   write_moment(one.printed_at), one.current)  # fmt: skip


def _record(key: str) -> Record:
    found: Record = find(db.session(), registers[key], read_id(request.args.get("id", "")))
    return found


def _pictures(docs: tuple[Doc, ...]) -> list[bytes]:
    return paper.pictures(docs, company=company_name(db.session()), printed=_("预览"), locale=locale())
