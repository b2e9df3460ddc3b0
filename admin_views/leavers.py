"""离调移交清单: what somebody who leaves or changes department still has to hand over, and to whom (K10.4)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose

from domain.errors import missing
from domain.values import write_day
from models.lending.loan_line import LoanLine
from operations.labels import labels
from operations.lending.leaving import HandOver, holders, outstanding
from operations.office_clock import today
from operations.records import require
from web.extensions import db
from web.i18n import locale, say

SEE = "see_leavers"


@dataclass(frozen=True, slots=True)
class LeaverRow:
    """One thing to hand over, in the reader's words."""

    kind: str
    label: str
    url: str
    due: str
    late: bool
    to: str


class LeaversView(BaseView):
    """Everybody with something in his hands, and the list of one of them."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": SEE}
    """Exposed method → the action it needs on the register of loans."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()
        require(db.session(), LoanLine.register, self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in Flask-Admin's menu: admin_views.places names it."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Whom to choose, and what the chosen one must hand over before he leaves."""
        session = db.session()
        everybody = holders(session)
        names = labels(session, "employee", everybody)
        typed = request.args.get("person", "")
        chosen = int(typed) if typed.isascii() and typed.isdigit() and int(typed) in names else None
        day = today(session)
        rows = tuple(_row(one, day) for one in outstanding(session, chosen)) if chosen is not None else ()
        people = sorted(((str(key), name, key == chosen) for key, name in names.items()), key=lambda one: one[1])
        return self.render(
            "lending/leavers.html", nav_key="leavers", people=people, rows=rows, who=names.get(chosen or 0, ""), url_here=url_for(".index")
        )


def _row(one: HandOver, day: date) -> LeaverRow:
    due = write_day(one.due_on, locale()) if one.due_on else ""
    url = url_for(f"{one.register}.details_view", id=one.record)
    return LeaverRow(say(one.kind), one.label, url, due, one.due_on is not None and one.due_on < day, say(one.to))
