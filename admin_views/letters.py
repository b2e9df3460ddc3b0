"""投诉往来 of one case: what was written both ways, the form to answer, and what the complainant needs to follow his case."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.address import read_id
from admin_views.cards import Panel
from admin_views.case_openings import note_opened
from admin_views.gated import GatedView
from admin_views.screen import Screen, screen_of
from domain.access import Action, Channel, Level
from domain.errors import Invalid, missing
from domain.receipt_codes import shown
from domain.values import write_moment
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.message import LONGEST, ComplaintMessage, Direction, Purpose
from models.complaints.stages import Stage
from models.fence import bits_of
from operations.complaints import public_messages
from operations.complaints.public_messages import WRITE
from operations.complaints.tracking import WORDS_FOR_HIM
from operations.records import find
from web.context import authority
from web.extensions import db
from web.i18n import comma, say
from web.public import echo, key
from web.qr import picture

GIVEN = "given_out"
"""What the cookie holds of a code or link until it has been shown, once."""


@dataclass(frozen=True, slots=True)
class LettersCard:
    """On the page of a case: where its correspondence is; what it says already stands in the list of messages beside it."""

    url: str


def letters_panel(screen: Screen, record: Record) -> Panel | None:
    """For whoever may write to the complainant of this case and read what he wrote."""
    if not (screen.may(WRITE) and bits_of(db.session(), record, WRITE) and _readable(screen)):
        return None
    return Panel("complaints/letters_panel.html", LettersCard(url_for("letters.index", id=record.id)))


def _readable(screen: Screen) -> bool:
    register = ComplaintMessage.register
    theirs = screen_of(screen.plan, register)
    wanted = ("direction", "purpose", "text", "sent_at", "read_at")
    return theirs.may(Action.VIEW) and all(
        screen.plan.level(register.key, register.fields[one].stable_key, Channel.DETAILS) >= Level.READ for one in wanted
    )


class LettersView(GatedView):
    """The correspondence of one case."""

    REGISTER = "complaint"
    ACTIONS: ClassVar[dict[str, str]] = dict.fromkeys(("index", "seen", "code", "survey", "given"), WRITE)
    """Exposed method → the act it needs on complaints; the operations ask for the case itself as well."""

    def _case(self) -> Any:
        found = find(db.session(), Complaint.register, read_id(request.args.get("id", "")))
        if not _readable(screen_of(authority().plan, Complaint.register)):
            raise missing()
        public_messages.allow(db.session(), found)
        return found

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The letters, and the form; what must not be said yet stays in it with the reason."""
        case, error, text = self._case(), "", ""
        if request.method == "POST":
            text = request.form.get("text", "")
            try:
                public_messages.write_out(db.session(), case, text)
                flash(_("已发给投诉人。"), "success")
                return redirect(url_for(".index", id=case.id), 303)
            except Invalid as refusal:
                error = say(refusal.sentence)
        html = self.render(
            "complaints/letters.html", nav_key="complaint", number=case.number, letters=_letters(case.id), error=error, text=echo(text),
            most=LONGEST, shown=comma().join(_said_to_him()), may_survey=case.stage == Stage.ANSWERED, url_case=url_for("complaint.details_view", id=case.id),
            url_list=url_for("complaint.index_view"), urls={name: url_for(f".{name}", id=case.id) for name in ("index", "seen", "code", "survey")},
        )  # fmt: skip
        note_opened(Complaint.register.key, case.id)
        return make_response(html, 422 if error else 200)

    @expose("/seen", methods=("POST",))
    def seen(self) -> ResponseReturnValue:
        """What he wrote has been read."""
        case = self._case()
        public_messages.seen(db.session(), case)
        return redirect(url_for(".index", id=case.id), 303)

    @expose("/code", methods=("POST",))
    def code(self) -> ResponseReturnValue:
        """Another receipt code for him; the old one ends."""
        case = self._case()
        session[GIVEN] = {"id": case.id, "code": public_messages.new_code(db.session(), key(), case)}
        return redirect(url_for(".given", id=case.id), 303)

    @expose("/survey", methods=("POST",))
    def survey(self) -> ResponseReturnValue:
        """A link for his opinion."""
        case = self._case()
        session[GIVEN] = {"id": case.id, "survey": public_messages.survey_link(db.session(), key(), case)}
        return redirect(url_for(".given", id=case.id), 303)

    @expose("/given")
    def given(self) -> ResponseReturnValue:
        """What was just given out, once."""
        case, kept = self._case(), session.pop(GIVEN, None)
        if not kept or kept["id"] != case.id:
            return redirect(url_for(".index", id=case.id), 303)
        code = kept.get("code", "")
        way = {"endpoint": "public.track", "code": code} if code else {"endpoint": "public.opinion", "token": kept["survey"]}
        link = url_for(**way, _external=True)
        html: ResponseReturnValue = self.render(
            "complaints/given.html", nav_key="complaint", number=case.number, code=shown(code), link=link, picture=picture(link),
            url_back=url_for(".index", id=case.id),
        )  # fmt: skip
        return html


def _said_to_him() -> list[str]:
    return [say(Complaint.register.fields[name].label) for name, _label, _stages in WORDS_FOR_HIM]


def _letters(case_id: int) -> list[tuple[bool, str, str, str, str]]:
    titles = ComplaintMessage.register.fields["purpose"].titles
    found = db.session().scalars(select(ComplaintMessage).where(ComplaintMessage.complaint_id == case_id).order_by(ComplaintMessage.id))
    return [
        (
            one.direction == Direction.OUT, "" if one.purpose == Purpose.MESSAGE else say(titles[one.purpose.value]), one.text,
            write_moment(one.sent_at), write_moment(one.read_at) if one.read_at else "",
        )
        for one in found
    ]  # fmt: skip
