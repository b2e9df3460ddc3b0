"""保险柜: who has a safe open since when, what waits for the second keeper, and the daily count (K3.4, K3.20)."""

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.cards import Link
from admin_views.gated import GatedView
from domain.access import Action
from domain.custody import AccountKind
from domain.errors import Invalid, missing
from domain.values import read_number, write_moment
from models.archives.account import ArchiveAccount
from models.archives.safe_count import COUNT_STATES, CountState
from models.archives.safe_session import SafeSession
from operations.archives.closing import counts_of
from operations.archives.counting import COUNT, MOST, Counted, enter
from operations.archives.safes import allowed_until
from operations.labels import labels
from operations.moves import why_not
from operations.office_clock import today
from web.context import authority, now
from web.extensions import db
from web.i18n import say


@dataclass(frozen=True, slots=True)
class SafeCard:
    """One safe as it is now."""

    name: str
    url: str
    word: str
    tone: str
    since: str
    who: str
    purpose: str
    count: str
    count_tone: str
    links: tuple[Link, ...]


class SafesView(GatedView):
    """The pages under /archives/safes/."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": "safe_session: view", "count": "safe_count: count_safe"}
    """Exposed method → register and action it needs."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Every safe: shut, waiting for the second keeper, open, or open for too long."""
        safes = db.session().scalars(
            select(ArchiveAccount).where(ArchiveAccount.kind == AccountKind.SAFE, ArchiveAccount.active).order_by(ArchiveAccount.code)
        )
        counts = counts_of(db.session(), today(db.session()))
        cards = tuple(_card(safe, counts.get(safe.id)) for safe in safes)
        new = url_for("safe_session.create_view") if authority().may("safe_session", Action.CREATE) else ""
        html: ResponseReturnValue = self.render("archives/safes.html", nav_key="safes", cards=cards, new_url=new, list_url=url_for("safe_session.index_view"))
        return html

    @expose("/<int:safe>/count", methods=("GET", "POST"))
    def count(self, safe: int) -> ResponseReturnValue:
        """The blind count: the number is given before anything says what it should be."""
        errors: dict[str, str] = {}
        found = db.session().get(ArchiveAccount, safe)
        if found is None or found.kind is not AccountKind.SAFE:
            raise missing()
        name = found.name
        if request.method == "POST":
            try:
                made = enter(db.session(), safe, _typed())
                flash(_("清点已登记，待监点人用本人账号确认。"), "success")
                return redirect(url_for("safe_count.details_view", id=made.id), 303)
            except Invalid as error:
                db.session().rollback()
                errors = {key: say(sentence) for key, sentence in error.told.items()}
        html = self.render(
            "archives/count.html", nav_key="safes", name=name, errors=errors, typed=request.form, most=MOST, url_save=url_for(".count", safe=safe),
            safes_url=url_for(".index"),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)


def _typed() -> Counted:
    codes = tuple(line.strip() for line in request.form.get("codes", "").splitlines() if line.strip())
    try:
        return Counted(read_number(request.form.get("number", "")), codes)
    except Invalid:
        return Counted(None, codes)


def _card(safe: ArchiveAccount, count: object) -> SafeCard:
    """What the reader may see of the last opening, and what he may do about it."""
    opening = db.session().scalars(
        select(SafeSession).where(SafeSession.safe_id == safe.id, SafeSession.state.in_(("asked", "open"))).order_by(SafeSession.state.desc()).limit(1)
    ).first()  # fmt: skip
    counted = CountState(count.state) if count is not None else None  # type: ignore[attr-defined]  # a row of counts_of
    said = say(COUNT_STATES[counted]) if counted else _("今天还没有清点")
    url = url_for("archive_account.details_view", id=safe.id) if authority().may("archive_account", Action.VIEW) else ""
    tone = {CountState.CONFIRMED: "done", CountState.ENTERED: "soon"}.get(counted, "late") if counted else "soon"
    if opening is None:
        return SafeCard(safe.name, url, _("关着"), "done", "", "", "", said, tone, ())
    names = labels(db.session(), "employee", [opening.opener_id, opening.second_id])
    who = "、".join(names.get(one, "—") for one in (opening.opener_id, opening.second_id))
    if opening.state == "asked":
        # Only what would not be refused: who has asked does not confirm as well.
        steps = (("confirm_open", _("确认开柜")), ("call_off", _("取消")))
        links: tuple[Link, ...] = tuple(_step(move, label, opening) for move, label in steps if _possible(opening, move))
        return SafeCard(safe.name, url, _("待第二人确认"), "soon", write_moment(opening.created_at), who, opening.purpose, said, tone, links)
    late = opening.opened_at is not None and now() > allowed_until(db.session(), opening.opened_at)
    links = (_step("close_safe", _("关柜"), opening),)
    if authority().may("safe_count", COUNT):
        links = (Link(_("清点"), url_for("safes.count", safe=safe.id)), *links)
    since = write_moment(opening.opened_at) if opening.opened_at else ""
    return SafeCard(safe.name, url, _("超时未关") if late else _("开着"), "late" if late else "calm", since, who, opening.purpose, said, tone, links)


def _possible(opening: SafeSession, move: str) -> bool:
    workflow = opening.register.workflow
    assert workflow is not None
    return authority().may("safe_session", move) and why_not(db.session(), opening, workflow.by_name[move]) is None


def _step(move: str, label: str, opening: SafeSession) -> Link:
    return Link(label, url_for("safe_session.move", move_name=move, id=opening.id))
