"""盘点扫码: one input for a keyboard scanner; a place, then what lies there, and nothing that says what should (K10.5)."""

import secrets
from dataclasses import dataclass
from typing import ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.address import read_id
from admin_views.cards import Link
from admin_views.gated import GatedView
from admin_views.scan_desk import SCRIPT
from admin_views.step_pages import said_whole
from domain.errors import DomainError
from domain.values import write_moment
from models.archives.stocktake import STOCKTAKE_STATES, Stocktake, StocktakeState
from models.archives.stocktake_scan import ScanKind
from operations.archives.stocktake_scans import COMMANDS, COUNT, PlaceProgress, Told, progress, recent, take, withdraw
from operations.records import find
from web.errors import status_of
from web.extensions import db
from web.i18n import say


@dataclass(frozen=True, slots=True)
class Seen:
    """A scan at the place the counter is at, and the number by which it is taken back."""

    id: int
    code: str
    at: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class CountPage:
    """Everything ``templates/archives/stocktake_count.html`` draws."""

    id: int
    number: str
    purpose: str
    state: str
    counting: bool
    blind: bool
    here: PlaceProgress | None
    prompt: str
    places: tuple[tuple[PlaceProgress, str], ...]
    """Each place with the address that goes on counting there."""
    visited: int
    scanned: int
    seen: tuple[Seen, ...]
    refusal: str
    typed: str
    commands: tuple[tuple[str, str], ...]


class StocktakeCountView(GatedView):
    """The pages under /archives/stocktake-count/."""

    REGISTER = "stocktake"
    ACTIONS: ClassVar[dict[str, str]] = dict.fromkeys(("index", "undo"), COUNT)
    """Exposed method → the action it needs on the register of stocktakes."""

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The stocktakes being counted; of one, where the counter stands. A scan moves him on, or is refused and keeps nothing."""
        if request.method == "GET" and not request.args.get("id"):
            return self._choice()
        key, place = _said("id"), _said("place") or None
        if request.method == "GET":
            return self._page(key, place, "", "", 200)
        typed = request.form.get("code", "")[:200]
        try:
            return _on(key, take(db.session(), request.form.get("key", "")[:80] or secrets.token_hex(16), key, place, typed))
        except DomainError as error:
            return self._refused(key, place, error, typed)

    @expose("/undo", methods=("POST",))
    def undo(self) -> ResponseReturnValue:
        """Take one scan back: a row that says so."""
        key, place = _said("id"), _said("place") or None
        try:
            return _on(key, withdraw(db.session(), key, _said("scan")))
        except DomainError as error:
            return self._refused(key, place, error, "")

    def _refused(self, key: int, place: int | None, error: DomainError, typed: str) -> ResponseReturnValue:
        db.session().rollback()
        # A script shows the page it gets; a browser is told that nothing was done.
        return self._page(key, place, said_whole(error), typed, 200 if request.headers.get(SCRIPT) else status_of(error))

    def _choice(self) -> ResponseReturnValue:
        running = select(Stocktake).where(Stocktake.state == StocktakeState.COUNTING).order_by(Stocktake.id.desc()).limit(50)
        links = tuple(Link(f"{one.number} {one.purpose}", url_for(".index", id=one.id)) for one in db.session().scalars(running))
        html: ResponseReturnValue = self.render("archives/stocktake_choice.html", nav_key="stocktake_count", links=links)
        return html

    def _page(self, key: int, place: int | None, refusal: str, typed: str, status: int) -> ResponseReturnValue:
        page = _page(key, place, refusal, typed)
        html = self.render(
            "archives/stocktake_count.html", nav_key="stocktake_count", page=page, key=secrets.token_hex(16), url_save=url_for(".index"),
            url_undo=url_for(".undo"), url_choice=url_for(".index"), url_record=url_for("stocktake.details_view", id=key),
        )  # fmt: skip
        return make_response(html, status)


def _said(name: str) -> int:
    """A number in the form or the address; 0 where there is none."""
    said = request.form if request.method == "POST" else request.args
    return read_id(said[name]) if said.get(name) else 0


def _on(key: int, told: Told) -> ResponseReturnValue:
    flash(say(told.said), "warning" if told.attention else "success")
    return redirect(url_for(".index", id=key, place=told.place), 303)


def _page(key: int, place: int | None, refusal: str, typed: str) -> CountPage:
    session = db.session()
    taken: Stocktake = find(session, Stocktake.register, key)
    rows = progress(session, taken)
    here = next((row for row in rows if row.id == place), None)
    seen = recent(session, taken, here.id) if here is not None else ()
    prompt = _("逐件扫描「%(place)s」的档案", place=here.name) if here is not None else _("扫描位置码")
    return CountPage(
        taken.id, taken.number, taken.purpose, say(STOCKTAKE_STATES[taken.state]), taken.state is StocktakeState.COUNTING, taken.blind, here, prompt,
        tuple((row, url_for(".index", id=key, place=row.id)) for row in rows), sum(row.visited for row in rows), sum(row.scanned for row in rows),
        tuple(Seen(row.id, row.code, write_moment(row.scanned_at), row.kind == ScanKind.UNKNOWN) for row in seen),
        refusal, typed if refusal else "", tuple((str(command), say(title)) for command, title in COMMANDS.items()),
    )  # fmt: skip
