"""客户资料质量 — accuracy, completeness and consistency of the customers in view, on a page and as a file (Y1.2)."""

import csv
import io
from typing import ClassVar

from flask import send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.gated import GatedView
from domain.access import Action
from operations.customers.quality import Quality, QualityLine, quality
from web.context import authority
from web.extensions import db
from web.i18n import say

Part = tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]
"""What the lines are, and (name, cells) of each."""


class CustomerQualityView(GatedView):
    """For whoever may view customers; the file needs the right to export them."""

    REGISTER = "customer"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW, "file": Action.EXPORT}

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The tables, and the way to the accounts that may be the same."""
        found = quality(db.session())
        html: ResponseReturnValue = self.render(
            "customers/quality.html", nav_key="customer_quality", heads=_heads(), parts=_parts(found), days=found.days, duplicates=found.duplicates,
            url_file=url_for(".file") if authority().may("customer", Action.EXPORT) else "",
            url_likely=url_for("customer_merging.index") if authority().may("customer", "merge_customers") else "",
        )  # fmt: skip
        return html

    @expose("/file")
    def file(self) -> ResponseReturnValue:
        """The same lines as CSV."""
        text = io.StringIO()
        writer = csv.writer(text)
        for title, lines in _parts(quality(db.session())):
            writer.writerow((title, *_heads()))
            writer.writerows((name, *cells) for name, cells in lines)
        data = io.BytesIO(text.getvalue().encode("utf-8-sig"))
        found: ResponseReturnValue = send_file(data, mimetype="text/csv", as_attachment=True, download_name=f"{_('客户资料质量')}.csv", etag=False)
        return found


def _heads() -> tuple[str, ...]:
    return _("客户数"), _("完整率"), _("按期核实率"), _("一致率"), _("自相矛盾")


def _parts(found: Quality) -> tuple[Part, ...]:
    whole = ((_("全部"), (found.total,)), (_("部门"), found.departments), (_("客户经理"), found.managers))
    return tuple((title, tuple(_line(one) for one in lines)) for title, lines in whole if lines)


def _line(one: QualityLine) -> tuple[str, tuple[str, ...]]:
    name = say(one.name)
    # A name that begins like a formula stays text in a spreadsheet.
    return (f"'{name}" if name[:1] in "=+-@" else name), one.cells
