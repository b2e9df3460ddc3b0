"""日结: what a day was, what still stands against closing it, the two signatures, and the sheet (K3.4, K10.5)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.cards import Link
from admin_views.gated import GatedView
from admin_views.record_prints import form_links
from domain.access import Action
from domain.custody import REASONS, Reason
from domain.errors import Invalid, missing
from domain.values import read_day, write_day, write_moment
from models.archives.day_close import DayClose
from models.archives.day_signing import DaySigning, SigningState
from models.archives.safe_count import COUNT_STATES, CountState
from operations.archives import closing
from operations.archives.desk import code_of
from operations.labels import labels
from operations.office_clock import today
from web.context import authority
from web.extensions import db
from web.i18n import locale, say

SHOWN = 500


@dataclass(frozen=True, slots=True)
class DayCard:
    """One day as the page draws it."""

    day: str
    title: str
    entries: tuple[tuple[str, ...], ...]
    more: int
    openings: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[str, ...], ...]
    against: tuple[str, ...]
    words: tuple[str, ...]
    signing: str
    signing_links: tuple[Link, ...]
    closed: str
    paper_url: str


class ArchiveDaysView(GatedView):
    """The page of a day; whoever may close days puts it forward, the witness signs on the page of the signing."""

    REGISTER = "day_close"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW, "ask": closing.CLOSE}
    """Exposed method → the action it needs on the register of day closes."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The day asked for, or the oldest that is open."""
        return self._page(_day(request.args.get("day", "")), {})

    @expose("/", methods=("POST",))
    def ask(self) -> ResponseReturnValue:
        """Put the day forward; what was typed stays when something is lacking."""
        day = _day(request.form.get("day", ""))
        chosen = request.form.get("witness", "")
        try:
            signing = closing.ask(db.session(), day, int(chosen) if chosen.isascii() and chosen.isdigit() else None, request.form.get("remark", ""))
        except Invalid as error:
            db.session().rollback()
            return self._page(day, {key: say(sentence) for key, sentence in error.told.items()})
        flash(_("已提出日结，待监点人用本人账号签认。"), "success")
        return redirect(url_for(".index", day=signing.closed_on.isoformat()), 303)

    def _page(self, day: date, errors: dict[str, str]) -> ResponseReturnValue:
        may_close = authority().may("day_close", closing.CLOSE)
        others = [(one.isoformat(), write_day(one, locale())) for one in closing.open_days(db.session())[:31]]
        html = self.render(
            "archives/day.html", nav_key="archive_days", card=_card(day), errors=errors, typed=request.form, may_close=may_close,
            witnesses=closing.witnesses(db.session()) if may_close else (), open_days=others, list_url=url_for("day_close.index_view"),
            register_title=say(DayClose.register.title),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)


def _day(typed: str) -> date:
    if typed:
        try:
            return read_day(typed)
        except Invalid as error:
            raise missing() from error
    waiting = closing.open_days(db.session())
    closed = db.session().connection().execute(select(DayClose.id).limit(1)).first() is not None
    # Before the first close every day is open; then the present one is where people begin.
    return waiting[0] if waiting and closed else today(db.session())


def _card(day: date) -> DayCard:
    session = db.session()
    close = session.scalars(select(DayClose).where(DayClose.closed_on == day)).first()
    entries = closing.entries_of(session, day)
    rows = tuple(_entry(row) for row in entries[:SHOWN])
    openings = tuple(_opening(row) for row in closing.openings_of(session, day))
    counts = tuple(_count(safe, row) for safe, row in closing.counts_of(session, day).items())
    against = () if close else tuple(say(one.sentence) for one in closing.blockers(session, day))
    words = () if close or against else tuple(say(one) for one in closing.words_needed(session, day))
    signing, links = _signing(day)
    closed = _("%(at)s 日结，末号 %(entries)s，摘要 %(head)s", at=write_moment(close.closed_at), entries=close.entries, head=close.head) if close else ""
    printed = next((link.url for link in form_links(close)), "") if close else ""
    more = max(0, len(entries) - SHOWN)
    return DayCard(day.isoformat(), write_day(day, locale()), rows, more, openings, counts, against, words, signing, links, closed, printed)


def _entry(row: Any) -> tuple[str, ...]:
    return (str(row.id), code_of(row.number, row.part_no), say(REASONS[Reason(row.reason)]), f"{row.source} → {row.target}", row.document, row.actor)


def _opening(row: Any) -> tuple[str, ...]:
    shut = write_moment(row.closed_at) if row.closed_at else "—"
    return (row.safe, f"{row.opener}、{row.second}", row.purpose, write_moment(row.opened_at), shut, row.late_because or "")


def _count(safe: int, row: Any) -> tuple[str, ...]:
    name = labels(db.session(), "archive_account", [safe]).get(safe, "—")
    if row is None:
        return (name, "—", "—", _("没有清点"))
    return (name, str(row.counted), str(row.expected), say(COUNT_STATES[CountState(row.state)]))


def _signing(day: date) -> tuple[str, tuple[Link, ...]]:
    found = db.session().scalars(
        select(DaySigning).where(DaySigning.closed_on == day, DaySigning.state == SigningState.ASKED).limit(1)
    ).first()  # fmt: skip
    if found is None:
        return "", ()
    names = labels(db.session(), "employee", [found.counter_id, found.witness_id])
    said = _("%(who)s 已提出日结，待 %(witness)s 签认。", who=names.get(found.counter_id, "—"), witness=names.get(found.witness_id, "—"))
    steps = (("sign_day", _("签认日结")), ("call_off", _("撤回")))
    return said, tuple(Link(label, url_for("day_signing.move", move_name=move, id=found.id)) for move, label in steps)
