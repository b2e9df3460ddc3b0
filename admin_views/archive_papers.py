"""Sheets of the archive as PDF: asked for from the page of their record, noted in the log when printed (K3.4, K10.5)."""

import io
from typing import ClassVar

from flask import request, send_file
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.address import read_id
from domain.errors import missing
from domain.values import write_moment
from operations.printing.archive_papers import PAPERS, print_paper
from operations.printing.printing import company_name
from web.context import authority, now
from web.extensions import db
from web.i18n import locale


class ArchivePapersView(BaseView):
    """POST /archives/papers/?register=…&id=…; the operation asks for the right to print that register and to see the record."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": "of the record: print"}
    """Exposed method → the action it needs."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS or request.args.get("register") not in PAPERS:
            raise missing()

    def is_visible(self) -> bool:
        """Not in the menu: the pages of records lead here."""
        return False

    @expose("/", methods=("POST",))
    def index(self) -> ResponseReturnValue:
        """The PDF of one record's sheet; the print is noted."""
        register, key = request.args.get("register", ""), read_id(request.args.get("id", ""))
        by = _("打印：%(who)s %(at)s", who=authority().person.name, at=write_moment(now()))
        title, data = print_paper(db.session(), register, key, locale(), company=company_name(db.session()), printed=by)
        return send_file(io.BytesIO(data), mimetype="application/pdf", as_attachment=True, download_name=f"{title} {key}.pdf", etag=False)
