"""时限试算 — how many registrations (K7.6) or complaints (T3.1) of a year would have been late if the limit were another."""

from dataclasses import dataclass
from typing import ClassVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.calendar_year import days_of, year_of
from domain.access import Action
from domain.errors import missing
from domain.limits import Trial
from domain.rules import ComplaintRule, CustomerRule
from domain.values import OFFICE_ZONE
from models.complaints.clock import ComplaintClock
from models.customers.registration import Registration
from models.register import Register
from operations.limit_trials import try_complaints, try_registrations
from operations.records import require
from operations.rule_numbers import rule
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


@dataclass(frozen=True, slots=True)
class TrialWords:
    """How the page calls itself, what it counts and where that is listed."""

    title: str
    register: str
    list_url: str
    counted: str
    waiting: str
    lead: str
    none: str


class LimitTrialView(BaseView):
    """One page that only counts; for whoever may view registrations, and only those he may view."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Of the register counted; the operation checks the dates as well."""
    counted: ClassVar[Register] = Registration.register
    tried = staticmethod(try_registrations)
    clause: ClassVar[str] = "K7.6"

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()
        require(db.session(), self.counted, self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in Flask-Admin's menu: admin_views.places names it."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The year and the limit come from the address; last year and two days when they do not."""
        today = now().astimezone(OFFICE_ZONE).date()
        year, days = year_of(request.args.get("year", "") or str(today.year - 1)), days_of(request.args.get("days", "") or "2")
        session = db.session()
        limit = self.limit()
        found, current = self.tried(session, year, days), self.tried(session, year, limit)
        by_name = {one.department: one.trial for one in current.departments}
        rows = [_row(say(one.department), one.trial, by_name[one.department]) for one in found.departments]
        html: ResponseReturnValue = self.render(
            "calendar/trial.html", nav_key=self.endpoint, year=year, days=days, current=limit, rows=rows, words=self.words(),
            whole=_row("", found.whole, current.whole), provisional=found.provisional, clauses=(self.clause,),
        )  # fmt: skip
        return html

    def limit(self) -> int:
        """The limit in force, in working days."""
        return rule(db.session(), CustomerRule.REGISTRATION_DAYS)

    def words(self) -> TrialWords:
        """How the page speaks of what it counts."""
        return TrialWords(
            _("报备时限试算"), _("客户备案"), url_for("registration.index_view"), _("备案"), _("未备案未到期"),
            _("如果时限改成这么多个工作日，这一年首次接触的客户有多少会逾期。只计您可以查看的备案。"), _("这一年没有您可以查看的备案"),
        )  # fmt: skip


class ComplaintTrialView(LimitTrialView):
    """The same for the handling of complaints: each round from its acceptance, by the department in charge."""

    counted: ClassVar[Register] = ComplaintClock.register
    tried = staticmethod(try_complaints)
    clause: ClassVar[str] = "T3.1"

    def limit(self) -> int:
        """T3.1, as the company has it today."""
        return rule(db.session(), ComplaintRule.HANDLING_DAYS)

    def words(self) -> TrialWords:
        """How the page speaks of complaints."""
        return TrialWords(
            _("投诉时限试算"), _("投诉"), url_for("complaint.index_view"), _("投诉"), _("未办完未到期"),
            _("如果办理期限改成这么多个工作日，这一年受理的投诉有多少会逾期。每轮单独计，不算延期；只计您可以查看的投诉。"),
            _("这一年没有您可以查看的投诉"),
        )  # fmt: skip


def _row(name: str, then: Trial, today: Trial) -> TrialRow:
    share = f"{then.late / then.total:.1%}" if then.total else "—"
    return TrialRow(name, f"{then.total:,}", f"{today.late:,}", f"{then.late:,}", share, f"{then.waiting:,}")
