"""打印 — the forms of a complaint: offered, looked at page by page, printed with a note of who did it, and checked later."""

import io
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.address import read_id
from admin_views.case_openings import note_opened
from admin_views.gated import GatedView
from domain.access import Action
from domain.errors import Invalid, missing
from domain.values import write_moment
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.printed_form import PrintedForm
from models.fence import acting
from models.organisation.employee import Employee
from operations.printing import paper, printing
from operations.printing.content import Doc
from operations.printing.list_checks import ListVerdict, printed_lists
from operations.records import find
from permissions.actor import System
from web.context import authority, now
from web.errors import status_of
from web.extensions import db
from web.i18n import locale, say


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form of the case: where to look at it, or why not yet."""

    code: str
    title: str
    clauses: tuple[str, ...]
    url: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One print found by its code."""

    form: str
    number: str
    url: str
    by: str
    at: str
    current: bool


class PrintingView(GatedView):
    """The pages under /complaints/print/; every one of them asks the operation, which asks the policy."""

    ACTIONS: ClassVar[dict[str, str]] = {
        "index": "complaint: print", "preview": "complaint: print", "picture": "complaint: print", "note": "complaint: print",
        "printed": "complaint: print", "pdf": "complaint: print", "verify": "printed_form: view",
    }  # fmt: skip
    """Exposed method → register and action it needs."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """All forms of one case, and which cannot be printed yet."""
        case = _case()
        rows = tuple(
            FormRow(
                offer.form.code, say(offer.form.title), offer.form.clauses,
                "" if offer.refusal else url_for(".preview", code=offer.form.code, id=case.id), say(offer.refusal) if offer.refusal else "",
            )
            for offer in printing.offers(db.session(), case)
        )  # fmt: skip
        html: ResponseReturnValue = self.render("printing/forms.html", rows=rows, **_place(case, _("打印表单")))
        return html

    @expose("/<code>/")
    def preview(self, code: str) -> ResponseReturnValue:
        """The pages as pictures, the same in words below, and the button that prints."""
        case = _case()
        doc = printing.prepare(db.session(), case, code, locale())
        count = len(_pictures(doc))
        urls = tuple(url_for(".picture", code=code, number=number, id=case.id) for number in range(1, count + 1))
        action = url_for(".note", code=code, id=case.id)
        html: ResponseReturnValue = self.render("printing/preview.html", docs=(doc,), pages=urls, action_url=action, **_place(case, doc["title"]))
        note_opened(Complaint.register.key, case.id)
        return html

    @expose("/<code>/page/<int:number>.png")
    def picture(self, code: str, number: int) -> ResponseReturnValue:
        """One page of the preview."""
        pages = _pictures(printing.prepare(db.session(), _case(), code, locale()))
        if not 1 <= number <= len(pages):
            raise missing()
        return _sent(pages[number - 1], "image/png")

    @expose("/<code>/print", methods=("POST",))
    def note(self, code: str) -> ResponseReturnValue:
        """Print: note it, and go where the paper is."""
        row = printing.record_print(db.session(), _case(), code, locale())
        flash(_("已登记打印，校验码 %(code)s。", code=paper.short(row.digest)), "success")
        return redirect(url_for(".printed", print_id=row.id), 303)

    @expose("/paper/<int:print_id>/")
    def printed(self, print_id: int) -> ResponseReturnValue:
        """What was printed, to open or to download."""
        row = _own(print_id)
        doc = printing.printed_doc(db.session(), row)
        case = find(db.session(), Complaint.register, row.complaint_id)
        html: ResponseReturnValue = self.render(
            "printing/printed.html", doc=doc, code=paper.short(row.digest), at=write_moment(row.printed_at),
            open_url=url_for(".pdf", print_id=row.id), save_url=url_for(".pdf", print_id=row.id, save=1), **_place(case, doc["title"]),
        )  # fmt: skip
        return html

    @expose("/paper/<int:print_id>.pdf")
    def pdf(self, print_id: int) -> ResponseReturnValue:
        """The PDF of an own print, while the case still says the same."""
        row = _own(print_id)
        doc = printing.printed_doc(db.session(), row)
        data = paper.pdf([doc], company=_company(), printed=_by(row), locale=row.locale, digest=row.digest)
        number = dict(doc["above"]).get(say(Complaint.register.fields["number"].label), "") or str(row.complaint_id)
        return _sent(data, "application/pdf", f"{row.form} {doc['title']} {number}.pdf", save="save" in request.args)

    @expose("/verify/")
    def verify(self) -> ResponseReturnValue:
        """Whether something was printed here, and whether it still says what the case says."""
        typed = request.args.get("code", "")[:120]
        found: tuple[Checked, ...] = ()
        wrong, status = "", 200
        if typed:
            try:
                found = tuple(_checked(one) for one in printing.verify(db.session(), typed))
                found += tuple(_checked_list(one) for one in printed_lists(db.session(), printing.digest_typed(typed)))
            except Invalid as error:
                wrong, status = say(error.sentence), status_of(error)
        html = self.render("printing/verify.html", typed=typed, found=found, wrong=wrong, nav_key="verify_print")
        return make_response(html, status)


def _case() -> Complaint:
    found: Complaint = find(db.session(), Complaint.register, read_id(request.args.get("id", "")))
    return found


def _place(case: Record, title: str) -> dict[str, Any]:
    return {
        "title": title, "nav_key": "complaint", "register_title": say(Complaint.register.title),
        "list_url": url_for("complaint.index_view"), "back_url": url_for("complaint.details_view", id=case.id),
        "all_url": url_for(".index", id=case.id),
    }  # fmt: skip


def _pictures(doc: Doc) -> list[bytes]:
    return paper.pictures([doc], company=_company(), printed=_("预览"), locale=locale())


def _company() -> str:
    return printing.company_name(db.session())


def _own(print_id: int) -> PrintedForm:
    """A print of whoever asks; that of somebody else has what somebody else may see."""
    with acting(db.session(), System("whose print is it?")):
        row = db.session.get(PrintedForm, print_id)
    if row is None or row.printed_by_id != authority().person.person_id:
        raise missing()
    return row


def _by(row: PrintedForm) -> str:
    with acting(db.session(), System("who printed it?")):
        person = db.session.get(Employee, row.printed_by_id) if row.printed_by_id else None
    return _("打印：%(who)s %(at)s", who=person.name if person else "—", at=write_moment(row.printed_at))


def _checked(one: printing.Verdict) -> Checked:
    url = url_for("complaint.details_view", id=one.complaint_id) if authority().may("complaint", Action.VIEW) else ""
    return Checked(f"{one.form} {say(one.title)}", one.number, url, one.printed_by or "—", write_moment(one.printed_at), one.current)


def _checked_list(one: ListVerdict) -> Checked:
    return Checked(f"{one.form} {say(one.title)}", one.what, "", one.printed_by or "—", write_moment(one.printed_at), one.current)


def _sent(data: bytes, kind: str, name: str = "", *, save: bool = False) -> ResponseReturnValue:
    return send_file(io.BytesIO(data), mimetype=kind, as_attachment=save, download_name=name or None, etag=False, last_modified=now())
