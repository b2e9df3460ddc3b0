"""A page of the panel that is no register: every exposed method names the right that opens it."""

from typing import Any, ClassVar

from flask_admin import BaseView

from domain.errors import missing
from models.register import registers
from operations.records import require
from web.extensions import db


class GatedView(BaseView):
    """Refuses what is not in ``ACTIONS``, and whoever lacks the right it names."""

    REGISTER: ClassVar[str] = ""
    """The register whose rights open the page, for methods that name none of their own."""
    ACTIONS: ClassVar[dict[str, str]] = {}
    """Exposed method → the action it needs, or "register: action"."""

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if name not in self.ACTIONS:
            raise missing()
        register, _colon, action = self.ACTIONS[name].rpartition(": ")
        require(db.session(), registers[register or self.REGISTER], action)

    def is_visible(self) -> bool:
        """Not in Flask-Admin's menu: admin_views.places names it, or other pages lead to it."""
        return False
