"""谁能看、谁看过 — who may read a case and who has opened it, for whoever assigns cases (K4.18)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.address import read_id
from admin_views.cards import Panel
from admin_views.screen import Screen, screen_of
from admin_views.step_pages import heading
from domain.errors import NOT_ALLOWED_TODO, Refused, missing
from domain.terms import Term
from domain.values import write_moment
from models.base import Record
from models.complaints.complaint import Complaint
from models.fence import bits_of
from operations.complaints.readers import readers_of
from operations.labels import labels
from operations.records import find, require
from web.context import authority
from web.extensions import db
from web.i18n import say

ASSIGNS = "assign"
NOT_HIS = Term("只有能分派本案的人可以查看这份名单。", "This list is for whoever may assign the case.")


@dataclass(frozen=True, slots=True)
class ReadersCard:
    """Where the page of readers is."""

    url: str


def readers_panel(screen: Screen, record: Record) -> Panel | None:
    """On the page of a case, for whoever may assign it."""
    if not screen.may(ASSIGNS) or not bits_of(db.session(), record, ASSIGNS):
        return None
    return Panel("complaints/readers_panel.html", ReadersCard(url_for("complaint_readers.index", id=record.id)))


class CaseReadersView(BaseView):
    """One case: everybody who may read it now, and everybody who has opened it."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": ASSIGNS}
    """Of the register of complaints."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()
        require(db.session(), Complaint.register, self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in a menu: the page of a case leads here."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The page."""
        session = db.session()
        record: Any = find(session, Complaint.register, read_id(request.args.get("id", "")))
        if not bits_of(session, record, ASSIGNS):
            raise Refused(NOT_HIS, todo=NOT_ALLOWED_TODO, clause="K4.18")
        found = readers_of(session, record)
        names = labels(session, "employee", [one.person for one in found])
        lines = [
            (names.get(one.person, "—"), _("可查看") if one.may_read else _("现已不能查看"), one.days or "", write_moment(one.last_at) if one.last_at else "")
            for one in found
        ]
        html: ResponseReturnValue = self.render(
            "complaints/readers.html", nav_key="complaint", lines=lines, title=heading(screen_of(authority().plan, Complaint.register), record),
            register_title=say(Complaint.register.title), list_url=url_for("complaint.index_view"), url=url_for("complaint.details_view", id=record.id),
        )  # fmt: skip
        return html
