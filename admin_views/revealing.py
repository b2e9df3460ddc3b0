"""The eye beside a masked value: a page that asks why, and the value for half a minute under the name of who looks."""

from dataclasses import dataclass

from flask import jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.address import read_id
from admin_views.screen import screen_of
from admin_views.step_pages import heading
from domain.errors import Invalid
from domain.revealing import REASON_AT_LEAST, SHOWN_FOR
from domain.values import write_moment
from models.register import Register
from operations import records
from operations.revealing import REASON_LENGTH, Revealed, field_to_reveal, reveal
from operations.wording import in_words
from web.context import authority
from web.extensions import db
from web.i18n import locale, say

SECONDS = int(SHOWN_FOR.total_seconds())


@dataclass(frozen=True, slots=True)
class RevealPage:
    """Everything ``register/reveal.html`` draws: the question, and after it the value with its watermark."""

    title: str
    label: str
    register_title: str
    list_url: str
    record_title: str
    back_url: str
    action_url: str
    reason: str
    problem: str
    value: str
    mark: str
    least: int = REASON_AT_LEAST
    most: int = REASON_LENGTH
    seconds: int = SECONDS


class Revealing:
    """The address behind the eye, for every register."""

    register: Register

    @expose("/reveal/<key>", methods=("GET", "POST"))
    def reveal(self, key: str) -> ResponseReturnValue:
        """Ask why; then show one value: as a page, or as JSON for the page that asked. Never by GET, never by redirect."""
        record = records.find(db.session(), self.register, read_id(request.args.get("id", "")))
        spec = field_to_reveal(db.session(), self.register, record, key)
        as_json = request.accept_mimetypes.best == "application/json"
        more: dict[str, str] = {}
        status = 200
        if request.method == "POST":
            reason = request.form.get("reason", "")
            try:
                shown = reveal(db.session(), self.register, record, key, reason)
                more = {"value": in_words(spec, shown.value, locale()), "mark": _mark(shown)}
            except Invalid as refusal:
                if as_json:
                    raise
                more, status = {"reason": reason, "problem": say(refusal.sentence)}, 422
            if as_json:
                return jsonify(**more, seconds=SECONDS)
        page = RevealPage(
            title=_("查看「%(what)s」", what=say(spec.label)),
            label=say(spec.label),
            register_title=say(self.register.title),
            list_url=url_for(f"{self.register.key}.index_view"),
            record_title=heading(screen_of(authority().plan, self.register), record),
            back_url=url_for(f"{self.register.key}.details_view", id=record.id),
            action_url=url_for(f"{self.register.key}.reveal", key=key, id=record.id),
            reason=more.get("reason", ""),
            problem=more.get("problem", ""),
            value=more.get("value", ""),
            mark=more.get("mark", ""),
        )
        response = make_response(render_template("register/reveal.html", page=page, nav_key=self.register.key), status)
        if page.value:
            # Without a script the browser itself goes back to the masked page when the time is over.
            response.headers["Refresh"] = f"{SECONDS}; url={page.back_url}"
        return response


def _mark(shown: Revealed) -> str:
    person = authority().person
    return f"{person.name} {person.code} {write_moment(shown.at)}"
