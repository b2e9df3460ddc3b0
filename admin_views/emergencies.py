"""紧急授权: the page where one takes a prepared role for some hours, and the report of the next day."""

from datetime import date, timedelta
from typing import ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.secret_field import secret_of, wrong_secret
from domain.access import Action
from domain.errors import DomainError, Invalid, Refused, missing
from domain.values import OFFICE_ZONE, clean_text, read_day, read_number, write_day, write_moment
from models.register import registers
from operations.emergencies import (
    EMERGENCY,
    HOURS,
    NOT_FOR_YOU,
    TAKING,
    Taken,
    give_back,
    may_take,
    on_offer,
    report,
    running,
    take,
)
from operations.records import require
from web.context import authority, now
from web.extensions import db
from web.i18n import locale, say


class EmergencyView(BaseView):
    """Take a role in an emergency, give it back, and see what was taken."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": EMERGENCY, "give_back": EMERGENCY, "report": Action.HISTORY}
    """Exposed method → the action it needs on the register of grants."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()
        if name == "report":
            require(db.session(), registers["role_grant"], Action.HISTORY)
        elif not authority().may("role_grant", EMERGENCY):
            raise Refused(NOT_FOR_YOU, clause="A12.1")

    def is_visible(self) -> bool:
        """Not in the menu of registers: it is reached from the menu of one's own name."""
        return False

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The form; sending it takes the role."""
        errors: dict[str, str] = {}
        wrong = wrong_secret(TAKING) if request.method == "POST" else None
        if request.method == "POST" and wrong is None:
            try:
                self._take()
                return redirect(url_for(".index"), 303)
            except Invalid as error:
                errors = {"taken" if key == "role" else key: say(sentence) for key, sentence in error.told.items()}
                db.session.rollback()
        session, who = db.session(), authority()
        html = self.render(
            "emergency/take.html", offers=on_offer(session), hours=HOURS, errors=errors, secret=secret_of(TAKING, wrong), url_take=url_for(".index"),
            may_take=may_take(who), chosen=request.form.get("role", ""), chosen_hours=request.form.get("hours", ""),
            reason=request.form.get("reason", "")[:400],
            mine=[(one.role, _moment(one), one.reason, url_for(".give_back", grant_id=one.id)) for one in running(session, who)],
        )  # fmt: skip
        return make_response(html, 422 if errors else 403 if wrong is not None else 200)

    def _take(self) -> None:
        role, hours = (_number(request.form.get(key, "")) for key in ("role", "hours"))
        until = take(db.session(), authority(), role, hours, clean_text(request.form.get("reason", "")))
        flash(_("已生效，到 %(until)s 自动结束。", until=write_moment(until)), "success")

    @expose("/<int:grant_id>/end", methods=("POST",))
    def give_back(self, grant_id: int) -> ResponseReturnValue:
        """End it before its time."""
        give_back(db.session(), authority(), grant_id)
        flash(_("已提前结束。"), "success")
        return redirect(url_for(".index"), 303)

    @expose("/report")
    def report(self) -> ResponseReturnValue:
        """What was taken on a day (yesterday unless one is named), by whom and why, and what was done with it."""
        today = now().astimezone(OFFICE_ZONE).date()
        day = _day(request.args.get("on", "")) or today - timedelta(days=1)
        rows = [
            (one.person, one.role, _moment(one), one.reason, sum(number for _action, number in one.deeds), _deeds(one))
            for one in report(db.session(), day)
        ]
        before, after = day - timedelta(days=1), day + timedelta(days=1)
        return self.render(
            "emergency/report.html", day=write_day(day, locale()), on=day.isoformat(), rows=rows, url_report=url_for(".report"),
            before_url=url_for(".report", on=before.isoformat()),
            after_url=url_for(".report", on=after.isoformat()) if day < today else "",
        )  # fmt: skip


def _number(text: str) -> int:
    try:
        return read_number(text) or 0
    except DomainError:
        return 0


def _day(text: str) -> date | None:
    try:
        day = read_day(text) if text else None
    except DomainError:
        return None
    return day if day is not None and 2000 <= day.year <= 2100 else None


def _moment(one: Taken) -> str:
    return " – ".join(write_moment(at) if at else "" for at in (one.from_at, one.until_at))


def _deeds(one: Taken) -> str:
    titles = {str(action): say(action.title) for action in Action}
    return "、".join(f"{titles.get(action, action)} {number}" for action, number in one.deeds)
