"""电子调阅 — a scan page by page: opening a page is a POST that keeps it, and only then is there a picture, marked with name and minute."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from flask import current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin_views.address import read_id
from admin_views.cards import Panel
from admin_views.gated import GatedView
from admin_views.record_items import title_of
from admin_views.screen import Screen, screen_of
from domain.access import Action
from domain.values import write_moment
from models.base import Record
from models.fence import bits_of
from models.lending.view_grant import ViewGrant, ViewState
from operations.lending.viewing_copies import access_of, accesses, open_page, opened, picture
from web.context import authority, now
from web.extensions import db

SHOWN = 100


@dataclass(frozen=True, slots=True)
class ViewCard:
    """What the page of a grant shows: the way to the scan for its viewer, and what he opened."""

    url: str
    rows: tuple[tuple[int, str], ...]
    """Page and moment, the latest first."""


class DigitalView(GatedView):
    """The pages under /lending/view/."""

    REGISTER = "view_grant"
    ACTIONS: ClassVar[dict[str, str]] = dict.fromkeys(("index", "open", "page"), Action.VIEW)
    """Exposed method → the action it needs on the register of grants; the operation asks whose grant it is and whether it runs."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The page that was opened, and the buttons that open another."""
        found = opened(db.session(), _data(), _grant())
        access = read_id(request.args["access"]) if request.args.get("access") else 0
        shown = access_of(db.session(), found.grant.id, access) if access else None
        screen = screen_of(authority().plan, ViewGrant.register)
        title = title_of(screen, found.grant, bits_of(db.session(), found.grant, Action.VIEW))
        html: ResponseReturnValue = self.render(
            "lending/view.html", title=title, count=found.pages, page=shown[0] if shown else 0, until=write_moment(found.grant.until_at or now()),
            picture=url_for(".page", access_id=access, id=found.grant.id) if shown else "", url_open=url_for(".open", id=found.grant.id),
            back_url=url_for("view_grant.details_view", id=found.grant.id), nav_key="view_grant",
        )  # fmt: skip
        return html

    @expose("/open", methods=("POST",))
    def open(self) -> ResponseReturnValue:
        """Open a page: who, which and when is kept first."""
        key = _grant()
        access = open_page(db.session(), _data(), key, read_id(request.form.get("page", "")))
        return redirect(url_for(".index", id=key, access=access), 303)

    @expose("/page/<int:access_id>.png")
    def page(self, access_id: int) -> ResponseReturnValue:
        """The picture of a page that was opened a moment ago."""
        data = picture(db.session(), _data(), _grant(), access_id)
        answer = send_file(io.BytesIO(data), mimetype="image/png", etag=False)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def view_panel(_screen: Screen, record: Record) -> Panel | None:
    """The panel of a grant: its viewer goes from here to the scan."""
    assert isinstance(record, ViewGrant)
    mine = record.viewer_id == authority().person.person_id
    runs = record.state is ViewState.GRANTED and record.until_at is not None and record.until_at >= now()
    rows = tuple((page, write_moment(at)) for page, at in accesses(db.session(), record.id, SHOWN))
    return Panel("lending/view_grant.html", ViewCard(url_for("digital_view.index", id=record.id) if mine and runs else "", rows))


def _grant() -> int:
    return read_id(request.args.get("id", ""))


def _data() -> Path:
    folder: Any = current_app.config["DATA_DIR"]
    return Path(folder)
