"""投诉统计 — the figures of a week or a month for the meeting, each with the list behind it (T5, K9.16, K9.17, A6.3)."""

from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.statistics_cards import rate_cards, table_cards
from domain.access import Action
from domain.errors import missing
from domain.report_periods import Period, month_of, read_period, week_of
from domain.values import OFFICE_ZONE
from models.complaints.complaint import Complaint
from operations.complaints.statistics.freezing import freeze
from operations.complaints.statistics.pack import a_pack
from operations.records import require
from web.context import authority, now
from web.extensions import db
from web.i18n import say

CLAUSES = ("T5.1", "T5.2", "T6.1", "K9.17", "A6.3")


class ComplaintStatisticsView(BaseView):
    """Pages that only count; for whoever may view complaints, and only those he may view."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW, "freeze": Action.VIEW}
    """Of the register ``complaint``; freezing asks for the right to make a report as well."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()
        require(db.session(), Complaint.register, self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in Flask-Admin's menu: admin_views.places names it."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The period comes from the address: ``2026-11`` or ``2026-W47``; the present month when it does not."""
        period = asked_period()
        pack = a_pack(db.session(), period)
        html: ResponseReturnValue = self.render(
            "complaints/statistics.html", nav_key="complaint_statistics", title=say(period.title), period=period.code,
            choices=_choices(period), pack=pack, rates=rate_cards(pack), tables=table_cards(pack), clauses=CLAUSES,
            freezing=authority().may("complaint_report", Action.CREATE),
        )  # fmt: skip
        return html

    @expose("/freeze", methods=("POST",))
    def freeze(self) -> ResponseReturnValue:
        """Keep the figures of a period as a report."""
        report = freeze(db.session(), read_period(request.form.get("period", "")))
        flash(_("数字已冻结为报告，请补充总体评价，并把改进建议逐项登记。"), "success")
        return redirect(url_for("complaint_report.details_view", id=report.id), 303)


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
