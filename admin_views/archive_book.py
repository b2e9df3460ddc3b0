"""档案登记本: the book of what the archive received, by year, narrowed, printed and taken along as a file (K3.15)."""

import io
from typing import Any, ClassVar

from flask import make_response, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin_views.gated import GatedView
from admin_views.jobs import TYPES
from domain.access import Action
from domain.custody import REASONS, Reason, UnitKind
from domain.errors import missing
from domain.values import clean_text, write_day, write_moment
from models.archives.unit import UNIT_KINDS
from operations.archives import book
from operations.export_files import FileFormat
from operations.labels import candidates
from operations.office_clock import today
from web.context import authority
from web.extensions import db
from web.i18n import locale, say

SHOWN = 300
FIRST_YEAR, LAST_YEAR = 1990, 2200


class ArchiveBookView(GatedView):
    """One page and one file."""

    REGISTER = "archive_unit"
    ACTIONS: ClassVar[dict[str, str]] = {"index": book.SEE, "file": book.SEE}
    """Exposed method → the action it needs on the register of units."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The book of a year; whoever may export takes what is found along."""
        asked = _asked(request.args)
        lines = book.book(db.session(), **asked)
        html = self.render(
            "archives/book.html", nav_key="archive_book", asked=asked, more=max(0, len(lines) - SHOWN),
            rows=[_row(one) for one in lines[:SHOWN]], count=len(lines), years=_years(asked["year"]),
            kinds=[(str(kind), say(UNIT_KINDS[kind])) for kind in UNIT_KINDS],
            departments=[(one.id, one.label) for one in candidates(db.session(), "department", "", locale())],
            late=[_late(one) for one in book.late_ones(db.session(), asked["year"])],
            may_export=authority().may("archive_unit", Action.EXPORT), title=say(book.TITLE),
        )  # fmt: skip
        return make_response(html)

    @expose("/file", methods=("POST",))
    def file(self) -> ResponseReturnValue:
        """The same lines as CSV or XLSX; the log notes who took which."""
        wanted = request.form.get("format", "")
        if wanted not in set(FileFormat) or not authority().may("archive_unit", Action.EXPORT):
            raise missing()
        asked = _asked(request.form)
        said = {key: value for key, value in asked.items() if value}
        data = book.book_file(db.session(), book.book(db.session(), **asked), FileFormat(wanted), locale(), said)
        name = f"{say(book.TITLE)}_{asked['year']}.{wanted}"
        found: ResponseReturnValue = send_file(io.BytesIO(data), mimetype=TYPES[f".{wanted}"], as_attachment=True, download_name=name, etag=False)
        return found


def _asked(given: Any) -> dict[str, Any]:
    """Year, kind, department and words of an address or a form; what cannot be read counts as not asked."""
    year, kind, department = (given.get(name, "") for name in ("year", "kind", "department"))
    number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0
    return {
        "year": number if FIRST_YEAR <= number <= LAST_YEAR else today(db.session()).year,
        "kind": UnitKind(kind) if kind in set(UnitKind) else None,
        "department": int(department) if department.isascii() and department.isdigit() and len(department) < 19 else None,
        "words": clean_text(given.get("words", ""))[:80],
    }


def _years(chosen: int) -> list[int]:
    return sorted({*book.years(db.session()), chosen, today(db.session()).year}, reverse=True)


def _row(one: book.BookLine) -> dict[str, Any]:
    """A line for the screen: who and when in one cell, so that it fits; the file has a column for each."""
    return {
        "entry": one.entry, "day": one.day.isoformat(), "code": one.code, "title": one.title, "pages": "" if one.pages is None else one.pages,
        "url": url_for("archive_unit.details_view", id=one.unit), "department": one.department, "document": one.document, "supplements": one.supplements,
        "paper_url": url_for("archive_transfer.details_view", id=one.transfer) if one.transfer else "",
        "handed": (one.handed_by, write_moment(one.handed_at) if one.handed_at else ""), "received": (one.received_by, write_moment(one.received_at)),
        "remark": say(book.REVERSED) if one.reversed else say(REASONS[one.reason]) if one.reason is Reason.OPEN else "",
    }  # fmt: skip


def _late(one: book.LateOne) -> tuple[str, str, str, str]:
    entered = write_day(one.entered_on, locale()) if one.entered_on else "—"
    return (url_for("archive_transfer.details_view", id=one.transfer), f"{one.number} {one.title}", write_day(one.accepted_on, locale()), entered)
