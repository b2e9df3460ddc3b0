"""标签 — sheets of labels with QR and bars: for what was picked in a list, for one record, or for the desk's command codes."""

import io
from typing import Any, ClassVar

from flask import redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.address import read_id
from admin_views.cards import Link
from domain.access import Action
from domain.errors import Invalid, missing
from domain.labels import SHEETS, Sheet
from domain.terms import Term
from models.fence import authority_of
from models.lending.slip import BorrowingSlip
from models.register import registers
from operations.printing.label_sheets import CHOOSE, LABELLED, MOST, TOOLS, Label, command_labels, labels_for, pdf
from operations.records import require
from web.extensions import db
from web.i18n import locale, say

NO_SHEET = Term("请选择标签纸。", "Choose a label sheet.")


class LabelsView(BaseView):
    """The pages under /archives/labels/; each asks for the right to print the register it labels."""

    ACTIONS: ClassVar[dict[str, str]] = {
        "index": "check_out", "commands": "check_out", "picked": Action.PRINT, "chosen": Action.PRINT, "sheet": Action.PRINT,
    }  # fmt: skip
    """Exposed method → the action it needs on the register in its address, or on slips for the codes of their desk."""

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        key = kwargs.get("register_key", BorrowingSlip.register.key)
        if name not in self.ACTIONS or key not in LABELLED:
            raise missing()
        require(db.session(), registers[key], self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in a menu: lists and records lead here."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The codes that switch the scan desk, to lie beside the scanner."""
        back = Link(say(TOOLS), url_for("scan_desk.index"))
        return self._page(command_labels(locale()), url_for(".commands"), back, "scan_desk")

    @expose("/commands.pdf")
    def commands(self) -> ResponseReturnValue:
        """Their PDF."""
        return _pdf(command_labels(locale()))

    @expose("/<register_key>/picked", methods=("POST",))
    def picked(self, register_key: str) -> ResponseReturnValue:
        """What was picked in a list goes into the address of the page."""
        ids = [read_id(text) for text in dict.fromkeys(request.form.getlist("ids"))]
        if not 1 <= len(ids) <= MOST:
            raise Invalid(CHOOSE, most=MOST)
        return redirect(url_for(".chosen", register_key=register_key, ids=",".join(map(str, ids))), 303)

    @expose("/<register_key>/")
    def chosen(self, register_key: str) -> ResponseReturnValue:
        """Which labels, on what paper, beginning where on the sheet."""
        back = Link(say(registers[register_key].title), url_for(f"{register_key}.index_view"))
        return self._page(_labels(register_key), url_for(".sheet", register_key=register_key), back, register_key)

    @expose("/<register_key>/sheet.pdf")
    def sheet(self, register_key: str) -> ResponseReturnValue:
        """The PDF, exactly as large as the paper."""
        return _pdf(_labels(register_key))

    def _page(self, labels: list[Label], url: str, back: Link, nav_key: str) -> ResponseReturnValue:
        sheets = [(str(sheet), say(size.title)) for sheet, size in SHEETS.items()]
        html: ResponseReturnValue = self.render(
            "archives/labels.html", labels=labels, ids=request.args.get("ids", ""), url_sheet=url, sheets=sheets, back=back, nav_key=nav_key
        )
        return html


def _pdf(labels: list[Label]) -> ResponseReturnValue:
    sheet, skip = request.args.get("sheet", ""), request.args.get("skip", "") or "0"
    if sheet not in set(Sheet) or not (skip.isascii() and skip.isdigit() and len(skip) < 4):
        raise Invalid(NO_SHEET)
    data = pdf(labels, Sheet(sheet), int(skip))
    return send_file(io.BytesIO(data), mimetype="application/pdf", download_name=f"{_('标签')}.pdf", etag=False)


def _labels(key: str) -> list[Label]:
    ids = [read_id(text) for text in request.args.get("ids", "").split(",", MOST + 1) if text]
    return labels_for(db.session(), key, list(dict.fromkeys(ids)), locale())


def label_links(register_key: str, record_id: int) -> tuple[Link, ...]:
    """The way to the label of one record, for whoever may print it."""
    if register_key not in LABELLED or not authority_of(db.session()).may(register_key, Action.PRINT):
        return ()
    return (Link(_("标签"), url_for("labels.chosen", register_key=register_key, ids=record_id), "printer"),)
