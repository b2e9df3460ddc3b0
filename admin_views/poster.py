"""投诉海报: one sheet to print and put up, with the published channels and the way to the online form (K6.1, T2.1)."""

from typing import ClassVar

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose

from domain.access import Action
from domain.errors import missing
from models.complaints.channel import ComplaintChannel
from operations.complaints.public_channels import channels
from operations.records import require
from web.extensions import db
from web.i18n import say
from web.qr import picture


class PosterView(BaseView):
    """One page that only shows; for whoever may view the channels."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Of the register of channels."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()
        require(db.session(), ComplaintChannel.register, self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in Flask-Admin's menu: admin_views.places names it."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The poster as it will be printed."""
        link = url_for("public.complain", _external=True)
        html: ResponseReturnValue = self.render(
            "complaints/poster.html", nav_key="poster", link=link, picture=picture(link, 8),
            channels=[(say(kind), reached, hours) for kind, reached, hours in channels(db.session())],
        )  # fmt: skip
        return html
