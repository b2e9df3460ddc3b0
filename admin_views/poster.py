"""投诉海报: one sheet to print and put up, with the published channels and the way to the online form (K6.1, T2.1)."""

from typing import ClassVar

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin_views.gated import GatedView
from domain.access import Action
from operations.complaints.public_channels import channels
from web.extensions import db
from web.i18n import say
from web.qr import picture


class PosterView(GatedView):
    """One page that only shows; for whoever may view the channels."""

    REGISTER = "complaint_channel"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Of the register of channels."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The poster as it will be printed."""
        link = url_for("public.complain", _external=True)
        html: ResponseReturnValue = self.render(
            "complaints/poster.html", nav_key="poster", link=link, picture=picture(link, 8),
            channels=[(say(kind), reached, hours) for kind, reached, hours in channels(db.session())],
        )  # fmt: skip
        return html
