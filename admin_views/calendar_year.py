"""年历与放假通知 — the year of the office, a pasted notice with its preview, and due dates that follow from both."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.calendar_cards import MARKS, WEEKDAYS, lines_of, months, moved_list
from admin_views.gated import GatedView
from domain.access import Action
from domain.calendar_words import explain
from domain.errors import Conflict, Invalid
from domain.terms import Term
from domain.values import OFFICE_ZONE, read_day, read_number
from operations.calendar_notices import NoticePlan, bring_up_to_date, enter_notice, mark_of, outdated, plan_notice
from operations.redating import shown_of
from operations.working_days import readable_calendar
from web.context import authority, now
from web.extensions import db
from web.i18n import say

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_DAYS = 60
WRONG_YEAR = Term("请填 {first} 到 {last} 之间的年份。", "Enter a year from {first} to {last}.")
WRONG_DAYS = Term("请填 0 到 {most} 之间的工作日数。", "Enter 0 to {most} working days.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form of a notice sent, so that nothing typed is lost."""

    text: str = ""
    year: str = ""
    source: str = ""

    @classmethod
    def read(cls) -> "Sent":
        """The fields of this request."""
        return cls(*(request.form.get(key, "") for key in ("text", "year", "source")))

    def year_number(self) -> int | None:
        """The year, None when it is left to the notice; raises Invalid at its field."""
        if not self.year.strip():
            return None
        try:
            return year_of(self.year)
        except Invalid as error:
            raise Invalid(error.sentence, fields={"year": error.sentence}) from error


class CalendarView(GatedView):
    """The pages under /governance/calendar/; looking needs the right to view the days, everything else to change them."""

    REGISTER = "calendar_day"
    ACTIONS: ClassVar[dict[str, str]] = {
        "index": Action.VIEW, "notice": Action.EDIT, "enter": Action.EDIT, "redate": Action.EDIT,
    }  # fmt: skip
    """Exposed method → the action it needs on the register of days."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Twelve months of a year, and day by day why something is due when it is."""
        calendar, today = readable_calendar(db.session()), now().astimezone(OFFICE_ZONE).date()
        year = year_of(request.args.get("year", "") or str(today.year))
        start, days = request.args.get("start", ""), request.args.get("days", "")
        lines = explain(calendar, read_day(start), days_of(days)) if start and days else ()
        html: ResponseReturnValue = self.render(
            "calendar/year.html", nav_key="calendar", year=year, months=months(calendar, year, today),
            weekdays=[say(day) for day in WEEKDAYS], legend=[(tone, say(mark), say(title)) for tone, (mark, title) in MARKS.items()],
            provisional=calendar.is_provisional(date(year, 1, 1)), version=calendar.version,
            worked=calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)),
            before_url=url_for(".index", year=year - 1) if year > FIRST_YEAR else "",
            after_url=url_for(".index", year=year + 1) if year < LAST_YEAR else "",
            keeps=authority().may("calendar_day", Action.EDIT), start=start or today.isoformat(), days=days or "5",
            lines=[say(line) for line in lines],
        )  # fmt: skip
        return html

    @expose("/notice", methods=("GET", "POST"))
    def notice(self) -> ResponseReturnValue:
        """The form to paste a notice into; sending it shows what it would change, and changes nothing."""
        if request.method == "GET":
            return self._form(Sent(), {})
        sent = Sent.read()
        try:
            plan = plan_notice(db.session(), sent.text, sent.year_number(), sent.source)
        except Invalid as error:
            return self._form(sent, {key: say(sentence) for key, sentence in error.told.items()})
        return self._preview(sent, plan, "")

    @expose("/notice/enter", methods=("POST",))
    def enter(self) -> ResponseReturnValue:
        """Write what the preview showed; when it would be something else by now, the preview again."""
        sent = Sent.read()
        try:
            days, moved = enter_notice(db.session(), sent.text, sent.year_number(), sent.source, request.form.get("digest", ""))
        except Conflict as error:
            db.session.rollback()
            plan = plan_notice(db.session(), sent.text, sent.year_number(), sent.source)
            return self._preview(sent, plan, say(error.sentence))
        except Invalid as error:
            db.session.rollback()
            return self._form(sent, {key: say(sentence) for key, sentence in error.told.items()})
        flash(_("已写入 %(days)s 天，%(moved)s 项期限已重算。", days=days, moved=moved), "success")
        return redirect(url_for(".index", year=request.form.get("shown", "")), 303)

    @expose("/redate", methods=("GET", "POST"))
    def redate(self) -> ResponseReturnValue:
        """Open filings whose due date no longer fits, after days were changed one by one; sending it moves them."""
        session, told = db.session(), ""
        if request.method == "POST":
            try:
                moved = bring_up_to_date(session, request.form.get("digest", ""))
                flash(_("%(moved)s 项期限已重算。", moved=moved), "success")
                return redirect(url_for(".redate"), 303)
            except Conflict as error:
                db.session.rollback()
                told = say(error.sentence)
        found = outdated(session)
        html = self.render(
            "calendar/redate.html", nav_key="calendar", count=len(found), moved=moved_list(shown_of(session, found)),
            digest=mark_of(found), told=told,
        )  # fmt: skip
        return make_response(html, 409 if told else 200)

    def _form(self, sent: Sent, errors: dict[str, str]) -> ResponseReturnValue:
        html = self.render("calendar/notice.html", nav_key="calendar", sent=sent, errors=errors)
        return make_response(html, 422 if errors else 200)

    def _preview(self, sent: Sent, plan: NoticePlan, told: str) -> ResponseReturnValue:
        html = self.render(
            "calendar/preview.html", nav_key="calendar", sent=sent, year=plan.notice.year, lines=lines_of(plan), told=told,
            moved=moved_list(shown_of(db.session(), plan.moved)), count=len(plan.moved), left_out=plan.notice.left_out,
            missing="、".join(plan.notice.missing), publishes=plan.publishes, digest=plan.digest,
        )  # fmt: skip
        return make_response(html, 409 if told else 200)


def year_of(text: str) -> int:
    """A year the calendar shows; raises Invalid."""
    year = read_number(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(WRONG_YEAR, first=FIRST_YEAR, last=LAST_YEAR)
    return year


def days_of(text: str) -> int:
    """A number of working days; raises Invalid."""
    days = read_number(text)
    if not 0 <= days <= MOST_DAYS:
        raise Invalid(WRONG_DAYS, most=MOST_DAYS)
    return days
