"""离调移交清单: what somebody who leaves or changes department still has to hand over, and to whom (K10.4)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin_views.gated import GatedView
from domain.values import write_day
from operations.labels import labels
from operations.lending.leaving import HandOver, holders, outstanding
from operations.office_clock import today
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


class LeaversView(GatedView):
    """Everybody with something in his hands, and the list of one of them."""

    REGISTER = "loan_line"
    ACTIONS: ClassVar[dict[str, str]] = {"index": SEE}
    """Exposed method → the action it needs on the register of loans."""

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
