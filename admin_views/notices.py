"""The reader's own notices: a list, one marked as read, all marked as read; nobody else's notice exists here."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import ngettext

from admin_views.address import read_id
from admin_views.frame_cards import NoticesPage
from admin_views.inbox import notice_line
from domain.errors import missing
from operations.notices import SHOWN, inbox, mark_all_read, mark_read, unread
from web.extensions import db


class NoticesView(BaseView):
    """提醒."""

    OPEN = frozenset({"index", "read", "read_all"})
    """For everybody who is signed in: each reads his own."""

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if name not in self.OPEN:
            raise missing()

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The list, newest first."""
        only_unread = request.args.get("unread") == "1"
        before = read_id(request.args["before"]) if "before" in request.args else None
        found = inbox(db.session(), before=before, only_unread=only_unread)
        shown = found[:SHOWN]
        page = NoticesPage(
            tuple(notice_line(line) for line in shown),
            only_unread,
            unread(db.session()),
            url_for(".index"),
            url_for(".index", unread=1),
            url_for(".read_all"),
            url_for(".index", before=shown[-1].id, unread="1" if only_unread else None) if len(found) > SHOWN else "",
        )
        return self.render("notices.html", page=page, nav_key="notices")

    @expose("/<int:notice_id>/read", methods=("POST",))
    def read(self, notice_id: int) -> ResponseReturnValue:
        """Mark one as read."""
        mark_read(db.session(), notice_id)
        return redirect(url_for(".index"), 303)

    @expose("/read", methods=("POST",))
    def read_all(self) -> ResponseReturnValue:
        """Mark all as read."""
        count = mark_all_read(db.session())
        flash(ngettext("已将 %(num)s 条提醒标为已读。", "已将 %(num)s 条提醒标为已读。", count), "success")
        return redirect(url_for(".index"), 303)
