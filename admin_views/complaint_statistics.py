"""投诉统计 — the figures of a week or a month for the meeting, each with the list behind it (T5, K9.16, K9.17, A6.3)."""

import io
from typing import ClassVar

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.gated import GatedView
from admin_views.statistics_cards import rate_cards, table_cards
from domain.access import Action
from domain.errors import missing
from domain.report_periods import Period, month_of, read_period, week_of
from domain.values import OFFICE_ZONE, write_moment
from models.complaints.report import ComplaintReport
from operations.complaints.statistics.freezing import freeze
from operations.complaints.statistics.pack import a_pack
from operations.complaints.statistics.papers import CODE, print_pack, print_report, report_doc
from operations.printing.printing import company_name
from operations.records import find
from web.context import authority, now
from web.extensions import db
from web.i18n import locale, say

KINDS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
CLAUSES = ("T5.1", "T5.2", "T6.1", "K9.17", "A6.3")


class ComplaintStatisticsView(GatedView):
    """Pages that only count; for whoever may view complaints, and only those he may view."""

    ACTIONS: ClassVar[dict[str, str]] = {
        "index": "complaint: view", "freeze": "complaint: view", "paper": "complaint: print", "report": "complaint_report: view",
        "report_paper": "complaint_report: print",
    }  # fmt: skip
    """Exposed method → register and action it needs; freezing asks for the right to make a report as well."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The period comes from the address: ``2026-11`` or ``2026-W47``; the present month when it does not."""
        period = asked_period()
        pack = a_pack(db.session(), period)
        html: ResponseReturnValue = self.render(
            "complaints/statistics.html", nav_key="complaint_statistics", title=say(period.title), period=period.code,
            choices=_choices(period), pack=pack, rates=rate_cards(pack), tables=table_cards(pack), clauses=CLAUSES,
            freezing=authority().may("complaint_report", Action.CREATE), printing=authority().may("complaint", Action.PRINT),
        )  # fmt: skip
        return html

    @expose("/freeze", methods=("POST",))
    def freeze(self) -> ResponseReturnValue:
        """Keep the figures of a period as a report."""
        report = freeze(db.session(), read_period(request.form.get("period", "")))
        flash(_("数字已冻结为报告，请补充总体评价，并把改进建议逐项登记。"), "success")
        return redirect(url_for("complaint_report.details_view", id=report.id), 303)

    @expose("/paper", methods=("POST",))
    def paper(self) -> ResponseReturnValue:
        """The pack as PDF or for Word; the print is noted."""
        period, kind = read_period(request.form.get("period", "")), _kind()
        data = print_pack(db.session(), period, locale(), kind, company=company_name(db.session()), printed=_by())
        return _sent(data, kind, period.code)

    @expose("/report/<int:report_id>/")
    def report(self, report_id: int) -> ResponseReturnValue:
        """A frozen report as it will stand on paper."""
        found = find(db.session(), ComplaintReport.register, report_id)
        html: ResponseReturnValue = self.render(
            "complaints/report.html", nav_key="complaint_report", title=found.number, doc=report_doc(db.session(), found, locale()),
            back_url=url_for("complaint_report.details_view", id=found.id), action_url=url_for(".report_paper", report_id=found.id),
            register_title=say(ComplaintReport.register.title), list_url=url_for("complaint_report.index_view"),
            printing=authority().may("complaint_report", Action.PRINT),
        )  # fmt: skip
        return html

    @expose("/report/<int:report_id>/paper", methods=("POST",))
    def report_paper(self, report_id: int) -> ResponseReturnValue:
        """A frozen report as PDF or for Word; the print is noted."""
        found, kind = find(db.session(), ComplaintReport.register, report_id), _kind()
        data = print_report(db.session(), found.id, locale(), kind, company=company_name(db.session()), printed=_by())
        return _sent(data, kind, found.number)


def _kind() -> str:
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise missing()
    return kind


def _by() -> str:
    return _("打印：%(who)s %(at)s", who=authority().person.name, at=write_moment(now()))


def _sent(data: bytes, kind: str, name: str) -> ResponseReturnValue:
    found: ResponseReturnValue = send_file(
        io.BytesIO(data), mimetype=KINDS[kind], as_attachment=True, download_name=f"{CODE} {name}.{kind}", etag=False
    )
    return found


def asked_period() -> Period:
    """The period of the address; raises Invalid."""
    typed = request.args.get("period", "")
    return read_period(typed) if typed else month_of(now().astimezone(OFFICE_ZONE).date())


def _choices(period: Period) -> dict[str, str]:
    """Where the buttons lead: one back, one on, and the same days by week or by month."""
    today = now().astimezone(OFFICE_ZONE).date()
    middle = min(period.last, today) if period.first <= today else period.last
    other = {"before": period.before, "after": period.after, "week": week_of(middle), "month": month_of(middle)}
    return {name: url_for(".index", period=one.code) for name, one in other.items()}
