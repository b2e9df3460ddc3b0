"""报备时限试算 — how many registrations of a year would have been late if the limit were another (K7.6)."""

from dataclasses import dataclass
from typing import ClassVar

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose

from admin_views.calendar_year import days_of, year_of
from domain.access import Action
from domain.errors import missing
from domain.limits import Trial
from domain.values import OFFICE_ZONE
from models.customers.registration import Registration
from operations.limit_trials import try_registrations
from operations.records import require
from operations.working_days import FILING_DAYS
from web.context import now
from web.extensions import db
from web.i18n import say


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One department, or all of them: late today's way, late the other way, and how many may yet keep it."""

    name: str
    total: str
    late_now: str
    late_then: str
    share: str
    waiting: str


class LimitTrialView(BaseView):
    """One page that only counts; for whoever may view registrations, and only those he may view."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Of the register ``registration``; the operation checks the dates as well."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()
        require(db.session(), Registration.register, self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in Flask-Admin's menu: admin_views.places names it."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The year and the limit come from the address; last year and two days when they do not."""
        today = now().astimezone(OFFICE_ZONE).date()
        year, days = year_of(request.args.get("year", "") or str(today.year - 1)), days_of(request.args.get("days", "") or "2")
        session = db.session()
        found, current = try_registrations(session, year, days), try_registrations(session, year, FILING_DAYS)
        by_name = {one.department: one.trial for one in current.departments}
        rows = [_row(say(one.department), one.trial, by_name[one.department]) for one in found.departments]
        html: ResponseReturnValue = self.render(
            "calendar/trial.html", nav_key="limit_trial", year=year, days=days, current=FILING_DAYS, rows=rows,
            whole=_row("", found.whole, current.whole), provisional=found.provisional, clauses=("K7.6",),
        )  # fmt: skip
        return html


def _row(name: str, then: Trial, today: Trial) -> TrialRow:
    share = f"{then.late / then.total:.1%}" if then.total else "—"
    return TrialRow(name, f"{then.total:,}", f"{today.late:,}", f"{then.late:,}", share, f"{then.waiting:,}")
